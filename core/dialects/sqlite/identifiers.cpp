// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/identifiers.h"

#include "joinery/sql/names.h"

namespace joinery::sqlite {

namespace {

bool isTaken(const MetaData &schema, const QString &name)
{
    const auto hasName = [&](const auto &object) { return sameName(object.name, name); };
    const auto any
        = [&](const auto &objects) { return std::any_of(objects.begin(), objects.end(), hasName); };
    return any(schema.tables) || any(schema.views) || any(schema.virtualTables)
        || std::any_of(schema.tables.begin(), schema.tables.end(),
            [&](const Table &table) { return any(table.indexes); });
}

} // namespace

QString nameKey(const QString &name)
{
    return asciiLower(name);
}

bool sameName(const QString &a, const QString &b)
{
    return sameAscii(a, b);
}

bool containsName(const QStringList &names, const QString &name)
{
    return std::any_of(
        names.begin(), names.end(), [&](const QString &other) { return sameName(other, name); });
}

const Column *findColumn(const Table &table, const QString &name)
{
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
        [&](const Column &column) { return sameName(column.name, name); });
    return found == table.columns.end() ? nullptr : &*found;
}

QString unusedName(const MetaData &schema, const QString &wanted)
{
    QString name = wanted;
    for (int number = 2; isTaken(schema, name); ++number)
        name = wanted + u'_' + QString::number(number);
    return name;
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
