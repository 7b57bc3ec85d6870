// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/objecttree/objecttree.h"
#include "ui/rowedits/closequestion.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/losequestion.h"
#include "ui/shell/mainmenu.h"
#include "ui/shell/pages.h"
#include "ui/shell/pagetabs.h"
#include "ui/shell/paletteentries.h"
#include "ui/shell/shortcutspage.h"
#include "ui/shell/statuspanel.h"
#include "ui/start/startpage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/workspace/roweditsstore.h"
#include "ui/workspace/schemaedits.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QScreen>
#include <QStatusBar>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int sentenceMs = 8000; ///< how long a sentence stays in the status bar
constexpr qsizetype maxClosed = 20;

} // namespace

MainWindow::MainWindow(Workbench &workbench, QWidget *parent)
    : QMainWindow(parent)
    , m_workbench(workbench)
    , m_tabs(new PageTabs(this))
    , m_tree(new ObjectTree(workbench, this))
    , m_palette(new CommandPalette(this))
    , m_menu(nullptr)
    , m_trouble(new Banner(Banner::Kind::Danger, this))
    , m_pageStatus(new QLabel(this))
    , m_center(new QWidget(this))
    , m_nothing(new EmptyState(this))
{
    const QSize room = screen() ? screen()->availableSize() : QSize(1280, 800);
    resize(QSize(1280, 800).boundedTo(room));
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    auto *center = new QVBoxLayout(m_center);
    center->setContentsMargins(0, 0, 0, 0);
    center->setSpacing(0);
    center->addWidget(m_trouble);
    center->addWidget(m_tabs, 1);
    center->addWidget(m_nothing, 1);
    m_tabs->hide();
    setCentralWidget(m_center);
    m_trouble->setDismissable(true);
    m_trouble->hide();
    statusBar()->setAccessibleName(tr("Status"));
    statusBar()->addWidget(m_pageStatus);
    statusBar()->addPermanentWidget(new StatusPanel(workbench.tasks(), this));
    addPanel(u"tree"_s, tr("Objects"), m_tree, Qt::LeftDockWidgetArea, true);

    Navigator &navigator = m_workbench.navigator();
    connect(&navigator, &Navigator::complain, this, &MainWindow::complain);
    connect(&navigator, &Navigator::say, this,
        [this](const QString &sentence) { statusBar()->showMessage(sentence, sentenceMs); });
    connect(&m_workbench, &Workbench::databaseAdded, this, &MainWindow::addDatabase);
    connect(&m_workbench, &Workbench::databaseClosing, this, &MainWindow::dropDatabase);
    connect(m_tabs, &PageTabs::pageChanged, this, &MainWindow::followPage);
    connect(m_tabs, &PageTabs::closed, this,
        [this](const QString &key, const QVariantMap &state, OpenDatabase *database) {
            m_closedPages.append({database, key, state});
            m_closedPages = m_closedPages.last(std::min(m_closedPages.size(), maxClosed));
        });
    connect(m_tree, &ObjectTree::currentChanged, this, &MainWindow::updateTitle);
    connectPages(*this);
    m_menu = new MainMenu(*this);
    m_firstLayout = saveState();
    updateTitle();
}

MainWindow::~MainWindow()
{
    // While everything that pages tell about themselves is still there.
    disconnect(m_tabs, nullptr, this, nullptr);
    followPage(nullptr);
    m_tabs->dropAll();
}

Page *MainWindow::showPage(OpenDatabase *database, const QString &key)
{
    Page *page = m_tabs->find(database, key);
    if (page)
        m_tabs->setCurrentWidget(page);
    else if ((page = makePage(*this, database, key)))
        m_tabs->add(page);
    // Whoever asked for it wants to use it, by the keyboard too.
    if (page)
        page->setFocus(Qt::OtherFocusReason);
    return page;
}

