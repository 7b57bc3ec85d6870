// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

#include <sqlite3.h>

#include <memory>

namespace joinery::testing {

/// An open handle of SQLite's C API, for what our own code is measured against.
using BareDatabase = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

/// Opens or makes the file, nothing set up. Errors: Io.
[[nodiscard]] Result<BareDatabase> openBare(const QString &path);
/// Runs the statements. Errors: Failed, with SQLite's words.
[[nodiscard]] Result<> runBare(sqlite3 *db, const QByteArray &sql);

/// Makes a database file of `count` tables. Each has 12 columns (defaults, NOT NULL, one CHECK), a
/// primary key, a foreign key to the table before it, a UNIQUE constraint and 2 indexes.
[[nodiscard]] Result<> makeManyTables(const QString &path, int count);

/// Asks what a reflection must at least ask: all columns, all index columns and all foreign keys,
/// with one query each. Looks at every value and keeps none. Returns how many rows there were.
[[nodiscard]] Result<qint64> askThreeSets(sqlite3 *db);

} // namespace joinery::testing
