// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace joinery::sqlite {

/// All that may be a name in the text, quotes undone.
QStringList namesIn(const QString &sql);

/// An expression over one table's columns with a column renamed: unqualified names and those
/// qualified with the table. Function names, collations, strings and keywords stay.
QString withColumnRenamed(
    const QString &sql, const QString &table, const QString &from, const QString &to);

/// An expression over one table's columns with the table renamed, where it qualifies a column.
QString withTableRenamed(const QString &sql, const QString &from, const QString &to);

/// SQLite takes `excluded.` of an upsert for the table when that is renamed, which changes what the
/// upsert does: `after`, its text of what was `before`, with those names put back.
QString withExcludedRestored(const QString &before, const QString &after);

} // namespace joinery::sqlite
