// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridediting.h"

#include "ui/grid/gridpage.h"
#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/roweditsstore.h"
#include "ui/workspace/tsv.h"
#include "ui/workspace/workbench.h"

#include <QAction>
#include <QClipboard>
#include <QLocale>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// So many rows at once are staged; more are a job for SQL.
constexpr int mostRows = 10'000;

} // namespace

GridEditing::GridEditing(GridPage &page)
    : QObject(&page)
    , m_page(page)
{
    m_actions = {action(u"add"_s, tr("Add a row"), tr("Ins"), [this] { addRow(); }),
        action(u"copy"_s, tr("Duplicate rows"), tr("Ctrl+D"), [this] { duplicateRows(); }),
        action(u"delete"_s, tr("Empty cells, delete whole rows"), tr("Del"), [this] { clear(); }),
        action({}, tr("Set to NULL"), tr("Alt+Del"), [this] { setNull(); }),
        action(u"paste"_s, tr("Paste"), tr("Ctrl+V"), [this] { paste(); }),
        action(u"undo"_s, tr("Revert the selected rows"), tr("Ctrl+Alt+Z"),
            [this] { revertSelected(); })};
    m_cellActions = m_actions;
    m_commit = action(u"commit"_s, {}, {}, [this] { perform(PageCommand::Commit); });
    m_preview = action(u"changes"_s, tr("Preview"), {}, [this] { perform(PageCommand::Preview); });
    m_discard = action(u"discard"_s, tr("Discard"), {}, [this] { perform(PageCommand::Discard); });
    connect(&store(), &RowEditsStore::changed, this, &GridEditing::update);
    connect(&store(), &RowEditsStore::committingChanged, this, &GridEditing::update);
    connect(&store(), &RowEditsStore::commitFailed, this, [this](const Error &error) {
        if (!m_page.isVisible())
            return;
        Q_EMIT failed(error);
        showFailure();
    });
}

QAction *GridEditing::action(const QString &iconName, const QString &text, const QString &shortcut,
    const std::function<void()> &run)
{
    auto *made = new QAction(iconName.isEmpty() ? QIcon() : icon(iconName), text, this);
    made->setShortcut(QKeySequence(shortcut));
    made->setShortcutContext(Qt::WidgetShortcut);
    if (!shortcut.isEmpty())
        made->setToolTip(
            text + u" ("_s + made->shortcut().toString(QKeySequence::NativeText) + u')');
    connect(made, &QAction::triggered, this, run);
    m_page.view().addAction(made);
    return made;
}

void GridEditing::addTools(QToolBar *tools)
{
    tools->addSeparator();
    for (QAction *one : std::as_const(m_actions)) {
        if (!one->icon().isNull() && one->shortcut() != QKeySequence(tr("Ctrl+V"))
            && one->shortcut() != QKeySequence(tr("Ctrl+Alt+Z")))
            tools->addAction(one);
    }
    tools->addSeparator();
    tools->addActions({m_commit, m_preview, m_discard});
}

RowEditsStore &GridEditing::store() const
{
    return m_page.database()->rowEdits();
}

RowEdits *GridEditing::edits() const
{
    return m_page.model() ? m_page.model()->edits() : nullptr;
}

QString GridEditing::whyNot() const
{
    return store().whyNot(m_page.relation());
}

void GridEditing::attach(RowsModel *model)
{
    model->setEdits(store().edits(m_page.relation()));
    connect(model, &RowsModel::refused, this, &GridEditing::refused);
    update();
}

bool GridEditing::isModified() const
{
    const RowEdits *table = edits();
    return table && !table->isEmpty();
}

void GridEditing::update()
{
    const bool editable = edits() != nullptr;
    for (QAction *one : std::as_const(m_actions)) {
        one->setEnabled(editable && !store().isCommitting());
        one->setVisible(editable);
    }
    const int count = store().count();
    m_commit->setText(count == 0 ? tr("Commit") : tr("Commit %n changes", nullptr, count));
    for (QAction *one : {m_commit, m_preview, m_discard}) {
        one->setEnabled(count > 0 && !store().isCommitting());
        one->setVisible(editable);
    }
    Q_EMIT changed();
}

