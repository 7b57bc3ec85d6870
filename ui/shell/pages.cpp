// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pages.h"

#include "ui/shell/mainwindow.h"

namespace joinery {

void connectPages(MainWindow &window)
{
    Navigator &navigator = window.workbench().navigator();
    QObject::connect(&navigator, &Navigator::open, &window, &MainWindow::open);
}

} // namespace joinery
