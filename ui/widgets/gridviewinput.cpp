// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard and the mouse of a GridView.
#include "ui/widgets/gridheader.h"
#include "ui/widgets/gridrowheader.h"
#include "ui/widgets/gridview.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

namespace joinery {

namespace {

constexpr int autoScrollMs = 30;

} // namespace

// --- columns as they are seen

int GridView::columnAtVisual(int visual) const
{
    return m_header->logicalIndex(visual);
}

/// The next visible column in that direction, or the column itself at the edge.
int GridView::neighbour(int column, int step) const
{
    for (int visual = m_header->visualIndex(column) + step;
         visual >= 0 && visual < m_header->count(); visual += step) {
        if (!m_header->isSectionHidden(columnAtVisual(visual)))
            return columnAtVisual(visual);
    }
    return column;
}

/// The cells between two, as they are seen: columns that were moved make several ranges of it.
QItemSelection GridView::block(const QModelIndex &one, const QModelIndex &other) const
{
    QItemSelection selection;
    if (!one.isValid() || !other.isValid())
        return selection;
    const int top = std::min(one.row(), other.row());
    const int bottom = std::max(one.row(), other.row());
    const auto [left, right]
        = std::minmax(m_header->visualIndex(one.column()), m_header->visualIndex(other.column()));
    QList<int> columns;
    for (int visual = left; visual <= right; ++visual) {
        if (!m_header->isSectionHidden(columnAtVisual(visual)))
            columns.append(columnAtVisual(visual));
    }
    std::sort(columns.begin(), columns.end());
    for (qsizetype i = 0; i < columns.size();) {
        qsizetype end = i + 1;
        while (end < columns.size() && columns[end] == columns[end - 1] + 1)
            ++end;
        selection.select(model()->index(top, columns[i], rootIndex()),
            model()->index(bottom, columns[end - 1], rootIndex()));
        i = end;
    }
    return selection;
}

// --- selecting

void GridView::moveTo(const QModelIndex &index, bool extend)
{
    if (!index.isValid())
        return;
    if (extend) {
        extendTo(index, QItemSelectionModel::ClearAndSelect);
    } else {
        m_anchor = index;
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    }
    scrollTo(index);
}

void GridView::extendTo(const QModelIndex &index, QItemSelectionModel::SelectionFlags command)
{
    if (!m_anchor.isValid())
        m_anchor = currentIndex().isValid() ? currentIndex() : index;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    QItemSelection cells = block(m_anchor, index);
    if (command & QItemSelectionModel::Clear)
        cells.merge(m_kept, QItemSelectionModel::Select);
    selectionModel()->select(cells, command);
}

void GridView::selectRows(int first, int last, QItemSelectionModel::SelectionFlags command)
{
    const int columns = m_header->count();
    if (first < 0 || columns == 0)
        return;
    selectionModel()->select({model()->index(std::min(first, last), 0, rootIndex()),
                                 model()->index(std::max(first, last), columns - 1, rootIndex())},
        command);
}

void GridView::selectColumn(int column, QItemSelectionModel::SelectionFlags command)
{
    if (rowCount() > 0)
        selectionModel()->select({model()->index(0, column, rootIndex()),
                                     model()->index(rowCount() - 1, column, rootIndex())},
            command);
}

bool GridView::isRowSelected(int row) const
{
    for (int column = 0; column < m_header->count(); ++column) {
        if (!m_header->isSectionHidden(column)
            && !selectionModel()->isSelected(model()->index(row, column, rootIndex())))
            return false;
    }
    return m_header->count() > 0;
}

bool GridView::pressRow(int row, Qt::KeyboardModifiers modifiers)
{
    const int column = columnAtVisual(0);
    const QModelIndex index = model() ? model()->index(row, column, rootIndex()) : QModelIndex();
    if (!index.isValid())
        return false;
    m_dragging = m_draggingRows = true;
    m_kept = modifiers & Qt::ControlModifier ? selectionModel()->selection() : QItemSelection();
    if (modifiers & Qt::ShiftModifier && m_anchor.isValid()) {
        selectRows(m_anchor.row(), row, QItemSelectionModel::ClearAndSelect);
    } else {
        m_anchor = index;
        selectRows(row, row,
            modifiers & Qt::ControlModifier ? QItemSelectionModel::Toggle
                                            : QItemSelectionModel::ClearAndSelect);
    }
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    return true;
}

void GridView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const QRect inside = rect.normalized() & viewport()->rect();
    const QItemSelection cells = block(indexAt(inside.topLeft()), indexAt(inside.bottomRight()));
    selectionModel()->select(cells, command);
}

