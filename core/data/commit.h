// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/dmlwriter.h"
#include "joinery/db/executor.h"

namespace joinery {

/// Why one staged change could not be written.
struct CommitFailure
{
    enum class Kind
    {
        Conflict, ///< the row was changed or deleted since it was read
        Violation, ///< a constraint, a type or a trigger refuses the row
        Ignored ///< the database took the statement and wrote nothing, or not this row
    };

    Kind kind = Kind::Violation;
    QString table {};
    quint64 change = 0; ///< RowChange::id; 0 when the database does not say which row it was
    int column = -1; ///< the column to blame, if it is known
    QString constraint {}; ///< its name, if it has one
    QString message {}; ///< one sentence, for people
    /// Of a conflict: the row as it is now, one value for each column; unset when it is gone. Mine
    /// and base are in the RowChange.
    std::optional<QList<Value>> theirs {};

    bool operator==(const CommitFailure &) const = default;
};

/// What the database made of one change.
struct WrittenRow
{
    QString table {};
    quint64 change = 0;
    RowKey key {}; ///< now; empty for a deleted row, and for one that is not there any more
    QList<Value> values {}; ///< the row as stored, one value for each column; empty without a key
    QList<int> altered {}; ///< columns whose stored value is another than the one that was staged

    bool operator==(const WrittenRow &) const = default;
};

/// Either everything is in the database (`failures` is empty), or nothing.
struct CommitOutcome
{
    QList<CommitFailure> failures {};
    QList<WrittenRow> written {};

    bool isDone() const { return failures.isEmpty(); }
};

/// Is told each statement that writes, with literals, after it has run: for a log.
using WriteObserver = std::function<void(const QString &sql, qint64 milliseconds)>;

/// Writes the changes in one transaction, and reads back what was stored. Each statement must write
/// just its own row. As many failures as possible are collected, up to 100. Foreign keys are
/// checked at the end, so the order of parents and children does not matter.
///
/// Errors, all without effect on the database: Locked (another program is writing; waited for the
/// executor's busy time), ReadOnly, Io, Interrupted; Usage when the executor is in a transaction.
/// `schema` is that of the database; it says who refers to whom.
[[nodiscard]] Result<CommitOutcome> commitRowEdits(Executor &executor, const DmlCompiler &dml,
    const MetaData &schema, const QList<TableChanges> &tables, const WriteObserver &observer = {});

} // namespace joinery
