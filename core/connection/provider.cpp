// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"

#include "joinery/connection/native/opensqlite.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

tl::unexpected<Error> noDriver(const QString &dialect)
{
    return fail(ErrorCode::Unsupported, u"No driver for %1 in this build"_s.arg(dialect),
        u"This build opens SQLite databases: write sqlite:///file.db."_s);
}

} // namespace

Result<std::unique_ptr<Executor>> ConnectionProvider::open(
    const Url &url, const OpenOptions &options) const
{
    if (url.dialect != u"sqlite")
        return noDriver(url.dialect);
    return openSqlite(url, options);
}

Result<std::unique_ptr<Executor>> ConnectionProvider::scratch(const QString &dialect) const
{
    return open(Url {.dialect = dialect}, OpenOptions {.access = Access::Create});
}

Result<> ConnectionProvider::copyToFile(Executor &source, const QString &file,
    const std::function<bool(qint64, qint64)> &progress) const
{
    auto *sqlite = dynamic_cast<SqliteConnection *>(&source);
    if (!sqlite)
        return noDriver(source.dialectName());
    Q_UNUSED(progress)
    return sqlite->execute(u"VACUUM INTO ?"_s, {file}).map([](qint64) {});
}

} // namespace joinery
