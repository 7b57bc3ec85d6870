// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/rowedits.h"
#include "ui/itemmodels/rowsource.h"

#include <QAbstractTableModel>

namespace joinery {

/// A column as the grid shows it.
struct GridColumn
{
    QString name;
    QString toolTip {}; ///< type, what it references
    FilterKind kind = FilterKind::Text;
    int marks = 0; ///< RowsModel::Mark
    bool editable = false;

    bool operator==(const GridColumn &) const = default;
};

/// The rows of a RowSource as an item model, with staged edits over them: rows to be added stand
/// at the end. Holds no rows itself. Roles of cells: DisplayRole a text of at most a thousand
/// characters, EditRole the text to edit, ValueRole the Value as it is staged or read, and those
/// below. Headers: DisplayRole the column's name or the row's number, "~" before an estimated one.
class RowsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// The same numbers as those of GridView::Role, which says what they are.
    enum Role
    {
        KindRole = Qt::UserRole + 100,
        ChangeRole,
        CutRole,
        SortRole,
        MarkRole,
        ValueRole = Qt::UserRole + 200, ///< a Value; setData takes one
    };
    enum Kind
    {
        Plain,
        Null,
        Blob,
        Default,
        Unloaded,
        Gone
    };
    enum Change
    {
        NoChange,
        Inserted,
        Updated,
        Deleted
    };
    enum Mark
    {
        KeyMark = 1,
        ReferenceMark = 2
    };

    /// `source` must outlive the model.
    RowsModel(RowSource &source, const QList<GridColumn> &columns, QObject *parent = nullptr);
    ~RowsModel() override;

    RowSource &source() const { return m_source; }
    const QList<GridColumn> &columns() const { return m_columns; }
    /// What is laid over the rows; null makes them read-only. Must outlive the model or be unset.
    /// Its columns are those of the model.
    void setEdits(RowEdits *edits);
    RowEdits *edits() const { return m_edits; }
    /// Shows the sort in the header: column -> place, negative for descending.
    void setSort(const QList<int> &places);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Stages a text (EditRole) or a Value (ValueRole). The row may have to be read whole first; it
    /// is then staged a moment later.
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

    /// How many rows are in the database, by estimate or count; the staged new ones follow.
    int storedRows() const { return m_stored; }
    /// The row in the database; null for new rows and those that are not at hand.
    const DataRow *rowAt(int row) const;
    /// The id of a staged new row; 0 for others.
    quint64 insertedAt(int row) const;
    /// Stages the deletion of rows of the database, and takes staged new ones back.
    void deleteRows(const QList<int> &rows);
    /// What a text typed into that column amounts to: a number where the column holds numbers,
    /// NULL for nothing in such a column.
    Value valueFor(int column, const QString &text) const;

Q_SIGNALS:
    /// A cell was to be edited that cannot be, with the reason.
    void refused(const QString &reason);

private:
    struct Held
    {
        const DataRow *row = nullptr;
        const RowChange *change = nullptr;
        quint64 inserted = 0;
    };
    Held held(int row) const;
    int changeOf(const Held &held, int column) const;
    int rowChangeOf(int row) const;
    std::optional<Value> valueOf(const Held &held, int column) const;
    int kindOf(const Held &held, int column) const;
    QString textOf(const Held &held, int column) const;
    QVariant columnHeader(int column, int role) const;
    void stage(const DataRow &row, int column, const Value &value);
    void withWholeRow(const DataRow &row, const std::function<void(const DataRow &)> &stage);
    void recount();
    void editsChanged();

    RowSource &m_source;
    const QList<GridColumn> m_columns;
    RowEdits *m_edits = nullptr;
    int m_listener = 0;
    int m_stored = 0;
    int m_inserted = 0;
    QList<int> m_sort {};
};

} // namespace joinery
