// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/decision.h"
#include "joinery/dialects/sqlite/projection.h"

namespace joinery::sqlite {

/// Foreign keys that stay as they are, whose rows would lose their parent: because it is deleted,
/// its table dropped, or the value of either side changed.
class StandingKeys
{
public:
    /// All must outlive it. The projection is that of the rows after all operations.
    StandingKeys(Executor &live, const Projection &projection, const MetaData &before,
        const MetaData &after);

    /// One decision for each table whose rows are missed. What an operation on it accepts is not
    /// asked. Errors: those of the database.
    [[nodiscard]] Result<> ask(
        const QList<Operation> &operations, QList<Decision> &decisions) const;

private:
    struct Missed
    {
        qint64 rows = 0;
        QStringList children {}; ///< in words, with their counts
        RowSet examples {};
    };

    [[nodiscard]] Result<> count(
        const Table &child, const ForeignKeyConstraint &key, QMap<QString, Missed> &missed) const;
    [[nodiscard]] Result<qint64> orphansBefore(
        const Table &child, const ForeignKeyConstraint &key) const;
    [[nodiscard]] Result<qint64> rowsIn(const QString &from) const;

    Executor &m_live;
    const Projection &m_projection;
    const MetaData &m_before;
    const MetaData &m_after;
};

} // namespace joinery::sqlite