QRegion GridView::visualRegionForSelection(const QItemSelection &selection) const
{
    // Rows out of sight need no repainting, so one rectangle is as good as many.
    return selection.isEmpty() ? QRegion() : QRegion(viewport()->rect());
}

// --- keys

QModelIndex GridView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const int rows = rowCount();
    if (rows == 0 || m_header->count() == 0)
        return {};
    const QModelIndex now = currentIndex();
    const int firstColumn = m_header->isSectionHidden(columnAtVisual(0))
        ? neighbour(columnAtVisual(0), 1)
        : columnAtVisual(0);
    const int end = columnAtVisual(m_header->count() - 1);
    const int lastColumn = m_header->isSectionHidden(end) ? neighbour(end, -1) : end;
    qint64 row = now.isValid() ? now.row() : 0;
    int column = now.isValid() ? now.column() : firstColumn;
    const bool far = modifiers & Qt::ControlModifier;
    const int page = visibleRows();
    switch (now.isValid() ? action : MoveHome) {
    case MoveUp:
        row = far ? 0 : row - 1;
        break;
    case MoveDown:
        row = far ? rows - 1 : row + 1;
        break;
    case MoveLeft:
        column = far ? firstColumn : neighbour(column, -1);
        break;
    case MoveRight:
        column = far ? lastColumn : neighbour(column, 1);
        break;
    case MoveHome:
        column = firstColumn;
        row = far ? 0 : row;
        break;
    case MoveEnd:
        column = lastColumn;
        row = far ? rows - 1 : row;
        break;
    case MovePageUp:
        row -= page;
        break;
    case MovePageDown:
        row += page;
        break;
    case MoveNext:
        if (column == lastColumn && row < rows - 1)
            ++row, column = firstColumn;
        else
            column = neighbour(column, 1);
        break;
    case MovePrevious:
        if (column == firstColumn && row > 0)
            --row, column = lastColumn;
        else
            column = neighbour(column, -1);
        break;
    }
    return model()->index(int(std::clamp<qint64>(row, 0, rows - 1)), column, rootIndex());
}

bool GridView::handleNavigation(QKeyEvent *event)
{
    struct Move
    {
        int key;
        CursorAction action;
    };
    static constexpr Move moves[] = {{Qt::Key_Up, MoveUp}, {Qt::Key_Down, MoveDown},
        {Qt::Key_Left, MoveLeft}, {Qt::Key_Right, MoveRight}, {Qt::Key_Home, MoveHome},
        {Qt::Key_End, MoveEnd}, {Qt::Key_PageUp, MovePageUp}, {Qt::Key_PageDown, MovePageDown}};
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers & ~(Qt::ShiftModifier | Qt::ControlModifier))
        return false;
    for (const Move &move : moves) {
        const bool page = move.action == MovePageUp || move.action == MovePageDown;
        if (event->key() != move.key || (page && modifiers & Qt::ControlModifier))
            continue;
        m_kept = {};
        moveTo(moveCursor(move.action, modifiers), modifiers & Qt::ShiftModifier);
        return true;
    }
    return false;
}

