// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

#include <functional>

namespace joinery {

class SqliteConnection;

/// Gets pages done and pages in all; returning false cancels.
using CopyProgress = std::function<bool(qint64, qint64)>;

/// DatabaseProvider::copyToFile() for SQLite. The copy is checked by PRAGMA quick_check before it
/// gets its name, and replaces no file, not even one that came meanwhile. Copies beside it that a
/// killed process left unfinished go. Errors besides those there: Conflict, when the file exists or
/// the source has uncommitted changes; Locked; NotADatabase, when the source is damaged.
[[nodiscard]] Result<> copySqliteToFile(
    SqliteConnection &source, const QString &file, const CopyProgress &progress);

/// DatabaseProvider::copyInto() for SQLite. Errors besides those there: Conflict, when one of the
/// two is in a transaction.
[[nodiscard]] Result<> copySqliteInto(SqliteConnection &source, SqliteConnection &target);

} // namespace joinery
