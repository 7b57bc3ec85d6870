// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/backupsmodel.h"

#include "ui/widgets/theme.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace joinery {

void BackupsModel::setBackups(const QList<Backup> &backups)
{
    beginResetModel();
    m_backups = backups;
    endResetModel();
}

int BackupsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_backups.size());
}

int BackupsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant BackupsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Backup &backup = m_backups[index.row()];
    if (role == Qt::DecorationRole && index.column() == Taken)
        return icon(u"backup"_s);
    if (role == Qt::ToolTipRole)
        return backup.path;
    if (role == Qt::TextAlignmentRole && index.column() == Size)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QLocale locale;
    switch (index.column()) {
    case Taken:
        return backup.takenAt.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s);
    case Before:
        return backup.revision;
    default:
        return locale.formattedDataSize(backup.bytes);
    }
}

QVariant BackupsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    return QStringList {tr("Taken"), tr("Before revision"), tr("Size")}.value(section);
}

} // namespace joinery
