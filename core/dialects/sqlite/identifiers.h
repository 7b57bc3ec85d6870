// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"

namespace joinery::sqlite {

/// The form under which SQLite takes two names for the same: ASCII letters in lower case, the rest
/// as is.
QString nameKey(const QString &name);
bool sameName(const QString &a, const QString &b);
/// True when one of the names is the same to SQLite.
bool containsName(const QStringList &names, const QString &name);

/// The column of that name, case aside; nullptr when there is none.
const Column *findColumn(const Table &table, const QString &name);

/// The name, or one that begins with it, that nothing in the schema has yet.
QString unusedName(const MetaData &schema, const QString &wanted);

/// The table's primary key, or the one an identity column stands for.
std::optional<PrimaryKeyConstraint> effectivePrimaryKey(const Table &table);
/// True for `id INTEGER PRIMARY KEY DESC`, which by an old bug of SQLite is no alias of the rowid.
/// PRIMARY KEY (id DESC) as a table constraint is one; the parser drops that order, so it never
/// shows here.
bool isInlineDescending(const PrimaryKeyConstraint &key);

} // namespace joinery::sqlite
