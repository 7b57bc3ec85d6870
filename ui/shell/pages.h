// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/page.h"

namespace joinery {

class MainWindow;

/// Lets the navigator's wishes show the pages of the features. The only place that knows them all:
/// a feature is a line here and one in makePage().
void connectPages(MainWindow &window);

/// A new page for the key (see Page::key); nullptr when there is no such kind of page.
Page *makePage(MainWindow &window, OpenDatabase *database, const QString &key);

} // namespace joinery