bool GridView::handleSelectionKey(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Space || !currentIndex().isValid())
        return false;
    const QItemSelection selection = selectionModel()->selection();
    const int row = currentIndex().row();
    const int column = currentIndex().column();
    if (event->modifiers() == Qt::ShiftModifier) {
        selectRows(row, row, QItemSelectionModel::ClearAndSelect);
        for (const QItemSelectionRange &range : selection)
            selectRows(range.top(), range.bottom(), QItemSelectionModel::Select);
        return true;
    }
    if (event->modifiers() == Qt::ControlModifier) {
        selectColumn(column, QItemSelectionModel::ClearAndSelect);
        for (const QItemSelectionRange &range : selection) {
            for (int other = range.left(); other <= range.right(); ++other)
                selectColumn(other, QItemSelectionModel::Select);
        }
        return true;
    }
    return false;
}

/// Alt+Shift+arrows: left and right change the width, down fits it, up moves the column on.
bool GridView::handleColumnKey(QKeyEvent *event)
{
    if (event->modifiers() != (Qt::AltModifier | Qt::ShiftModifier) || !currentIndex().isValid())
        return false;
    const int column = currentIndex().column();
    const int step = fontMetrics().averageCharWidth() * 2;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        m_header->resizeSection(column,
            std::max(m_header->minimumSectionSize(),
                m_header->sectionSize(column) + (event->key() == Qt::Key_Left ? -step : step)));
        return true;
    case Qt::Key_Down:
        fitColumn(column);
        return true;
    case Qt::Key_Up: {
        const int visual = m_header->visualIndex(column);
        m_header->moveSection(visual, (visual + 1) % m_header->count());
        scrollTo(currentIndex());
        return true;
    }
    default:
        return false;
    }
}

void GridView::keyPressEvent(QKeyEvent *event)
{
    if (!model()) {
        event->ignore();
        return;
    }
    if (handleNavigation(event) || handleSelectionKey(event) || handleColumnKey(event)) {
        event->accept();
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool plain = !(event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier));
    if (enter && plain && currentIndex().isValid()) {
        edit(currentIndex(), EditKeyPressed, event);
        event->accept();
        return;
    }
    // Keys that are somebody's shortcut, and the copying of one cell by the base class.
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)
        || event->key() == Qt::Key_Space || event->key() == Qt::Key_Delete
        || event->key() == Qt::Key_Backspace || event->key() == Qt::Key_Escape) {
        event->ignore();
        return;
    }
    QAbstractItemView::keyPressEvent(event);
}

bool GridView::focusNextPrevChild(bool next)
{
    // Tab goes through the cells; at either end it leaves the grid.
    const QModelIndex now = currentIndex();
    const QModelIndex to = moveCursor(next ? MoveNext : MovePrevious, Qt::NoModifier);
    if (!to.isValid() || to == now)
        return QAbstractScrollArea::focusNextPrevChild(next);
    moveTo(to, false);
    return true;
}

namespace {

/// Whether a line can show the text whole: a line editor lays out all of it at each key, and drops
/// what a NUL hides.
bool fitsIntoALine(const QString &text)
{
    constexpr qsizetype mostCharacters = 20'000;
    return text.size() <= mostCharacters && !text.contains(QChar(0));
}

} // namespace

bool GridView::edit(const QModelIndex &index, EditTrigger trigger, QEvent *event)
{
    const bool wanted = trigger == AllEditTriggers || (trigger & editTriggers());
    if (wanted && trigger != NoEditTriggers && index.isValid() && index.flags() & Qt::ItemIsEditable
        && index.data(CutRole).toBool()) {
        Q_EMIT wholeValueNeeded(index);
        return false;
    }
    if (wanted && trigger != NoEditTriggers && index.isValid()
        && !fitsIntoALine(index.data(Qt::EditRole).toString())) {
        Q_EMIT panelNeeded(index);
        return false;
    }
    return QAbstractItemView::edit(index, trigger, event);
}

void GridView::closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint)
{
    QAbstractItemView::closeEditor(editor, QAbstractItemDelegate::NoHint);
    setFocus();
    if (hint == QAbstractItemDelegate::EditNextItem)
        moveTo(moveCursor(MoveNext, Qt::NoModifier), false);
    else if (hint == QAbstractItemDelegate::EditPreviousItem)
        moveTo(moveCursor(MovePrevious, Qt::NoModifier), false);
    else if (hint == QAbstractItemDelegate::SubmitModelCache)
        moveTo(moveCursor(MoveDown, Qt::NoModifier), false);
}

