// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

#include <QByteArray>

struct sqlite3;

namespace joinery {

/// The name of a SQLite VFS that reads through `base` (empty: the default one) and cannot write: it
/// opens databases, write-ahead logs and journals read-only, creates and deletes nothing, and takes
/// no lock above SHARED. Temporary files go to `base` as they are.
///
/// A database in WAL mode is readable through it although its -wal or -shm file is missing or its
/// folder cannot be written: the index of the log is then kept in private memory. That holds until
/// another program opens the database and makes a -shm file; from then on reading gives SQLITE_BUSY
/// and isOutdated() is true: the database has to be opened anew.
///
/// Registered at the first call. Any thread. Errors: NotFound, when there is no VFS of that name.
[[nodiscard]] Result<QByteArray> lookVfs(const QByteArray &base);

/// Whether a handle opened through lookVfs() has to be opened anew. False for other handles.
bool isOutdated(sqlite3 *db);

} // namespace joinery
