// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/page.h"
#include "ui/workspace/workbench.h"

#include <QMainWindow>
#include <QPointer>
#include <QThreadPool>

class QLabel;

namespace joinery {

class Banner;
class CommandPalette;
class EmptyState;
class MainMenu;
class ObjectTree;
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
    ObjectTree &tree() { return *m_tree; }

    /// Brings the page with that key to the front, made when there is none yet. Returns nullptr
    /// when there is no such page.
    Page *showPage(OpenDatabase *database, const QString &key);
    /// Adds a dock; `name` is what its place is remembered by. Takes ownership of the widget.
    QDockWidget *addPanel(const QString &name, const QString &title, QWidget *widget,
        Qt::DockWidgetArea area, bool visible);
    /// A widget across the window above the pages: a banner. Takes ownership.
    void addAbovePages(QWidget *widget);
    /// Opens what was named on the command line, dropped or chosen: a database, a project; an .sql
    /// file in an SQL page and a .csv file for import, where a database is open.
    void open(const QString &location, bool readOnly = false);

    /// The database of the page in front, else the one selected in the tree; may be nullptr.
    OpenDatabase *currentDatabase() const;

    // What menus, start page and palette do.
    void chooseFile(bool readOnly);
    void chooseProject();
    void newDatabase();
    void openSample();
    void showPalette();
    void reopenClosed();
    void closeCurrent();
    Page *makeStartPage();
    Page *makeShortcutsPage();
    /// Docks and toolbar as at the first start.
    void resetLayout();

    /// Puts the window and its docks back where they were.
    void restoreLayout();
    /// Opens the databases and pages that were open when the last window closed.
    void restoreSession();
    /// Writes them down.
    void saveSession();

Q_SIGNALS:
    void currentPageChanged(joinery::Page *page);
    void currentDatabaseChanged(joinery::OpenDatabase *database);

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    struct ClosedPage
    {
        QPointer<OpenDatabase> database;
        QString key;
        QVariantMap state;
    };

    void addDatabase(OpenDatabase *database);
    void dropDatabase(OpenDatabase *database);
    void followPage(Page *page);
    bool hasStagedRows() const;
    QStringList unsavedSchemas() const;
    void updateTitle();
    void updateNothing();
    void complain(const Error &error);
    /// Runs `make` in the background, which makes what is to be opened and returns where it is.
    void openWhenMade(const std::function<Result<QString>()> &make);
    void restorePages(OpenDatabase *database, const QVariantList &pages);

    Workbench &m_workbench;
    PageTabs *m_tabs;
    ObjectTree *m_tree;
    CommandPalette *m_palette;
    MainMenu *m_menu;
    Banner *m_trouble;
    QByteArray m_firstLayout {};
    QLabel *m_pageStatus;
    QWidget *m_center;
    EmptyState *m_nothing; ///< where the pages would be
    QList<QMetaObject::Connection> m_following {}; ///< to the page in front
    OpenDatabase *m_lastDatabase = nullptr;
    bool m_mayClose = false; ///< a person has said what becomes of staged rows
    QList<ClosedPage> m_closedPages {};
    QThreadPool m_making {}; ///< its end waits for what it runs, which uses the workbench
};

} // namespace joinery
