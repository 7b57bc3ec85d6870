// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/sqliteerror.h"

#include "joinery/connection/native/lockholders.h"
#include "joinery/sql/names.h"
#include "joinery/sql/tokenizer.h"

#include <sqlite3.h>

#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <cerrno>
#include <system_error>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

struct Words
{
    QString message;
    QString hint;
};

/// " (line 2, column 7)", or nothing when SQLite does not know the place.
QString positionText(int offset, const ErrorPlace &place)
{
    if (offset < 0 || place.script.isEmpty())
        return {};
    const QString before = QString::fromUtf8(place.script.left(place.offset + offset));
    const qsizetype line = before.count(u'\n') + 1;
    const qsizetype column = before.size() - before.lastIndexOf(u'\n');
    return u" (line %1, column %2)"_s.arg(line).arg(column);
}

QString waitedText(qint64 waitedMs)
{
    return waitedMs < 1000 ? u"%1 ms"_s.arg(waitedMs) : u"%1 s"_s.arg((waitedMs + 500) / 1000);
}

Words lockedWords(const ErrorPlace &place)
{
    const QString holders = lockHolders(place.file);
    const bool own = holders.startsWith(u"another connection");
    QStringList details;
    if (place.waitedMs > 0)
        details.append(u"waited "_s + waitedText(place.waitedMs));
    if (!holders.isEmpty() && !own)
        details.append(u"held by "_s + holders);
    QString message
        = u"\"%1\" is locked by %2"_s.arg(place.file, own ? holders : u"another program"_s);
    if (!details.isEmpty())
        message += u" (%1)"_s.arg(details.join(u"; "));
    return {message,
        own ? u"Finish what is under way there, and try again."_s
            : u"Let the other program finish or close it, and try again."_s};
}

Words readOnlyWords(int code, const ErrorPlace &place)
{
    switch (code) {
    case SQLITE_READONLY_ROLLBACK:
        return {u"\"%1\" was left in the middle of a change by a program that stopped; it must be "
                u"recovered "
                "before it can be read"_s.arg(place.file),
            u"Open it for change once, where its folder can be written: SQLite then rolls the "
            u"unfinished "
            "change back."_s};
    case SQLITE_READONLY_DIRECTORY:
        return {
            u"\"%1\" cannot be changed: its folder cannot be written, and SQLite needs a journal there"_s
                .arg(place.file),
            u"Make the folder writable, or work on a copy."_s};
    case SQLITE_READONLY_CANTLOCK:
    case SQLITE_READONLY_RECOVERY:
    case SQLITE_READONLY_CANTINIT:
        return {u"\"%1\" has a write-ahead log that must be recovered before it can be read"_s.arg(
                    place.file),
            u"Open it for change once, where its folder can be written."_s};
    default:
        return {u"\"%1\" is open for reading only"_s.arg(place.file),
            u"Open it for change; the file and its folder must be writable."_s};
    }
}

/// The system's words for a disk that has room, but not for this file or this user.
bool isLimit(int systemError)
{
#ifdef EDQUOT
    if (systemError == EDQUOT)
        return true;
#endif
    return systemError == EFBIG;
}

/// SQLite keeps none of a COMMIT, but the file does.
int systemError(sqlite3 *db)
{
    int reason = db ? sqlite3_system_errno(db) : 0;
    if (db && reason == 0)
        sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &reason);
    return reason;
}

Words ioWords(sqlite3 *db, int code, const ErrorPlace &place)
{
    if ((code & 0xff) == SQLITE_FULL)
        return {
            u"\"%1\" cannot grow: the disk is full, or the database has reached its largest size"_s
                .arg(place.file),
            u"Make room on the disk and try again; nothing of the statement was kept."_s};
    const int reason = systemError(db);
    const QString said = reason == 0
        ? QString()
        : u": "_s + QString::fromLocal8Bit(std::system_category().message(reason).c_str());
    if (isLimit(reason))
        return {u"\"%1\" cannot grow"_s.arg(place.file) + said,
            u"Make room or raise the limit (ulimit -f, quota), and try again."_s};
    return {u"\"%1\" cannot be read or written"_s.arg(place.file) + said,
        u"Check the medium, the network and the permissions of the file and its folder."_s};
}

/// Whole pages of what looks like noise: 512 random bytes hold some 220 of the 256 values.
bool looksEncrypted(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() == 0 || file.size() % 512 != 0)
        return false;
    const QByteArray head = file.read(512);
    return QSet<char>(head.cbegin(), head.cend()).size() > 180;
}

