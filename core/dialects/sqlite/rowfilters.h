// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/sqlite/tablechange.h"

namespace joinery::sqlite {

/// The filters for the rows that the operations' `accept: [delete_rows]` give up. `change` needs
/// everything but its filters.
QList<RowFilter> rowFilters(
    const TableChange &change, const MetaData &after, const QList<Operation> &operations);

// Conditions over rows of newRows(), under the table's name after the change. What they find is
// what the engine would refuse.

/// The members of a key as expressions, collations included.
QStringList keyExpressions(const QList<KeyPart> &parts);
/// The window in which the key takes rows for equal: PARTITION BY … `where` is the condition of a
/// partial index.
QString equalRows(const QList<KeyPart> &parts, const QString &where = {});
/// True for rows that the key compares: no member is NULL, and `where` holds.
QString isUnderKey(const QList<KeyPart> &parts, const QString &where = {});
/// Keeps the first row of each group that the key takes for equal; NULLs are never equal.
RowFilter firstOfEach(const QList<KeyPart> &parts, const QString &where = {});
/// Whether NULL may stand in the table's primary key: an old liberty of SQLite.
bool keyTakesNulls(const Table &table);
/// The same for a primary key, which in some tables takes no NULLs and, as the rowid, only
/// integers.
RowFilter firstOfEachKey(const Table &after, const QList<KeyPart> &parts);
/// True for rows that the check refuses.
QString violatesCheck(const QString &sql);
/// True for rows whose key has no row in `parent`, which is a table's quoted name or a query in
/// parentheses.
QString isOrphan(const Table &child, const ForeignKeyConstraint &key, const QString &parent,
    const QStringList &parentColumns);

/// The columns a foreign key refers to: its own list, or the primary key of the table.
QStringList referredColumns(const MetaData &metaData, const ForeignKeyConstraint &key);
/// The table of that name, case aside; nullptr when there is none.
const Table *findTable(const MetaData &metaData, const QString &name);

/// SQL in parentheses; a comment in it cannot swallow the closing one.
QString inParentheses(const QString &sql);

} // namespace joinery::sqlite
