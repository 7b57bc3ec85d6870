// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/importer.h"

#include <QAbstractTableModel>

namespace joinery {

/// The records of a file that were not imported: line, reason, text.
class BadRowsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const QList<BadRow> &rows);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<BadRow> m_rows {};
};

} // namespace joinery
