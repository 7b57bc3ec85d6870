// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/importpreviewmodel.h"

#include "ui/widgets/theme.h"

#include <QFont>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype longestCell = 300;

QString cellText(const Value &value)
{
    if (isNull(value))
        return u"NULL"_s;
    QString text = toText(value);
    if (text.size() > longestCell)
        text = text.left(longestCell) + u'…';
    return text.replace(u'\n', u'⏎');
}

QString troubleOf(const PreviewRow &row, qsizetype column)
{
    return row.trouble.isEmpty() ? row.troubles.value(column) : row.trouble;
}

} // namespace

void ImportPreviewModel::setRows(const QStringList &columns, const QList<PreviewRow> &rows)
{
    beginResetModel();
    m_columns = columns;
    m_rows = rows;
    endResetModel();
}

int ImportPreviewModel::troubles() const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(), [](const PreviewRow &row) {
        return !row.trouble.isEmpty() || !row.troubles.join(QString()).isEmpty();
    }));
}

int ImportPreviewModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ImportPreviewModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant ImportPreviewModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PreviewRow &row = m_rows[index.row()];
    const Value value = row.values.value(index.column());
    const QString trouble = troubleOf(row, index.column());
    const Theme &theme = Theme::instance();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(value);
    case Qt::ToolTipRole:
        return trouble;
    case Qt::AccessibleTextRole:
        return trouble.isEmpty() ? cellText(value) : cellText(value) + u": "_s + trouble;
    case Qt::DecorationRole:
        return trouble.isEmpty() ? QVariant() : QVariant(icon(u"warning"_s, ColorToken::Danger));
    case Qt::ForegroundRole:
        return !trouble.isEmpty() ? QVariant(theme.color(ColorToken::Danger))
            : isNull(value)       ? QVariant(theme.color(ColorToken::Null))
                                  : QVariant();
    case Qt::FontRole:
        if (isNull(value)) {
            QFont font;
            font.setItalic(true);
            return font;
        }
        return {};
    default:
        return {};
    }
}

QVariant ImportPreviewModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? QVariant(m_columns.value(section))
                                         : QVariant(m_rows.value(section).line);
}

} // namespace joinery
