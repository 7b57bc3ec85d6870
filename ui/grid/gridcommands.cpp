// SPDX-License-Identifier: GPL-3.0-or-later
// What one can do on a GridPage: commands, tools, the menu of a cell, going places, copying.
#include "ui/grid/gridediting.h"
#include "ui/grid/gridpage.h"
#include "ui/grid/gridtrail.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/filterrow.h"
#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workbench.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QIntValidator>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace joinery {

QString GridPage::title() const
{
    return m_relation;
}

QString GridPage::iconName() const
{
    return m_database.schema().views.contains(m_relation) ? u"view"_s : u"table"_s;
}

QString GridPage::key() const
{
    return u"rows:"_s + m_relation;
}

bool GridPage::isModified() const
{
    return m_editing->isModified();
}

bool GridPage::can(PageCommand command) const
{
    switch (command) {
    case PageCommand::Refresh:
    case PageCommand::Filter:
    case PageCommand::GoTo:
    case PageCommand::Export:
        return m_model != nullptr;
    case PageCommand::Stop:
        return m_rows->isBusy();
    default:
        return m_editing->can(command);
    }
}

void GridPage::perform(PageCommand command)
{
    switch (command) {
    case PageCommand::Refresh:
        m_rows->refresh();
        break;
    case PageCommand::Filter:
        m_filterRow->focusColumn(m_view->currentIndex().column());
        break;
    case PageCommand::GoTo:
        showGoTo();
        break;
    case PageCommand::Export:
        Q_EMIT m_database.workbench().navigator().showExport(&m_database, m_relation);
        break;
    case PageCommand::Stop:
        m_rows->stop();
        break;
    default:
        if (m_editing->can(command))
            m_editing->perform(command);
        break;
    }
}

QAction *GridPage::addAction(const QString &iconName, const QString &text,
    const QList<QKeySequence> &shortcuts, const std::function<void()> &run)
{
    auto *action = new QAction(iconName.isEmpty() ? QIcon() : icon(iconName), text, this);
    action->setShortcuts(shortcuts);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    if (!shortcuts.isEmpty())
        action->setToolTip(
            text + u" ("_s + shortcuts.first().toString(QKeySequence::NativeText) + u')');
    connect(action, &QAction::triggered, this, run);
    m_view->addAction(action);
    return action;
}

void GridPage::makeActions()
{
    m_tools->setAccessibleName(tr("Tools of the page"));
    m_tools->addAction(
        addAction(u"refresh"_s, tr("Refresh"), {}, [this] { perform(PageCommand::Refresh); }));
    m_tools->addAction(
        addAction(u"filter"_s, tr("Filter"), {}, [this] { perform(PageCommand::Filter); }));
    m_tools->addAction(
        addAction(u"down"_s, tr("Go to row…"), {}, [this] { perform(PageCommand::GoTo); }));
    QAction *copyPlain
        = addAction(u"copy"_s, tr("Copy"), {QKeySequence::Copy}, [this] { copy(CopyFormat::Tsv); });
    m_tools->addAction(copyPlain);
    m_cellActions = {copyPlain,
        addAction({}, tr("Copy with headers"), {tr("Ctrl+Shift+C")},
            [this] { copy(CopyFormat::TsvWithHeader); }),
        addAction(
            {}, tr("Copy as INSERT"), {tr("Ctrl+Alt+C")}, [this] { copy(CopyFormat::Insert); })};
    addAction({}, tr("Select all"), {QKeySequence::SelectAll}, [this] { m_view->selectAll(); });
    addAction(u"foreign-key"_s, tr("Follow the foreign key"), {tr("Ctrl+Alt+Return")},
        [this] { follow(m_view->currentIndex()); });
    addAction(u"back"_s, tr("Back"), {QKeySequence(tr("Alt+Left"))}, [this] { goBack(); });
    addAction(u"value"_s, tr("Show the value"), {tr("F4"), tr("Shift+Return")},
        [this] { Q_EMIT m_database.workbench().currentCell().wanted(); });
    m_tools->addAction(
        addAction(u"export"_s, tr("Export…"), {}, [this] { perform(PageCommand::Export); }));
}

// --- the menu of a cell

