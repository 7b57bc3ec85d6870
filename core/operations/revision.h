// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/operations/operation.h"

#include <QDateTime>

namespace joinery {

enum class TransactionMode
{
    Auto, ///< together with its neighbours in one transaction where the engine can
    None, ///< outside of any transaction
    PerStatement, ///< each statement commits
};

/// The contents of a revision file.
struct Revision
{
    QString id; ///< 12 hexadecimal digits
    QStringList downRevisions {}; ///< none for the first, several for a merge
    QStringList dependsOn {};
    QStringList branchLabels {};
    QString message {};
    QDateTime created {}; ///< UTC, whole seconds
    TransactionMode transaction = TransactionMode::Auto;
    QList<Operation> upgrade {};
    std::optional<QList<Operation>> downgrade {}; ///< unset = auto: derived by inverting `upgrade`

    bool operator==(const Revision &) const = default;
};

} // namespace joinery
