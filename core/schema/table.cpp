// SPDX-License-Identifier: MPL-2.0
#include "joinery/schema/table.h"

#include <algorithm>

namespace joinery {

qsizetype Table::columnIndex(const QString &columnName) const
{
    const auto found = std::find_if(columns.begin(), columns.end(),
        [&](const Column &column) { return column.name == columnName; });
    return found == columns.end() ? -1 : found - columns.begin();
}

const Column *Table::column(const QString &columnName) const
{
    const qsizetype index = columnIndex(columnName);
    return index < 0 ? nullptr : &columns[index];
}

Column *Table::column(const QString &columnName)
{
    const qsizetype index = columnIndex(columnName);
    return index < 0 ? nullptr : &columns[index];
}

QStringList columnNames(const QList<KeyPart> &parts)
{
    QStringList names;
    for (const KeyPart &part : parts)
        names.append(part.column);
    return names;
}

QList<KeyPart> keyParts(const QStringList &columns)
{
    QList<KeyPart> parts;
    for (const QString &column : columns)
        parts.append(KeyPart {.column = column});
    return parts;
}

QString constraintName(const Constraint &constraint)
{
    return std::visit([](const auto &value) { return value.name; }, constraint);
}

} // namespace joinery
