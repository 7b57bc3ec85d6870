// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/comparepolicy.h"
#include "joinery/operations/apply.h"

namespace joinery {

/// A rename of a column, or of a table when `table` is empty. `table` is the table's name before.
struct Rename
{
    QString table {};
    QString from;
    QString to;

    bool operator==(const Rename &) const = default;
};

/// A drop and an add that look like one rename. Never taken without being asked for.
struct RenameCandidate
{
    Rename rename;
    int score = 0; ///< 0 to 100
    QStringList reasons {}; ///< in words: "same type", "similar name", "same position"

    bool operator==(const RenameCandidate &) const = default;
};

struct CompareOptions
{
    QList<Rename> renames {}; ///< certain, in addition to what `renamedFrom` says in the target
    QList<Rename> notRenames {}; ///< candidates that were turned down
    bool columnOrder = false; ///< whether another order of the columns is a difference
};

struct Difference
{
    /// What turns one schema into the other, in an order that can be carried out: renames first,
    /// then drops of what depends, the tables one after the other, then what depends on them.
    QList<Operation> operations {};
    QList<RenameCandidate> candidates {}; ///< best first
    /// The target with `renamedFrom` consumed, and with references to renamed objects that still
    /// used the old name following: what the models become.
    MetaData target {};

    bool isEmpty() const { return operations.isEmpty(); }
};

/// Finds every difference that changes behaviour, and no other. Linear in the size of the schemas.
/// Errors: NotFound or Conflict for a rename that fits neither side.
[[nodiscard]] Result<Difference> compare(const MetaData &from, const MetaData &to,
    const ComparePolicy &policy, const ReplayPolicy &replay, const CompareOptions &options = {});

} // namespace joinery
