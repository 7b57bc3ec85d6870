// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultmodel.h"

#include "joinery/base/overloaded.h"
#include "ui/widgets/gridview.h"
#include "ui/widgets/theme.h"

#include <QFont>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype longestShown = 300;
constexpr qsizetype longestToolTip = 2000;

QString toolTipOf(const Value &value)
{
    const auto *text = std::get_if<QString>(&value);
    if (!text || (text->size() <= longestShown && !text->contains(u'\n')))
        return {};
    const QString shown = text->left(longestToolTip).toHtmlEscaped();
    return u"<pre>%1%2</pre>"_s.arg(shown, text->size() > longestToolTip ? u"…"_s : QString());
}

bool isNumber(const Value &value)
{
    return std::holds_alternative<qint64>(value) || std::holds_alternative<double>(value);
}

GridView::Kind kindOf(const Value &value)
{
    if (isNull(value))
        return GridView::NullCell;
    return std::holds_alternative<QByteArray>(value) ? GridView::BlobCell : GridView::PlainCell;
}

bool isMuted(const Value &value)
{
    return isNull(value) || std::holds_alternative<QByteArray>(value);
}

} // namespace

QString cellText(const Value &value)
{
    return std::visit(
        overloaded {
            [](std::monostate) { return u"NULL"_s; },
            [](qint64 number) { return QString::number(number); },
            [](double number) { return toText(number); },
            [](const QString &text) { return text.left(longestShown); },
            [](const QByteArray &bytes) {
                return ResultModel::tr("BLOB, %1").arg(QLocale().formattedDataSize(bytes.size()));
            },
        },
        value);
}

void ResultModel::setColumns(const QStringList &columns)
{
    beginResetModel();
    m_columns = columns;
    m_rows.clear();
    endResetModel();
}

void ResultModel::append(const RowChunkPtr &rows)
{
    if (rows->rowCount() == 0)
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + int(rows->rowCount()) - 1);
    m_rows.append(rows);
    endInsertRows();
}

Value ResultModel::value(const QModelIndex &index) const
{
    return index.isValid() ? m_rows.row(index.row()).value(index.column()) : Value {};
}

int ResultModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.rowCount());
}

int ResultModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant ResultModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return cellText(value(index));
    case GridView::KindRole:
        return kindOf(value(index));
    case GridView::CutRole: {
        const Value shown = value(index);
        const auto *text = std::get_if<QString>(&shown);
        return text && text->size() > longestShown;
    }
    case Qt::ToolTipRole:
        return toolTipOf(value(index));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber(value(index)) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ForegroundRole:
        return isMuted(value(index)) ? QVariant(Theme::instance().color(ColorToken::Null))
                                     : QVariant();
    case Qt::FontRole: {
        if (!isMuted(value(index)))
            return {};
        QFont font;
        font.setItalic(true);
        return font;
    }
    default:
        return {};
    }
}

QVariant ResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    return orientation == Qt::Horizontal ? QVariant(m_columns.value(section))
                                         : QVariant(section + 1);
}

bool ResultModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore;
}

void ResultModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        Q_EMIT moreWanted();
}

} // namespace joinery
