// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/rebuildparts.h"

#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/tablechange.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// The column whose values the operation makes or changes; empty when it changes none.
QString madeColumn(const Operation &operation)
{
    if (const AddColumn *add = std::get_if<AddColumn>(&operation))
        return add->column.name;
    const AlterColumn *alter = std::get_if<AlterColumn>(&operation);
    const bool changes = alter
        && (alter->to.type || alter->to.computed || !alter->cast.isEmpty()
            || !alter->fill.isEmpty());
    return changes ? alter->column : QString();
}

/// How many of the operations from `first` on one rebuild can take.
qsizetype partLength(const QList<Operation> &operations, qsizetype first)
{
    QStringList made;
    for (qsizetype i = first; i < operations.size(); ++i) {
        const QString expressions = expressionsOf({operations[i]});
        const auto reads = [&](const QString &column) { return mentions(expressions, column); };
        if (std::any_of(made.begin(), made.end(), reads))
            return i - first;
        if (const QString column = madeColumn(operations[i]); !column.isEmpty())
            made.append(column);
    }
    return operations.size() - first;
}

bool isAutoincrement(const Table &table)
{
    return hasOption(table.options, options::dialect, options::autoincrement);
}

/// The key that both states have, where its counter hangs on it; else none, and no option that
/// asks for one.
void settleKey(Table &table, const Table &before, const Table &after)
{
    if (effectivePrimaryKey(table))
        return;
    const QString alias = rowidAlias(after);
    if (isAutoincrement(before) && isAutoincrement(after) && sameName(alias, rowidAlias(before))
        && findColumn(table, alias)) {
        table.primaryKey = after.primaryKey;
        return;
    }
    table.options[options::dialect].remove(options::withoutRowid);
    table.options[options::dialect].remove(options::autoincrement);
}

bool isAny(const Table &table, const Column &column)
{
    return nameKey(declaredType(table, column)) == u"any";
}

/// Types that keep every value as it is, for columns that change, or go, only later, or that come
/// while the table is still STRICT and does not know theirs.
void settleTypes(Table &table, const Table &before, const Table &after)
{
    if (isStrict(before) == isStrict(after))
        return;
    const bool isSettled = isStrict(table) == isStrict(before);
    const auto sameIn = [](const Table &other, const Column &column) {
        const Column *found = findColumn(other, column.name);
        return found && found->type == column.type ? found : nullptr;
    };
    for (Column &column : table.columns) {
        const Column *old = sameIn(before, column);
        if (isStrict(table) && !sameIn(isSettled ? before : after, column))
            column.type = {.text = {}, .native = {{options::dialect, u"ANY"_s}}};
        else if (!isSettled && isStrict(before) && old && isAny(before, *old))
            column.type = {.text = {}, .native = {{options::dialect, u"BLOB"_s}}};
    }
}

/// A generated column waits for the columns that it reads, and goes with the first of them.
void settleGenerated(Table &table, const Table &before, const Table &after)
{
    QStringList missing;
    for (const Column &column : before.columns + after.columns) {
        if (!findColumn(table, column.name))
            missing.append(column.name);
    }
    const auto waits = [&](const Column &column) {
        return column.computed
            && std::any_of(missing.begin(), missing.end(),
                [&](const QString &name) { return mentions(column.computed->sql, name); });
    };
    for (qsizetype i = 0; i < table.columns.size(); ++i) {
        if (!waits(table.columns[i]))
            continue;
        missing.append(table.columns.takeAt(i).name);
        i = -1; // others may read it
    }
}

/// The schema between two parts.
MetaData between(const TableRun &run, qsizetype position)
{
    MetaData schema = run.schemas[position];
    const QString target = targetOf(run.operations.first());
    const Table *before = findTable(run.schemas.first(), target);
    const Table *now = findTable(schema, target);
    const Table *after = findTable(run.schemas.last(), target);
    if (!before || !now || !after)
        return schema;
    Table &table = schema.tables[now->name];
    settleKey(table, *before, *after);
    settleTypes(table, *before, *after);
    settleGenerated(table, *before, *after);
    return schema;
}

} // namespace

QList<TableRun> rebuildParts(const TableRun &run)
{
    QList<TableRun> parts;
    for (qsizetype first = 0; first < run.operations.size();) {
        const qsizetype count = partLength(run.operations, first);
        TableRun part {.schemas = run.schemas.mid(first, count + 1),
            .operations = run.operations.mid(first, count)};
        if (!parts.isEmpty())
            part.schemas.first() = parts.last().schemas.last();
        if (first + count < run.operations.size())
            part.schemas.last() = between(run, first + count);
        part.copies = part.schemas.first() != run.schemas[first]
            || part.schemas.last() != run.schemas[first + count];
        parts.append(part);
        first += count;
    }
    return parts;
}

} // namespace joinery::sqlite
