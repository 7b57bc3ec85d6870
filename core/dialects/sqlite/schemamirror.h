// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"
#include "joinery/schema/metadata.h"

namespace joinery::sqlite {

/// SQLite refuses to rename or drop a column or table while any view or trigger of the database is
/// broken, or would be. Tries the statements, each an ALTER TABLE, on an empty scratch database
/// with the schema `before` and returns them with what stands in their way dropped first and
/// created again, as `after` has it, behind; so too what SQLite would rewrite to something else.
/// Statements that fail for another reason come back as they are. Errors: those of the provider.
[[nodiscard]] Result<QStringList> withObstaclesMoved(const DatabaseProvider &provider,
    const MetaData &before, const MetaData &after, const QStringList &statements);

/// CREATE statements of the object, without semicolons: table, then indexes, then triggers.
QStringList createStatements(const SchemaObject &object);

} // namespace joinery::sqlite
