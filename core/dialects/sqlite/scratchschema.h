// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"
#include "joinery/schema/metadata.h"

namespace joinery::sqlite {

/// The views and triggers of a schema.
struct SqlObject
{
    QString name;
    QString table; ///< of a trigger; empty for a view
    QString sql; ///< the whole CREATE text
    bool isTrigger() const { return !table.isEmpty(); }
};

/// The views and triggers whose text holds the name.
QList<SqlObject> objectsMentioning(const MetaData &metaData, const QString &name);

/// Runs the rename over a scratch database that holds the objects and all that they mention, and
/// returns their texts after it: those that changed. What is broken, and would make SQLite refuse,
/// is left out.
[[nodiscard]] Result<QList<SqlObject>> renamedOnScratch(const DatabaseProvider &provider,
    const MetaData &before, const QList<SqlObject> &objects, const QString &table,
    const QString &alterStatement);

/// Creates all of the schema in an empty database. Errors: those of the first statement that fails.
[[nodiscard]] Result<> createAll(Executor &executor, const MetaData &metaData);

/// The same, but for a table that cannot be created here, since it needs a function or module that
/// this program lacks, one with the same name and columns stands in. Returns the names of those.
[[nodiscard]] Result<QStringList> createAllOrStandIns(Executor &executor, const MetaData &metaData);

} // namespace joinery::sqlite
