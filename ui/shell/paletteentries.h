// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/commandpalette.h"

namespace joinery {

class MainMenu;
class MainWindow;

/// What the palette offers: every table and view (its rows, its design), every action that is
/// enabled, what was opened lately.
QList<PaletteEntry> paletteEntries(MainWindow &window, const MainMenu &menu);

} // namespace joinery
