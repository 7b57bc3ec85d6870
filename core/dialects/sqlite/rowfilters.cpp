// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/rowfilters.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

bool givesUpRows(const QStringList &accept)
{
    return accept.contains(accepts::deleteRows);
}

RowFilter keepsUnless(const QString &condition)
{
    return {.keep = u"NOT ("_s + condition + u')'};
}

/// A table that refers to itself: with a row go those that name it, and those that name them.
RowFilter keepsChains(
    const TableChange &change, const ForeignKeyConstraint &key, const QStringList &referred)
{
    const QString rows = u'(' + newRows(change, quotedName(change.before.name)) + u')';
    const QString name = quotedName(change.after.name);
    QStringList matches;
    for (qsizetype i = 0; i < qMin(key.columns.size(), referred.size()); ++i)
        matches.append(u"joinery_parent.%1 = +%2.%3"_s.arg(
            quotedName(referred[i]), name, quotedName(key.columns[i])));
    return {.keep
        = u"%1 NOT IN (WITH RECURSIVE joinery_gone (place) AS (SELECT %1 FROM %2 AS %3 WHERE %4 "
          u"UNION SELECT %3.%1 FROM joinery_gone JOIN %2 AS joinery_parent ON joinery_parent.%1 = "
          u"place "
          u"JOIN %2 AS %3 ON %5) SELECT place FROM joinery_gone)"_s.arg(rowColumn, rows, name,
              isOrphan(change.after, key, rows, referred),
              matches.isEmpty() ? u"FALSE"_s : matches.join(u" AND "_s))};
}

RowFilter filterFor(const TableChange &change, const MetaData &after, const Constraint &constraint)
{
    return std::visit(
        overloaded {
            [&](const PrimaryKeyConstraint &key) {
                return firstOfEachKey(change.after, key.columns);
            },
            [](const UniqueConstraint &unique) { return firstOfEach(unique.columns); },
            [](const CheckConstraint &check) { return keepsUnless(violatesCheck(check.sql)); },
            [&](const ForeignKeyConstraint &key) {
                const QStringList referred = referredColumns(after, key);
                if (sameName(key.referredTable, change.after.name))
                    return keepsChains(change, key, referred);
                return keepsUnless(
                    isOrphan(change.after, key, quotedName(key.referredTable), referred));
            },
        },
        constraint);
}

bool isIn(const QList<KeyPart> &parts, const QString &column)
{
    return std::any_of(parts.begin(), parts.end(), [&](const KeyPart &part) {
        return sameName(part.column, column) || mentions(part.expression, column);
    });
}

/// All rules that the column takes part in.
QList<RowFilter> filtersFor(const TableChange &change, const AlterColumn &alter)
{
    QList<RowFilter> filters;
    const Column *column = findColumn(change.after, alter.column);
    if (!column)
        return filters;
    const Column *old = findColumn(change.before, alter.column);
    if (!column->nullable) // SQLite believes a column that says NOT NULL, and would not look
        filters.append(
            {.keep = old && !old->nullable ? u"typeof(%1) <> 'null'"_s.arg(quotedName(column->name))
                                           : quotedName(column->name) + u" IS NOT NULL"_s});
    if (const QString refused = refusedByType(quotedName(column->name), change.after, *column);
        !refused.isEmpty())
        filters.append(keepsUnless(refused));
    for (const CheckConstraint &check : withEnumChecks(change.after)) {
        if (mentions(check.sql, column->name))
            filters.append(keepsUnless(violatesCheck(check.sql)));
    }
    if (const auto key = effectivePrimaryKey(change.after); key && isIn(key->columns, column->name))
        filters.append(firstOfEachKey(change.after, key->columns));
    for (const UniqueConstraint &key : change.after.uniques) {
        if (isIn(key.columns, column->name))
            filters.append(firstOfEach(key.columns));
    }
    for (const Index &index : change.after.indexes) {
        if (index.unique && isIn(index.columns, column->name))
            filters.append(firstOfEach(index.columns, index.where));
    }
    return filters;
}

QList<RowFilter> filtersFor(
    const TableChange &change, const MetaData &after, const Operation &operation)
{
    if (const AddConstraint *add = std::get_if<AddConstraint>(&operation);
        add && givesUpRows(add->accept))
        return {filterFor(change, after, add->constraint)};
    if (const CreateIndex *create = std::get_if<CreateIndex>(&operation);
        create && create->index.unique && givesUpRows(create->accept))
        return {firstOfEach(create->index.columns, create->index.where)};
    if (const AlterColumn *alter = std::get_if<AlterColumn>(&operation);
        alter && givesUpRows(alter->accept))
        return filtersFor(change, *alter);
    if (const AddColumn *added = std::get_if<AddColumn>(&operation);
        added && givesUpRows(added->accept) && !added->column.nullable)
        return {{.keep = quotedName(added->column.name) + u" IS NOT NULL"_s}};
    const AlterTable *options = std::get_if<AlterTable>(&operation);
    const auto key = effectivePrimaryKey(change.after);
    if (options && key && givesUpRows(options->accept))
        return {firstOfEachKey(change.after, key->columns)};
    return {};
}

} // namespace

