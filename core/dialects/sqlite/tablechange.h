// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/operations/operation.h"

namespace joinery::sqlite {

/// How a column of a table's new state gets its value from a row of the old one.
struct ColumnCopy
{
    QString column; ///< its name, after
    QString
        source {}; ///< SQL over the old row; empty = nothing is copied: its default, or generated
    bool converts = false; ///< the value stored may differ from that of the old column

    bool operator==(const ColumnCopy &) const = default;
};

/// Rows that a person agreed to lose, as SQL over the new row.
struct RowFilter
{
    QString rank {}; ///< a window function that numbers the rows, seen in `keep` as joinery_rank;
                     ///< empty = none
    QString keep; ///< true for the rows that stay

    bool operator==(const RowFilter &) const = default;
};

/// What neighbouring operations on one table do to its rows: the one mapping that both the rebuild
/// and the counting of decisions go by.
struct TableChange
{
    Table before;
    Table after;
    QList<ColumnCopy> columns {}; ///< one for each of after.columns, in their order
    QList<RowFilter> filters {}; ///< in the order they apply

    bool operator==(const TableChange &) const = default;
};

/// The change that `operations`, none of them a rename, make to a table. `before` and `after` are
/// the schemas around them.
TableChange tableChange(const MetaData &before, const MetaData &after, const QString &table,
    const QList<Operation> &operations);

/// The name of the column by which newRows() gives each row's place: the old rowid where there is
/// one.
inline const QString rowColumn = QStringLiteral("joinery_row");

/// A SELECT of the rows as they are after the change: joinery_row, then every column, generated
/// ones too, with values as the new columns will store them. `source` is the old table, quoted, or
/// a subquery in parentheses that stands for it.
QString newRows(const TableChange &change, const QString &source);

/// The name under which the hidden rowid of a table can be reached; empty for a table without one,
/// or where columns hide all three names.
QString rowidName(const Table &table);
/// The column that is the rowid under another name; empty when there is none.
QString rowidAlias(const Table &table);
bool hasRowid(const Table &table);
bool isStrict(const Table &table);

/// The column's default as an expression; NULL when it has none.
QString defaultExpression(const Column &column);

/// The expression as the column will store it: SQLite's conversions on insert, written out.
QString storedValue(const QString &expression, const Table &table, const Column &column);

/// The condition under which a value of the expression is refused by the column of a STRICT table,
/// or by one that is the rowid; empty when none can be.
QString refusedByType(const QString &expression, const Table &table, const Column &column);

} // namespace joinery::sqlite