void GridPage::showMenu(const QPoint &position)
{
    const QModelIndex index = m_view->currentIndex();
    if (!index.isValid())
        return;
    auto *menu = new QMenu(m_view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_cellActions);
    menu->addSeparator();
    menu->addActions(m_editing->cellActions());
    menu->addSeparator();
    const int column = index.column();
    const bool blob
        = std::holds_alternative<QByteArray>(index.data(RowsModel::ValueRole).value<Value>());
    menu->addAction(
            icon(u"filter"_s), tr("Filter by this value"), this, [this] { filterByCell(false); })
        ->setEnabled(!blob);
    menu->addAction(tr("Leave this value out"), this, [this] { filterByCell(true); })
        ->setEnabled(!blob);
    menu->addAction(tr("Clear the filter"), this, &GridPage::clearFilters)
        ->setEnabled(!m_filterRow->texts().isEmpty());
    menu->addSeparator();
    menu->addAction(
        icon(u"sort"_s), tr("Sort ascending"), this, [this, column] { sortBy(column, false); });
    menu->addAction(tr("Sort descending"), this, [this, column] { sortBy(column, true); });
    menu->addAction(
        tr("Sort by this column, too"), this, [this, column] { requestSort(column, true); });
    menu->addAction(tr("Do not sort"), this, [this] { setSort({}); })
        ->setEnabled(!m_sort.isEmpty());
    if (!m_table.foreignKeysOf(column).isEmpty()) {
        menu->addSeparator();
        for (QAction *action : m_view->actions()) {
            if (action->text() == tr("Follow the foreign key"))
                menu->addAction(action);
        }
    }
    const QRect cell = m_view->visualRect(index);
    const bool byKey = !cell.contains(position);
    menu->popup(m_view->viewport()->mapToGlobal(byKey ? cell.bottomLeft() : position));
}

void GridPage::filterByCell(bool exclude)
{
    const QModelIndex index = m_view->currentIndex();
    const Value value = index.data(RowsModel::ValueRole).value<Value>();
    QString text = filterTextFor(m_table.columns[index.column()].kind, value);
    if (text.isEmpty())
        return;
    if (exclude)
        text.replace(0, 1, u"<>"_s);
    QMap<QString, QString> now = filters();
    now.insert(m_table.columns[index.column()].name, text);
    setFilters(now);
}

// --- going places

void GridPage::makeGoTo()
{
    auto *line = new QHBoxLayout(m_goTo);
    auto *label = new QLabel(tr("Go to &row:"), m_goTo);
    label->setBuddy(m_goToNumber);
    m_goToNumber->setAccessibleName(tr("Row number"));
    m_goToNumber->setPlaceholderText(tr("a row's number"));
    m_goToNumber->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    auto *go = new QPushButton(tr("Go"), m_goTo);
    line->addWidget(label);
    line->addWidget(m_goToNumber);
    line->addWidget(go);
    line->addStretch();
    m_goTo->hide();
    const auto jump = [this] {
        bool ok = false;
        qint64 number = QLocale().toLongLong(m_goToNumber->text(), &ok);
        if (!ok)
            number = m_goToNumber->text().toLongLong(&ok);
        if (!ok)
            return;
        m_goTo->hide();
        goToRow(number);
    };
    connect(go, &QPushButton::clicked, this, jump);
    connect(m_goToNumber, &QLineEdit::returnPressed, this, jump);
    auto *close = new QAction(m_goTo);
    close->setShortcut(Qt::Key_Escape);
    close->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(close, &QAction::triggered, this, [this] {
        m_goTo->hide();
        m_view->setFocus();
    });
    m_goTo->addAction(close);
}

void GridPage::showGoTo()
{
    m_goTo->show();
    const QModelIndex current = m_view->currentIndex();
    m_goToNumber->setText(
        QString::number((current.isValid() ? current.row() : m_view->topRow()) + 1));
    m_goToNumber->selectAll();
    m_goToNumber->setFocus(Qt::ShortcutFocusReason);
}

void GridPage::goToRow(qint64 number)
{
    if (!m_model || m_model->rowCount() == 0)
        return;
    const int row = int(std::clamp<qint64>(number - 1, 0, m_model->rowCount() - 1));
    const int column = std::max(0, m_view->currentIndex().column());
    const QModelIndex index = m_model->index(row, column);
    m_view->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_view->scrollTo(index, QAbstractItemView::PositionAtCenter);
    m_view->setFocus();
}

