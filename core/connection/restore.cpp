// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/sqliteerror.h"
#include "joinery/connection/provider.h"
#include "joinery/connection/sqliteconnection.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace joinery {

Result<> ConnectionProvider::copyInto(Executor &source, Executor &target) const
{
    auto *from = dynamic_cast<SqliteConnection *>(&source);
    auto *to = dynamic_cast<SqliteConnection *>(&target);
    if (!from || !to)
        return fail(ErrorCode::Unsupported,
            u"only SQLite databases can be copied into each other"_s);
    // One step over all pages holds the target's write lock from the first page to the last.
    sqlite3_backup *backup = sqlite3_backup_init(to->handle(), "main", from->handle(), "main");
    if (backup)
        sqlite3_backup_step(backup, -1);
    const int code = backup ? sqlite3_backup_finish(backup) : sqlite3_extended_errcode(to->handle());
    if (code == SQLITE_OK)
        return {};
    return fail(sqliteError(to->handle(), code, to->name(), {}, 0));
}

} // namespace joinery
