// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

struct sqlite3;

namespace joinery {

/// What kind of trouble an (extended) SQLite result code is.
ErrorCode errorCodeOf(int sqliteCode);

/// The Error for what the handle has just reported about the statement. `file` is the database for
/// people, waitedMs how long a lock was waited for.
Error sqliteError(
    sqlite3 *db, int sqliteCode, const QString &file, const QString &statement, int waitedMs);

} // namespace joinery
