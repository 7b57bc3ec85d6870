// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "uisupport/pagestates.h"

namespace joinery::testing {

/// The SQL page, the history and the statement log.
QList<PageState> sqlStates();

} // namespace joinery::testing
