// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/sqliteconnection.h"
#include "joinery/db/databaseprovider.h"

namespace joinery {

/// Opens a SQLite URL, sets the connection up for possibly hostile files and reads the schema once.
/// Errors as DatabaseProvider::open.
[[nodiscard]] Result<std::unique_ptr<SqliteConnection>> openSqlite(
    const Url &url, const OpenOptions &options);

} // namespace joinery
