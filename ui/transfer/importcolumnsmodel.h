// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/importer.h"

#include <QAbstractTableModel>

namespace joinery {

/// Which column of a file goes into which column of the table: one row for each of the file's.
class ImportColumnsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Columns
    {
        Field,
        Sample,
        Into, ///< empty = not imported
        Type,
        ColumnCount
    };
    /// The texts to choose from; an invalid variant where any text may be typed.
    static constexpr int ChoicesRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    /// `samples`: the first value of each field.
    void setFile(const QList<CsvColumn> &fields, const QStringList &samples, bool header);
    /// Columns of the same name are put together.
    void setTable(const Table &table);
    /// The table is made: names and types are the file's and may be changed.
    void setNewTable();

    QList<ImportColumn> mapping() const;
    /// The table that is made.
    Table newTable(const QString &name) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

private:
    struct Row
    {
        CsvColumn field {};
        QString sample {};
        QString into {};
        QString type {};
    };

    void fill();
    QString text(const Row &row, int column) const;
    QStringList choices(int column) const;

    QList<Row> m_rows {};
    Table m_table {};
    bool m_isNew = true;
    bool m_header = true;
};

} // namespace joinery
