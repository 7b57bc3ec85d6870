// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace joinery {

class MainWindow;

/// Lets the navigator's wishes show the pages of the features. The only place that knows them all:
/// a feature is one line here.
void connectPages(MainWindow &window);

} // namespace joinery
