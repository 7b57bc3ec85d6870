// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/tablechange.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/typename.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

using Copies = QHash<QString, ColumnCopy>; // by name key

Copies unchanged(const Table &table)
{
    Copies copies;
    for (const Column &column : table.columns)
        copies.insert(
            nameKey(column.name), {.column = column.name, .source = quotedName(column.name)});
    return copies;
}

void follow(Copies &copies, const AlterColumn &alter, const Table &after)
{
    const QString key = nameKey(alter.column);
    ColumnCopy &copy = copies[key];
    if (!alter.cast.isEmpty())
        copy.source = inParentheses(alter.cast);
    if (!alter.fill.isEmpty()) {
        const Column *column = findColumn(after, alter.column);
        if (copy.source.isEmpty() && column)
            copy.source = defaultExpression(*column);
        copy.source = u"coalesce(%1, %2)"_s.arg(copy.source, inParentheses(alter.fill));
    }
    copy.converts |= !alter.cast.isEmpty() || !alter.fill.isEmpty() || alter.to.type.has_value();
}

void follow(Copies &copies, const AddColumn &add)
{
    const QString source = add.fill.isEmpty() ? QString() : inParentheses(add.fill);
    copies.insert(
        nameKey(add.column.name), {.column = add.column.name, .source = source, .converts = true});
}

void follow(Copies &copies, const Operation &operation, const Table &after)
{
    std::visit(overloaded {
                   [&](const AddColumn &add) { follow(copies, add); },
                   [&](const AlterColumn &alter) { follow(copies, alter, after); },
                   [&](const DropColumn &drop) { copies.remove(nameKey(drop.column.name)); },
                   [](const auto &) {},
               },
        operation);
}

QString strictCast(const QString &source, const Table &after, const Column &column)
{
    const QString refused = refusedByType(source, after, column);
    if (refused.isEmpty())
        return source;
    return u"CASE WHEN %1 THEN CAST(%2 AS %3) ELSE %2 END"_s.arg(
        refused, source, declaredType(after, column));
}

/// Into a STRICT table or a rowid a value of another storage class goes only by a CAST, which a
/// person accepted.
void castForStrict(Copies &copies, const QList<Operation> &operations, const Table &after)
{
    for (const Operation &operation : operations) {
        const AlterColumn *alter = std::get_if<AlterColumn>(&operation);
        const Column *column = alter ? findColumn(after, alter->column) : nullptr;
        if (!column || !alter->cast.isEmpty() || !alter->accept.contains(accepts::lossyCast))
            continue;
        ColumnCopy &copy = copies[nameKey(alter->column)];
        if (copy.source.isEmpty())
            continue;
        const QString cast = strictCast(copy.source, after, *column);
        copy.converts |= cast != copy.source;
        copy.source = cast;
    }
}

/// A new column that is the rowid shows what was hidden before.
void takeRowid(Copies &copies, const TableChange &change)
{
    const QString alias = rowidAlias(change.after);
    if (alias.isEmpty())
        return;
    ColumnCopy &copy = copies[nameKey(alias)];
    if (copy.source.isEmpty())
        copy.source = rowidName(change.before);
}

bool sameStorage(const Table &before, const Table &after, const Column &column)
{
    const Column *old = findColumn(before, column.name);
    return old && isStrict(before) == isStrict(after)
        && affinityOf(declaredType(before, *old)) == affinityOf(declaredType(after, column));
}

/// The new row's columns that are stored, and the generated ones that stay what they were.
QString projected(const TableChange &change, const Column &column, const ColumnCopy &copy)
{
    const Column *old = findColumn(change.before, column.name);
    if (column.computed && !(old && old->computed == column.computed && !copy.converts))
        return {};
    if (!copy.converts || column.computed)
        return quotedName(column.name);
    const QString source = copy.source.isEmpty() ? defaultExpression(column) : copy.source;
    return storedValue(source, change.after, column);
}

QString rowExpression(const Table &table)
{
    const QString rowid = rowidName(table);
    if (!rowid.isEmpty())
        return rowid;
    QStringList order;
    if (const auto key = effectivePrimaryKey(table); key && !hasRowid(table)) {
        for (const KeyPart &part : key->columns)
            order.append(quotedName(part.column));
    }
    return u"row_number() OVER (%1)"_s.arg(
        order.isEmpty() ? QString() : u"ORDER BY "_s + order.join(u", "_s));
}

