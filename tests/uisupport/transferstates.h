// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "uisupport/pagestates.h"

namespace joinery::testing {

/// The pages of export and import.
QList<PageState> transferStates();

} // namespace joinery::testing
