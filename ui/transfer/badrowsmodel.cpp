// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/badrowsmodel.h"

using namespace Qt::StringLiterals;

namespace joinery {

void BadRowsModel::setRows(const QList<BadRow> &rows)
{
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int BadRowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int BadRowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 3;
}

QVariant BadRowsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)
        || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const BadRow &row = m_rows[index.row()];
    if (index.column() == 0)
        return role == Qt::DisplayRole ? QVariant(row.line) : QVariant();
    QString text = index.column() == 1 ? row.reason : row.text;
    return role == Qt::ToolTipRole ? text : text.replace(u'\n', u'⏎');
}

QVariant BadRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    return section == 0 ? tr("Line") : section == 1 ? tr("Why it was not imported") : tr("Text");
}

} // namespace joinery
