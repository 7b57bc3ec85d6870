// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/rowsmodel.h"

namespace joinery {

class OpenDatabase;

/// What a grid needs to know of the table or view it shows.
struct GridTable
{
    RowQuery query {}; ///< without filters and sort
    QList<GridColumn> columns {};
    QList<ForeignKeyConstraint> foreignKeys {};
    bool known = false; ///< false: there is no such table or view
    bool needsColumns = false; ///< a view: its columns have to be asked for

    bool operator==(const GridTable &) const = default;

    /// The foreign keys that the column is a part of.
    QList<ForeignKeyConstraint> foreignKeysOf(int column) const;
};

/// From the schema as it was last read.
GridTable describeTable(const OpenDatabase &database, const QString &name);
/// The columns of a view, by their names alone.
void setColumns(GridTable &table, const QStringList &names);

} // namespace joinery
