// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"

namespace joinery {

/// What a SQLite URL comes to for sqlite3_open_v2().
struct SqliteTarget
{
    QString name; ///< for people: the absolute path, or ":memory:"
    QByteArray uri {};
    int flags = 0;
    bool isFile = false;
};

/// Reads a SQLite URL. Of its query these are honoured: uri, mode, cache (in memory), vfs,
/// immutable (when looking), nolock; others, which belong to SQLAlchemy's drivers, are ignored.
/// Errors: ReadOnly (mode=ro opened for change), NotFound (an unknown vfs), Parse (an unknown
/// mode).
[[nodiscard]] Result<SqliteTarget> sqliteTarget(const Url &url, Access access);

} // namespace joinery
