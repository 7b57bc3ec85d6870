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

/// Creates all of the schema in an empty database.
[[nodiscard]] Result<> createAll(Executor &executor, const MetaData &metaData);

} // namespace joinery::sqlite
