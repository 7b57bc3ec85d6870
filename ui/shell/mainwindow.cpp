// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/shell/pages.h"
#include "ui/shell/pagetabs.h"

#include <QDockWidget>
#include <QStatusBar>

using namespace Qt::StringLiterals;

namespace joinery {

MainWindow::MainWindow(Workbench &workbench, QWidget *parent)
    : QMainWindow(parent)
    , m_workbench(workbench)
    , m_tabs(new PageTabs(this))
{
    setWindowTitle(tr("Joinery"));
    resize(1280, 800);
    setCentralWidget(m_tabs);
    statusBar()->setAccessibleName(tr("Status"));
    connect(&m_workbench, &Workbench::databaseClosing, this, &MainWindow::dropDatabase);
    connectPages(*this);
}

MainWindow::~MainWindow() = default;

Page *MainWindow::showPage(
    OpenDatabase *database, const QString &key, const std::function<Page *()> &make)
{
    Page *page = m_tabs->find(database, key);
    if (page)
        m_tabs->setCurrentWidget(page);
    else if ((page = make()))
        m_tabs->add(page);
    return page;
}

QDockWidget *MainWindow::addPanel(const QString &name, const QString &title, QWidget *widget,
    Qt::DockWidgetArea area, bool visible)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(widget);
    dock->setAccessibleName(title);
    addDockWidget(area, dock);
    dock->setVisible(visible);
    return dock;
}

void MainWindow::open(const QString &location, bool readOnly)
{
    const Result<OpenDatabase *> database = m_workbench.open(location, readOnly);
    if (!database)
        Q_EMIT m_workbench.navigator().complain(database.error());
}

void MainWindow::dropDatabase(OpenDatabase *database)
{
    m_tabs->dropPagesOf(database);
}

} // namespace joinery
