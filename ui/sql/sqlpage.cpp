// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlpage.h"

#include "ui/sql/completionpopup.h"
#include "ui/sql/historylist.h"
#include "ui/sql/queryhistory.h"
#include "ui/sql/resultpane.h"
#include "ui/sql/resulttabs.h"
#include "ui/sql/statementat.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/codeview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace joinery {

SqlPage::SqlPage(OpenDatabase &database, int number, QWidget *parent)
    : Page(parent)
    , m_database(database)
    , m_number(number)
    , m_scratch(database.workbench().settings().stateFolder(), database.id())
    , m_runner(new SqlRunner(database, this))
    , m_code(new CodeView(CodeLanguage::Sql, this))
    , m_popup(
          new CompletionPopup(*m_code, [this](qsizetype cursor) { return completionAt(cursor); }))
    , m_results(new ResultTabs(this))
    , m_lower(new QStackedWidget(this))
    , m_history(new HistoryList(QueryHistory::of(database.workbench()), this))
    , m_halves(new QSplitter(Qt::Vertical, this))
    , m_transaction(new Banner(Banner::Kind::Warning, this))
    , m_trouble(new Banner(Banner::Kind::Danger, this))
    , m_lost(new Banner(Banner::Kind::Info, this))
    , m_elapsed(new QLabel(this))
    , m_ticks(new QTimer(this))
    , m_keeping(new QTimer(this))
    , m_marking(new QTimer(this))
{
    layOut();
    connectTimers();
    connectResults();
    connectRunner();
    showTransaction(false);
    updateButtons();
    QTimer::singleShot(0, this, &SqlPage::offerLostTexts);
}

void SqlPage::layOut()
{
    m_code->setName(tr("SQL"));
    m_code->setKeyFilter([this](QKeyEvent *event) { return handleKey(event); });
    auto *upper = new QSplitter(Qt::Horizontal, this);
    upper->addWidget(m_code);
    upper->addWidget(m_history);
    upper->setStretchFactor(0, 3);
    upper->setStretchFactor(1, 1);
    m_history->hide();
    m_halves->addWidget(upper);
    m_lower->addWidget(makeHint());
    m_lower->addWidget(m_results);
    m_halves->addWidget(m_lower);
    m_halves->setStretchFactor(0, 1);
    m_halves->setStretchFactor(1, 1);
    m_halves->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    for (Banner *banner : {m_lost, m_trouble, m_transaction}) {
        layout->addWidget(banner);
        banner->hide();
    }
    m_trouble->setDismissable(true);
    layout->addWidget(m_halves, 1);
    setFocusProxy(m_code);
}

SqlPage::~SqlPage()
{
    m_runner->disconnect(this);
    if (m_textIsSafe)
        m_scratch.remove();
    else
        m_scratch.keep(m_code->text());
}

QWidget *SqlPage::makeHint()
{
    auto *hint = new EmptyState(this);
    hint->setContent(u"sql"_s, tr("Nothing was run yet"),
        tr("Write SQL above. Ctrl+Enter runs the statement at the cursor, F9 runs everything, F6 "
           "explains how the database would go about it; Ctrl+Space proposes names."));
    return hint;
}

QAbstractButton *SqlPage::addButton(
    QToolBar *bar, const QString &iconName, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton(bar);
    button->setText(text);
    button->setIcon(icon(iconName));
    button->setToolTip(toolTip);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    bar->addWidget(button);
    return button;
}

