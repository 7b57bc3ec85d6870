// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/valueview.h"

#include <memory>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace joinery {

struct StatementFinalizer
{
    void operator()(sqlite3_stmt *statement) const;
};
using Statement = std::unique_ptr<sqlite3_stmt, StatementFinalizer>;

/// Prepares the first statement of the text, which ends in a zero. `end` becomes where it ends, or
/// on an error how far SQLite has read. A text of comments and spaces alone gives SQLITE_OK and no
/// statement.
[[nodiscard]] int prepareStatement(
    sqlite3 *db, const char *sql, Statement &statement, const char **end = nullptr);
/// Whether only spaces, comments and semicolons are left: nothing that could be prepared.
bool isBlankSql(const char *sql);
/// Binds by the type that each value holds. Returns an SQLite result code.
[[nodiscard]] int bindParameters(sqlite3_stmt *statement, const QList<Value> &parameters);
/// The same without copying: the values must stay until the statement was reset.
[[nodiscard]] int bindViews(sqlite3_stmt *statement, RowView values);
/// Whether it yields rows and changes nothing.
bool onlyReads(sqlite3_stmt *statement);
QStringList columnNames(sqlite3_stmt *statement);
/// The row that the statement stands on, each value in its storage class.
QList<Value> currentRow(sqlite3_stmt *statement);
/// The same without copying: good until the statement steps on.
void viewCurrentRow(sqlite3_stmt *statement, std::vector<ValueView> &row);

} // namespace joinery
