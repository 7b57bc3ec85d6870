// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/page.h"

#include <QHash>
#include <QObject>

class QAction;
class QMenu;

namespace joinery {

class MainWindow;

/// The actions of the window: menu bar, toolbar, shortcuts. Those that concern the page in front
/// are enabled by what it can do.
class MainMenu : public QObject
{
    Q_OBJECT

public:
    explicit MainMenu(MainWindow &window);

    /// Every action of the menus, for the palette.
    QList<QAction *> actions() const { return m_actions; }

private:
    QAction *add(QMenu *menu, const QString &iconName, const QString &text,
        const QKeySequence &shortcut, const std::function<void()> &run);
    QAction *addCommand(QMenu *menu, const QString &iconName, const QString &text,
        const QList<QKeySequence> &shortcuts, PageCommand command);
    void makeFileMenu();
    void makeEditMenu();
    void makeDatabaseMenu();
    void makeViewMenu();
    void makeZoomActions(QMenu *menu);
    void makeTabActions(QMenu *menu);
    void makeHelpMenu();
    void makeToolBar();
    void fillRecent(QMenu *menu);
    void setTheme(int mode);
    void update();
    QMenu *menu(const QString &title);
    /// Runs with the current database, when there is one.
    std::function<void()> withDatabase(const std::function<void(OpenDatabase *)> &run);

    MainWindow &m_window;
    const double m_points; ///< size of text before a person changed it
    QList<QAction *> m_actions {};
    QHash<int, QAction *> m_commands {}; ///< by PageCommand
    QList<QAction *> m_needDatabase {};
    QAction *m_new = nullptr;
    QAction *m_open = nullptr;
    QAction *m_newTable = nullptr;
    QAction *m_sql = nullptr;
    QAction *m_review = nullptr;
    QMetaObject::Connection m_page {};
};

} // namespace joinery
