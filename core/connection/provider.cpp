// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"

#include "joinery/connection/backup.h"
#include "joinery/connection/sqliteconnection.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

tl::unexpected<Error> noDriver(const QString &dialect)
{
    return fail(ErrorCode::Unsupported, u"No driver for %1 in this build"_s.arg(dialect),
        u"This build opens SQLite databases, sqlite:///file.db; what needs no connection works for %1 too."_s
            .arg(dialect));
}

tl::unexpected<Error> noCopy(const QString &dialect)
{
    return fail(ErrorCode::Unsupported, u"A %1 database cannot be copied as a file"_s.arg(dialect),
        u"Use the server's own backup."_s);
}

} // namespace

Result<std::unique_ptr<Executor>> ConnectionProvider::open(
    const Url &url, const OpenOptions &options) const
{
    if (url.dialect != u"sqlite")
        return noDriver(url.dialect);
    return SqliteConnection::open(url, options);
}

Result<std::unique_ptr<Executor>> ConnectionProvider::scratch(const QString &dialect) const
{
    return open(Url {.dialect = dialect}, OpenOptions {.access = Access::Create});
}

Result<> ConnectionProvider::copyToFile(Executor &source, const QString &file,
    const std::function<bool(qint64, qint64)> &progress) const
{
    auto *sqlite = dynamic_cast<SqliteConnection *>(&source);
    return sqlite ? copySqliteToFile(*sqlite, file, progress) : noCopy(source.dialectName());
}

Result<> ConnectionProvider::copyInto(Executor &source, Executor &target) const
{
    auto *from = dynamic_cast<SqliteConnection *>(&source);
    auto *to = dynamic_cast<SqliteConnection *>(&target);
    if (!from || !to)
        return noCopy((from ? target : source).dialectName());
    return copySqliteInto(*from, *to);
}

} // namespace joinery
