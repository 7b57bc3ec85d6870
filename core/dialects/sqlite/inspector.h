// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/dialect.h"

namespace joinery::sqlite {

/// Reads a SQLite schema from the CREATE texts it stores; pragmas fill in for tables whose text
/// does not parse. Thread-safe.
class SqliteInspector final : public Inspector
{
public:
    [[nodiscard]] Result<MetaData> reflect(Executor &executor) const override;
    [[nodiscard]] Result<bool> hasTable(Executor &executor, const QString &table) const override;
    /// The texts of sqlite_schema, oldest first; SQLite stores the same texts again when they run.
    [[nodiscard]] Result<QStringList> storedStatements(Executor &executor) const override;
    /// Views and triggers that do not compile, and tables whose CREATE text could not be taken
    /// apart, each with the reason.
    [[nodiscard]] Result<QStringList> brokenObjects(Executor &executor) const override;
};

/// True for what belongs to SQLite, to Joinery or to Alembic and not to the schema.
bool isInternalName(const QString &name);

} // namespace joinery::sqlite
