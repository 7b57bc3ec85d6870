// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace joinery {

class MainWindow;

/// Adds the docks of staged rows and of the current value, and what asks about staged rows.
void addRowEditPanels(MainWindow &window);

} // namespace joinery
