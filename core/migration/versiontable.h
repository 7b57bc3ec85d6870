// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/dialect.h"

#include <QDateTime>

namespace joinery {

enum class RevisionState
{
    Applied,
    Adopted, ///< recorded, never executed on this database
    Running, ///< a revision outside of a transaction began and did not end
    Failed, ///< such a revision stopped at a statement
};

/// One row of joinery_revision: a revision that this database knows.
struct AppliedRevision
{
    QString revision;
    QStringList downRevisions {};
    QString message {};
    QString fileName {};
    QString fileText {}; ///< so that it can be taken back although the file is gone
    QString fileHash {};
    QDateTime appliedAt {}; ///< UTC
    qint64 durationMs = 0;
    QString toolVersion {};
    RevisionState state = RevisionState::Applied;
    int statementsDone = 0;
    int statementsTotal = 0;
    QString error {};

    bool isApplied() const
    {
        return state == RevisionState::Applied || state == RevisionState::Adopted;
    }
};

/// The table joinery_revision. Made by the first apply, never by looking.
class VersionTable
{
public:
    /// Both must outlive it.
    VersionTable(const Dialect &dialect, Executor &executor);

    /// All rows in the order they were applied; none when there is no table. `withText` false
    /// leaves out the files' texts, which a no-op does not need.
    [[nodiscard]] Result<QList<AppliedRevision>> read(bool withText = true) const;

    [[nodiscard]] Result<> create(); ///< where it is missing
    [[nodiscard]] Result<> insert(
        const AppliedRevision &row); ///< replaces the row of the same revision
    [[nodiscard]] Result<> remove(const QString &revision);
    /// Drops the table when it holds no row: the database is then as it was before the first apply.
    [[nodiscard]] Result<> dropIfEmpty();

    static QString tableName(); ///< "joinery_revision"

private:
    [[nodiscard]] Result<bool> exists() const;
    [[nodiscard]] Result<> replace(const AppliedRevision &row);

    const Dialect &m_dialect;
    Executor &m_executor;
};

} // namespace joinery
