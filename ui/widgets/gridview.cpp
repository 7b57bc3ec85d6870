// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gridview.h"

#include "ui/widgets/gridaccessible.h"
#include "ui/widgets/griddelegate.h"
#include "ui/widgets/gridheader.h"
#include "ui/widgets/gridrowheader.h"
#include "ui/widgets/theme.h"

#include <QLocale>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Rows out of sight are nearer than they are, or their pixels would not fit into an int.
constexpr qint64 farAway = 1 << 20;

} // namespace

GridView::GridView(QWidget *parent)
    : QAbstractItemView(parent)
    , m_header(new GridHeader(this))
    , m_rowHeader(new GridRowHeader(this))
{
    installGridAccessibility();
    setItemDelegate(new GridDelegate(this));
    setSelectionMode(ExtendedSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(true);
    setAttribute(Qt::WA_InputMethodEnabled);
    viewport()->setMouseTracking(false);
    connect(m_header, &QHeaderView::sectionResized, this, [this] {
        updateGeometries();
        viewport()->update();
        Q_EMIT columnsChanged();
    });
    connect(m_header, &QHeaderView::sectionMoved, this, [this] {
        updateGeometries();
        viewport()->update();
        Q_EMIT columnsChanged();
    });
    connect(m_header, &QHeaderView::sectionHandleDoubleClicked, this, &GridView::fitColumn);
    connect(m_header, &GridHeader::sortRequested, this, &GridView::sortRequested);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    measure();
}

GridView::~GridView() = default;

QHeaderView *GridView::header() const
{
    return m_header;
}

void GridView::measure()
{
    const QFontMetrics metrics(font());
    m_rowHeight = metrics.height() + metrics.height() / 2;
    const int before = std::exchange(m_charWidth, metrics.averageCharWidth());
    m_header->setMinimumSectionSize(m_charWidth * 3);
    if (m_header->count() == 0)
        m_header->setDefaultSectionSize(m_charWidth * 18);
    // Setting the default would give all columns that width.
    for (int column = 0; column < m_header->count() && before != m_charWidth; ++column)
        m_header->resizeSection(column, m_header->sectionSize(column) * m_charWidth / before);
}

int GridView::rowCount() const
{
    return model() ? model()->rowCount(rootIndex()) : 0;
}

int GridView::topRow() const
{
    return verticalScrollBar()->value();
}

int GridView::visibleRows() const
{
    return std::max(1, viewport()->height() / m_rowHeight);
}

int GridView::bottomRow() const
{
    const int rows = (viewport()->height() + m_rowHeight - 1) / m_rowHeight;
    return int(std::min(qint64(topRow()) + rows, qint64(rowCount())) - 1);
}

void GridView::setTopRow(int row)
{
    verticalScrollBar()->setValue(row);
}

void GridView::setFilterRow(QWidget *row)
{
    m_filterRow = row;
    row->setParent(this);
    row->show();
    updateGeometries();
}

void GridView::setModel(QAbstractItemModel *newModel)
{
    if (model()) {
        disconnect(model(), nullptr, this, nullptr);
        disconnect(model(), nullptr, m_rowHeader, nullptr);
    }
    QAbstractItemView::setModel(newModel);
    m_header->setModel(newModel);
    if (newModel) {
        connect(newModel, &QAbstractItemModel::rowsRemoved, this,
            [this] { scheduleDelayedItemsLayout(); });
        connect(newModel, &QAbstractItemModel::headerDataChanged, m_rowHeader,
            qOverload<>(&QWidget::update));
    }
    updateGeometries();
}

void GridView::reset()
{
    QAbstractItemView::reset();
    m_announcedFirst = m_announcedLast = -1;
    scheduleDelayedItemsLayout();
}

void GridView::doItemsLayout()
{
    QAbstractItemView::doItemsLayout();
    announceRows();
    m_rowHeader->update();
}

// --- where things are

int GridView::rowAt(int y) const
{
    if (y < 0)
        return -1;
    const qint64 row = qint64(topRow()) + y / m_rowHeight;
    return row < rowCount() ? int(row) : -1;
}

QModelIndex GridView::indexAt(const QPoint &point) const
{
    const int row = rowAt(point.y());
    const int column = m_header->logicalIndexAt(point.x());
    return row < 0 || column < 0 ? QModelIndex() : model()->index(row, column, rootIndex());
}

QRect GridView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || isIndexHidden(index))
        return {};
    const qint64 y = (qint64(index.row()) - topRow()) * m_rowHeight;
    return {m_header->sectionViewportPosition(index.column()),
        int(std::clamp(y, -farAway, farAway)), m_header->sectionSize(index.column()) - 1,
        m_rowHeight - 1};
}

bool GridView::isIndexHidden(const QModelIndex &index) const
{
    return m_header->isSectionHidden(index.column());
}

int GridView::horizontalOffset() const
{
    return m_header->offset();
}

QList<int> GridView::visibleColumns() const
{
    QList<int> columns;
    const int width = viewport()->width();
    const int first = std::max(0, m_header->visualIndexAt(0));
    for (int visual = first; visual < m_header->count(); ++visual) {
        const int column = m_header->logicalIndex(visual);
        if (m_header->isSectionHidden(column))
            continue;
        if (m_header->sectionViewportPosition(column) >= width)
            break;
        columns.append(column);
    }
    return columns;
}

