// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/page.h"
#include "ui/workspace/workbench.h"

#include <QMainWindow>

namespace joinery {

class PageTabs;

/// The workbench's window: object tree, pages, docks, status bar.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Workbench &workbench, QWidget *parent = nullptr);
    ~MainWindow() override;

    Workbench &workbench() { return m_workbench; }
    PageTabs &tabs() { return *m_tabs; }

    /// Brings the page with that key to the front, made by `make` when there is none yet.
    Page *showPage(OpenDatabase *database, const QString &key, const std::function<Page *()> &make);
    /// Adds a dock; `name` is what its place is remembered by. Takes ownership of the widget.
    QDockWidget *addPanel(const QString &name, const QString &title, QWidget *widget,
        Qt::DockWidgetArea area, bool visible);
    /// Opens what was named on the command line, dropped or chosen.
    void open(const QString &location, bool readOnly = false);

private:
    void dropDatabase(OpenDatabase *database);

    Workbench &m_workbench;
    PageTabs *m_tabs;
};

} // namespace joinery
