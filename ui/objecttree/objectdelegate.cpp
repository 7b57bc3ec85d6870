// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/objecttree/objectdelegate.h"

#include "ui/itemmodels/objecttreemodel.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString iconOf(const QModelIndex &index)
{
    switch (ObjectTreeModel::Kind(index.data(ObjectTreeModel::KindRole).toInt())) {
    case ObjectTreeModel::Kind::Database:
        return u"database"_s;
    case ObjectTreeModel::Kind::Tables:
    case ObjectTreeModel::Kind::VirtualTables:
    case ObjectTreeModel::Kind::Views:
        return u"project"_s;
    case ObjectTreeModel::Kind::Table:
        return u"table"_s;
    case ObjectTreeModel::Kind::VirtualTable:
        return u"virtual-table"_s;
    case ObjectTreeModel::Kind::View:
        return u"view"_s;
    case ObjectTreeModel::Kind::Column:
        return u"column"_s;
    case ObjectTreeModel::Kind::ForeignKey:
        return u"foreign-key"_s;
    case ObjectTreeModel::Kind::Index:
        return u"index"_s;
    case ObjectTreeModel::Kind::Trigger:
        return u"trigger"_s;
    }
    return u"table"_s;
}

constexpr int gap = 8; ///< between name and detail

} // namespace

void ObjectDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const bool broken = !index.data(ObjectTreeModel::BrokenRole).toString().isEmpty();
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->icon = broken ? icon(u"warning"_s, ColorToken::Warning) : icon(iconOf(index));
}

void ObjectDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const QString detail = index.data(ObjectTreeModel::DetailRole).toString();
    if (detail.isEmpty())
        return;
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QRect text
        = QApplication::style()->subElementRect(QStyle::SE_ItemViewItemText, &item, item.widget);
    QRect rest = text;
    rest.setLeft(text.left() + item.fontMetrics.horizontalAdvance(item.text) + gap);
    rest.setRight(option.rect.right() - gap);
    if (rest.width() <= 0)
        return;
    painter->save();
    painter->setFont(item.font);
    const bool selected = option.state & QStyle::State_Selected;
    painter->setPen(
        Theme::instance().color(selected ? ColorToken::SelectionText : ColorToken::TextMuted));
    painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
        item.fontMetrics.elidedText(detail, Qt::ElideRight, rest.width()));
    painter->restore();
}

QSize ObjectDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    const QString detail = index.data(ObjectTreeModel::DetailRole).toString();
    size.rwidth() += gap + option.fontMetrics.horizontalAdvance(detail);
    size.rheight() = std::max(size.height(), option.fontMetrics.height() + 6);
    return size;
}

} // namespace joinery