void GridView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    executeDelayedItemsLayout();
    if (!index.isValid() || isIndexHidden(index))
        return;
    const int rows = visibleRows();
    const qint64 row = index.row();
    const qint64 top = topRow();
    if (hint == PositionAtCenter)
        setTopRow(int(std::max<qint64>(0, row - rows / 2)));
    else if (row < top || hint == PositionAtTop)
        setTopRow(int(row));
    else if (row >= top + rows || hint == PositionAtBottom)
        setTopRow(int(std::max<qint64>(0, row - rows + 1)));
    const int left = m_header->sectionViewportPosition(index.column());
    const int right = left + m_header->sectionSize(index.column());
    QScrollBar *bar = horizontalScrollBar();
    if (left < 0)
        bar->setValue(bar->value() + left);
    else if (right > viewport()->width())
        bar->setValue(bar->value() + std::min(left, right - viewport()->width()));
}

int GridView::rowHeaderWidth() const
{
    const QFontMetrics metrics(font());
    const QString widest = u"~"_s + locale().toString(std::max(999, rowCount()));
    return metrics.horizontalAdvance(widest) + metrics.height() + metrics.averageCharWidth() * 2;
}

void GridView::updateGeometries()
{
    const int left = rowHeaderWidth();
    const int headerHeight = m_header->sizeHint().height();
    const int filterHeight = m_filterRow ? m_filterRow->sizeHint().height() : 0;
    setViewportMargins(left, headerHeight + filterHeight, 0, 0);
    const QRect area = viewport()->geometry();
    m_header->setGeometry(
        area.left(), area.top() - headerHeight - filterHeight, area.width(), headerHeight);
    if (m_filterRow)
        m_filterRow->setGeometry(
            area.left(), area.top() - filterHeight, area.width(), filterHeight);
    m_rowHeader->setGeometry(area.left() - left, area.top() - headerHeight - filterHeight, left,
        area.height() + headerHeight + filterHeight);
    const int rows = visibleRows();
    verticalScrollBar()->setPageStep(rows);
    verticalScrollBar()->setSingleStep(1);
    verticalScrollBar()->setRange(0, std::max(0, rowCount() - rows));
    horizontalScrollBar()->setPageStep(area.width());
    horizontalScrollBar()->setSingleStep(fontMetrics().averageCharWidth() * 4);
    horizontalScrollBar()->setRange(0, std::max(0, m_header->length() - area.width()));
    QAbstractItemView::updateGeometries();
    announceRows();
}

void GridView::scrollContentsBy(int dx, int)
{
    if (dx != 0)
        m_header->setOffset(horizontalScrollBar()->value());
    if (m_filterRow)
        m_filterRow->update();
    viewport()->update();
    m_rowHeader->update();
    updateEditorGeometries();
    announceRows();
}

void GridView::announceRows()
{
    const int first = topRow();
    const int last = bottomRow();
    if (first == m_announcedFirst && last == m_announcedLast)
        return;
    m_announcedFirst = first;
    m_announcedLast = last;
    Q_EMIT visibleRowsChanged(first, last);
}

void GridView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
}

void GridView::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        measure();
        updateGeometries();
    }
}

void GridView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsInserted(parent, start, end);
    scheduleDelayedItemsLayout();
}

void GridView::dataChanged(
    const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    if (topLeft.row() > bottomRow() || bottomRight.row() < topRow())
        return;
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
    viewport()->update();
    m_rowHeader->update();
}

void GridView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    announceCell(*this, current);
    m_rowHeader->update();
    viewport()->update();
}

void GridView::fitColumn(int column)
{
    if (!model())
        return;
    int width = std::max(m_header->sectionSizeHint(column), fontMetrics().averageCharWidth() * 10);
    const GridDelegate *delegate = static_cast<const GridDelegate *>(itemDelegate());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    for (int row = topRow(); row <= bottomRow(); ++row)
        width = std::max(width, delegate->widthFor(option, model()->index(row, column)));
    // The view may not have been laid out yet, and then it is narrow.
    const int most = std::max(viewport()->width() * 2 / 3, fontMetrics().averageCharWidth() * 40);
    m_header->resizeSection(column, std::min(width, most));
}

// --- painting

void GridView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Theme &theme = Theme::instance();
    painter.fillRect(event->rect(), theme.color(ColorToken::Surface));
    painter.setFont(font());
    const QList<int> columns = visibleColumns();
    if (columns.isEmpty())
        return;
    const int last = bottomRow();
    for (int row = topRow(); row <= last; ++row) {
        const int y = (row - topRow()) * m_rowHeight;
        if (y <= event->rect().bottom() && y + m_rowHeight > event->rect().top())
            paintRow(painter, row, columns);
    }
    paintFrame(painter, columns);
}

void GridView::paintRow(QPainter &painter, int row, const QList<int> &columns) const
{
    const auto *delegate = static_cast<const GridDelegate *>(itemDelegate());
    const QModelIndex current = currentIndex();
    GridDelegate::Look look {.font = font(), .metrics = fontMetrics(), .active = hasFocus()};
    look.alternate = row % 2 == 1;
    for (const int column : columns) {
        const QModelIndex index = model()->index(row, column, rootIndex());
        look.rect = visualRect(index);
        look.selected = selectionModel()->isSelected(index);
        look.current = index == current;
        delegate->paintCell(painter, look, index);
    }
}

void GridView::paintFrame(QPainter &painter, const QList<int> &columns) const
{
    painter.setPen(Theme::instance().color(ColorToken::Border));
    const int height = (bottomRow() - topRow() + 1) * m_rowHeight;
    const int last = columns.last();
    const int right = m_header->sectionViewportPosition(last) + m_header->sectionSize(last) - 1;
    for (int y = m_rowHeight - 1; y < height; y += m_rowHeight)
        painter.drawLine(0, y, right, y);
    for (const int column : columns) {
        const int x = m_header->sectionViewportPosition(column) + m_header->sectionSize(column) - 1;
        painter.drawLine(x, 0, x, height - 1);
    }
}

} // namespace joinery
