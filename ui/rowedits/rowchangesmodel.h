// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/commit.h"

#include <QAbstractItemModel>
#include <QPointer>

namespace joinery {

class RowEditsStore;

/// What is staged in a database: tables, below them a line for each changed cell, added row and
/// deleted row. Follows the store.
class RowChangesModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column
    {
        RowColumn, ///< sign and key
        CellColumn, ///< the column's name
        BeforeColumn,
        AfterColumn,
        ProblemColumn,
        ColumnCount
    };

    /// A line: all of a change, or one of its cells.
    struct Line
    {
        quint64 change = 0;
        int column = -1; ///< -1 = the whole row
        bool operator==(const Line &) const = default;
    };

    explicit RowChangesModel(QObject *parent = nullptr);
    ~RowChangesModel() override;

    /// Null shows nothing.
    void setStore(RowEditsStore *store);
    RowEditsStore *store() const;

    /// The table of a line or of the table's own index.
    QString tableAt(const QModelIndex &index) const;
    /// Unset for tables.
    std::optional<Line> lineAt(const QModelIndex &index) const;
    /// Null when the line's change did not fail, or did for another of its cells.
    const CommitFailure *failureAt(const QModelIndex &index) const;
    /// The line that a failure is shown at; invalid when it says no change.
    QModelIndex indexOf(const CommitFailure &failure) const;
    /// Takes back what the indexes show: cells, rows, all of a table. One step of undo a table.
    void revert(const QModelIndexList &indexes);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Group
    {
        QString table;
        QList<Line> lines;
    };

    void reload();
    void update(const QString &table);
    void updateLines(int row, const QList<Line> &lines);
    void failuresChanged();
    int rowOf(const Group *group) const;
    QVariant tableData(const Group &group, int column, int role) const;
    QVariant lineData(const Group &group, const Line &line, int column, int role) const;
    QString text(const Group &group, const Line &line, const RowChange &change, int column) const;
    const CommitFailure *failureOf(const Group &group, const Line &line) const;

    QPointer<RowEditsStore> m_store {};
    std::vector<std::unique_ptr<Group>> m_groups {}; ///< by table name
    QList<QMetaObject::Connection> m_following {};
};

/// A value for people, on one line, shortened: NULL, '', "BLOB, 12 bytes".
QString shownValue(const Value &value);

} // namespace joinery
