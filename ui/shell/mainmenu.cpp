// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainmenu.h"

#include "ui/objecttree/objecttree.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/pagetabs.h"
#include "ui/widgets/theme.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QToolBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace joinery {

MainMenu::MainMenu(MainWindow &window)
    : QObject(&window)
    , m_window(window)
    , m_points(QApplication::font().pointSizeF())
{
    const double points
        = m_window.workbench().settings().value(u"fontPoints"_s, m_points).toDouble();
    if (points >= m_points * 0.6 && points <= m_points * 3) {
        QFont font = QApplication::font();
        font.setPointSizeF(points);
        QApplication::setFont(font);
    }
    makeFileMenu();
    makeEditMenu();
    makeDatabaseMenu();
    makeViewMenu();
    makeHelpMenu();
    makeToolBar();
    connect(&m_window, &MainWindow::currentPageChanged, this, [this](Page *page) {
        disconnect(m_page);
        if (page)
            m_page = connect(page, &Page::commandsChanged, this, &MainMenu::update);
        update();
    });
    connect(&m_window, &MainWindow::currentDatabaseChanged, this, &MainMenu::update);
    update();
}

QMenu *MainMenu::menu(const QString &title)
{
    return m_window.menuBar()->addMenu(title);
}

QAction *MainMenu::add(QMenu *menu, const QString &iconName, const QString &text,
    const QKeySequence &shortcut, const std::function<void()> &run)
{
    auto *action = new QAction(iconName.isEmpty() ? QIcon() : icon(iconName), text, this);
    action->setShortcut(shortcut);
    connect(action, &QAction::triggered, this, run);
    menu->addAction(action);
    m_actions.append(action);
    return action;
}

QAction *MainMenu::addCommand(QMenu *menu, const QString &iconName, const QString &text,
    const QList<QKeySequence> &shortcuts, PageCommand command)
{
    QAction *action = add(menu, iconName, text, {}, [this, command] {
        Page *page = m_window.tabs().currentPage();
        if (page && page->can(command))
            page->perform(command);
    });
    action->setShortcuts(shortcuts);
    m_commands.insert(int(command), action);
    return action;
}

std::function<void()> MainMenu::withDatabase(const std::function<void(OpenDatabase *)> &run)
{
    return [this, run] {
        if (OpenDatabase *database = m_window.currentDatabase())
            run(database);
    };
}