void SqlPage::connectTimers()
{
    m_ticks->setInterval(100);
    connect(m_ticks, &QTimer::timeout, this,
        [this] { m_elapsed->setText(tr("Running, %1").arg(durationText(m_since.elapsed()))); });
    m_keeping->setSingleShot(true);
    m_keeping->setInterval(500);
    connect(m_keeping, &QTimer::timeout, this, &SqlPage::keepText);
    m_marking->setSingleShot(true);
    m_marking->setInterval(0);
    connect(m_marking, &QTimer::timeout, this, &SqlPage::updateCurrentStatement);
    connect(m_code, &CodeView::textChanged, this, [this] {
        m_textIsSafe = false;
        m_keeping->start();
        m_marking->start();
        updateButtons();
    });
    connect(m_code, &CodeView::cursorMoved, m_marking, qOverload<>(&QTimer::start));
    connect(m_code, &CodeView::modificationChanged, this, &Page::titleChanged);
}

void SqlPage::connectResults()
{
    connect(m_results, &ResultTabs::moreWanted, this, &SqlPage::fetchMore);
    connect(m_results, &ResultTabs::exportWanted, this, [this](const QString &sql) {
        Q_EMIT m_database.workbench().navigator().showExport(&m_database, {}, sql);
    });
    connect(m_results, &ResultTabs::said, &m_database.workbench().navigator(), &Navigator::say);
    connect(m_results, &ResultTabs::statementChosen, this, [this](int index) {
        if (const SqlJob job = m_jobs.value(index);
            m_code->text().mid(job.start, job.sql.size()) == job.sql)
            m_code->setCursorPosition(job.start);
    });
    connect(m_history, &HistoryList::insertWanted, this,
        [this](const QString &sql) { insertSql(sql, false); });
    connect(m_history, &HistoryList::runWanted, this,
        [this](const QString &sql) { insertSql(sql, true); });
}

QWidget *SqlPage::makeBar()
{
    auto *bar = new QToolBar(this);
    const int size = fontMetrics().height();
    bar->setIconSize({size, size});
    m_run = addButton(bar, u"run"_s, tr("Run"),
        tr("Run the statement at the cursor, or the selection (Ctrl+Enter)"));
    m_runAll = addButton(bar, u"run"_s, tr("Run all"), tr("Run everything (F9)"));
    m_stop = addButton(bar, u"stop"_s, tr("Stop"), tr("Stop what runs (Esc)"));
    m_explain = addButton(
        bar, u"schema"_s, tr("Explain"), tr("Show how the statement would be run (F6)"));
    bar->addSeparator();
    QAbstractButton *open = addButton(bar, u"open"_s, tr("Open…"), tr("Open an SQL file"));
    QAbstractButton *keep = addButton(bar, u"save"_s, tr("Save"), tr("Save to a file (Ctrl+S)"));
    QAbstractButton *past
        = addButton(bar, u"history"_s, tr("Past queries"), tr("Show the statements that were run"));
    past->setCheckable(true);
    auto *space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    bar->addWidget(m_elapsed);
    m_elapsed->setContentsMargins(0, 0, size / 2, 0);
    connect(m_run, &QAbstractButton::clicked, this, &SqlPage::runAtCursor);
    connect(m_runAll, &QAbstractButton::clicked, this, &SqlPage::runAll);
    connect(m_stop, &QAbstractButton::clicked, this, &SqlPage::stop);
    connect(m_explain, &QAbstractButton::clicked, this, &SqlPage::explain);
    connect(open, &QAbstractButton::clicked, this, &SqlPage::chooseFile);
    connect(keep, &QAbstractButton::clicked, this, &SqlPage::save);
    connect(past, &QAbstractButton::toggled, m_history, &QWidget::setVisible);
    return bar;
}

void SqlPage::connectRunner()
{
    connect(m_runner, &SqlRunner::started, this, [this](int index) {
        if (m_task == Task::Run)
            m_results->setRunning(index);
    });
    connect(
        m_runner, &SqlRunner::columnsKnown, this, [this](int index, const QStringList &columns) {
            if (m_task == Task::Run)
                m_results->setColumns(index, columns);
        });
    connect(m_runner, &SqlRunner::rowsArrived, this, [this](int index, const RowChunkPtr &rows) {
        if (m_task == Task::Explain)
            m_plan.append(rows);
        else
            m_results->append(m_task == Task::More ? m_moreOf : index, rows);
    });
    connect(m_runner, &SqlRunner::finished, this, &SqlPage::takeOutcome);
    connect(m_runner, &SqlRunner::allFinished, this, &SqlPage::takeEnd);
    connect(m_runner, &SqlRunner::transactionChanged, this, &SqlPage::showTransaction);
}

