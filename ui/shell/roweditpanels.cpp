// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/roweditpanels.h"

#include "ui/rowedits/changespanel.h"
#include "ui/rowedits/closequestion.h"
#include "ui/rowedits/restorebanners.h"
#include "ui/rowedits/valuepanel.h"
#include "ui/shell/mainwindow.h"

#include <QDockWidget>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The dock with what is staged, and what asks about it.
void addRowEdits(MainWindow &window)
{
    Workbench &workbench = window.workbench();
    auto *changes = new ChangesPanel(&window);
    QDockWidget *dock = window.addPanel(
        u"rowedits"_s, MainWindow::tr("Changed rows"), changes, Qt::BottomDockWidgetArea, false);
    window.addAbovePages(new RestoreBanners(workbench, &window));
    QObject::connect(
        &window, &MainWindow::currentDatabaseChanged, changes, &ChangesPanel::setDatabase);
    QObject::connect(&workbench.navigator(), &Navigator::showRowEdits, dock,
        [changes, dock](OpenDatabase *database) {
            changes->setDatabase(database);
            dock->show();
            dock->raise();
        });
    QObject::connect(
        &workbench.navigator(), &Navigator::close, &window, [&window](OpenDatabase *database) {
            askAboutStagedRows(
                {database}, &window, [&window, kept = QPointer<OpenDatabase>(database)] {
                    if (kept)
                        window.workbench().close(kept);
                });
        });
}

void addValue(MainWindow &window)
{
    Workbench &workbench = window.workbench();
    QDockWidget *dock = window.addPanel(u"value"_s, MainWindow::tr("Value"),
        new ValuePanel(workbench, &window), Qt::RightDockWidgetArea, false);
    QObject::connect(&workbench.currentCell(), &CurrentCell::wanted, dock, [dock] {
        dock->show();
        dock->raise();
        dock->widget()->setFocus();
    });
}

} // namespace

void addRowEditPanels(MainWindow &window)
{
    addRowEdits(window);
    addValue(window);
}

} // namespace joinery
