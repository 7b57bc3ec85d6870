// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace joinery::cli {

/// From now on Ctrl+C asks the running verb to stop cleanly; a second one ends the program.
void watchInterrupts();
/// True once Ctrl+C was pressed.
bool interruptRequested();

} // namespace joinery::cli
