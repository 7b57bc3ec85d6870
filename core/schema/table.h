// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/column.h"
#include "joinery/schema/constraints.h"

namespace joinery {

/// A trigger of a table, or an INSTEAD OF trigger of a view.
struct Trigger
{
    QString name; ///< unique in the schema
    QString sql {}; ///< the whole CREATE TRIGGER statement, verbatim, without the final semicolon

    bool operator==(const Trigger &) const = default;
};

/// A base table with all that belongs to it. Other tables are referred to by name.
struct Table
{
    QString name; ///< unique in the schema
    QString comment {}; ///< for people
    QList<Column> columns {}; ///< in order
    std::optional<PrimaryKeyConstraint> primaryKey {}; ///< unset: none
    QList<ForeignKeyConstraint> foreignKeys {}; ///< all of them, in order
    QList<UniqueConstraint> uniques {}; ///< those that are no index
    QList<CheckConstraint> checks {}; ///< columns' and the table's
    QList<Index> indexes {}; ///< made by CREATE INDEX
    QList<Trigger> triggers {}; ///< verbatim
    Options options {}; ///< by dialect
    QString renamedFrom {}; ///< the name before, until a revision consumes it

    /// The position of a column, compared exactly; -1 when there is none.
    qsizetype columnIndex(const QString &columnName) const;
    const Column *column(const QString &columnName) const; ///< compared exactly; nullptr: none
    Column *column(const QString &columnName); ///< the same, to be changed

    bool operator==(const Table &) const = default;
};

} // namespace joinery
