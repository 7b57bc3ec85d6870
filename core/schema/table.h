// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/column.h"
#include "joinery/schema/constraints.h"

namespace joinery {

/// A trigger of a table, or an INSTEAD OF trigger of a view.
struct Trigger
{
    QString name;
    QString sql {}; ///< the whole CREATE TRIGGER statement, verbatim, without the final semicolon

    bool operator==(const Trigger &) const = default;
};

/// A base table with all that belongs to it. Other tables are referred to by name.
struct Table
{
    QString name;
    QString comment {};
    QList<Column> columns {};
    std::optional<PrimaryKeyConstraint> primaryKey {};
    QList<ForeignKeyConstraint> foreignKeys {};
    QList<UniqueConstraint> uniques {};
    QList<CheckConstraint> checks {};
    QList<Index> indexes {};
    QList<Trigger> triggers {};
    Options options {};
    QString renamedFrom {};

    /// The position of a column, compared exactly; -1 when there is none.
    qsizetype columnIndex(const QString &columnName) const;
    const Column *column(const QString &columnName) const;
    Column *column(const QString &columnName);

    bool operator==(const Table &) const = default;
};

} // namespace joinery
