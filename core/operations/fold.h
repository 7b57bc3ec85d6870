// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/operations/apply.h"

namespace joinery {

/// The same change in no more operations: what is added to a table that is created becomes part of
/// it, what is added and removed vanishes, changes of one thing and renames in a row become one.
///
/// Operations pass each other only where neither touches what the other needs; nothing passes
/// `execute`. What happens to rows stays the same, decisions (fills, casts, accepted losses)
/// included: where folding would change that, the operations stay apart. Folding twice gives the
/// same as once. `before` is the schema they apply to; a fold that would lead to another schema is
/// not taken.
///
/// After the optimiser of Django's migrations, with an index of what each operation touches in
/// place of its search: about linear in the number of operations.
QList<Operation> folded(
    const MetaData &before, const QList<Operation> &operations, const ReplayPolicy &policy);

/// What two operations, one after the other, come to: nothing, or one operation; unset where they
/// stay two. They must follow on each other directly.
std::optional<QList<Operation>> combined(
    const Operation &first, const Operation &second, const ReplayPolicy &policy);

} // namespace joinery