// --- mouse

void GridView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    const Qt::KeyboardModifiers modifiers = event->modifiers();
    if (event->button() == Qt::RightButton) {
        if (index.isValid() && !selectionModel()->isSelected(index))
            moveTo(index, false);
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = index;
    if (!index.isValid()) {
        m_anchor = QPersistentModelIndex();
        selectionModel()->clearSelection();
        return;
    }
    m_dragging = true;
    m_kept = {};
    if (modifiers & Qt::ShiftModifier) {
        extendTo(index, QItemSelectionModel::ClearAndSelect);
    } else if (modifiers & Qt::ControlModifier) {
        m_kept = selectionModel()->selection();
        m_anchor = index;
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::Toggle);
    } else {
        m_anchor = index;
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    }
}

void GridView::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton && m_dragging)
        dragTo(event->position().toPoint());
}

void GridView::dragTo(const QPoint &point)
{
    if (!m_dragging || !m_anchor.isValid())
        return;
    const QRect area = viewport()->rect();
    if (area.contains(point) || (m_draggingRows && point.y() >= 0 && point.y() < area.height()))
        m_scrollTimer.stop();
    else if (!m_scrollTimer.isActive())
        m_scrollTimer.start(autoScrollMs, this);
    const QPoint inside(std::clamp(point.x(), 0, std::max(0, area.width() - 1)),
        std::clamp(point.y(), 0, std::max(0, (bottomRow() - topRow() + 1) * m_rowHeight - 1)));
    if (m_draggingRows) {
        const int row = rowAt(inside.y());
        if (row < 0)
            return;
        selectionModel()->select(m_kept, QItemSelectionModel::ClearAndSelect);
        selectRows(m_anchor.row(), row, QItemSelectionModel::Select);
        selectionModel()->setCurrentIndex(
            model()->index(row, m_anchor.column(), rootIndex()), QItemSelectionModel::NoUpdate);
        return;
    }
    const QModelIndex index = indexAt(inside);
    if (index.isValid() && index != currentIndex())
        extendTo(index, QItemSelectionModel::ClearAndSelect);
}

void GridView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_scrollTimer.timerId()) {
        QAbstractItemView::timerEvent(event);
        return;
    }
    const QPoint point = viewport()->mapFromGlobal(QCursor::pos());
    const int below = point.y() - viewport()->height();
    const int step = point.y() < 0 ? point.y() / m_rowHeight - 1
        : below > 0                ? below / m_rowHeight + 1
                                   : 0;
    // The further out, the faster: a table of millions has an end, too.
    const qint64 rows = qint64(step) * std::abs(step);
    setTopRow(int(std::clamp<qint64>(topRow() + rows, 0, verticalScrollBar()->maximum())));
    const int side = point.x() < 0 ? -1 : point.x() > viewport()->width() ? 1 : 0;
    horizontalScrollBar()->setValue(
        horizontalScrollBar()->value() + side * horizontalScrollBar()->singleStep());
    dragTo(point);
}

void GridView::mouseReleaseEvent(QMouseEvent *event)
{
    m_dragging = m_draggingRows = false;
    m_scrollTimer.stop();
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !index.isValid() || index != m_pressed)
        return;
    if (event->modifiers() == Qt::ControlModifier)
        Q_EMIT followRequested(index);
    Q_EMIT clicked(index);
}

void GridView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !index.isValid())
        return;
    Q_EMIT doubleClicked(index);
    edit(index, DoubleClicked, event);
}

bool GridView::viewportEvent(QEvent *event)
{
    // The base class follows the mouse and asks the model about each cell; nobody needs it.
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter
        || event->type() == QEvent::HoverLeave)
        return QAbstractScrollArea::viewportEvent(event);
    return QAbstractItemView::viewportEvent(event);
}

} // namespace joinery
