// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gridaccessible.h"

#include "ui/widgets/gridview.h"

#include <QAccessibleWidget>
#include <QHash>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString headerText(const GridView &view, int section, Qt::Orientation orientation)
{
    return view.model()->headerData(section, orientation, Qt::DisplayRole).toString();
}

class GridAccessible;

/// One cell, addressed by position: rows that move under it are no matter.
class CellAccessible : public QAccessibleInterface, public QAccessibleTableCellInterface
{
public:
    CellAccessible(GridView *view, int row, int column)
        : m_view(view)
        , m_row(row)
        , m_column(column)
    { }

    QModelIndex index() const
    {
        return m_view && m_view->model() ? m_view->model()->index(m_row, m_column) : QModelIndex();
    }

    bool isValid() const override { return index().isValid(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QRect rect() const override
    {
        const QRect cell = m_view->visualRect(index());
        return {m_view->viewport()->mapToGlobal(cell.topLeft()), cell.size()};
    }
    QAccessible::Role role() const override { return QAccessible::Cell; }
    void setText(QAccessible::Text, const QString &text) override
    {
        m_view->model()->setData(index(), text);
    }
    QString text(QAccessible::Text what) const override;
    QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface
            ? static_cast<QAccessibleTableCellInterface *>(this)
            : nullptr;
    }

    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QList<QAccessibleInterface *> rowHeaderCells() const override { return {}; }
    QList<QAccessibleInterface *> columnHeaderCells() const override { return {}; }
    int columnIndex() const override { return m_column; }
    int rowIndex() const override { return m_row; }
    bool isSelected() const override { return m_view->selectionModel()->isSelected(index()); }
    QAccessibleInterface *table() const override { return parent(); }

private:
    QPointer<GridView> m_view;
    const int m_row;
    const int m_column;
};

/// The value with the name of its column, as a table reader says it; what was staged comes behind.
QString CellAccessible::text(QAccessible::Text what) const
{
    if (!isValid())
        return {};
    const QString value = index().data(Qt::DisplayRole).toString();
    if (what == QAccessible::Value)
        return value;
    if (what == QAccessible::Name)
        return u"%1: %2"_s.arg(headerText(*m_view, m_column, Qt::Horizontal),
            value.isEmpty() ? GridView::tr("empty") : value);
    if (what != QAccessible::Description)
        return {};
    const QString row = GridView::tr("row %1").arg(headerText(*m_view, m_row, Qt::Vertical));
    switch (index().data(GridView::ChangeRole).toInt()) {
    case GridView::InsertedChange:
        return row + u", "_s + GridView::tr("added");
    case GridView::UpdatedChange:
        return row + u", "_s + GridView::tr("changed");
    case GridView::DeletedChange:
        return row + u", "_s + GridView::tr("deleted");
    default:
        return row;
    }
}

QAccessible::State CellAccessible::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.selectable = true;
    state.focusable = true;
    state.selected = isSelected();
    state.focused = m_view->currentIndex() == index();
    state.editable = bool(index().flags() & Qt::ItemIsEditable);
    state.readOnly = !state.editable;
    state.offscreen = !m_view->viewport()->rect().intersects(m_view->visualRect(index()));
    return state;
}

class GridAccessible : public QAccessibleWidget, public QAccessibleTableInterface
{
public:
    explicit GridAccessible(GridView *view)
        : QAccessibleWidget(view, QAccessible::Table)
    { }
    ~GridAccessible() override
    {
        for (const QAccessible::Id id : std::as_const(m_cells))
            QAccessible::deleteAccessibleInterface(id);
    }

