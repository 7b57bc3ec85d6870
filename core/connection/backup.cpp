// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/backup.h"

#include "joinery/connection/native/sqliteerror.h"
#include "joinery/connection/sqliteconnection.h"
#include "joinery/connection/temporarycopy.h"

#include <sqlite3.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QScopeGuard>
#include <QStorageInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#endif

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int pagesPerStep = 256;
const QString fileIsThere = u"there is such a file already"_s;
const QString chooseAnother = u"Choose another name, or remove the file first."_s;

tl::unexpected<Error> cannotCopy(
    const QString &from, const QString &to, ErrorCode code, const QString &why, const QString &hint)
{
    return fail(code, u"Cannot copy \"%1\" to \"%2\": %3"_s.arg(from, to, why), hint);
}

/// The code of SQLite in a line of quick_check that tells of a page which could not be had; that
/// may be the disk's fault, and the database is sound.
int diskErrorIn(const QString &line)
{
    const QString words = u"unable to get the page. error code="_s;
    const qsizetype at = line.indexOf(words);
    const int code = at < 0 ? SQLITE_OK : line.mid(at + words.size()).section(u'\n', 0, 0).toInt();
    return (code & 0xff) == SQLITE_IOERR ? code : SQLITE_OK;
}

struct BackupFinisher
{
    void operator()(sqlite3_backup *backup) const { sqlite3_backup_finish(backup); }
};
using Backup = std::unique_ptr<sqlite3_backup, BackupFinisher>;

Result<> checkTarget(const QString &from, const QString &file)
{
    const QFileInfo target(file);
    const QFileInfo folder(target.absolutePath());
    if (target.exists() || target.isSymLink())
        return cannotCopy(from, file, ErrorCode::Conflict, fileIsThere, chooseAnother);
    if (!folder.isDir())
        return cannotCopy(from, file, ErrorCode::NotFound, u"the folder does not exist"_s,
            u"Make the folder first."_s);
    if (!folder.isWritable())
        return cannotCopy(from, file, ErrorCode::ReadOnly, u"the folder cannot be written"_s,
            u"Choose another folder."_s);
    return {};
}

Result<> checkRoom(SqliteConnection &source, const QString &file)
{
    const Result<RowSet> size = source.query(
        u"SELECT page_count * page_size FROM pragma_page_count('main'), pragma_page_size('main')"_s);
    if (!size)
        return fail(size.error());
    const qint64 needed = toInt(size->scalar());
    const QStorageInfo storage(QFileInfo(file).absolutePath());
    if (!storage.isValid() || storage.bytesAvailable() > needed)
        return {};
    const QLocale c = QLocale::c();
    return cannotCopy(source.name(), file, ErrorCode::Io,
        u"there is not enough room: %1 are needed and %2 are free"_s.arg(
            c.formattedDataSize(needed), c.formattedDataSize(storage.bytesAvailable())),
        u"Make room on \"%1\", or choose another place."_s.arg(storage.rootPath()));
}

/// Holds what is read steady, so that other programs' commits do not start the copy afresh for
/// ever.
Result<bool> beginReading(SqliteConnection &source)
{
    if (source.inTransaction())
        return false;
    if (const Result<qint64> begun = source.execute(u"BEGIN"_s); !begun)
        return fail(begun.error());
    if (const Result<RowSet> read = source.query(u"SELECT 1 FROM main.sqlite_master LIMIT 1"_s);
        !read) {
        // The reason is in the first error; there is nothing to roll back but a mark.
        static_cast<void>(source.execute(u"ROLLBACK"_s));
        return fail(read.error());
    }
    return true;
}

/// `code` is what the last step gave.
Result<> finishCopy(
    const SqliteConnection &source, const SqliteConnection &target, Backup backup, int code)
{
    const int finished = sqlite3_backup_finish(backup.release());
    if (finished == SQLITE_OK && code == SQLITE_DONE)
        return {};
    if (finished != SQLITE_OK)
        code = finished;
    const bool damaged = errorCodeOf(code) == ErrorCode::NotADatabase;
    return fail((damaged ? source : target).errorFor(code, {}));
}

Result<> copyPages(SqliteConnection &source, SqliteConnection &target, const CopyProgress &progress)
{
    Backup backup(sqlite3_backup_init(target.handle(), "main", source.handle(), "main"));
    if (!backup)
        return fail(target.errorFor(sqlite3_extended_errcode(target.handle()), {}));
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(backup.get(), pagesPerStep);
        const qint64 all = sqlite3_backup_pagecount(backup.get());
        const qint64 done = all - sqlite3_backup_remaining(backup.get());
        if (progress && (code == SQLITE_OK || code == SQLITE_DONE) && !progress(done, all))
            return fail(ErrorCode::Interrupted, u"the copy was cancelled"_s);
    }
    return finishCopy(source, target, std::move(backup), code);
}

/// What is wrong with the pages of a database; empty when nothing is. A NULL where none may be is
/// no damage, and before 3.41 SQLite sees some in tables WITHOUT ROWID that are not there.
Result<QString> damageIn(SqliteConnection &database)
{
    QString damage;
    const Result<> done = database.stream(
        u"PRAGMA quick_check(2147483647)"_s, {}, [&damage](const QList<Value> &row) {
            const QString line = toText(row.first());
            if (line != u"ok" && !line.startsWith(u"NULL value in "))
                damage = line;
            return damage.isEmpty();
        });
    return done ? Result<QString>(damage) : fail(done.error());
}

