// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gridheader.h"

#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString superscript(int number)
{
    static const QString digits = u"⁰¹²³⁴⁵⁶⁷⁸⁹"_s;
    QString text = QString::number(number);
    for (QChar &digit : text)
        digit = digits[digit.digitValue()];
    return text;
}

} // namespace

GridHeader::GridHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Columns"));
    connect(this, &QHeaderView::sectionClicked, this, [this](int column) {
        Q_EMIT sortRequested(column, m_modifiers & (Qt::ShiftModifier | Qt::ControlModifier));
    });
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void GridHeader::mouseReleaseEvent(QMouseEvent *event)
{
    m_modifiers = event->modifiers();
    QHeaderView::mouseReleaseEvent(event);
}

QString GridHeader::sortSign(int column) const
{
    const int place = model()->headerData(column, Qt::Horizontal, GridView::SortRole).toInt();
    if (place == 0)
        return {};
    return (place > 0 ? u"▴"_s : u"▾"_s) + superscript(std::abs(place));
}

QSize GridHeader::sectionSizeFromContents(int column) const
{
    const QFontMetrics metrics(font());
    const QString name = model()->headerData(column, Qt::Horizontal).toString();
    const int mark = model()->headerData(column, Qt::Horizontal, GridView::MarkRole).toInt();
    const int icons = (mark & GridView::KeyMark ? 1 : 0) + (mark & GridView::ReferenceMark ? 1 : 0);
    const int width = metrics.horizontalAdvance(name + u" ▴¹"_s) + 2 * margin()
        + icons * (metrics.height() + margin() / 2);
    return {width, metrics.height() + metrics.height() * 3 / 4};
}

void GridHeader::paintSection(QPainter *painter, const QRect &rect, int column) const
{
    const Theme &theme = Theme::instance();
    painter->save();
    painter->fillRect(rect, theme.color(ColorToken::Raised));
    painter->setPen(theme.color(ColorToken::Border));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    painter->drawLine(rect.topRight(), rect.bottomRight());
    QRect inside = rect.adjusted(margin(), 0, -margin(), 0);
    const int side = fontMetrics().height();
    const int mark = model()->headerData(column, Qt::Horizontal, GridView::MarkRole).toInt();
    const auto drawMark = [&](const QString &name) {
        const QRect place(inside.left(), inside.center().y() - side / 2, side, side);
        icon(name, ColorToken::TextMuted).paint(painter, place);
        inside.setLeft(inside.left() + side + margin() / 2);
    };
    if (mark & GridView::KeyMark)
        drawMark(u"key"_s);
    if (mark & GridView::ReferenceMark)
        drawMark(u"foreign-key"_s);
    painter->setPen(theme.color(ColorToken::Text));
    painter->setFont(font());
    const QString sign = sortSign(column);
    if (!sign.isEmpty()) {
        painter->drawText(inside, Qt::AlignRight | Qt::AlignVCenter, sign);
        inside.setRight(inside.right() - fontMetrics().horizontalAdvance(sign) - margin() / 2);
    }
    const QString name = model()->headerData(column, Qt::Horizontal).toString();
    painter->drawText(inside, Qt::AlignLeft | Qt::AlignVCenter,
        fontMetrics().elidedText(name, Qt::ElideRight, inside.width()));
    painter->restore();
}

} // namespace joinery
