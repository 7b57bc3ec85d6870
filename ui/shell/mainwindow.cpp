// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include <QLabel>

namespace joinery {

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
{
    setWindowTitle(tr("Joinery"));
    resize(1200, 760);
    auto *empty = new QLabel(tr("Open a database or a project to begin."), this);
    empty->setAlignment(Qt::AlignCenter);
    setCentralWidget(empty);
}

} // namespace joinery
