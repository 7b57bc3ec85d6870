// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/identifiers.h"

#include "joinery/sql/names.h"

namespace joinery::sqlite {

QString nameKey(const QString &name)
{
    return asciiLower(name);
}

bool sameName(const QString &a, const QString &b)
{
    return sameAscii(a, b);
}

const Column *findColumn(const Table &table, const QString &name)
{
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
        [&](const Column &column) { return sameName(column.name, name); });
    return found == table.columns.end() ? nullptr : &*found;
}

std::optional<PrimaryKeyConstraint> effectivePrimaryKey(const Table &table)
{
    if (table.primaryKey)
        return table.primaryKey;
    const auto identity = std::find_if(table.columns.begin(), table.columns.end(),
        [](const Column &column) { return column.identity.has_value(); });
    if (identity == table.columns.end())
        return std::nullopt;
    return PrimaryKeyConstraint {.columns = keyParts({identity->name})};
}

bool isInlineDescending(const PrimaryKeyConstraint &key)
{
    return key.columns.size() == 1 && key.columns.first().descending;
}

} // namespace joinery::sqlite
