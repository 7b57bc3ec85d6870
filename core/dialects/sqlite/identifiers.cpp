// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/identifiers.h"

namespace joinery::sqlite {

namespace {

char16_t folded(QChar c)
{
    return c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c.unicode() + 32) : c.unicode();
}

} // namespace

QString nameKey(const QString &name)
{
    const auto upper = [](QChar c) { return c >= u'A' && c <= u'Z'; };
    if (std::none_of(name.begin(), name.end(), upper))
        return name;
    QString key = name;
    for (QChar &c : key)
        c = QChar(folded(c));
    return key;
}

bool sameName(const QString &a, const QString &b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](QChar x, QChar y) {
        return folded(x) == folded(y);
    });
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