QString SqlPage::title() const
{
    return m_path.isEmpty() ? tr("SQL %1").arg(m_number) : m_path.section(u'/', -1);
}

QString SqlPage::iconName() const
{
    return u"sql"_s;
}

QString SqlPage::key() const
{
    return u"sql:%1"_s.arg(m_number);
}

bool SqlPage::can(PageCommand command) const
{
    switch (command) {
    case PageCommand::Undo:
        return m_code->canUndo();
    case PageCommand::Redo:
        return m_code->canRedo();
    case PageCommand::Run:
    case PageCommand::RunAll:
    case PageCommand::Refresh:
        return !m_runner->isRunning();
    case PageCommand::Stop:
        return m_runner->isRunning();
    case PageCommand::Find:
        return true;
    default:
        return false;
    }
}

void SqlPage::perform(PageCommand command)
{
    switch (command) {
    case PageCommand::Undo:
        return m_code->undo();
    case PageCommand::Redo:
        return m_code->redo();
    case PageCommand::Run:
    case PageCommand::Refresh:
        return runAtCursor();
    case PageCommand::RunAll:
        return runAll();
    case PageCommand::Stop:
        return stop();
    case PageCommand::Find:
        return m_code->openFindBar();
    default:
        return;
    }
}

bool SqlPage::handleKey(QKeyEvent *event)
{
    if (m_popup->handleKey(event))
        return true;
    const QKeySequence keys(event->keyCombination());
    if (keys == QKeySequence(Qt::CTRL | Qt::Key_PageDown)) {
        m_results->currentWidget()->setFocus();
        return true;
    }
    if (event->matches(QKeySequence::Save)) {
        save();
        return true;
    }
    if (keys == QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)) {
        explain();
        return true;
    }
    return false;
}

void SqlPage::keyPressEvent(QKeyEvent *event)
{
    const QKeySequence keys(event->keyCombination());
    const auto is = [&keys](QKeyCombination wanted) { return keys == QKeySequence(wanted); };
    if (is(Qt::CTRL | Qt::Key_Return) || is(Qt::CTRL | Qt::Key_Enter)
        || is(QKeyCombination(Qt::Key_F5)))
        runAtCursor();
    else if (is(Qt::CTRL | Qt::SHIFT | Qt::Key_Return) || is(QKeyCombination(Qt::Key_F9)))
        runAll();
    else if (is(QKeyCombination(Qt::Key_F6)) || is(Qt::CTRL | Qt::SHIFT | Qt::Key_E))
        explain();
    else if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Cancel)
        stop();
    else if (is(Qt::CTRL | Qt::Key_PageUp))
        m_code->setFocus();
    else
        Page::keyPressEvent(event);
}

void SqlPage::runAtCursor()
{
    const QString text = m_code->text();
    if (m_code->hasSelection())
        return run(splitStatements(m_code->selectedText()), m_code->selectionStart());
    const QList<SqlStatement> all = splitStatements(text);
    const qsizetype at = statementAt(all, text, m_code->cursorPosition());
    run(at < 0 ? QList<SqlStatement>() : QList<SqlStatement> {all[at]}, 0);
}

void SqlPage::runAll()
{
    run(splitStatements(m_code->text()), 0);
}