void GridPage::select(const RowKey &key, int column)
{
    m_rows->find(key, this, [this, column](qint64 position) {
        if (position < 0 || !m_model || position >= m_model->storedRows())
            return;
        const QModelIndex index = m_model->index(int(position), std::max(column, 0));
        m_view->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
        m_view->scrollTo(index);
        m_view->setFocus();
    });
}

void GridPage::follow(const QModelIndex &index)
{
    const DataRow *row = index.isValid() ? m_model->rowAt(index.row()) : nullptr;
    for (const ForeignKeyConstraint &key : m_table.foreignKeysOf(index.column())) {
        QStringList referred = key.referredColumns;
        const auto target = m_database.schema().tables.constFind(key.referredTable);
        if (target == m_database.schema().tables.cend())
            continue;
        if (referred.isEmpty() && target->primaryKey)
            referred = columnNames(target->primaryKey->columns);
        QMap<QString, QString> filters;
        for (qsizetype i = 0; i < std::min(referred.size(), key.columns.size()); ++i) {
            const int column = int(m_table.query.columns.indexOf(key.columns[i]));
            const Value value
                = m_model->index(index.row(), column).data(RowsModel::ValueRole).value<Value>();
            if (!isNull(value))
                filters.insert(referred[i], filterTextFor(m_table.columns[column].kind, value));
        }
        if (filters.isEmpty()) {
            Q_EMIT m_database.workbench().navigator().say(tr("NULL leads nowhere."));
            return;
        }
        GridTrail::of(m_database.workbench())
            .remember({.page = this,
                .filters = this->filters(),
                .key = row ? row->key : RowKey(),
                .column = index.column()});
        Q_EMIT m_database.workbench().navigator().showRows(&m_database, key.referredTable, filters);
        return;
    }
}

void GridPage::goBack()
{
    GridTrail::of(m_database.workbench()).goBack(m_database.workbench());
}

/// A long text is edited whole: it is read first.
void GridPage::fetchWhole(const QModelIndex &index)
{
    const DataRow *row = m_model->rowAt(index.row());
    if (!row)
        return;
    const QPersistentModelIndex cell = index;
    m_rows->fetchWhole(row->key, this, [this, cell](const DataRow *whole) {
        if (whole && cell == m_view->currentIndex())
            m_view->QAbstractItemView::edit(cell);
    });
}

// --- editing, and the value panel

void GridPage::connectEditing()
{
    m_editing->addTools(m_tools);
    connect(m_editing, &GridEditing::changed, this, [this] {
        showEmptyState();
        Q_EMIT commandsChanged();
        Q_EMIT titleChanged();
    });
    connect(m_editing, &GridEditing::failed, this, [this](const Error &error) {
        // Reading the rows again would not help: what failed was the commit.
        m_error->clearButtons();
        m_error->addButton(tr("Commit again"), [this] { perform(PageCommand::Commit); });
        showError(error);
    });
    connect(m_editing, &GridEditing::failedAt, this, &GridPage::select);
    connect(m_editing, &GridEditing::refused, this,
        [this](const QString &why) { Q_EMIT m_database.workbench().navigator().say(why); });
}

void GridPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    showCell();
}

void GridPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_database.workbench().currentCell().clear(this);
}

/// A cut value is read whole, unless it is so long that nobody would look at it.
namespace {

/// An editor of texts would lose what lies behind it.
bool hasNul(const Value &value)
{
    const QString *text = std::get_if<QString>(&value);
    return text && text->contains(QChar(0));
}

} // namespace

void GridPage::showCell()
{
    constexpr qint64 longest = 64 << 20;
    const QModelIndex index = m_model ? m_view->currentIndex() : QModelIndex();
    const DataRow *row = index.isValid() ? m_model->rowAt(index.row()) : nullptr;
    const bool known = index.isValid()
        && index.data(RowsModel::KindRole).toInt() != RowsModel::Unloaded
        && index.data(RowsModel::KindRole).toInt() != RowsModel::Gone;
    if (!isVisible())
        return;
    const bool staged = index.data(RowsModel::ChangeRole).toInt() == RowsModel::Updated;
    const bool cut = known && row && !staged && row->cells[index.column()].isCut();
    if (!known || (cut && row->cells[index.column()].length > longest)) {
        m_database.workbench().currentCell().clear(this);
        return;
    }
    if (!cut) {
        showCell(index, index.data(RowsModel::ValueRole).value<Value>());
        return;
    }
    const QPersistentModelIndex cell = index;
    m_rows->fetchWhole(row->key, this, [this, cell](const DataRow *whole) {
        if (whole && isVisible() && cell == m_view->currentIndex())
            showCell(cell, whole->cells[cell.column()].value);
    });
}