    GridView *view() const { return static_cast<GridView *>(widget()); }
    QAbstractItemModel *model() const { return view()->model(); }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface *>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }

    /// The cells in sight, row by row: a table of a milliard rows has too many children.
    int childCount() const override { return seenRows() * columnCount(); }
    QAccessibleInterface *child(int index) const override
    {
        const int columns = columnCount();
        return index < 0 || columns == 0 || index >= childCount()
            ? nullptr
            : cellAt(view()->topRow() + index / columns, index % columns);
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *cell = dynamic_cast<const CellAccessible *>(child);
        if (!cell)
            return -1;
        const int row = cell->rowIndex() - view()->topRow();
        return row >= 0 && row < seenRows() ? row * columnCount() + cell->columnIndex() : -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        const QModelIndex index = view()->indexAt(view()->viewport()->mapFromGlobal(QPoint(x, y)));
        return index.isValid() ? cellAt(index.row(), index.column()) : nullptr;
    }
    QAccessibleInterface *focusChild() const override
    {
        const QModelIndex index = view()->currentIndex();
        return index.isValid() ? cellAt(index.row(), index.column()) : nullptr;
    }

    QAccessibleInterface *caption() const override { return nullptr; }
    QAccessibleInterface *summary() const override { return nullptr; }
    QAccessibleInterface *cellAt(int row, int column) const override;
    int selectedCellCount() const override { return int(selectedCells().size()); }
    QList<QAccessibleInterface *> selectedCells() const override;
    QString columnDescription(int column) const override
    {
        return headerText(*view(), column, Qt::Horizontal);
    }
    QString rowDescription(int row) const override
    {
        return headerText(*view(), row, Qt::Vertical);
    }
    int selectedColumnCount() const override { return 0; }
    int selectedRowCount() const override { return int(selectedRows().size()); }
    int columnCount() const override { return model() ? model()->columnCount() : 0; }
    int rowCount() const override { return model() ? model()->rowCount() : 0; }
    QList<int> selectedColumns() const override { return {}; }
    QList<int> selectedRows() const override;
    bool isColumnSelected(int) const override { return false; }
    bool isRowSelected(int row) const override { return view()->isRowSelected(row); }
    bool selectRow(int row) override;
    bool selectColumn(int column) override;
    bool unselectRow(int row) override;
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent *) override { forgetCells(); }

private:
    int seenRows() const { return std::max(0, view()->bottomRow() - view()->topRow() + 1); }
    void forgetCells() const;

    mutable QHash<std::pair<int, int>, QAccessible::Id> m_cells {};
};

QAccessibleInterface *GridAccessible::cellAt(int row, int column) const
{
    constexpr qsizetype most = 4096;
    if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount())
        return nullptr;
    const auto known = m_cells.constFind({row, column});
    if (known != m_cells.cend())
        return QAccessible::accessibleInterface(*known);
    if (m_cells.size() >= most)
        forgetCells();
    QAccessibleInterface *cell = new CellAccessible(view(), row, column);
    m_cells.insert({row, column}, QAccessible::registerAccessibleInterface(cell));
    return cell;
}

void GridAccessible::forgetCells() const
{
    for (const QAccessible::Id id : std::as_const(m_cells))
        QAccessible::deleteAccessibleInterface(id);
    m_cells.clear();
}

/// Those in sight: all of them may be milliards.
QList<QAccessibleInterface *> GridAccessible::selectedCells() const
{
    QList<QAccessibleInterface *> cells;
    for (int row = view()->topRow(); row <= view()->bottomRow(); ++row) {
        for (int column = 0; column < columnCount(); ++column) {
            if (view()->selectionModel()->isSelected(model()->index(row, column)))
                cells.append(cellAt(row, column));
        }
    }
    return cells;
}

QList<int> GridAccessible::selectedRows() const
{
    QList<int> rows;
    for (int row = view()->topRow(); row <= view()->bottomRow(); ++row) {
        if (view()->isRowSelected(row))
            rows.append(row);
    }
    return rows;
}

bool GridAccessible::selectRow(int row)
{
    view()->selectRows(row, row, QItemSelectionModel::ClearAndSelect);
    return true;
}

bool GridAccessible::selectColumn(int column)
{
    view()->selectColumn(column, QItemSelectionModel::ClearAndSelect);
    return true;
}

bool GridAccessible::unselectRow(int row)
{
    view()->selectRows(row, row, QItemSelectionModel::Deselect);
    return true;
}

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *view = qobject_cast<GridView *>(object);
    return view ? new GridAccessible(view) : nullptr;
}

} // namespace

void installGridAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(installed)
}

void announceCell(GridView &view, const QModelIndex &index)
{
    if (!QAccessible::isActive() || !index.isValid() || !view.hasFocus())
        return;
    QAccessibleInterface *grid = QAccessible::queryAccessibleInterface(&view);
    auto *table = grid ? grid->tableInterface() : nullptr;
    if (QAccessibleInterface *cell = table ? table->cellAt(index.row(), index.column()) : nullptr) {
        QAccessibleEvent event(cell, QAccessible::Focus);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace joinery