QList<RowFilter> rowFilters(
    const TableChange &change, const MetaData &after, const QList<Operation> &operations)
{
    TableChange soFar = change;
    for (const Operation &operation : operations)
        soFar.filters += filtersFor(soFar, after, operation);
    return soFar.filters;
}

QStringList keyExpressions(const QList<KeyPart> &parts)
{
    QStringList expressions;
    for (const KeyPart &part : parts) {
        const QString value
            = part.column.isEmpty() ? inParentheses(part.expression) : quotedName(part.column);
        expressions.append(
            part.collation.isEmpty() ? value : value + u" COLLATE "_s + quotedName(part.collation));
    }
    return expressions;
}

QString equalRows(const QList<KeyPart> &parts, const QString &where)
{
    QStringList groups = keyExpressions(parts);
    if (!where.isEmpty())
        groups.prepend(inParentheses(where) + u" IS TRUE"_s);
    return u"PARTITION BY "_s + groups.join(u", "_s);
}

QString isUnderKey(const QList<KeyPart> &parts, const QString &where)
{
    QStringList conditions;
    for (const QString &key : keyExpressions(parts))
        conditions.append(key + u" IS NOT NULL"_s);
    if (!where.isEmpty())
        conditions.append(inParentheses(where) + u" IS TRUE"_s);
    return conditions.join(u" AND "_s);
}

RowFilter firstOfEach(const QList<KeyPart> &parts, const QString &where)
{
    QStringList stays {u"joinery_rank = 1"_s};
    for (const QString &key : keyExpressions(parts))
        stays.append(key + u" IS NULL"_s);
    if (!where.isEmpty())
        stays.append(inParentheses(where) + u" IS NOT TRUE"_s);
    return {.rank = u"row_number() OVER (%1 ORDER BY %2)"_s.arg(equalRows(parts, where), rowColumn),
        .keep = stays.join(u" OR "_s)};
}

bool keyTakesNulls(const Table &table)
{
    return hasRowid(table) && !isStrict(table) && rowidAlias(table).isEmpty();
}

RowFilter firstOfEachKey(const Table &after, const QList<KeyPart> &parts)
{
    RowFilter filter = firstOfEach(parts);
    const QString alias = rowidAlias(after);
    if (keyTakesNulls(after))
        return filter;
    QStringList stays {u"joinery_rank = 1"_s};
    for (const QString &key : keyExpressions(parts))
        stays.append(key + u" IS NOT NULL"_s);
    if (!alias.isEmpty())
        stays.append(u"typeof(%1) = 'integer'"_s.arg(quotedName(alias)));
    filter.keep = stays.join(u" AND "_s);
    return filter;
}

QString violatesCheck(const QString &sql)
{
    return inParentheses(sql) + u" IS FALSE"_s;
}

QString isOrphan(const Table &child, const ForeignKeyConstraint &key, const QString &parent,
    const QStringList &parentColumns)
{
    QStringList filled;
    QStringList matches;
    for (qsizetype i = 0; i < key.columns.size(); ++i) {
        const QString column = quotedName(child.name) + u'.' + quotedName(key.columns[i]);
        filled.append(column + u" IS NOT NULL"_s);
        // As SQLite compares keys: by the parent's affinity, so the child's is taken off it.
        if (i < parentColumns.size())
            matches.append(u"joinery_parent.%1 = +%2"_s.arg(quotedName(parentColumns[i]), column));
        if (key.columns.size() == 1 && !matches.isEmpty()) // SQLite takes this real for no rowid
            matches.append(
                u"NOT (typeof(%1) = 'real' AND +%1 = -9223372036854775808)"_s.arg(column));
    }
    return u"%1 AND NOT EXISTS (SELECT 1 FROM %2 AS joinery_parent WHERE %3)"_s.arg(
        filled.join(u" AND "_s), parent, matches.isEmpty() ? u"FALSE"_s : matches.join(u" AND "_s));
}

QStringList referredColumns(const MetaData &metaData, const ForeignKeyConstraint &key)
{
    if (!key.referredColumns.isEmpty())
        return key.referredColumns;
    const Table *parent = findTable(metaData, key.referredTable);
    const auto primaryKey = parent ? effectivePrimaryKey(*parent) : std::nullopt;
    return primaryKey ? columnNames(primaryKey->columns) : QStringList();
}

const Table *findTable(const MetaData &metaData, const QString &name)
{
    if (const auto exact = metaData.tables.constFind(name); exact != metaData.tables.constEnd())
        return &*exact;
    const auto found = std::find_if(metaData.tables.begin(), metaData.tables.end(),
        [&](const Table &table) { return sameName(table.name, name); });
    return found == metaData.tables.end() ? nullptr : &*found;
}

QString inParentheses(const QString &sql)
{
    return u'(' + sql + (sql.contains(u"--"_s) ? u"\n)"_s : u")"_s);
}

} // namespace joinery::sqlite
