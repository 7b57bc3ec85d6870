// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace joinery::cli {

/// From now on Ctrl+C asks the running verb to stop cleanly; a second one ends the program.
void watchInterrupts();
/// From now on a write beyond the limit on file sizes (ulimit -f) fails like one on a full disk,
/// instead of ending the program in the middle.
void outliveFileSizeLimits();
/// True once Ctrl+C was pressed.
bool interruptRequested();

} // namespace joinery::cli
