// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/schemaeditsdock.h"

#include "ui/schemaedits/schemaeditspanel.h"
#include "ui/shell/mainwindow.h"

#include <QDockWidget>

using namespace Qt::StringLiterals;

namespace joinery {

void addSchemaEditsDock(MainWindow &window)
{
    auto *panel = new SchemaEditsPanel(&window);
    QDockWidget *dock = window.addPanel(
        u"schemaedits"_s, MainWindow::tr("Schema changes"), panel, Qt::BottomDockWidgetArea, false);
    QObject::connect(
        &window, &MainWindow::currentDatabaseChanged, panel, &SchemaEditsPanel::setDatabase);
    QObject::connect(&window.workbench(), &Workbench::databaseClosing, panel,
        [panel](const OpenDatabase *database) {
            if (panel->database() == database)
                panel->setDatabase(nullptr);
        });
    QObject::connect(panel, &SchemaEditsPanel::countChanged, dock, [dock](int objects) {
        dock->setWindowTitle(objects > 0 ? MainWindow::tr("Schema changes (%1)").arg(objects)
                                         : MainWindow::tr("Schema changes"));
    });
}

} // namespace joinery