Result<> checkCopy(const QString &path)
{
    auto copy = SqliteConnection::open(Url {.dialect = u"sqlite"_s, .database = path}, {});
    if (!copy)
        return fail(copy.error());
    // Rows that break a rule of their own table are no damage: they are just what is to be kept.
    if (const auto lenient = (*copy)->execute(u"PRAGMA ignore_check_constraints = ON"_s); !lenient)
        return fail(lenient.error());
    const Result<QString> damage = damageIn(**copy);
    if (!damage)
        return fail(damage.error());
    if (damage->isEmpty())
        return {};
    if (const int code = diskErrorIn(*damage); code != SQLITE_OK)
        return fail((*copy)->errorFor(code, {}));
    return fail(Error {.code = ErrorCode::NotADatabase,
        .message = u"the database is damaged: %1"_s.arg(damage->simplified()),
        .driverText = *damage,
        .hint = u"Restore a backup, or save what can be read with the sqlite3 shell: .recover"_s});
}

/// Replaces no file, not even one that came into being a moment ago, as a rename would.
bool giveName(const QString &temporary, const QString &file)
{
#ifdef Q_OS_UNIX
    const int linked
        = ::link(QFile::encodeName(temporary).constData(), QFile::encodeName(file).constData());
    if (linked == 0 || errno == EEXIST)
        return linked == 0;
        // File systems without links
#endif
    return QFile::rename(temporary, file);
}

tl::unexpected<Error> cannotName(const QString &from, const QString &to)
{
    if (QFile::exists(to))
        return cannotCopy(from, to, ErrorCode::Conflict, fileIsThere, chooseAnother);
    return cannotCopy(from, to, ErrorCode::Io, u"the copy could not be given its name"_s,
        u"Check the permissions of the folder, or choose another."_s);
}

/// Makes the new name itself durable; the content is, since SQLite has committed it.
void syncFolder(const QString &folder)
{
#ifdef Q_OS_UNIX
    const int handle
        = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return;
    ::fsync(handle);
    ::close(handle);
#else
    Q_UNUSED(folder)
#endif
}

Result<> writeCopy(SqliteConnection &source, const QString &path, const CopyProgress &progress)
{
    auto target = SqliteConnection::open(
        Url {.dialect = u"sqlite"_s, .database = path}, OpenOptions {.access = Access::Create});
    if (!target)
        return fail(target.error());
    if (const Result<> copied = copyPages(source, **target, progress); !copied)
        return copied;
    target->reset();
    return checkCopy(path);
}

tl::unexpected<Error> inCopy(
    const QString &from, const QString &to, const QString &temporary, Error error)
{
    error.message.replace(temporary, to);
    error.message = u"Cannot copy \"%1\" to \"%2\": %3"_s.arg(from, to, error.message);
    return fail(error);
}

Result<> checkIdle(const SqliteConnection &connection)
{
    if (!connection.inTransaction())
        return {};
    return fail(ErrorCode::Conflict, u"\"%1\" is in a transaction"_s.arg(connection.name()),
        u"Commit or roll back first."_s);
}

/// A database in WAL mode cannot change its page size.
Result<> leaveWalForOtherPageSize(SqliteConnection &source, SqliteConnection &target)
{
    const Result<RowSet> from = source.query(u"PRAGMA page_size"_s);
    const Result<RowSet> to = target.query(u"PRAGMA page_size"_s);
    const Result<RowSet> mode = target.query(u"PRAGMA journal_mode"_s);
    if (!from || !to || !mode)
        return fail(!from ? from.error() : !to ? to.error() : mode.error());
    if (from->scalar() == to->scalar() || toText(mode->scalar()) != u"wal")
        return {};
    return target.query(u"PRAGMA journal_mode = DELETE"_s).map([](const RowSet &) {});
}

} // namespace

Result<> copySqliteToFile(
    SqliteConnection &source, const QString &file, const CopyProgress &progress)
{
    if (sqlite3_txn_state(source.handle(), "main") == SQLITE_TXN_WRITE)
        return cannotCopy(source.name(), file, ErrorCode::Conflict, u"it has uncommitted changes"_s,
            u"Commit or roll back first."_s);
    if (const Result<> checked = checkTarget(source.name(), file); !checked)
        return checked;
    const Result<bool> begun = beginReading(source);
    if (!begun)
        return fail(begun.error());
    removeStaleCopies(QFileInfo(file).absolutePath());
    const QString temporary = temporaryCopyName(file);
    const auto tidy = qScopeGuard([&] {
        if (*begun)
            static_cast<void>(source.execute(u"ROLLBACK"_s));
        removeWithCompanions(temporary);
    });
    if (const Result<> room = checkRoom(source, file); !room)
        return room;
    if (const Result<> written = writeCopy(source, temporary, progress); !written)
        return inCopy(source.name(), file, temporary, written.error());
    if (!giveName(temporary, file))
        return cannotName(source.name(), file);
    syncFolder(QFileInfo(file).absolutePath());
    return {};
}

Result<> copySqliteInto(SqliteConnection &source, SqliteConnection &target)
{
    for (SqliteConnection *connection : {&source, &target}) {
        if (const Result<> idle = checkIdle(*connection); !idle)
            return idle;
        if (const Result<> ready = connection->prepareHandle(); !ready)
            return ready;
    }
    if (const Result<> left = leaveWalForOtherPageSize(source, target); !left)
        return left;
    Backup backup(sqlite3_backup_init(target.handle(), "main", source.handle(), "main"));
    if (!backup)
        return fail(target.errorFor(sqlite3_extended_errcode(target.handle()), {}));
    // One step over all pages holds the target's write lock from the first page to the last.
    const int code = sqlite3_backup_step(backup.get(), -1);
    return finishCopy(source, target, std::move(backup), code);
}

} // namespace joinery
