// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/renames.h"

namespace joinery::detail {

/// The target with `renamedFrom` consumed and with its references to renamed objects following,
/// where they still say what `from` said before the renames: a person who edits the name of a
/// column in a file need not find its every use.
MetaData followedTarget(
    const MetaData &from, const MetaData &to, const RenamePlan &plan, const ComparePolicy &policy);

/// Lets keys and indexes follow that name, beside what changed in them, a column or table by its
/// old name when nothing has that name any more.
void repairDanglingNames(
    MetaData &target, const MetaData &from, const RenamePlan &plan, const ComparePolicy &policy);

} // namespace joinery::detail
