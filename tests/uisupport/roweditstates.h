// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "uisupport/pagestates.h"

namespace joinery::testing {

/// The docks of staged rows and of the current value.
QList<PageState> rowEditStates();

} // namespace joinery::testing