QDockWidget *MainWindow::addPanel(const QString &name, const QString &title, QWidget *widget,
    Qt::DockWidgetArea area, bool visible)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(widget);
    dock->setAccessibleName(title);
    QList<QDockWidget *> beside;
    for (QDockWidget *other : findChildren<QDockWidget *>()) {
        if (other != dock && dockWidgetArea(other) == area)
            beside.append(other);
    }
    addDockWidget(area, dock);
    if (!beside.isEmpty())
        tabifyDockWidget(beside.last(), dock);
    dock->setVisible(visible);
    return dock;
}

void MainWindow::addAbovePages(QWidget *widget)
{
    static_cast<QVBoxLayout *>(m_center->layout())->insertWidget(1, widget);
}

void MainWindow::open(const QString &location, bool readOnly)
{
    const QString suffix = QFileInfo(location).suffix().toLower();
    OpenDatabase *current = currentDatabase();
    if (current && suffix == u"sql") {
        Q_EMIT m_workbench.navigator().showSql(current, u"file:"_s + location);
        return;
    }
    if (current && (suffix == u"csv" || suffix == u"tsv")) {
        Q_EMIT m_workbench.navigator().showImport(current, {}, location);
        return;
    }
    m_trouble->hide();
    const Result<OpenDatabase *> database = m_workbench.open(location, readOnly);
    if (!database) {
        complain(database.error());
        return;
    }
    m_tree->reveal(*database, {});
}

OpenDatabase *MainWindow::currentDatabase() const
{
    const Page *page = m_tabs->currentPage();
    return page && page->database() ? page->database() : m_tree->currentDatabase();
}

Page *MainWindow::makeStartPage()
{
    auto *page = new StartPage(m_workbench, this);
    connect(page, &StartPage::chooseFile, this, &MainWindow::chooseFile);
    connect(page, &StartPage::chooseFolder, this, &MainWindow::chooseProject);
    connect(page, &StartPage::newDatabase, this, &MainWindow::newDatabase);
    connect(page, &StartPage::openSample, this, &MainWindow::openSample);
    return page;
}

Page *MainWindow::makeShortcutsPage()
{
    return new ShortcutsPage(m_menu->actions(), this);
}

void MainWindow::resetLayout()
{
    restoreState(m_firstLayout);
}

void MainWindow::showPalette()
{
    m_palette->open(paletteEntries(*this, *m_menu));
}

void MainWindow::reopenClosed()
{
    while (!m_closedPages.isEmpty()) {
        const ClosedPage closed = m_closedPages.takeLast();
        if (!closed.database && closed.key != u"start")
            continue;
        if (Page *page = showPage(closed.database, closed.key)) {
            page->restoreState(closed.state);
            return;
        }
    }
}

void MainWindow::closeCurrent()
{
    if (Page *page = m_tabs->currentPage())
        m_tabs->closePage(page);
}

void MainWindow::addDatabase(OpenDatabase *database)
{
    connect(database, &OpenDatabase::failed, this, &MainWindow::complain);
    connect(database, &OpenDatabase::opened, this, [this, database] {
        m_workbench.settings().addRecent(
            database->hasProject() ? database->location().project->folder : database->fullName());
        updateTitle();
    });
    connect(database, &OpenDatabase::standingChanged, this, &MainWindow::updateTitle);
    if (Page *start = m_tabs->find(nullptr, u"start"_s); start && m_tabs->count() == 1)
        m_tabs->closePage(start);
}

void MainWindow::dropDatabase(OpenDatabase *database)
{
    m_tabs->dropPagesOf(database);
    if (m_lastDatabase == database)
        m_lastDatabase = nullptr;
    // Its pages are gone for good: they cannot come back without it.
    m_closedPages.removeIf(
        [database](const ClosedPage &page) { return page.database == database; });
    if (m_workbench.databases().isEmpty())
        showPage(nullptr, u"start"_s);
    updateTitle();
}

