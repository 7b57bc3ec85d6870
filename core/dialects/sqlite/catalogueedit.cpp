// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/catalogueedit.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/tablechange.h"
#include "joinery/dialects/sqlite/tabletext.h"
#include "joinery/dialects/sqlite/typename.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

bool isRule(const Constraint &constraint)
{
    return std::holds_alternative<CheckConstraint>(constraint)
        || std::holds_alternative<ForeignKeyConstraint>(constraint);
}

bool isInKey(const Table &table, const Column &column)
{
    const auto &key = table.primaryKey;
    return key && std::any_of(key->columns.begin(), key->columns.end(), [&](const KeyPart &part) {
        return sameName(part.column, column.name);
    });
}

/// A STRICT table refuses values by the type's name, where INT and INTEGER are one.
bool sameTypes(const Table &table, const Column &a, const Column &b)
{
    const QString one = canonicalType(a.type.text);
    const QString other = canonicalType(b.type.text);
    if (one == other)
        return true;
    if (isInKey(table, a)) // INT PRIMARY KEY is no rowid
        return false;
    if (isStrict(table))
        return one.startsWith(u"INT"_s) && other.startsWith(u"INT"_s);
    return affinityOf(a.type.text) == affinityOf(b.type.text);
}

QString writtenDefault(const Column &column)
{
    return option(column.options, options::dialect, options::defaultText);
}

/// Rows that ADD COLUMN left short read the default, so it must give the same value.
bool sameDefault(const Table &table, const Column &a, const Column &b)
{
    if (a.serverDefault == b.serverDefault)
        return writtenDefault(a) == writtenDefault(b);
    return a.serverDefault && b.serverDefault && !isStrict(table)
        && canonicalDefault(*a.serverDefault, a.type.text)
        == canonicalDefault(*b.serverDefault, b.type.text);
}

/// Whether the values of the column are stored and read in the same way.
bool sameStorage(const Table &table, const Column &a, const Column &b)
{
    if (a.computed || b.computed)
        return a == b;
    const bool keyOfRows = !hasRowid(table) && isInKey(table, a);
    return sameName(a.name, b.name) && a.collation == b.collation && sameDefault(table, a, b)
        && sameTypes(table, a, b) && (!keyOfRows || a.nullable == b.nullable);
}

/// Whether rows and indexes of both are the same on disk. The order of keys counts: it numbers
/// their indexes.
bool sameOnDisk(const Table &a, const Table &b)
{
    const bool same = a.columns.size() == b.columns.size() && a.primaryKey == b.primaryKey
        && a.uniques == b.uniques && a.options == b.options;
    return same
        && std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(),
            [&](const Column &one, const Column &other) { return sameStorage(a, one, other); });
}

Statement checkRows(const Table &table, const QString &broken, const QString &rule)
{
    const QString sql = u"SELECT broken || ' rows of table ' || %1 || ' break the rule: ' || %2\n"
                        u"FROM (SELECT count(*) AS broken FROM %3 WHERE %4)\n"
                        "WHERE broken > 0"_s.arg(quotedText(quotedName(table.name)),
                            quotedText(rule), quotedName(table.name), broken);
    return {.kind = Statement::Kind::Check,
        .sql = sql,
        .purpose = u"the rows of table \"%1\" fit: %2"_s.arg(table.name, rule)};
}

bool hasCheck(const Table &table, const QString &canonical)
{
    return std::any_of(table.checks.begin(), table.checks.end(), [&](const CheckConstraint &check) {
        return canonicalExpression(check.sql, table) == canonical;
    });
}

/// What the rows must satisfy after, and did not have to before.
QList<Statement> checksOfRows(const Table &before, const Table &after)
{
    QList<Statement> statements;
    for (qsizetype i = 0; i < after.columns.size(); ++i) {
        const QString name = quotedName(after.columns[i].name);
        if (before.columns[i].nullable && !after.columns[i].nullable)
            statements.append(checkRows(after, name + u" IS NULL"_s, name + u" NOT NULL"_s));
    }
    for (const CheckConstraint &check : after.checks) {
        const QString canonical = canonicalExpression(check.sql, after);
        if (!hasCheck(before, canonical))
            statements.append(checkRows(
                after, u"NOT "_s + inParentheses(check.sql), u"CHECK (%1)"_s.arg(canonical)));
    }
    return statements;
}

