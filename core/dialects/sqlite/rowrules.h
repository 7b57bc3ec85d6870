// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/sqlite/tablechange.h"

namespace joinery::sqlite {

/// Neighbouring operations on one table and what they do to its rows.
struct RowChange
{
    MetaData schemaBefore;
    MetaData schemaAfter;
    QList<Operation> operations;
    TableChange change;
    bool copies = false; ///< the rows are copied into a new table, which looks at all of them anew
};

/// A rule of the table as it is after the change which the change itself could make rows break.
struct RowRule
{
    QString code; ///< of the Decision that asks for it
    QString object; ///< what it is about, names after the change
    QString what; ///< in words, without the count: `column "note" of table "book" becomes NOT NULL`
    QStringList columns; ///< those it reads
    QString rank {}; ///< a window function seen in `broken` as joinery_rank; empty = none
    QString equals {}; ///< of a key: the window of rows it takes for equal
    QString compared {}; ///< of a key: true for the rows that it compares
    QString broken; ///< true for the rows that break it, over the rows after the change
    QList<qsizetype> operations {}; ///< positions in RowChange::operations
    bool deletable = false; ///< the operation can accept that the rows go
};

/// NOT NULL, keys, checks and STRICT types that the operations add, or whose columns they compute
/// anew. Foreign keys are not among them: their parents may change too.
QList<RowRule> rowRules(const RowChange &change);

/// NOT NULL columns that stay as they are, in a table that is copied: a file can hold NULLs there
/// all the same, and the copy would refuse them.
QList<RowRule> standingNotNulls(const RowChange &change);

/// A change of a column's type that could change values: true for those rows, over the rows before
/// the change. Unset where every value stays, or where a person's cast or acceptance settles it.
std::optional<RowRule> lossRule(const RowChange &change, qsizetype operation);

/// The same for columns that no operation is about, but whose values other options of the table
/// change: those of the type ANY are kept as they are by a STRICT table alone.
QList<RowRule> lossRulesOfOptions(const RowChange &change);

/// The position of the last operation that adds the column or changes what it holds; -1 when none
/// does.
qsizetype makerOf(const RowChange &change, const QString &column);

/// The text in which an operation of the change could name a table: its expressions and the parents
/// of its keys.
QString tablesNamedBy(const RowChange &change);

} // namespace joinery::sqlite
