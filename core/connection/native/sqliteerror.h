// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

struct sqlite3;

namespace joinery {

/// Where an error happened: what its words need besides SQLite's own.
struct ErrorPlace
{
    QString file {}; ///< the database for people: a path, or ":memory:"
    QString statement {};
    QByteArray script {}; ///< when the error came from preparing: the whole UTF-8 text
    qsizetype offset = 0; ///< of the statement in it
    qint64 waitedMs = 0; ///< for a lock
};

/// What kind of trouble an (extended) SQLite result code is.
ErrorCode errorCodeOf(int sqliteCode);

/// The Error for the result code that the last call on the handle gave. `db` may be null: then the
/// words are those of the code alone.
Error sqliteError(sqlite3 *db, int sqliteCode, const ErrorPlace &place);

/// Where the text is wrong whose preparing just failed on the handle, in UTF-16 units; -1 = not
/// known. `sql` is UTF-8.
qsizetype sqliteErrorOffset(sqlite3 *db, const QByteArray &sql);

/// The Error for a database file that is not where it was when it was opened.
Error movedError(const QString &file);

} // namespace joinery
