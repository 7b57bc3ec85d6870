// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/target.h"

#include "joinery/connection/native/lookvfs.h"

#include <sqlite3.h>

#include <QFileInfo>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

bool isOn(const Url &url, const QString &key)
{
    static const QStringList yes {u"1"_s, u"true"_s, u"yes"_s, u"on"_s};
    return yes.contains(url.query.value(key).toLower());
}

/// The path; SQLAlchemy writes file:path?uri=true where SQLite is to read the query.
QString pathOf(const Url &url)
{
    const QString path = url.database.startsWith(u"file:") ? url.database.mid(5) : url.database;
    return path.startsWith(u"//") ? path.mid(path.indexOf(u'/', 2)) : path;
}

QByteArray pair(const char *key, const QString &value)
{
    return QByteArray("&") + key + '=' + QUrl::toPercentEncoding(value);
}

Result<> checkMode(const Url &url, Access access)
{
    static const QStringList known {u""_s, u"ro"_s, u"rw"_s, u"rwc"_s, u"memory"_s};
    const QString mode = url.query.value(u"mode"_s, u""_s);
    if (!known.contains(mode))
        return fail(ErrorCode::Parse, u"\"%1\": there is no mode \"%2\""_s.arg(url.display(), mode),
            u"The modes are ro, rw, rwc and memory."_s);
    if (mode == u"ro" && access != Access::Look)
        return fail(ErrorCode::ReadOnly,
            u"\"%1\" is to be changed, but its URL says mode=ro"_s.arg(pathOf(url)),
            u"Take mode=ro out of the URL."_s);
    return {};
}

SqliteTarget memoryTarget(const Url &url)
{
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const bool shared = url.query.value(u"cache"_s) == u"shared";
    if (!shared)
        return {.name = u":memory:"_s, .uri = ":memory:", .flags = flags | SQLITE_OPEN_MEMORY};
    const QString path = pathOf(url);
    const bool named = !path.isEmpty() && path != u":memory:";
    return {.name = named ? path : u":memory:"_s,
        .uri = "file:" + QUrl::toPercentEncoding(named ? path : u":memory:"_s, ":")
            + "?mode=memory&cache=shared",
        .flags = flags | SQLITE_OPEN_URI};
}

int fileFlags(Access access)
{
    switch (access) {
    case Access::Look:
        return SQLITE_OPEN_READONLY;
    case Access::Change:
        return SQLITE_OPEN_READWRITE;
    case Access::Create:
        return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
    return SQLITE_OPEN_READONLY;
}

Result<QByteArray> vfsPair(const Url &url, Access access)
{
    const QString asked = url.query.value(u"vfs"_s);
    if (access == Access::Look) {
        return lookVfs(asked.toUtf8()).map([](const QByteArray &name) {
            return pair("vfs", QString::fromUtf8(name));
        });
    }
    if (asked.isEmpty())
        return QByteArray();
    if (!sqlite3_vfs_find(asked.toUtf8().constData()))
        return fail(ErrorCode::NotFound, u"There is no SQLite VFS \"%1\""_s.arg(asked));
    return pair("vfs", asked);
}

} // namespace

Result<SqliteTarget> sqliteTarget(const Url &url, Access access)
{
    if (const Result<> mode = checkMode(url, access); !mode)
        return fail(mode.error());
    if (url.isMemory())
        return memoryTarget(url);
    const Result<QByteArray> vfs = vfsPair(url, access);
    if (!vfs)
        return fail(vfs.error());
    QByteArray query = *vfs;
    if (access == Access::Look && isOn(url, u"immutable"_s))
        query += "&immutable=1";
    if (isOn(url, u"nolock"_s))
        query += "&nolock=1";
    const QString path = QFileInfo(pathOf(url)).absoluteFilePath();
    // An absolute path begins with a slash on Unix only; the URI needs one everywhere.
    const QString rooted = path.startsWith(u'/') ? path : u'/' + path;
    return SqliteTarget {.name = path,
        .uri = "file:" + QUrl::toPercentEncoding(rooted, "/:") + '?' + query.mid(1),
        .flags = fileFlags(access) | SQLITE_OPEN_URI,
        .isFile = true};
}

} // namespace joinery
