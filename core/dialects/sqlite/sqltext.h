// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"

namespace joinery::sqlite {

// What can be told from SQL text by its tokens alone. Where a text leaves a doubt the answer is the
// careful one.

/// True when something in the text could be a name that means `name`; a text in single quotes
/// counts, since SQLite reads some of those as names.
bool mentions(const QString &sql, const QString &name);

/// True when the text holds `name.something`.
bool qualifiesWith(const QString &sql, const QString &name);

/// The first word of the statement in upper case; empty when there is none.
QString firstWord(const QString &sql);

/// The name behind CREATE or DROP and the kind, "view" or "trigger"; empty for any other statement.
QString madeOrDropped(const QString &sql, QStringView kind);

/// What an ALTER TABLE … RENAME says. `column` is empty for the rename of a table.
struct RenameText
{
    QString table {};
    QString column {};
    QString to {};

    bool isRename() const { return !to.isEmpty(); }
};
RenameText renameIn(const QString &sql);

/// True when the statement could set off ON DELETE or ON UPDATE actions of the schema's foreign
/// keys, by itself or through triggers.
bool reliesOnForeignKeys(const MetaData &metaData, const QString &statement);

} // namespace joinery::sqlite
