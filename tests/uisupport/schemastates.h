// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "uisupport/pagestates.h"

namespace joinery::testing {

/// The designer, the review and the dock of schema changes.
QList<PageState> schemaStates();

} // namespace joinery::testing