void MainMenu::makeFileMenu()
{
    QMenu *file = menu(tr("&File"));
    Navigator *navigator = &m_window.workbench().navigator();
    m_new = add(file, u"new"_s, tr("&New database…"), QKeySequence::New,
        [this] { m_window.newDatabase(); });
    m_open = add(
        file, u"open"_s, tr("&Open…"), QKeySequence::Open, [this] { m_window.chooseFile(false); });
    add(file, u"lock"_s, tr("Open &read only…"), tr("Ctrl+Shift+O"),
        [this] { m_window.chooseFile(true); });
    add(file, u"project"_s, tr("Open &project…"), {}, [this] { m_window.chooseProject(); });
    QMenu *recent = file->addMenu(tr("Open re&cent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(recent); });
    file->addSeparator();
    m_needDatabase.append(add(file, u"import"_s, tr("&Import…"), {},
        withDatabase([navigator](OpenDatabase *db) { Q_EMIT navigator->showImport(db, {}); })));
    addCommand(file, u"export"_s, tr("&Export…"), {}, PageCommand::Export);
    file->addSeparator();
    m_needDatabase.append(
        add(file, u"close"_s, tr("Close &database"), {}, withDatabase([this](OpenDatabase *db) {
            Q_EMIT m_window.workbench().navigator().close(db);
        })));
    add(file, {}, tr("&Quit"), QKeySequence::Quit, [this] { m_window.close(); });
}

void MainMenu::makeEditMenu()
{
    QMenu *edit = menu(tr("&Edit"));
    addCommand(edit, u"undo"_s, tr("&Undo"), {QKeySequence::Undo}, PageCommand::Undo);
    addCommand(edit, u"redo"_s, tr("&Redo"), {tr("Ctrl+Shift+Z"), tr("Ctrl+Y")}, PageCommand::Redo);
    edit->addSeparator();
    addCommand(edit, u"commit"_s, tr("&Commit"), {QKeySequence::Save}, PageCommand::Commit);
    addCommand(
        edit, u"changes"_s, tr("&Preview changes"), {tr("Ctrl+Shift+P")}, PageCommand::Preview);
    addCommand(edit, u"discard"_s, tr("&Discard changes"),
        {tr("Ctrl+Shift+Del"), tr("Alt+Shift+Backspace")}, PageCommand::Discard);
    edit->addSeparator();
    addCommand(edit, u"search"_s, tr("&Find…"), {QKeySequence::Find}, PageCommand::Find);
    addCommand(edit, u"filter"_s, tr("Filter ro&w"), {tr("Ctrl+Shift+F")}, PageCommand::Filter);
    addCommand(edit, u"down"_s, tr("&Go to…"), {tr("Ctrl+G")}, PageCommand::GoTo);
}

void MainMenu::makeDatabaseMenu()
{
    QMenu *database = menu(tr("&Database"));
    Navigator *navigator = &m_window.workbench().navigator();
    m_newTable = add(database, u"add"_s, tr("New &table"), tr("Ctrl+Shift+N"),
        withDatabase([navigator](OpenDatabase *db) { Q_EMIT navigator->showDesigner(db, {}); }));
    m_review = add(database, u"check"_s, tr("Re&view schema changes"), tr("Ctrl+Shift+R"),
        withDatabase([navigator](OpenDatabase *db) { Q_EMIT navigator->showReview(db); }));
    m_needDatabase.append(add(database, u"history"_s, tr("&History"), tr("Ctrl+Shift+H"),
        withDatabase([navigator](OpenDatabase *db) { Q_EMIT navigator->showHistory(db); })));
    database->addSeparator();
    m_sql = add(database, u"sql"_s, tr("New &SQL page"), tr("Ctrl+T"),
        withDatabase([navigator](OpenDatabase *db) { Q_EMIT navigator->showSql(db, {}); }));
    addCommand(database, u"run"_s, tr("&Run"), {tr("Ctrl+Return")}, PageCommand::Run);
    addCommand(database, u"run"_s, tr("Run &all"), {tr("Ctrl+Shift+Return"), tr("F9")},
        PageCommand::RunAll);
    addCommand(database, u"stop"_s, tr("Sto&p"),
        {Qt::CTRL | Qt::Key_Cancel, Qt::CTRL | Qt::Key_Pause}, PageCommand::Stop);
    database->addSeparator();
    addCommand(
        database, u"refresh"_s, tr("Re&fresh"), {tr("F5"), tr("Ctrl+R")}, PageCommand::Refresh);
    m_needDatabase.append(add(database, u"refresh"_s, tr("Refresh the &objects"), tr("Shift+F5"),
        withDatabase([](OpenDatabase *db) { db->refresh(); })));
    m_needDatabase += {m_newTable, m_review, m_sql};
}

void MainMenu::makeViewMenu()
{
    QMenu *view = menu(tr("&View"));
    add(view, u"palette"_s, tr("&Command palette…"), tr("Ctrl+P"),
        [this] { m_window.showPalette(); });
    add(view, u"search"_s, tr("Filter the &objects"), tr("Ctrl+L"), [this] {
        if (auto *dock = m_window.findChild<QDockWidget *>(u"tree"_s))
            dock->show();
        m_window.tree().focusFilter();
    });
    QMenu *panels = view->addMenu(tr("&Panels"));
    const QList<QDockWidget *> docks = m_window.findChildren<QDockWidget *>();
    for (QDockWidget *dock : docks) {
        panels->addAction(dock->toggleViewAction());
        m_actions.append(dock->toggleViewAction());
    }
    QMenu *themes = view->addMenu(tr("&Theme"));
    auto *group = new QActionGroup(this);
    const std::pair<QString, ThemeMode> modes[] {{tr("As the &system"), ThemeMode::System},
        {tr("&Light"), ThemeMode::Light}, {tr("&Dark"), ThemeMode::Dark}};
    for (const auto &[text, mode] : modes) {
        QAction *action = add(themes, u"theme"_s, text, {}, [this, mode] { setTheme(int(mode)); });
        action->setCheckable(true);
        action->setChecked(Theme::instance().mode() == mode);
        group->addAction(action);
    }
    makeZoomActions(view);
    view->addSeparator();
    makeTabActions(view);
}

void MainMenu::makeZoomActions(QMenu *menu)
{
    const auto scale = [this](double factor) {
        QFont font = QApplication::font();
        const double points = factor == 0 ? m_points : font.pointSizeF() * factor;
        font.setPointSizeF(std::clamp(points, m_points * 0.6, m_points * 3));
        QApplication::setFont(font);
        m_window.workbench().settings().setValue(u"fontPoints"_s, font.pointSizeF());
    };
    menu->addSeparator();
    QAction *larger
        = add(menu, u"add"_s, tr("&Larger text"), tr("Ctrl++"), [scale] { scale(1.1); });
    larger->setShortcuts({tr("Ctrl++"), tr("Ctrl+=")});
    add(menu, u"remove"_s, tr("S&maller text"), tr("Ctrl+-"), [scale] { scale(1 / 1.1); });
    add(menu, u"value"_s, tr("&Normal text"), tr("Ctrl+0"), [scale] { scale(0); });
    add(menu, u"restore"_s, tr("Reset the &window"), {}, [this] { m_window.resetLayout(); });
}

void MainMenu::makeTabActions(QMenu *menu)
{
    PageTabs *tabs = &m_window.tabs();
    const auto step = [tabs](int by) {
        if (tabs->count() > 0)
            tabs->setCurrentIndex((tabs->currentIndex() + by + tabs->count()) % tabs->count());
    };
    add(menu, u"forward"_s, tr("&Next tab"), tr("Ctrl+Tab"), [step] { step(1); });
    add(menu, u"back"_s, tr("P&revious tab"), tr("Ctrl+Shift+Tab"), [step] { step(-1); });
    add(menu, u"close"_s, tr("Close t&ab"), tr("Ctrl+W"), [this] { m_window.closeCurrent(); });
    add(menu, u"undo"_s, tr("Reopen the closed ta&b"), tr("Ctrl+Shift+T"),
        [this] { m_window.reopenClosed(); });
}

void MainMenu::makeHelpMenu()
{
    QMenu *help = menu(tr("&Help"));
    add(help, u"app"_s, tr("&Start page"), tr("F1"),
        [this] { m_window.showPage(nullptr, u"start"_s); });
    add(help, u"palette"_s, tr("&Keyboard shortcuts"), tr("Ctrl+F1"),
        [this] { m_window.showPage(nullptr, u"shortcuts"_s); });
    add(help, u"info"_s, tr("&About Joinery"), {}, [this] {
        auto *about = new QMessageBox(QMessageBox::Information, tr("About Joinery"),
            tr("Joinery %1\n\nChange a database schema the way good teams change code.\n\nThe "
               "workbench is free software under the GNU General Public License, version 3 or "
               "later.")
                .arg(QStringLiteral(JOINERY_VERSION)),
            QMessageBox::Ok, &m_window);
        about->setAttribute(Qt::WA_DeleteOnClose);
        about->setModal(false);
        about->show();
    });
}

void MainMenu::makeToolBar()
{
    QToolBar *bar = m_window.addToolBar(tr("Main"));
    bar->setObjectName(u"main"_s);
    bar->setMovable(false);
    bar->setAccessibleName(tr("Main tools"));
    const int size = m_window.fontMetrics().height() + 4;
    bar->setIconSize({size, size});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addAction(m_open);
    bar->addSeparator();
    bar->addAction(m_newTable);
    bar->addAction(m_sql);
    bar->addAction(m_review);
    bar->addSeparator();
    bar->addAction(m_commands[int(PageCommand::Commit)]);
    for (const PageCommand command : {PageCommand::Preview, PageCommand::Discard, PageCommand::Undo,
             PageCommand::Redo, PageCommand::Refresh}) {
        bar->addAction(m_commands[int(command)]);
        if (auto *button
            = qobject_cast<QToolButton *>(bar->widgetForAction(m_commands[int(command)])))
            button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    }
}

void MainMenu::fillRecent(QMenu *menu)
{
    menu->clear();
    const QStringList all = m_window.workbench().settings().recent();
    for (const QString &location : all)
        menu->addAction(location, this, [this, location] { m_window.open(location); });
    if (all.isEmpty())
        menu->addAction(tr("Nothing was opened yet"))->setEnabled(false);
}

void MainMenu::setTheme(int mode)
{
    Theme::instance().apply(ThemeMode(mode));
    m_window.workbench().settings().setValue(u"theme"_s, mode);
}

void MainMenu::update()
{
    const Page *page = m_window.tabs().currentPage();
    for (auto each = m_commands.cbegin(); each != m_commands.cend(); ++each)
        each.value()->setEnabled(page && page->can(PageCommand(each.key())));
    const bool database = m_window.currentDatabase() != nullptr;
    for (QAction *action : std::as_const(m_needDatabase))
        action->setEnabled(database);
}

} // namespace joinery
