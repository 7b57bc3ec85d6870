// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"
#include "joinery/schema/metadata.h"

#include <QSet>

namespace joinery::sqlite {

/// Reads the named tables through pragmas alone: all that SQLite tells without their text. Checks,
/// collations of columns and generating expressions it does not tell. Types are as declared. A
/// fixed number of queries.
[[nodiscard]] Result<QMap<QString, Table>> readByPragmas(
    Executor &executor, const QStringList &tables);

/// The tables that modules keep for their virtual tables.
[[nodiscard]] Result<QSet<QString>> shadowTables(Executor &executor);

} // namespace joinery::sqlite
