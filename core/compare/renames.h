// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/compare.h"

#include <QHash>

namespace joinery::detail {

/// The certain renames between two schemas, and the first schema with them carried out.
struct RenamePlan
{
    QList<Operation> operations {};
    MetaData working {}; ///< `from` after the operations
    /// The tables that stay: name key after -> name in `from`, renamed or not.
    QHash<QString, QString> tableBefore {};
    /// Names that objects got which must make room for a renamed one. They are dropped afterwards.
    QStringList displaced {};
    bool reusesNames = false; ///< some old name is the name of something else now
};

/// Errors: NotFound for a rename that was asked for and fits neither side; Conflict for two that
/// exclude each other.
[[nodiscard]] Result<RenamePlan> planRenames(const MetaData &from, const MetaData &to,
    const ComparePolicy &policy, const ReplayPolicy &replay, const QList<Rename> &asked);

} // namespace joinery::detail
