// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/openhandle.h"

#include "joinery/connection/native/sqliteerror.h"

#include <sqlite3.h>

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

struct Limit
{
    int id;
    int trusted;
    int hostile;
};

/// What valid databases need and a hostile one may have. The ceilings for trusted files are those
/// of SQLite as it is built by default: builds without ceilings exist.
constexpr Limit limits[] = {
    {SQLITE_LIMIT_SQL_LENGTH, 64'000'000, 16'000'000},
    {SQLITE_LIMIT_EXPR_DEPTH, 1000, 500},
    {SQLITE_LIMIT_COMPOUND_SELECT, 500, 200},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 1000, 200},
    {SQLITE_LIMIT_ATTACHED, 10, 2},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50'000, 1000},
    {SQLITE_LIMIT_WORKER_THREADS, 0, 0},
};

void setLimits(sqlite3 *db, bool trusted)
{
    for (const Limit &limit : limits) {
        const int ceiling = trusted ? limit.trusted : limit.hostile;
        if (sqlite3_limit(db, limit.id, -1) > ceiling)
            sqlite3_limit(db, limit.id, ceiling);
    }
}

void setUp(sqlite3 *db, const OpenOptions &options)
{
    sqlite3_extended_result_codes(db, 1);
    const auto set
        = [db](int option, bool on) { sqlite3_db_config(db, option, on ? 1 : 0, nullptr); };
    setDefensive(db, true);
    set(SQLITE_DBCONFIG_TRUSTED_SCHEMA, options.trusted);
    set(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, false);
    set(SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false);
    set(SQLITE_DBCONFIG_ENABLE_FKEY, options.access != Access::Look && options.foreignKeys);
    setLimits(db, options.trusted);
}

tl::unexpected<Error> cannotOpen(
    const QString &path, ErrorCode code, const QString &why, const QString &hint)
{
    return fail(code, u"Cannot open \"%1\": %2"_s.arg(path, why), hint);
}

/// SQLite makes its journal beside the file, where a symbolic link leads.
bool folderIsWritable(const QString &path)
{
    const QFileInfo file(path);
    const QString real = file.exists() ? file.canonicalFilePath() : file.absoluteFilePath();
    return QFileInfo(QFileInfo(real).path()).isWritable();
}

Result<> checkWritable(const QString &path)
{
    const QFileInfo file(path);
    if (file.exists() && !file.isWritable())
        return cannotOpen(path, ErrorCode::ReadOnly,
            u"it is to be changed, but the file is read-only"_s,
            u"Make it writable, work on a copy, or open it for looking only."_s);
    if (!folderIsWritable(path))
        return cannotOpen(path, ErrorCode::ReadOnly,
            u"it is to be changed, but its folder cannot be written, and SQLite needs a journal there"_s,
            u"Make the folder writable, work on a copy, or open it for looking only."_s);
    return {};
}

/// What can be said better before SQLite tries. Opening a pipe would even wait for ever.
Result<> checkFile(const QString &path, Access access)
{
    const QFileInfo file(path);
    if (!file.exists() && access != Access::Create)
        return cannotOpen(path, ErrorCode::NotFound, u"there is no such file"_s,
            u"Check the path; a new database has to be created explicitly."_s);
    if (!file.exists() && !QFileInfo(file.path()).isDir())
        return cannotOpen(path, ErrorCode::NotFound,
            u"there is no folder \"%1\""_s.arg(file.path()), u"Make the folder first."_s);
    if (file.isDir())
        return cannotOpen(
            path, ErrorCode::NotADatabase, u"it is a folder"_s, u"Name a database file in it."_s);
    if (file.exists() && !file.isFile())
        return cannotOpen(path, ErrorCode::NotADatabase, u"it is not a regular file"_s,
            u"Name a database file."_s);
    if (file.exists() && !file.isReadable())
        return cannotOpen(path, ErrorCode::Io, u"you may not read it"_s,
            u"Ask for permission to read the file."_s);
    return access == Access::Look ? Result<>() : checkWritable(path);
}

tl::unexpected<Error> openError(
    sqlite3 *db, int code, const SqliteTarget &target, const Waiting &waiting)
{
    const ErrorPlace place {.file = target.name, .waitedMs = waiting.waitedMs()};
    Error error = sqliteError(db, code, place);
    const QString subject = u"\"%1\" "_s.arg(target.name);
    if (waiting.isInterrupted())
        error = {.code = ErrorCode::Interrupted,
            .message = u"%1was not opened: interrupted"_s.arg(subject)};
    else if (error.message.startsWith(subject))
        error.message
            = u"Cannot open \"%1\": it %2"_s.arg(target.name, error.message.mid(subject.size()));
    else
        error.message = u"Cannot open \"%1\": %2"_s.arg(target.name, error.message);
    return fail(error);
}

int setMemoryMapping(sqlite3 *db, qint64 bytes)
{
    if (bytes <= 0)
        return SQLITE_OK;
    const QByteArray sql = "PRAGMA main.mmap_size = " + QByteArray::number(bytes);
    return sqlite3_exec(db, sql.constData(), nullptr, nullptr, nullptr);
}

/// Reads the whole schema: parsing it is what finds most damage. Cells are checked from here on.
int readSchema(sqlite3 *db)
{
    const int checked = sqlite3_exec(db, "PRAGMA cell_size_check = ON", nullptr, nullptr, nullptr);
    if (checked != SQLITE_OK)
        return checked;
    return sqlite3_exec(db, "SELECT count(*) FROM main.sqlite_master", nullptr, nullptr, nullptr);
}

} // namespace

void setDefensive(sqlite3 *db, bool on)
{
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, on ? 1 : 0, nullptr);
}

void DatabaseCloser::operator()(sqlite3 *db) const
{
    sqlite3_close_v2(db);
}

Result<DatabaseHandle> openHandle(
    const SqliteTarget &target, const OpenOptions &options, Waiting &waiting)
{
    if (target.isFile) {
        if (const Result<> checked = checkFile(target.name, options.access); !checked)
            return fail(checked.error());
    }
    sqlite3 *raw = nullptr;
    // An Executor belongs to one thread; sqlite3_interrupt() needs no mutex.
    int code = sqlite3_open_v2(target.uri.constData(), &raw,
        target.flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, nullptr);
    DatabaseHandle handle(raw);
    if (code == SQLITE_OK) {
        setUp(raw, options);
        waiting.begin();
        waiting.beginStatement();
        waiting.install(raw);
        code = setMemoryMapping(raw, options.mmapSize);
    }
    if (code == SQLITE_OK)
        code = readSchema(raw);
    if (code != SQLITE_OK)
        return openError(raw, code, target, waiting);
    if (target.isFile && options.access != Access::Look && sqlite3_db_readonly(raw, "main") == 1)
        return cannotOpen(target.name, ErrorCode::ReadOnly,
            u"it is to be changed, but can only be read"_s, u"Open it for looking only."_s);
    return handle;
}

} // namespace joinery
