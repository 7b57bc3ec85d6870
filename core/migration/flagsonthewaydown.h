// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/migration/migrator.h"

namespace joinery {

/// Writes what a person decided into the operations of a downgrade, step by step.
class FlagsOnTheWayDown
{
public:
    /// `from` is the schema that the downgrade begins with.
    FlagsOnTheWayDown(
        const MetaData &from, const DowngradeDecisions &decisions, const Dialect &dialect);

    /// The operations of the next step, which begins with `before`. A fill or cast goes to the
    /// first step that can take it. Errors: those of apply() and of DecisionFinder::find.
    [[nodiscard]] Result<> decide(QList<Operation> &operations, const MetaData &before);

    /// Refuses flags that no step had a use for and whose names are nowhere; `after` is the schema
    /// that the downgrade ends with. Errors: Usage.
    [[nodiscard]] Result<> checkNames(const MetaData &after) const;

private:
    using Assignments = QList<std::pair<QString, QString>>;
    [[nodiscard]] Result<> acceptOnRows(QList<Operation> &operations, const MetaData &after);
    [[nodiscard]] Result<QList<Decision>> openIn(const QList<Operation> &operations) const;

    const MetaData m_from;
    const DowngradeDecisions &m_decisions;
    const Dialect &m_dialect;
    DecisionFlags m_left; ///< those that nothing used yet
    QList<Operation> m_earlier {}; ///< of the steps before
};

} // namespace joinery