Words damagedWords(int code, const ErrorPlace &place)
{
    if ((code & 0xff) == SQLITE_NOTADB && looksEncrypted(place.file))
        return {u"\"%1\" is not a SQLite database, or it is encrypted"_s.arg(place.file),
            u"Decrypt it with the program that made it; this build reads plain SQLite files."_s};
    if ((code & 0xff) == SQLITE_NOTADB)
        return {u"\"%1\" is not a SQLite database"_s.arg(place.file),
            u"Choose a database file: it begins with the words \"SQLite format 3\"."_s};
    return {u"\"%1\" is damaged"_s.arg(place.file),
        u"Restore a backup, or save what can be read with the sqlite3 shell: .recover"_s};
}

Words otherWords(sqlite3 *db, const QString &driverText, const ErrorPlace &place)
{
    Words words {driverText, {}};
    if (driverText.startsWith(u"unsafe use of "))
        words.hint
            = u"The file is open as not trusted, so its own schema may not do that; open it as "
              "trusted if you know where it comes from."_s;
    if (db)
        words.message += positionText(sqlite3_error_offset(db), place);
    return words;
}

Words wordsFor(sqlite3 *db, int code, const QString &driverText, const ErrorPlace &place)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
        return lockedWords(place);
    case SQLITE_LOCKED:
        return {driverText, u"Finish the statements that are still reading, and try again."_s};
    case SQLITE_PROTOCOL:
        return {u"\"%1\" was opened by another program while it was read"_s.arg(place.file),
            u"Try again."_s};
    case SQLITE_READONLY:
        return readOnlyWords(code, place);
    case SQLITE_CORRUPT: {
        Words words = damagedWords(code, place);
        // SQLite's stock phrase says no more than ours; others name the object.
        if (!driverText.startsWith(u"database disk image"))
            words.message += u": "_s + driverText;
        return words;
    }
    case SQLITE_NOTADB:
        return damagedWords(code, place);
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
        return ioWords(db, code, place);
    case SQLITE_INTERRUPT:
        return {u"Interrupted"_s, {}};
    default:
        return otherWords(db, driverText, place);
    }
}

} // namespace

ErrorCode errorCodeOf(int sqliteCode)
{
    switch (sqliteCode & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return ErrorCode::Locked;
    case SQLITE_READONLY:
        return sqliteCode == SQLITE_READONLY_DBMOVED ? ErrorCode::Io : ErrorCode::ReadOnly;
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

Error sqliteError(sqlite3 *db, int sqliteCode, const ErrorPlace &place)
{
    // The handle's words are of its last call, which need not be the one that gave the code.
    const bool current = db && (sqlite3_errcode(db) & 0xff) == (sqliteCode & 0xff);
    const QString driverText
        = QString::fromUtf8(current ? sqlite3_errmsg(db) : sqlite3_errstr(sqliteCode));
    Error error = sqliteCode == SQLITE_READONLY_DBMOVED ? movedError(place.file) : Error {};
    if (error.message.isEmpty()) {
        const Words words = wordsFor(db, sqliteCode, driverText, place);
        error = {.code = errorCodeOf(sqliteCode), .message = words.message, .hint = words.hint};
    }
    error.statement = place.statement;
    error.driverText = driverText;
    return error;
}

qsizetype sqliteErrorOffset(sqlite3 *db, const QByteArray &sql)
{
    if (const int offset = sqlite3_error_offset(db); offset >= 0)
        return QString::fromUtf8(sql.left(offset)).size();
    // SQLite keeps no place for objects that are not there, but names them.
    const QString words = QString::fromUtf8(sqlite3_errmsg(db));
    const qsizetype colon = words.indexOf(u": ");
    if (!words.startsWith(u"no such ") || colon < 0)
        return -1;
    const QStringView named = QStringView(words).mid(colon + 2);
    const QStringView name = named.mid(named.lastIndexOf(u'.') + 1);
    const QString text = QString::fromUtf8(sql);
    for (const Token &token : significantTokens(text)) {
        const bool isName = token.kind == TokenKind::Word || token.kind == TokenKind::QuotedName;
        if (isName && sameAscii(nameIn(text, token), name))
            return token.start;
    }
    return -1;
}

Error movedError(const QString &file)
{
    const bool gone = !QFileInfo::exists(file);
    return {.code = ErrorCode::Io,
        .message = gone ? u"\"%1\" was moved or deleted after it was opened"_s.arg(file)
                        : u"\"%1\" was replaced by another file after it was opened"_s.arg(file),
        .hint = gone ? u"Put the file back, or open it where it is now."_s
                     : u"Close the database and open it again."_s};
}

} // namespace joinery
