// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/opensqlite.h"

#include "joinery/connection/native/sqliteerror.h"

#include <sqlite3.h>

#include <QFileInfo>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString filePath(const Url &url)
{
    const bool uri = url.database.startsWith(u"file:") && url.query.contains(u"uri"_s);
    return QFileInfo(uri ? url.database.mid(5) : url.database).absoluteFilePath();
}

QByteArray uriOf(const Url &url)
{
    if (url.isMemory())
        return ":memory:";
    QByteArray uri = "file:" + QUrl::toPercentEncoding(filePath(url), "/");
    if (url.query.contains(u"vfs"_s))
        uri += "?vfs=" + QUrl::toPercentEncoding(url.query.value(u"vfs"_s));
    return uri;
}

int openFlags(const Url &url, Access access)
{
    if (url.isMemory())
        return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
    if (access == Access::Look)
        return SQLITE_OPEN_READONLY;
    return access == Access::Create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                    : SQLITE_OPEN_READWRITE;
}

tl::unexpected<Error> cannotOpen(
    sqlite3 *db, int code, const QString &path, const OpenOptions &options)
{
    Error error = sqliteError(db, code, path, {}, options.busyTimeoutMs);
    if (!QFileInfo::exists(path))
        return fail(ErrorCode::NotFound, u"Cannot open \"%1\": there is no such file"_s.arg(path));
    if (error.code == ErrorCode::NotADatabase)
        error.message = u"it is not a SQLite database"_s;
    if (error.code == ErrorCode::Locked)
        return fail(error);
    return failIn(u"Cannot open \"%1\""_s.arg(path), error);
}

void setUp(sqlite3 *db, const OpenOptions &options)
{
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, options.busyTimeoutMs);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, options.trusted ? 1 : 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(
        db, SQLITE_DBCONFIG_ENABLE_FKEY, options.access == Access::Look ? 0 : 1, nullptr);
}

} // namespace

Result<std::unique_ptr<SqliteConnection>> openSqlite(const Url &url, const OpenOptions &options)
{
    const QString path = url.isMemory() ? u":memory:"_s : filePath(url);
    sqlite3 *raw = nullptr;
    const int flags = openFlags(url, options.access) | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
    const int opened = sqlite3_open_v2(uriOf(url).constData(), &raw, flags, nullptr);
    DatabaseHandle handle(raw);
    if (opened != SQLITE_OK)
        return cannotOpen(raw, opened, path, options);
    setUp(raw, options);
    const int read
        = sqlite3_exec(raw, "SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr, nullptr);
    if (read != SQLITE_OK)
        return cannotOpen(raw, read, path, options);
    return std::make_unique<SqliteConnection>(std::move(handle), path, options.busyTimeoutMs);
}

} // namespace joinery