void GridPage::showCell(const QModelIndex &index, const Value &value)
{
    const QPersistentModelIndex cell = index;
    const bool editable = index.flags() & Qt::ItemIsEditable;
    const bool deleted = index.data(RowsModel::ChangeRole).toInt() == RowsModel::Deleted;
    const QString why = editable && !hasNul(value) ? QString()
        : !m_model->edits()                        ? m_editing->whyNot()
        : deleted                                  ? tr("The row is marked as deleted.")
        : hasNul(value) ? tr("The text holds a NUL character: change it by SQL.")
                        : tr("The database computes this column.");
    m_database.workbench().currentCell().show(this,
        {.title = tr("%1.%2, row %3")
                      .arg(m_relation, m_table.columns[index.column()].name,
                          m_model->headerData(index.row(), Qt::Vertical).toString()),
            .value = value,
            .isDefault = index.data(RowsModel::KindRole).toInt() == RowsModel::Default,
            .whyNot = why,
            .parse = [this, column = index.column()](
                         const QString &text) { return m_model->valueFor(column, text); },
            .write =
                [this, cell](const Value &typed) {
                    m_model->setData(cell, QVariant::fromValue(typed), RowsModel::ValueRole);
                }});
}

// --- copying

CellBlock GridPage::selectedCells() const
{
    CellBlock cells;
    const QHeaderView *header = m_view->header();
    QSet<int> selected;
    for (const QItemSelectionRange &range : m_view->selectionModel()->selection()) {
        CellBlock::Range block {.top = range.top(), .bottom = range.bottom()};
        for (int column = range.left(); column <= range.right(); ++column)
            block.columns.append(column);
        selected.unite(QSet<int>(block.columns.cbegin(), block.columns.cend()));
        cells.ranges.append(block);
    }
    for (int visual = 0; visual < header->count(); ++visual) {
        if (selected.contains(header->logicalIndex(visual)))
            cells.columns.append(header->logicalIndex(visual));
    }
    return cells;
}

void GridPage::copy(CopyFormat format)
{
    CopyRequest request {.reader = m_rows->reader(),
        .dml = &m_database.dialect().dml(),
        .cells = selectedCells(),
        .format = format};
    if (!m_model || !request.reader || request.cells.ranges.isEmpty())
        return;
    request.storedRows = m_model->storedRows();
    if (const RowEdits *edits = m_model->edits()) {
        for (const RowChange &change : edits->changes()) {
            if (change.kind == RowChange::Kind::Update)
                request.staged.emplace(change.key, change.values);
        }
        for (const quint64 id : edits->inserted())
            request.added.append(edits->change(id)->values);
    }
    const qint64 total = request.cells.rowCount();
    std::shared_ptr<Connection> connection = m_database.connectTo(Access::Look);
    Task *task = m_database.workbench().tasks().start(
        tr("Copy rows of %1").arg(m_relation), [connection] { connection->cancel(); });
    connection
        ->run([request, task, total](Executor &db) {
            return copyRows(db, request, [task, total](qint64 done) {
                task->setProgress(done, total);
                return !task->isCancelled();
            });
        })
        .then(&m_database.workbench(),
            [task, connection, page = QPointer<GridPage>(this), total](
                const Result<QString> &text) {
                const bool cancelled = task->isCancelled();
                task->finish();
                if (text) {
                    QApplication::clipboard()->setText(*text);
                    if (page)
                        Q_EMIT page->m_database.workbench().navigator().say(
                            tr("%n rows copied.", nullptr, int(std::min<qint64>(total, INT_MAX))));
                } else if (page && !cancelled) {
                    page->showError(text.error());
                }
            });
}

} // namespace joinery
