// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/value.h"

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace joinery {

struct StatementFinalizer
{
    void operator()(sqlite3_stmt *statement) const;
};
using Statement = std::unique_ptr<sqlite3_stmt, StatementFinalizer>;

/// Prepares the first statement of the text. `rest` becomes what follows it. A text of comments and
/// spaces alone gives SQLITE_OK and no statement.
[[nodiscard]] int prepareStatement(
    sqlite3 *db, const QByteArray &sql, Statement &statement, QByteArray *rest = nullptr);
/// Binds by the type that each value holds. Returns an SQLite result code.
[[nodiscard]] int bindParameters(sqlite3_stmt *statement, const QList<Value> &parameters);
QStringList columnNames(sqlite3_stmt *statement);
/// The row that the statement stands on, each value in its storage class.
QList<Value> currentRow(sqlite3_stmt *statement);

} // namespace joinery
