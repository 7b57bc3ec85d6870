// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/sqliteerror.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// " (line 2, column 7)", or nothing when SQLite does not know the place.
QString placeText(sqlite3 *db, const QString &statement)
{
    const int offset = sqlite3_error_offset(db);
    if (offset < 0 || statement.isEmpty())
        return {};
    const QString before = QString::fromUtf8(statement.toUtf8().left(offset));
    const qsizetype line = before.count(u'\n') + 1;
    const qsizetype column = before.size() - before.lastIndexOf(u'\n');
    return u" (line %1, column %2)"_s.arg(line).arg(column);
}

QString waitedText(int waitedMs)
{
    return waitedMs % 1000 == 0 ? u"%1 s"_s.arg(waitedMs / 1000) : u"%1 ms"_s.arg(waitedMs);
}

} // namespace

ErrorCode errorCodeOf(int sqliteCode)
{
    switch (sqliteCode & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::Locked;
    case SQLITE_READONLY:
        return ErrorCode::ReadOnly;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::NotADatabase;
    case SQLITE_CONSTRAINT:
        return ErrorCode::Violation;
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
        return ErrorCode::Io;
    case SQLITE_INTERRUPT:
        return ErrorCode::Interrupted;
    default:
        return ErrorCode::Failed;
    }
}

Error sqliteError(
    sqlite3 *db, int sqliteCode, const QString &file, const QString &statement, int waitedMs)
{
    const QString words = QString::fromUtf8(sqlite3_errmsg(db));
    Error error {.code = errorCodeOf(sqliteCode),
        .message = words + placeText(db, statement),
        .statement = statement,
        .driverText = words};
    if (error.code == ErrorCode::Locked && (sqliteCode & 0xff) == SQLITE_BUSY) {
        error.message
            = u"\"%1\" is locked by another program (waited %2)"_s.arg(file, waitedText(waitedMs));
        error.hint = u"Close the other program, or wait until it has finished, and try again."_s;
    }
    return error;
}

} // namespace joinery
