// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/spelling.h"

#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/identifiers.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// One item of a table's list, brought to its normal form.
template <typename T> QList<T> normalForm(const Table &table, QList<T> Table::*list, const T &item)
{
    Table bare {.name = table.name, .columns = table.columns};
    for (Column &column : bare.columns)
        column.type = {};
    bare.*list = {item};
    return SqliteComparePolicy().normalized(bare).*list;
}

/// Exchanges the items that mean the same for those of `before`.
template <typename T> void respell(QList<T> Table::*list, const Table &before, Table &after)
{
    QList<QList<T>> known;
    for (const T &item : before.*list)
        known.append(normalForm(before, list, item));
    for (T &item : after.*list) {
        const qsizetype same = known.indexOf(normalForm(after, list, item));
        if (same >= 0)
            item = (before.*list).at(same);
    }
}

/// A check that an enum stands for goes, where the enum comes back.
void dropEnumCheck(const Table &before, const Column &column, Table &after)
{
    const std::optional<CheckConstraint> derived = enumCheck(before, column);
    if (!derived)
        return;
    after.checks.removeIf([&](const CheckConstraint &check) {
        return sameName(check.name, derived->name)
            && canonicalExpression(check.sql, after) == canonicalExpression(derived->sql, after);
    });
}

bool hasEnumCheck(const Table &before, const Column &column, const Table &after)
{
    const std::optional<CheckConstraint> derived = enumCheck(before, column);
    return !derived
        || std::any_of(after.checks.begin(), after.checks.end(), [&](const CheckConstraint &check) {
               return sameName(check.name, derived->name)
                   && canonicalExpression(check.sql, after)
                   == canonicalExpression(derived->sql, after);
           });
}

void respellColumns(const Table &before, Table &after)
{
    const SqliteComparePolicy policy;
    const Table normalBefore = policy.normalized(before);
    const Table normalAfter = policy.normalized(after);
    for (qsizetype i = 0; i < after.columns.size(); ++i) {
        const qsizetype known = before.columnIndex(after.columns[i].name);
        if (known < 0 || normalBefore.columns[known] != normalAfter.columns[i]
            || !hasEnumCheck(before, before.columns[known], after))
            continue;
        after.columns[i] = before.columns[known];
        dropEnumCheck(before, before.columns[known], after);
    }
}

void respellTable(const Table &before, Table &after)
{
    const SqliteComparePolicy policy;
    if (policy.normalized(before) == policy.normalized(after)) {
        after = before;
        return;
    }
    after.comment = before.comment;
    if (policy.normalized(before).primaryKey == policy.normalized(after).primaryKey)
        after.primaryKey = before.primaryKey;
    respellColumns(before, after);
    respell(&Table::uniques, before, after);
    respell(&Table::checks, before, after);
    respell(&Table::foreignKeys, before, after);
    respell(&Table::indexes, before, after);
    for (auto it = before.options.cbegin(); it != before.options.cend(); ++it) {
        if (!after.options.contains(it.key()) && it.key() != u"sqlite"_s)
            after.options.insert(it.key(), it.value());
    }
}

template <typename T> void respellObjects(const QMap<QString, T> &before, QMap<QString, T> &after)
{
    const SqliteComparePolicy policy;
    for (T &object : after) {
        const auto known = before.constFind(object.name);
        if (known != before.constEnd() && policy.normalized(*known) == policy.normalized(object))
            object = *known;
    }
}

} // namespace

MetaData withSpellingOf(const MetaData &before, MetaData after)
{
    for (Table &table : after.tables) {
        const auto known = before.tables.constFind(table.name);
        if (known != before.tables.constEnd())
            respellTable(*known, table);
    }
    respellObjects(before.views, after.views);
    respellObjects(before.virtualTables, after.virtualTables);
    after.sequences = before.sequences;
    after.enums = before.enums;
    return after;
}

} // namespace joinery::sqlite
