// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/comparepolicy.h"

namespace joinery::detail {

/// Lets views and triggers of the target follow the renames of its views, where they use the old
/// name as that of a relation and nothing has it any more. (No database renames a view; it is
/// dropped and created anew.)
void followViewRenames(MetaData &target, const MetaData &from, const ComparePolicy &policy);

} // namespace joinery::detail
