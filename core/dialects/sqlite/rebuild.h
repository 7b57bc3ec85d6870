// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/plan.h"
#include "joinery/dialects/sqlite/tablechange.h"

namespace joinery::sqlite {

class SqliteStoredTexts;

/// The statements that put a new table with the old one's rows in the old one's place: its indexes
/// and triggers are made anew, its counter and hidden rowids kept, the copied rows counted. Must
/// run in a transaction with foreign keys off. `schema` is what the new table's temporary name must
/// keep clear of. `texts` are those of the database, where they are known: then what does not
/// change keeps its text.
QList<Statement> rebuildStatements(
    const TableChange &change, const MetaData &schema, SqliteStoredTexts *texts = nullptr);

/// What the temporary names of rebuilds begin with.
inline const QString rebuildPrefix = QStringLiteral("joinery_new_");

} // namespace joinery::sqlite
