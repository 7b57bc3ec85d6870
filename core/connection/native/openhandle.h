// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/native/target.h"
#include "joinery/connection/native/waiting.h"

#include <memory>

struct sqlite3;

namespace joinery {

struct DatabaseCloser
{
    void operator()(sqlite3 *db) const;
};
/// An open handle; closing it rolls back what is not committed.
using DatabaseHandle = std::unique_ptr<sqlite3, DatabaseCloser>;

/// Opens the target, sets it up for possibly hostile files and reads its schema once, so that a
/// file that is no database, is damaged or locked is found out now. `waiting` must outlive the
/// handle. Errors as DatabaseProvider::open.
[[nodiscard]] Result<DatabaseHandle> openHandle(
    const SqliteTarget &target, const OpenOptions &options, Waiting &waiting);

/// Whether sqlite_schema and what else could make the file unreadable is closed to SQL, as it is
/// from opening on.
void setDefensive(sqlite3 *db, bool on);

} // namespace joinery
