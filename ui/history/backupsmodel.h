// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/project/backups.h"

#include <QAbstractTableModel>

namespace joinery {

/// The copies of a database that were taken, newest first.
class BackupsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Taken,
        Before, ///< the revision that was about to run
        Size,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setBackups(const QList<Backup> &backups);
    const Backup &backup(int row) const { return m_backups.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<Backup> m_backups {};
};

} // namespace joinery
