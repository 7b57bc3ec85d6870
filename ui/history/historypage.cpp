// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/historypage.h"

#include "ui/history/backupsmodel.h"
#include "ui/history/revisionsmodel.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/codeview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QLabel *heading(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    label->setContentsMargins(8, 6, 8, 4);
    return label;
}

CodeView *makeCode(CodeLanguage language, const QString &name, QWidget *parent)
{
    auto *code = new CodeView(language, parent);
    code->setReadOnly(true);
    code->setName(name);
    return code;
}

} // namespace

HistoryPage::HistoryPage(OpenDatabase &database, QWidget *parent)
    : Page(parent)
    , m_database(database)
    , m_connection(database.connectTo(Access::Look))
    , m_revisions(new RevisionsModel(this))
    , m_backups(new BackupsModel(this))
    , m_trouble(new Banner(Banner::Kind::Danger, this))
    , m_question(new Banner(Banner::Kind::Warning, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
{
    auto *halves = new QSplitter(Qt::Horizontal, this);
    halves->addWidget(makeLists());
    halves->addWidget(makeDetail());
    // Stretch alone goes by the parts' own wishes, and a list has none.
    halves->setSizes(
        {55 * fontMetrics().averageCharWidth() * 2, 100 * fontMetrics().averageCharWidth()});
    halves->setChildrenCollapsible(false);
    m_stack->addWidget(halves);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_trouble);
    layout->addWidget(m_question);
    layout->addWidget(m_stack, 1);
    m_trouble->hide();
    m_trouble->setDismissable(true);
    m_question->hide();
    setFocusProxy(m_revisionsView);
    connect(m_revisionsView->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &HistoryPage::showRevision);
    connect(m_backupsView->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &HistoryPage::updateButtons);
    connect(&m_database, &OpenDatabase::standingChanged, this, &HistoryPage::reload);
    connect(&m_database, &OpenDatabase::schemaChanged, this, &HistoryPage::reload);
    updateButtons();
    reload();
}

HistoryPage::~HistoryPage() = default;

QString HistoryPage::title() const
{
    return tr("History of %1").arg(m_database.name());
}

QString HistoryPage::iconName() const
{
    return u"history"_s;
}

QString HistoryPage::key() const
{
    return u"history"_s;
}

bool HistoryPage::can(PageCommand command) const
{
    return command == PageCommand::Refresh;
}

void HistoryPage::perform(PageCommand command)
{
    if (command == PageCommand::Refresh) {
        m_database.refresh();
        reload();
    }
}

QTableView *HistoryPage::makeTable(QAbstractItemModel *model, const QString &name)
{
    auto *view = new QTableView(this);
    view->setModel(model);
    view->setAccessibleName(name);
    view->setFrameShape(QFrame::NoFrame);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 7 / 4);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    return view;
}

QAbstractButton *HistoryPage::addButton(const QString &iconName, const QString &text)
{
    return new QPushButton(icon(iconName), text, this);
}

QWidget *HistoryPage::makeLists()
{
    m_revisionsView = makeTable(m_revisions, tr("Revisions"));
    m_revisionsView->horizontalHeader()->setSectionResizeMode(
        RevisionsModel::Message, QHeaderView::Stretch);
    // Enter or a double click goes where the selected revision is, whichever way that is.
    connect(m_revisionsView, &QAbstractItemView::activated, this, [this] {
        if (m_upgrade->isEnabled() || m_downgrade->isEnabled())
            migrate(m_downgrade->isEnabled());
    });
    m_backupsView = makeTable(m_backups, tr("Backups"));
    m_backupsView->horizontalHeader()->setStretchLastSection(true);
    m_noBackups = new QLabel(
        tr("None yet. One is taken before a migration that deletes values or rows."), this);
    m_noBackups->setWordWrap(true);
    m_noBackups->setContentsMargins(8, 0, 8, 8);
    m_restore = addButton(u"restore"_s, tr("Restore…"));
    connect(m_restore, &QAbstractButton::clicked, this, &HistoryPage::askToRestore);
    auto *backups = new QWidget(this);
    auto *line = new QHBoxLayout;
    line->addWidget(heading(tr("Backups"), this), 1);
    line->addWidget(m_restore);
    auto *below = new QVBoxLayout(backups);
    below->setContentsMargins(0, 0, 0, 0);
    below->addLayout(line);
    below->addWidget(m_noBackups);
    below->addWidget(m_backupsView, 1);
    below->addStretch(0);
    auto *lists = new QSplitter(Qt::Vertical, this);
    lists->addWidget(m_revisionsView);
    lists->addWidget(backups);
    lists->setStretchFactor(0, 3);
    lists->setStretchFactor(1, 1);
    lists->setChildrenCollapsible(false);
    return lists;
}

