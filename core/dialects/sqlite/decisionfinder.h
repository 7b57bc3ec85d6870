// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/dialect.h"

namespace joinery::sqlite {

/// Counts on a live SQLite database what operations would break or lose, by queries over the rows
/// as the operations will leave them.
class SqliteDecisionFinder final : public DecisionFinder
{
public:
    /// `policy` must outlive the finder.
    explicit SqliteDecisionFinder(const ReplayPolicy &policy);

    [[nodiscard]] Result<QList<Decision>> find(
        Executor &live, const MetaData &before, const QList<Operation> &operations) const override;
    QString suggestFill(
        const MetaData &schema, const Table &table, const Column &column) const override;

private:
    const ReplayPolicy &m_policy;
};

} // namespace joinery::sqlite
