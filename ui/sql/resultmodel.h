// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/rowstore.h"

#include <QAbstractTableModel>

namespace joinery {

/// The rows of one statement as far as they were fetched. Grows at its end only.
class ResultModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setColumns(const QStringList &columns);
    void append(const RowChunkPtr &rows);
    /// Whether the database has more rows than these; a view that comes to the end asks for them.
    void setHasMore(bool hasMore) { m_hasMore = hasMore; }
    bool hasMore() const { return m_hasMore; }
    qsizetype byteCount() const { return m_rows.byteCount(); }
    const QStringList &columns() const { return m_columns; }
    Value value(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void moreWanted();

private:
    QStringList m_columns {};
    RowStore m_rows {};
    bool m_hasMore = false;
};

/// A cell for people: NULL and the size of a blob in words, long texts cut.
QString cellText(const Value &value);

} // namespace joinery