bool GridEditing::can(PageCommand command) const
{
    const RowEdits *table = edits();
    const bool staged = table && !store().isCommitting() && !store().isEmpty();
    switch (command) {
    case PageCommand::Undo:
        return table && table->canUndo() && !table->isFrozen();
    case PageCommand::Redo:
        return table && table->canRedo() && !table->isFrozen();
    case PageCommand::Commit:
    case PageCommand::Preview:
        return staged;
    case PageCommand::Discard:
        return staged && !table->isEmpty();
    default:
        return false;
    }
}

void GridEditing::perform(PageCommand command)
{
    switch (command) {
    case PageCommand::Undo:
        edits()->undo();
        break;
    case PageCommand::Redo:
        edits()->redo();
        break;
    case PageCommand::Commit:
        store().commit();
        break;
    case PageCommand::Preview:
        Q_EMIT m_page.database()->workbench().navigator().showRowEdits(m_page.database());
        break;
    case PageCommand::Discard:
        edits()->discard();
        break;
    default:
        break;
    }
}

QList<int> GridEditing::selectedRows() const
{
    QSet<int> rows;
    for (const QItemSelectionRange &range : m_page.view().selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom() && rows.size() <= mostRows; ++row)
            rows.insert(row);
    }
    QList<int> sorted(rows.cbegin(), rows.cend());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

/// Runs it once these rows are at hand.
void GridEditing::withRows(int first, int last, const std::function<void()> &run)
{
    RowsModel *model = m_page.model();
    const int stored = std::min(last, model->storedRows() - 1);
    if (last - first >= mostRows) {
        Q_EMIT refused(tr("At most %1 rows can be changed at once here; SQL can change more.")
                           .arg(QLocale().toString(mostRows)));
        return;
    }
    const auto missing = [model, first, stored] {
        for (int row = first; row <= stored; ++row) {
            if (!model->rowAt(row))
                return true;
        }
        return false;
    };
    if (!missing()) {
        run();
        return;
    }
    auto *waiting = new QObject(model);
    connect(&model->source(), &RowSource::rowsArrived, waiting, [this, waiting, missing, run] {
        if (missing())
            return;
        waiting->deleteLater();
        m_page.rows().disconnect(waiting);
        run();
        m_page.rows().want(m_page.view().topRow(), m_page.view().bottomRow());
    });
    model->source().want(first, stored);
}

void GridEditing::setCells(const std::function<QVariant(int column)> &valueOf, const QString &step)
{
    const QList<int> rows = selectedRows();
    if (!edits() || rows.isEmpty())
        return;
    const QItemSelection selection = m_page.view().selectionModel()->selection();
    withRows(rows.first(), rows.last(), [this, selection, valueOf, step] {
        const RowStep one(*edits(), step);
        for (const QItemSelectionRange &range : selection) {
            for (const QModelIndex &index : range.indexes())
                m_page.model()->setData(index, valueOf(index.column()), RowsModel::ValueRole);
        }
    });
}

void GridEditing::setNull()
{
    setCells([](int) { return QVariant::fromValue(Value()); }, tr("Set to NULL"));
}

void GridEditing::clear()
{
    const QList<int> rows = selectedRows();
    if (!edits() || rows.isEmpty())
        return;
    const bool whole = std::all_of(
        rows.cbegin(), rows.cend(), [this](int row) { return m_page.view().isRowSelected(row); });
    if (whole)
        withRows(rows.first(), rows.last(), [this, rows] { m_page.model()->deleteRows(rows); });
    else
        setCells(
            [this](int column) {
                return QVariant::fromValue(m_page.model()->valueFor(column, u""_s));
            },
            tr("Empty cells"));
}

void GridEditing::goToEnd()
{
    const int row = m_page.model()->rowCount() - 1;
    const int column = m_page.view().header()->logicalIndex(0);
    const QModelIndex index = m_page.model()->index(row, column);
    m_page.view().selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_page.view().scrollTo(index);
    m_page.view().setFocus();
}