/// Shows what the page in front tells, and lets the menu ask it.
void MainWindow::followPage(Page *page)
{
    for (const QMetaObject::Connection &connection : std::as_const(m_following))
        disconnect(connection);
    m_following.clear();
    m_pageStatus->clear();
    m_tabs->setVisible(page != nullptr);
    m_nothing->setVisible(page == nullptr);
    if (page) {
        m_following.append(connect(page, &Page::statusChanged, m_pageStatus, &QLabel::setText));
        m_following.append(connect(page, &Page::titleChanged, this, &MainWindow::updateTitle));
    }
    Q_EMIT currentPageChanged(page);
    updateTitle();
}

void MainWindow::updateTitle()
{
    const Page *page = m_tabs->currentPage();
    OpenDatabase *database = currentDatabase();
    QStringList parts;
    if (page && page->database())
        parts.append(page->title());
    if (database)
        parts.append(
            database->isReadOnly() ? tr("%1 (read only)").arg(database->name()) : database->name());
    parts.append(tr("Joinery"));
    setWindowTitle(parts.join(u" — "_s));
    updateNothing();
    if (database != std::exchange(m_lastDatabase, database))
        Q_EMIT currentDatabaseChanged(database);
}

/// What stands where no page is: what to do next with what is open.
void MainWindow::updateNothing()
{
    OpenDatabase *database = currentDatabase();
    const bool empty = database && database->state() == OpenDatabase::State::Open
        && database->schema().isEmpty();
    m_nothing->clearButtons();
    if (!empty) {
        m_nothing->setContent(u"table"_s, tr("Choose a table to see its rows"),
            tr("Double click it in the list of objects, or press Ctrl+P and type its name."));
        return;
    }
    m_nothing->setContent(u"database"_s, tr("%1 is empty").arg(database->name()),
        tr("Design its first table, or bring one in from a CSV file."));
    Navigator *navigator = &m_workbench.navigator();
    m_nothing->addButton(tr("New table"), [=] { Q_EMIT navigator->showDesigner(database, {}); });
    m_nothing->addButton(tr("Import a file…"), [=] { Q_EMIT navigator->showImport(database, {}); });
    m_nothing->addButton(tr("New SQL page"), [=] { Q_EMIT navigator->showSql(database, {}); });
}

void MainWindow::complain(const Error &error)
{
    m_trouble->setText(bannerText(error), bannerDetails(error));
    m_trouble->show();
}

bool MainWindow::hasStagedRows() const
{
    const QList<OpenDatabase *> &databases = m_workbench.databases();
    return std::any_of(databases.cbegin(), databases.cend(),
        [](const OpenDatabase *database) { return !database->rowEdits().isEmpty(); });
}

/// The databases whose schema has changes that are in memory alone, by name.
QStringList MainWindow::unsavedSchemas() const
{
    QStringList names;
    for (OpenDatabase *database : m_workbench.databases()) {
        if (database->hasSchemaEdits() && database->schemaEdits().hasUnsaved()
            && database->schemaEdits().isDirty())
            names.append(database->name());
    }
    return names;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (const QStringList unsaved = unsavedSchemas(); !unsaved.isEmpty()
        && !mayLose(this, tr("Quit Joinery?"),
            tr("Schema changes that were not applied would be lost: %1.")
                .arg(unsaved.join(u", "_s)))) {
        event->ignore();
        return;
    }
    for (int i = 0; i < m_tabs->count(); ++i) {
        const Page *page = m_tabs->pageAt(i);
        const QString unsaved = page->unsaved();
        if (!unsaved.isEmpty()
            && !mayLose(this, tr("Quit Joinery?"), tr("%1: %2").arg(page->title(), unsaved))) {
            m_tabs->setCurrentIndex(i);
            event->ignore();
            return;
        }
    }
    if (!std::exchange(m_mayClose, false) && hasStagedRows()) {
        event->ignore();
        askAboutStagedRows(m_workbench.databases(), this, [this] {
            m_mayClose = true;
            close();
        });
        return;
    }
    saveSession();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    for (const QUrl &url : urls)
        open(url.isLocalFile() ? url.toLocalFile() : url.toString());
    event->acceptProposedAction();
}

} // namespace joinery
