// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/themestyle.h"

#include "ui/widgets/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QColor color(ColorToken token)
{
    return Theme::instance().color(token);
}

QPen outline(const QStyleOption &option)
{
    const bool focus = option.state & QStyle::State_HasFocus;
    const bool enabled = option.state & QStyle::State_Enabled;
    return {color(focus       ? ColorToken::Link
                    : enabled ? ColorToken::TextMuted
                              : ColorToken::Border),
        focus ? 1.6 : 1.0};
}

QPen mark(const QStyleOption &option, double width)
{
    const bool enabled = option.state & QStyle::State_Enabled;
    return {color(enabled ? ColorToken::Text : ColorToken::TextMuted), width, Qt::SolidLine,
        Qt::RoundCap, Qt::RoundJoin};
}

void drawField(const QStyleOption &option, QPainter &painter)
{
    QPen pen = outline(option);
    if (!(option.state & QStyle::State_HasFocus))
        pen.setColor(color(ColorToken::Border));
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 2.5, 2.5);
}

void drawCheckBox(const QStyleOption &option, QPainter &painter)
{
    const QRectF box = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.setPen(outline(option));
    painter.setBrush(color(ColorToken::Surface));
    painter.drawRoundedRect(box, 2, 2);
    const double unit = box.width() / 10;
    painter.setPen(mark(option, unit * 1.7));
    painter.setBrush(Qt::NoBrush);
    if (option.state & QStyle::State_On) {
        QPainterPath tick(box.topLeft() + QPointF(2.2, 5.2) * unit);
        tick.lineTo(box.topLeft() + QPointF(4.2, 7.3) * unit);
        tick.lineTo(box.topLeft() + QPointF(7.9, 2.9) * unit);
        painter.drawPath(tick);
    } else if (option.state & QStyle::State_NoChange) {
        painter.drawLine(
            box.topLeft() + QPointF(2.5, 5) * unit, box.topLeft() + QPointF(7.5, 5) * unit);
    }
}

void drawRadioButton(const QStyleOption &option, QPainter &painter)
{
    const QRectF circle = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.setPen(outline(option));
    painter.setBrush(color(ColorToken::Surface));
    painter.drawEllipse(circle);
    if (option.state & QStyle::State_On) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mark(option, 1).color());
        const double inset = circle.width() * 0.28;
        painter.drawEllipse(circle.adjusted(inset, inset, -inset, -inset));
    }
}

} // namespace

ThemeStyle::ThemeStyle()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{ }

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
    QPainter *painter, const QWidget *widget) const
{
    const auto draw = [=](void (*how)(const QStyleOption &, QPainter &)) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        how(*option, *painter);
        painter->restore();
    };
    switch (element) {
    case PE_FrameLineEdit:
        draw(drawField);
        break;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        draw(drawCheckBox);
        break;
    case PE_IndicatorRadioButton:
        draw(drawRadioButton);
        break;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

} // namespace joinery