QWidget *HistoryPage::makeDetail()
{
    auto *detail = new QWidget(this);
    m_message = heading({}, detail);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_facts = new QLabel(detail);
    m_facts->setContentsMargins(8, 0, 8, 0);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_hint = new QLabel(detail);
    m_hint->setContentsMargins(8, 0, 8, 0);
    m_hint->setWordWrap(true);
    m_upgrade = addButton(u"up"_s, tr("Upgrade to here…"));
    m_downgrade = addButton(u"down"_s, tr("Downgrade to here…"));
    connect(m_upgrade, &QAbstractButton::clicked, this, [this] { migrate(false); });
    connect(m_downgrade, &QAbstractButton::clicked, this, [this] { migrate(true); });
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 4, 8, 8);
    buttons->addWidget(m_upgrade);
    buttons->addWidget(m_downgrade);
    buttons->addStretch(1);
    m_operations = new QListWidget(detail);
    m_operations->setAccessibleName(tr("What the revision does"));
    m_operations->setFrameShape(QFrame::NoFrame);
    m_operations->setWordWrap(true);
    m_operations->setSpacing(2);
    m_up = makeCode(CodeLanguage::Sql, tr("SQL of the upgrade"), detail);
    m_down = makeCode(CodeLanguage::Sql, tr("SQL of the downgrade"), detail);
    m_file = makeCode(CodeLanguage::Yaml, tr("The revision file"), detail);
    m_parts = new QTabWidget(detail);
    m_parts->setDocumentMode(true);
    m_parts->addTab(m_operations, tr("What it does"));
    m_parts->addTab(m_up, tr("Upgrade SQL"));
    m_parts->addTab(m_down, tr("Downgrade SQL"));
    m_parts->addTab(m_file, tr("Revision file"));
    auto *layout = new QVBoxLayout(detail);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_message);
    layout->addWidget(m_facts);
    layout->addWidget(m_hint);
    layout->addLayout(buttons);
    layout->addWidget(m_parts, 1);
    return detail;
}

void HistoryPage::reload()
{
    const int reading = ++m_readings;
    m_connection
        ->run([context = m_database.context()](
                  Executor &executor) { return readHistory(context, executor); })
        .then(this, [this, reading](const Result<HistoryView> &view) {
            if (reading == m_readings)
                take(view);
        });
}

void HistoryPage::take(const Result<HistoryView> &view)
{
    m_taken = m_readings;
    if (!view) {
        complain(view.error());
        return;
    }
    m_view = *view;
    m_revisions->setView(m_view);
    m_backups->setBackups(m_view.backups);
    m_noBackups->setVisible(m_view.backups.isEmpty());
    m_backupsView->setVisible(!m_view.backups.isEmpty());
    if (!m_view.history) {
        showEmpty();
        return;
    }
    m_stack->setCurrentIndex(0);
    selectCurrent();
    updateButtons();
}

void HistoryPage::showEmpty()
{
    m_empty->clearButtons();
    m_empty->setContent(u"history"_s, tr("No history is kept yet"),
        tr("With a history, every change of the schema becomes a revision: a file that says what "
           "changed and how to take it back, kept beside the database. What is there now becomes "
           "the first one; nothing in the tables is touched."));
    if (!m_database.isReadOnly())
        m_empty->addButton(tr("Begin a history"), [this] { begin(); });
    m_stack->setCurrentWidget(m_empty);
}

void HistoryPage::begin()
{
    m_empty->clearButtons();
    // The executor is not used: a project's functions open the database themselves.
    m_connection->run(
                    [context = m_database.context()](Executor &) { return beginHistory(context); })
        .then(this, [this](const Result<Project> &project) {
            if (!project) {
                complain(project.error());
                showEmpty();
                return;
            }
            m_database.setProject(*project);
            Q_EMIT titleChanged();
            reload();
        });
}

void HistoryPage::selectCurrent()
{
    int row = 0;
    for (int i = 0; i < m_revisions->rowCount(); ++i) {
        const HistoryEntry *entry = m_revisions->entry(i);
        const bool wanted = m_shown.isEmpty() ? m_revisions->isCurrent(i)
                                              : entry && entry->revision.id == m_shown;
        if (wanted) {
            row = i;
            break;
        }
    }
    m_shown.clear();
    m_revisionsView->setCurrentIndex(m_revisions->index(row, 0));
    showRevision();
}