/// All in one statement, so that each expression sees the row as it was. OR ABORT overrides an ON
/// CONFLICT that would drop rows in silence.
Statement fillIn(const Table &table, const QList<Fill> &fills)
{
    QStringList values;
    QStringList missing;
    for (const Fill &fill : fills) {
        const QString name = quotedName(fill.column);
        values.append(u"%1 = coalesce(%1, %2)"_s.arg(name, inParentheses(fill.expression)));
        missing.append(name + u" IS NULL"_s);
    }
    return {.sql = u"UPDATE OR ABORT %1 SET %2\nWHERE %3"_s.arg(
                quotedName(table.name), values.join(u", "_s), missing.join(u" OR "_s))};
}

bool sameReference(const ForeignKeyConstraint &a, const ForeignKeyConstraint &b)
{
    return a.columns == b.columns && sameName(a.referredTable, b.referredTable)
        && a.referredColumns == b.referredColumns;
}

bool addsReference(const Table &before, const Table &after)
{
    return std::any_of(after.foreignKeys.begin(), after.foreignKeys.end(), [&](const auto &key) {
        return std::none_of(before.foreignKeys.begin(), before.foreignKeys.end(),
            [&](const auto &old) { return sameReference(old, key); });
    });
}

} // namespace

bool mayEditCatalogue(const Operation &operation)
{
    return std::visit(overloaded {
                          [](const AlterColumn &op) {
                              return op.cast.isEmpty() && !op.accept.contains(accepts::deleteRows)
                                  && !op.accept.contains(accepts::orphans);
                          },
                          [](const AddConstraint &op) {
                              return isRule(op.constraint)
                                  && !op.accept.contains(accepts::deleteRows);
                          },
                          [](const DropConstraint &op) { return isRule(op.constraint); },
                          [](const auto &) { return false; },
                      },
        operation);
}

/// The text goes to sqlite_schema if it is still the one it was edited from; SQLite reads it there
/// at once. Then a view comes and goes, which tells other connections that the schema changed, and
/// this one should all be rolled back.
QList<Statement> exchangeTableText(
    const QString &table, const QString &stored, const QString &text, const MetaData &schema)
{
    const QString place = u"type = 'table' AND name = %1 AND sql = "_s.arg(quotedText(table));
    const QString view = quotedName(unusedName(schema, u"joinery_reload"_s));
    const auto edit = [](const QString &sql) {
        return Statement {.kind = Statement::Kind::Catalogue, .sql = sql};
    };
    return {edit(u"PRAGMA writable_schema = ON"_s),
        edit(u"UPDATE main.sqlite_schema SET sql = "_s + quotedText(text) + u"\nWHERE "_s + place
            + quotedText(stored)),
        edit(u"PRAGMA writable_schema = RESET"_s),
        {.kind = Statement::Kind::Check,
            .sql = u"SELECT 'its text was changed elsewhere since this was planned'\n"
                   "WHERE NOT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE "_s
                + place + quotedText(text) + u')',
            .purpose = u"table \"%1\" has the new text"_s.arg(table)},
        {.sql = u"CREATE VIEW %1 AS SELECT 1"_s.arg(view),
            .purpose = u"make every connection read the schema again"_s},
        {.sql = u"DROP VIEW "_s + view}};
}

std::optional<CatalogueEdit> catalogueEdit(const QString &stored, const Table &before,
    const Table &after, const MetaData &schema, const QList<Fill> &fills)
{
    const QString text = editedTableText(stored, before, after);
    const Result<ParsedTable> from = parseCreateTable(stored);
    const Result<ParsedTable> to = parseCreateTable(text);
    // sqlite_schema knows the table by the name in its text.
    if (text.isNull() || !from || !to || from->table.name != before.name
        || before.name != after.name || !sameOnDisk(from->table, to->table)
        || (!fills.isEmpty() && !before.triggers.isEmpty()))
        return std::nullopt;
    CatalogueEdit edit {.text = text};
    if (!fills.isEmpty())
        edit.statements.append(fillIn(before, fills));
    edit.statements += checksOfRows(from->table, to->table);
    edit.statements += exchangeTableText(before.name, stored, text, schema);
    // On the way into a REAL column SQLite 3.40 does not find the integer of the parent's rowid.
    edit.foreignKeysOff = addsReference(from->table, to->table)
        || (!fills.isEmpty() && !before.foreignKeys.isEmpty());
    return edit;
}

} // namespace joinery::sqlite
