// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gridrowheader.h"

#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace joinery {

GridRowHeader::GridRowHeader(GridView *view)
    : QWidget(view)
    , m_view(view)
{
    setAccessibleName(tr("Row numbers"));
}

int GridRowHeader::top() const
{
    return m_view->viewport()->y() - y();
}

void GridRowHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::instance();
    painter.fillRect(rect(), theme.color(ColorToken::Raised));
    painter.setPen(theme.color(ColorToken::Border));
    painter.drawLine(width() - 1, 0, width() - 1, height());
    painter.drawLine(0, top() - 1, width(), top() - 1);
    if (!m_view->model())
        return;
    const int side = fontMetrics().height();
    const int filterHeight = top() - m_view->header()->height();
    if (filterHeight > side)
        icon(u"filter"_s, ColorToken::TextMuted)
            .paint(&painter, width() - side * 3 / 2, top() - (filterHeight + side) / 2, side, side);
    painter.setClipRect(0, top(), width(), height() - top());
    const int rowHeight = m_view->rowHeight();
    for (int row = m_view->topRow(); row <= m_view->bottomRow(); ++row)
        paintRow(painter, row,
            {0, top() + (row - m_view->topRow()) * rowHeight, width() - 1, rowHeight - 1});
}

void GridRowHeader::paintRow(QPainter &painter, int row, const QRect &rect) const
{
    const Theme &theme = Theme::instance();
    const bool current = m_view->currentIndex().row() == row;
    const int change = m_view->model()->headerData(row, Qt::Vertical, GridView::ChangeRole).toInt();
    static const QString signs[] = {u""_s, u"+"_s, u"~"_s, u"−"_s};
    static constexpr ColorToken backs[]
        = {ColorToken::Raised, ColorToken::Inserted, ColorToken::Updated, ColorToken::Deleted};
    static constexpr ColorToken texts[] = {ColorToken::TextMuted, ColorToken::InsertedText,
        ColorToken::UpdatedText, ColorToken::DeletedText};
    if (change != GridView::NoChange)
        painter.fillRect(rect, theme.color(backs[change]));
    else if (current)
        painter.fillRect(rect, theme.color(ColorToken::Selection));
    const int margin = fontMetrics().averageCharWidth();
    painter.setPen(theme.color(
        change == GridView::NoChange && current ? ColorToken::SelectionText : texts[change]));
    const QString number = m_view->model()->headerData(row, Qt::Vertical).toString();
    const QFontMetrics metrics = painter.fontMetrics();
    const int y = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2;
    painter.drawText(rect.right() + 1 - margin - metrics.horizontalAdvance(number), y, number);
    if (change != GridView::NoChange) {
        QFont bold = font();
        bold.setBold(true);
        painter.setFont(bold);
        painter.drawText(margin, y, signs[change]);
        painter.setFont(font());
    }
    painter.setPen(theme.color(ColorToken::Border));
    painter.drawLine(0, rect.bottom() + 1, width(), rect.bottom() + 1);
}

void GridRowHeader::mousePressEvent(QMouseEvent *event)
{
    const int y = event->position().toPoint().y() - top();
    if (event->button() == Qt::LeftButton && y < 0 && m_view->model())
        m_view->selectAll(); // the corner
    else if (event->button() == Qt::LeftButton)
        m_view->pressRow(m_view->rowAt(y), event->modifiers());
    m_view->setFocus(Qt::MouseFocusReason);
}

void GridRowHeader::mouseMoveEvent(QMouseEvent *event)
{
    m_view->dragTo(m_view->viewport()->mapFrom(m_view, mapTo(m_view, event->position().toPoint())));
}

void GridRowHeader::mouseReleaseEvent(QMouseEvent *)
{
    m_view->m_dragging = m_view->m_draggingRows = false;
    m_view->m_scrollTimer.stop();
}

void GridRowHeader::wheelEvent(QWheelEvent *event)
{
    QCoreApplication::sendEvent(m_view->viewport(), event);
}

void GridRowHeader::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT m_view->customContextMenuRequested(
        m_view->viewport()->mapFromGlobal(event->globalPos()));
}

} // namespace joinery