void HistoryPage::showRevision()
{
    const int row = m_revisionsView->currentIndex().row();
    const HistoryEntry *entry = m_revisions->entry(row);
    updateButtons();
    m_parts->setVisible(entry);
    if (!entry) {
        m_shown.clear();
        m_message->setText(row < 0 ? QString() : tr("Before the first revision"));
        m_facts->setText(
            row < 0 ? QString() : tr("The database as it was before Joinery changed anything."));
        m_hint->hide();
        return;
    }
    if (entry->revision.id == m_shown)
        return;
    m_shown = entry->revision.id;
    m_message->setText(entry->revision.message);
    const auto when
        = [](const QDateTime &at) { return at.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s); };
    const RevisionStanding standing = standingOf(*entry, m_view.current);
    QStringList facts {standingText(standing), entry->revision.id,
        tr("made %1").arg(when(entry->revision.created))};
    if (entry->applied && entry->row.appliedAt.isValid())
        facts.append(tr("applied %1").arg(when(entry->row.appliedAt)));
    if (entry->hasFile)
        facts.append(entry->fileName);
    m_facts->setText(facts.join(u" · "));
    QString hint = standingHint(standing);
    if (!entry->row.error.isEmpty())
        hint += u'\n' + entry->row.error;
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_file->setLanguage(entry->fileName.endsWith(u".sql") ? CodeLanguage::Sql : CodeLanguage::Yaml);
    m_file->setText(entry->text);
    m_operations->clear();
    m_up->setText({});
    m_down->setText({});
    m_connection
        ->run(
            [context = m_database.context(), history = m_view.history, copy = *entry](
                Executor &) { return Result<RevisionDetail>(readDetail(context, *history, copy)); })
        .then(this, [this, revision = m_shown](const Result<RevisionDetail> &detail) {
            if (detail)
                showDetail(revision, *detail);
        });
}

void HistoryPage::showDetail(const QString &revision, const RevisionDetail &detail)
{
    if (revision != m_shown)
        return; // another one was chosen meanwhile
    m_operations->addItems(detail.operations);
    if (detail.operations.isEmpty())
        m_operations->addItem(tr("Nothing: the schema stays as it is."));
    m_up->setText(detail.up);
    m_down->setText(detail.down);
}

void HistoryPage::updateButtons()
{
    const int row = m_revisionsView->currentIndex().row();
    const HistoryEntry *entry = m_revisions->entry(row);
    const bool free = !m_database.isReadOnly() && !m_restoring && m_view.history;
    const bool current = row >= 0 && m_revisions->isCurrent(row);
    m_upgrade->setEnabled(free && entry && !entry->applied);
    // Below a baseline that was found and not made there is nothing to go back to: its record would
    // go, its tables would stay, and no revision would know of them.
    const bool bottom = !entry && m_revisions->isFoundedOnAdoption();
    m_downgrade->setEnabled(free && row >= 0 && !current && !bottom && (!entry || entry->applied));
    m_restore->setEnabled(free && m_backupsView->currentIndex().isValid());
    const QString readOnly
        = m_database.isReadOnly() ? tr("The database is open for reading only.") : QString();
    for (QAbstractButton *button : {m_upgrade, m_downgrade, m_restore})
        button->setToolTip(readOnly);
}

void HistoryPage::migrate(bool down)
{
    const HistoryEntry *entry = m_revisions->entry(m_revisionsView->currentIndex().row());
    const QString target = entry ? entry->revision.id : u"base"_s;
    Q_EMIT m_database.workbench().navigator().showMigration(&m_database, target, down);
}

void HistoryPage::askToRestore()
{
    const QModelIndex index = m_backupsView->currentIndex();
    if (!index.isValid())
        return;
    const QString name = m_backups->backup(index.row()).name;
    const QString taken = index.siblingAtColumn(BackupsModel::Taken).data().toString();
    m_question->clearButtons();
    m_question->setText(tr("Put the backup of %1 in place of the database's content? What is there "
                           "now is backed up first.")
                            .arg(taken));
    m_question->addButton(tr("Restore"), [this, name, taken] { restore(name, taken); });
    m_question->addButton(tr("Cancel"), [this] { m_question->hide(); })->setFocus();
    m_question->show();
}

void HistoryPage::restore(const QString &name, const QString &label)
{
    m_question->hide();
    m_trouble->hide();
    m_restoring = true;
    updateButtons();
    Workbench &workbench = m_database.workbench();
    Task *task = workbench.tasks().start(tr("Restoring the backup of %1").arg(label));
    m_connection
        ->run([context = m_database.context(), name](
                  Executor &) { return restoreBackup(context, name); })
        .then(&workbench,
            [task, page = QPointer<HistoryPage>(this), label](const Result<QString> &saved) {
                task->finish();
                if (!page)
                    return;
                page->m_restoring = false;
                page->updateButtons();
                if (!saved)
                    return page->complain(saved.error());
                Q_EMIT page->m_database.workbench().navigator().say(
                    tr("The backup of %1 was restored.").arg(label));
                page->m_shown.clear();
                page->m_database.refresh();
                Q_EMIT page->m_database.rowsChanged({});
                page->reload();
            });
}

void HistoryPage::complain(const Error &error)
{
    m_trouble->setText(bannerText(error), bannerDetails(error));
    m_trouble->setDismissable(true);
    m_trouble->show();
}

} // namespace joinery
