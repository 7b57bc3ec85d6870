// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "uisupport/pagestates.h"

namespace joinery::testing {

/// Pages of rows, in all states.
QList<PageState> gridStates();

} // namespace joinery::testing
