// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"

namespace joinery::sqlite {

/// The first line of a quick_check of the table that says something true; empty when none does.
/// Before 3.41 SQLite sees NULLs in tables WITHOUT ROWID that are not there, and takes a default of
/// another type for the value. Errors: those of the database.
[[nodiscard]] Result<QString> firstProblem(
    Executor &executor, const QString &table, const RowSet &check);

} // namespace joinery::sqlite