/// The cell to blame comes to the front.
void GridEditing::showFailure()
{
    for (const CommitFailure &failure : store().failures()) {
        const RowChange *change = edits() && failure.table == m_page.relation()
            ? edits()->change(failure.change)
            : nullptr;
        if (!change)
            continue;
        const int column = std::max(failure.column, 0);
        if (change->kind != RowChange::Kind::Insert) {
            Q_EMIT failedAt(change->key, column);
            return;
        }
        const int row = m_page.model()->storedRows() + int(edits()->inserted().indexOf(change->id));
        const QModelIndex index = m_page.model()->index(row, column);
        m_page.view().selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
        m_page.view().scrollTo(index);
        return;
    }
}

void GridEditing::addRow()
{
    if (edits() && edits()->insertRow() != 0)
        goToEnd();
}

void GridEditing::duplicateRows()
{
    const QList<int> rows = selectedRows();
    if (!edits() || rows.isEmpty())
        return;
    withRows(rows.first(), rows.last(), [this, rows] {
        const RowAddress &address = edits()->address();
        const QList<GridColumn> &columns = m_page.model()->columns();
        QList<QMap<int, Value>> copies;
        for (const int row : rows) {
            QMap<int, Value> values;
            for (int column = 0; column < columns.size(); ++column) {
                const QModelIndex cell = m_page.model()->index(row, column);
                const QVariant value = cell.data(RowsModel::ValueRole);
                const bool numbered
                    = address.integer && address.columns.contains(columns[column].name);
                if (cell.data(RowsModel::CutRole).toBool()) {
                    Q_EMIT refused(tr("A row with very long values cannot be duplicated here."));
                    return;
                }
                if (value.isValid() && !numbered && columns[column].editable)
                    values.insert(column, value.value<Value>());
            }
            copies.append(values);
        }
        {
            const RowStep one(*edits(), tr("Duplicate rows"));
            for (const QMap<int, Value> &copy : std::as_const(copies))
                edits()->insertRow(copy);
        }
        // Only when the step has ended does the model have the new rows.
        goToEnd();
    });
}

void GridEditing::paste()
{
    const QString text = QApplication::clipboard()->text();
    const QList<int> rows = selectedRows();
    if (!edits() || text.isEmpty() || rows.isEmpty())
        return;
    const auto cells = parseTsv(text);
    if (cells.size() == 1 && cells[0].size() == 1) {
        setCells(
            [this, cell = cells[0][0]](int column) {
                return QVariant::fromValue(
                    cell ? m_page.model()->valueFor(column, *cell) : Value());
            },
            tr("Paste"));
        return;
    }
    const QItemSelection selection = m_page.view().selectionModel()->selection();
    int column = m_page.view().header()->visualIndex(m_page.view().currentIndex().column());
    for (const QItemSelectionRange &range : selection)
        column = std::min(column, m_page.view().header()->visualIndex(range.left()));
    withRows(rows.first(), rows.first() + int(cells.size()) - 1,
        [this, row = rows.first(), column, text] { pasteInto(row, column, text); });
}

/// Cells that go past the last row make new rows; those past the last column are left out.
void GridEditing::pasteInto(int row, int firstColumn, const QString &text)
{
    RowsModel *model = m_page.model();
    const RowStep one(*edits(), tr("Paste"));
    for (const auto &cells : parseTsv(text)) {
        QMap<int, Value> values;
        for (qsizetype i = 0; i < cells.size(); ++i) {
            const int column = m_page.view().header()->logicalIndex(firstColumn + int(i));
            if (column >= 0 && model->columns()[column].editable)
                values.insert(column, cells[i] ? model->valueFor(column, *cells[i]) : Value());
        }
        if (row >= model->rowCount()) {
            edits()->insertRow(values);
        } else {
            for (auto value = values.cbegin(); value != values.cend(); ++value)
                model->setData(model->index(row, value.key()), QVariant::fromValue(*value),
                    RowsModel::ValueRole);
        }
        ++row;
    }
}

void GridEditing::revertSelected()
{
    if (!edits())
        return;
    QList<quint64> ids;
    for (const int row : selectedRows()) {
        const DataRow *stored = m_page.model()->rowAt(row);
        const RowChange *change = stored ? edits()->changeOf(stored->key) : nullptr;
        if (change)
            ids.append(change->id);
        else if (const quint64 added = m_page.model()->insertedAt(row))
            ids.append(added);
    }
    edits()->revert(ids);
}

} // namespace joinery