QString collated(const QString &expression, const Column &column)
{
    return column.collation.isEmpty() ? expression
                                      : expression + u" COLLATE "_s + quotedName(column.collation);
}

/// Generated columns one layer each, those that others use first.
QString withGenerated(QString select, const TableChange &change, QList<Column> open)
{
    const auto isReady = [&](const Column &column) {
        return std::none_of(open.begin(), open.end(), [&](const Column &other) {
            return other.name != column.name && mentions(column.computed->sql, other.name);
        });
    };
    while (!open.isEmpty()) {
        const auto found = std::find_if(open.begin(), open.end(), isReady);
        const Column column = found == open.end() ? open.first() : *found;
        open.removeOne(column);
        const QString value
            = storedValue(inParentheses(column.computed->sql), change.after, column);
        select = u"SELECT *, %1 AS %2 FROM (%3) AS %4"_s.arg(collated(value, column),
            quotedName(column.name), select, quotedName(change.after.name));
    }
    return select;
}

QString affinityName(const Table &table, const Column &column)
{
    switch (affinityOf(declaredType(table, column))) {
    case Affinity::Text:
        return u"TEXT"_s;
    case Affinity::Real:
        return u"REAL"_s;
    case Affinity::Integer:
        return u"INTEGER"_s;
    case Affinity::Numeric:
        return u"NUMERIC"_s;
    case Affinity::Blob:
        break;
    }
    return u"BLOB"_s;
}

/// A SELECT of no row, in front of one that computes values: a computed value has no affinity, and
/// would compare otherwise than the column that it will stand in. The first SELECT of a UNION ALL
/// decides for all.
QString typedHead(const Table &table, const QList<Column> &columns)
{
    QStringList heads {u"NULL AS "_s + rowColumn};
    for (const Column &column : columns)
        heads.append(u"%1 AS %2"_s.arg(
            collated(u"CAST(NULL AS %1)"_s.arg(affinityName(table, column)), column),
            quotedName(column.name)));
    return u"SELECT %1 WHERE FALSE UNION ALL "_s.arg(heads.join(u", "_s));
}

/// The rank does not go on: another filter has one of its own by that name.
QString filtered(const QString &select, const RowFilter &filter, const Table &table)
{
    const QString name = quotedName(table.name);
    if (filter.rank.isEmpty())
        return u"SELECT * FROM (%1) AS %2 WHERE %3"_s.arg(select, name, filter.keep);
    QStringList columns {rowColumn};
    for (const Column &column : table.columns)
        columns.append(quotedName(column.name));
    return u"SELECT %1 FROM (SELECT *, %2 AS joinery_rank FROM (%3) AS %4) AS %4 WHERE %5"_s.arg(
        columns.join(u", "_s), filter.rank, select, name, filter.keep);
}

} // namespace

QString defaultExpression(const Column &column)
{
    if (!column.serverDefault)
        return u"NULL"_s;
    static const QSet<QString> constants {u"NULL"_s, u"TRUE"_s, u"FALSE"_s, u"CURRENT_TIME"_s,
        u"CURRENT_DATE"_s, u"CURRENT_TIMESTAMP"_s};
    const QString &sql = *column.serverDefault;
    const QList<Token> tokens = significantTokens(sql);
    const bool isName = tokens.size() == 1
        && (tokens.first().kind == TokenKind::QuotedName
            || (tokens.first().kind == TokenKind::Word
                && !constants.contains(textOf(sql, tokens.first()).toString().toUpper())));
    return isName ? quotedText(nameIn(sql, tokens.first())) : inParentheses(sql);
}

TableChange tableChange(const MetaData &before, const MetaData &after, const QString &table,
    const QList<Operation> &operations)
{
    TableChange change {.before = before.tables.value(table), .after = after.tables.value(table)};
    Copies copies = unchanged(change.before);
    for (const Operation &operation : operations)
        follow(copies, operation, change.after);
    castForStrict(copies, operations, change.after);
    takeRowid(copies, change);
    for (const Column &column : change.after.columns) {
        ColumnCopy copy = copies.value(nameKey(column.name), {.column = column.name});
        copy.column = column.name;
        copy.converts |= !sameStorage(change.before, change.after, column);
        if (column.computed)
            copy.source.clear();
        change.columns.append(copy);
    }
    change.filters = rowFilters(change, after, operations);
    return change;
}

