// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/importpreview.h"

#include <QAbstractTableModel>

namespace joinery {

/// The first rows as they will be imported; what does not fit is marked by a sign and a colour.
class ImportPreviewModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const QStringList &columns, const QList<PreviewRow> &rows);
    /// Rows with something that does not fit.
    int troubles() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_columns {};
    QList<PreviewRow> m_rows {};
};

} // namespace joinery