void SqlPage::run(const QList<SqlStatement> &statements, qsizetype offset)
{
    if (m_runner->isRunning())
        return;
    QList<SqlJob> jobs;
    for (const SqlStatement &statement : statements)
        jobs.append({.sql = statement.text, .start = offset + statement.start});
    if (jobs.isEmpty()) {
        Q_EMIT m_database.workbench().navigator().say(tr("There is no statement to run."));
        return;
    }
    m_jobs = jobs;
    m_code->clearErrors();
    m_trouble->hide();
    m_results->begin(jobs);
    start(jobs, Task::Run);
}

void SqlPage::start(const QList<SqlJob> &jobs, Task task)
{
    m_task = task;
    m_lower->setCurrentWidget(m_results);
    m_since.start();
    m_elapsed->clear();
    m_ticks->start();
    m_runner->run(jobs);
    m_results->setBusy(m_runner->isRunning());
    updateButtons();
}

void SqlPage::fetchMore(int index, const QString &sql, qint64 skip, qint64 limit)
{
    if (m_runner->isRunning())
        return;
    m_moreOf = index;
    start({{.sql = sql, .skip = skip, .limit = limit}}, Task::More);
}

void SqlPage::stop()
{
    m_runner->stop();
}

void SqlPage::explain()
{
    const QString text = m_code->text();
    const QList<SqlStatement> all
        = splitStatements(m_code->hasSelection() ? m_code->selectedText() : text);
    const qsizetype at
        = m_code->hasSelection() ? 0 : statementAt(all, text, m_code->cursorPosition());
    if (m_runner->isRunning() || at < 0 || at >= all.size())
        return;
    m_code->clearErrors();
    m_trouble->hide();
    m_plan.clear();
    const QString words = u"EXPLAIN QUERY PLAN "_s;
    const qsizetype offset = m_code->hasSelection() ? m_code->selectionStart() : 0;
    m_jobs = {
        {.sql = words + all[at].text, .start = offset + all[at].start - words.size(), .limit = -1}};
    start(m_jobs, Task::Explain);
}

void SqlPage::takeOutcome(int index, const SqlOutcome &outcome)
{
    if (m_task == Task::More) {
        if (ResultPane *pane = m_results->pane(m_moreOf))
            pane->setOutcome(outcome);
        return;
    }
    const SqlJob &job = m_jobs.at(index);
    if (outcome.error)
        markError(job, outcome);
    const SqlOutcome told = withPlace(job, outcome);
    if (m_task == Task::Explain) {
        if (outcome.error)
            showTrouble(*told.error);
        else
            m_results->showPlan(job.sql, m_plan);
        return;
    }
    m_results->setOutcome(index, told);
    remember(job, told);
    const StatementKind kind = statementFacts(job.sql).kind;
    if (!outcome.error) {
        m_changedSchema
            = m_changedSchema || kind == StatementKind::Schema || kind == StatementKind::Other;
        m_changedRows = m_changedRows || kind == StatementKind::Write;
    }
}

void SqlPage::takeEnd()
{
    m_ticks->stop();
    m_elapsed->setText(durationText(m_since.elapsed()));
    if (m_task == Task::Run)
        m_results->end();
    m_task = Task::None;
    m_results->setBusy(false);
    if (!m_runner->isInTransaction())
        tellChanges();
    updateButtons();
}

void SqlPage::remember(const SqlJob &job, const SqlOutcome &outcome)
{
    const qint64 rows = outcome.changed >= 0 ? outcome.changed : outcome.rows;
    const QString error = outcome.error ? outcome.error->message : QString();
    Workbench &workbench = m_database.workbench();
    workbench.log().append({.at = QDateTime::currentDateTimeUtc(),
        .source = StatementSource::Person,
        .database = m_database.name(),
        .sql = job.sql,
        .milliseconds = outcome.milliseconds,
        .rows = rows,
        .error = error});
    QueryHistory::of(workbench).append({.at = QDateTime::currentDateTimeUtc(),
        .database = m_database.name(),
        .sql = job.sql,
        .milliseconds = outcome.milliseconds,
        .rows = rows,
        .error = error});
}

} // namespace joinery