QString newRows(const TableChange &change, const QString &source)
{
    QStringList columns {rowExpression(change.before) + u" AS "_s + rowColumn};
    QList<Column> generated;
    QList<Column> stored;
    bool converts = false;
    for (qsizetype i = 0; i < change.columns.size(); ++i) {
        const Column &column = change.after.columns[i];
        const QString value = projected(change, column, change.columns[i]);
        if (value.isEmpty()) {
            generated.append(column);
            continue;
        }
        stored.append(column);
        converts |= value != quotedName(column.name);
        columns.append(u"%1 AS %2"_s.arg(collated(value, column), quotedName(column.name)));
    }
    QString select = converts ? typedHead(change.after, stored) : QString();
    select += u"SELECT %1 FROM %2 AS %3"_s.arg(
        columns.join(u", "_s), source, quotedName(change.before.name));
    select = withGenerated(select, change, generated);
    for (const RowFilter &filter : change.filters)
        select = filtered(select, filter, change.after);
    return select;
}

bool hasRowid(const Table &table)
{
    return !hasOption(table.options, options::dialect, options::withoutRowid);
}

bool isStrict(const Table &table)
{
    return hasOption(table.options, options::dialect, options::strict);
}

QString rowidAlias(const Table &table)
{
    for (const Column &column : table.columns) {
        if (hasRowid(table) && isRowidAlias(table, column.name))
            return column.name;
    }
    return {};
}

QString rowidName(const Table &table)
{
    if (!hasRowid(table))
        return {};
    for (const QString &name : {u"rowid"_s, u"_rowid_"_s, u"oid"_s}) {
        if (!findColumn(table, name))
            return name;
    }
    const QString alias = rowidAlias(table);
    return alias.isEmpty() ? QString() : quotedName(alias);
}

QString storedValue(const QString &expression, const Table &table, const Column &column)
{
    const QString declared = declaredType(table, column);
    if (isStrict(table) && nameKey(declared) == u"any")
        return expression;
    switch (affinityOf(declared)) {
    case Affinity::Blob:
        return expression;
    case Affinity::Text:
        return u"CASE WHEN typeof(%1) IN ('integer', 'real') THEN CAST(%1 AS TEXT) ELSE %1 END"_s
            .arg(expression);
    case Affinity::Real:
        return u"CASE WHEN typeof(%1) = 'integer' OR (typeof(%1) = 'text' AND CAST(%1 AS NUMERIC) "
               u"= %1) "
               "THEN CAST(%1 AS REAL) ELSE %1 END"_s.arg(expression);
    case Affinity::Integer:
    case Affinity::Numeric:
        break;
    }
    // A comparison with a number converts a text exactly when storing it in such a column would.
    return u"CASE WHEN typeof(%1) = 'text' AND CAST(%1 AS NUMERIC) = %1 THEN CAST(%1 AS NUMERIC) ELSE %1 END"_s
        .arg(expression);
}

QString refusedByType(const QString &expression, const Table &table, const Column &column)
{
    static const QHash<QString, QString> accepted {{u"int"_s, u"'integer'"_s},
        {u"integer"_s, u"'integer'"_s}, {u"real"_s, u"'real', 'integer'"_s},
        {u"text"_s, u"'text', 'integer', 'real'"_s}, {u"blob"_s, u"'blob'"_s}};
    const auto classes = accepted.constFind(nameKey(declaredType(table, column)));
    const bool looks = isStrict(table) || sameName(column.name, rowidAlias(table));
    if (!looks || classes == accepted.constEnd())
        return {};
    const QString stored = storedValue(expression, table, column);
    // SQLite makes an integer of any whole real but the smallest there is.
    return u"%1 IS NOT NULL AND typeof(%2) NOT IN (%3) AND NOT (typeof(%2) = 'real' AND %4)"_s.arg(
        expression, stored, *classes,
        *classes == u"'integer'"
            ? u"%1 = CAST(%1 AS INTEGER) AND %1 > -9223372036854775808"_s.arg(stored)
            : u"0"_s);
}

} // namespace joinery::sqlite
