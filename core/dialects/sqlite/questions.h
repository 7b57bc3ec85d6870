// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/decision.h"
#include "joinery/dialects/sqlite/projection.h"
#include "joinery/dialects/sqlite/rowrules.h"

namespace joinery::sqlite {

/// Counts, on the rows as a Projection has them, what operations break, and makes the decisions.
/// `first` and `index` are positions in the whole list of operations. Errors: Usage for a fill or
/// cast that SQLite cannot compute; those of the database.
class Questions
{
public:
    /// Both must outlive the questions; the projection is that of the rows before what is asked
    /// about.
    Questions(Executor &live, const Projection &projection);

    [[nodiscard]] Result<> ask(const RowChange &change, qsizetype first);
    [[nodiscard]] Result<> askDrop(const Table &table, const DropTable &drop, qsizetype index);
    [[nodiscard]] Result<> askDropVirtual(const DropVirtualTable &drop, qsizetype index);
    /// `gone` are the columns that a full-text table has no more when it is made again.
    [[nodiscard]] Result<> askFtsColumns(
        const DropVirtualTable &drop, const QStringList &gone, qsizetype index);
    /// Rows without a parent by a new foreign key. `schema` and the projection are those after all
    /// operations.
    [[nodiscard]] Result<> askOrphans(
        const MetaData &schema, const Operation &operation, qsizetype index);

    QList<Decision> decisions() const { return m_decisions; }

private:
    [[nodiscard]] Result<> checkExpressions(const RowChange &change) const;
    [[nodiscard]] Result<> checkExpression(
        const RowChange &change, const QString &what, const QString &expression) const;
    QString expressionHint(const Table &table, const QString &expression) const;
    void noteStandingKeys(const RowChange &change, qsizetype first);
    [[nodiscard]] Result<qint64> count(const QString &query) const;
    [[nodiscard]] Result<> askDropColumn(
        const RowChange &change, qsizetype first, qsizetype operation);
    [[nodiscard]] Result<> askLoss(const RowChange &change, qsizetype first, const RowRule &rule);
    [[nodiscard]] Result<> askCounter(
        const RowChange &change, qsizetype first, qsizetype operation);
    [[nodiscard]] Result<> askRule(const RowChange &change, qsizetype first, const RowRule &rule);
    [[nodiscard]] Result<> askStandingNotNulls(const RowChange &change, qsizetype first);
    [[nodiscard]] Result<QString> messageFor(
        const RowChange &change, const RowRule &rule, qint64 rows, qint64 all) const;

    Executor &m_live;
    const Projection &m_projection;
    QList<Decision> m_decisions;
    QSet<qsizetype>
        m_standingKeys; ///< operations whose foreign key was there before in all that matters here
};

} // namespace joinery::sqlite
