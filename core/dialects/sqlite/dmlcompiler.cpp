// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/dmlcompiler.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/tablechange.h"
#include "joinery/sql/quoting.h"

#include <QHash>

#include <cmath>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// The shortest text where every parser reads it back exactly (15 digits, no great exponent):
/// SQLite's own is not exact to the last bit with fewer digits than 17 elsewhere.
QString realDigits(double value)
{
    const QString text = QString::number(value, 'g', 15);
    const double size = std::fabs(value);
    const bool moderate = size == 0 || (size >= 1e-15 && size < 1e15);
    return moderate && text.toDouble() == value ? text : QString::number(value, 'g', 17);
}

QString real(double value)
{
    const QString text = realDigits(value);
    const bool looksWhole = !text.contains(u'.') && !text.contains(u'e') && !text.contains(u'n');
    if (text == u"inf" || text == u"-inf")
        return text.startsWith(u'-') ? u"-9e999"_s : u"9e999"_s;
    return looksWhole ? text + u".0"_s : text;
}

/// In a script a NUL would end the statement.
QString textLiteral(const QString &text)
{
    return text.contains(QChar(u'\0'))
        ? u"CAST(X'%1' AS TEXT)"_s.arg(QString::fromLatin1(text.toUtf8().toHex().toUpper()))
        : quotedText(text);
}

QString quotedNames(const QStringList &names)
{
    QStringList quoted;
    for (const QString &name : names)
        quoted.append(quotedName(name));
    return quoted.join(u", "_s);
}

/// What stands after VALUES. INSERT OR IGNORE would pass over NULLs and broken checks as well.
QString conflictClause(const QStringList &columns, OnConflict onConflict, const QStringList &key)
{
    if (onConflict == OnConflict::Fail)
        return {};
    QStringList assignments;
    for (const QString &column : columns) {
        if (!key.contains(column))
            assignments.append(u"%1 = excluded.%1"_s.arg(quotedName(column)));
    }
    if (onConflict == OnConflict::Ignore)
        return u" ON CONFLICT DO NOTHING"_s;
    if (assignments.isEmpty())
        return u" ON CONFLICT (%1) DO NOTHING"_s.arg(quotedNames(key));
    return u" ON CONFLICT (%1) DO UPDATE SET %2"_s.arg(quotedNames(key), assignments.join(u", "_s));
}

/// ON CONFLICT REPLACE deletes the row that is in the way, IGNORE drops the new one.
bool saysWhatOfConflicts(const Table &table)
{
    const auto says = [](const auto &item) {
        return item.options.value(options::dialect).contains(options::onConflict);
    };
    return (table.primaryKey && says(*table.primaryKey))
        || std::any_of(table.uniques.cbegin(), table.uniques.cend(), says)
        || std::any_of(table.columns.cbegin(), table.columns.cend(), [](const Column &column) {
               return column.options.value(options::dialect).contains(options::notNullConflict);
           });
}

} // namespace

std::optional<RowAddress> SqliteDmlCompiler::rowAddress(const Table &table) const
{
    if (const QString alias = rowidAlias(table); !alias.isEmpty())
        return RowAddress {.columns = {alias}, .integer = true};
    if (const QString rowid = rowidName(table); !rowid.isEmpty())
        return RowAddress {.columns = {rowid}, .hidden = true, .integer = true};
    // A rowid table whose three names are all taken has keys, but they may hold NULLs.
    if (!hasOption(table.options, options::dialect, options::withoutRowid))
        return std::nullopt;
    const std::optional<PrimaryKeyConstraint> key = effectivePrimaryKey(table);
    if (!key || key->columns.isEmpty())
        return std::nullopt;
    return RowAddress {.columns = columnNames(key->columns)};
}

QString SqliteDmlCompiler::quote(const QString &identifier) const
{
    return quotedName(identifier);
}

QString SqliteDmlCompiler::literal(const Value &value) const
{
    return std::visit(overloaded {
                          [](std::monostate) { return u"NULL"_s; },
                          [](qint64 number) { return QString::number(number); },
                          [](double number) { return real(number); },
                          [](const QString &text) { return textLiteral(text); },
                          [](const QByteArray &bytes) {
                              return u"X'"_s + QString::fromLatin1(bytes.toHex().toUpper()) + u'\'';
                          },
                      },
        value);
}

QString SqliteDmlCompiler::insertStatement(const QString &table, const QStringList &columns,
    OnConflict onConflict, const QStringList &key) const
{
    if (columns.isEmpty())
        return u"INSERT INTO %1 DEFAULT VALUES"_s.arg(quotedName(table));
    const QStringList places(columns.size(), u"?"_s);
    return u"INSERT INTO %1 (%2) VALUES (%3)"_s.arg(
               quotedName(table), quotedNames(columns), places.join(u", "_s))
        + conflictClause(columns, onConflict, key);
}

QString SqliteDmlCompiler::upsertStatement(const QString &table, const Upsert &upsert) const
{
    QStringList settings;
    for (const QString &column : upsert.replaced)
        settings.append(u"%1 = excluded.%1"_s.arg(quotedName(column)));
    if (!upsert.counted.isEmpty())
        settings.append(
            u"%1 = %2.%1 + 1"_s.arg(quotedName(upsert.counted), quotedName(table)));
    QString insert = insertStatement(table, upsert.given, OnConflict::Fail, {});
    if (upsert.given.isEmpty())
        return insert;
    insert += u" ON CONFLICT (%1) DO "_s.arg(quotedNames(upsert.key));
    return settings.isEmpty() ? insert + u"NOTHING"_s
                              : insert + u"UPDATE SET "_s + settings.join(u", "_s);
}

QString SqliteDmlCompiler::sameValue(const QString &left, const QString &right) const
{
    return u"%1 IS %2"_s.arg(left, right);
}

QString SqliteDmlCompiler::asText(const QString &expression) const
{
    return u"CAST(%1 AS TEXT)"_s.arg(expression);
}

PreviewSql SqliteDmlCompiler::preview(const QString &expression, int characters, int bytes) const
{
    // length() of a blob does not load it; substr() would, so a large one yields no bytes at all.
    // And substr() of an empty blob is NULL.
    constexpr int loadedBlob = 65536;
    return {.value = u"CASE typeof(%1) WHEN 'text' THEN substr(%1, 1, %2) "
                     "WHEN 'blob' THEN CASE WHEN length(%1) BETWEEN 1 AND %4 THEN substr(%1, 1, "
                     "%3) ELSE x'' END "
                     "ELSE %1 END"_s.arg(expression)
                         .arg(characters)
                         .arg(bytes)
                         .arg(loadedBlob),
        // length() and substr() of a text end at a NUL in it: what lies behind must count as cut
        // off.
        .length = u"CASE WHEN typeof(%1) = 'text' AND instr(%1, char(0)) > 0 "
                  "THEN length(CAST(%1 AS BLOB)) "
                  "WHEN typeof(%1) IN ('text', 'blob') THEN length(%1) END"_s.arg(expression)};
}

bool SqliteDmlCompiler::nullsSortFirst() const
{
    return true;
}

QString SqliteDmlCompiler::changeStamp() const
{
    return u"PRAGMA data_version"_s;
}

int SqliteDmlCompiler::maxParameters() const
{
    return 32766; // SQLITE_MAX_VARIABLE_NUMBER since 3.32
}

QString SqliteDmlCompiler::begin() const
{
    return u"BEGIN IMMEDIATE"_s;
}

QString SqliteDmlCompiler::deferForeignKeys() const
{
    return u"PRAGMA defer_foreign_keys = ON"_s;
}

/// Triggers may keep rows out, or add some. Each rowid is one more than the greatest
/// (sqlite.org/autoinc.html), up to the end of all integers.
QString SqliteDmlCompiler::insertsInSequence() const
{
    return u"SELECT 1 FROM pragma_table_list(?1) GROUP BY 1 HAVING count(*) = 1 AND max(type) = "
           "'table' AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND "
           "tbl_name = ?1 COLLATE NOCASE) AND NOT EXISTS (SELECT 1 FROM sqlite_temp_schema WHERE "
           "type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE)"_s;
}

QString SqliteDmlCompiler::insertInto(const Table &table) const
{
    return (saysWhatOfConflicts(table) ? u"INSERT OR ABORT INTO "_s : u"INSERT INTO "_s)
        + quote(table.name);
}

QString SqliteDmlCompiler::update(const Table &table) const
{
    return (saysWhatOfConflicts(table) ? u"UPDATE OR ABORT "_s : u"UPDATE "_s) + quote(table.name);
}

QString SqliteDmlCompiler::limitClause(bool limit, bool offset) const
{
    // There is no OFFSET without a LIMIT.
    if (offset && !limit)
        return u"LIMIT -1 OFFSET ?"_s;
    return DmlCompiler::limitClause(limit, offset);
}

QString SqliteDmlCompiler::forUpdate() const
{
    return {};
}

QString SqliteDmlCompiler::cast(const QString &expression, const QString &type) const
{
    static const QHash<QString, QString> storage {{u"boolean"_s, u"INTEGER"_s},
        {u"smallint"_s, u"INTEGER"_s}, {u"integer"_s, u"INTEGER"_s}, {u"bigint"_s, u"INTEGER"_s},
        {u"real"_s, u"REAL"_s}, {u"double"_s, u"REAL"_s}, {u"numeric"_s, u"NUMERIC"_s},
        {u"blob"_s, u"BLOB"_s}, {u"binary"_s, u"BLOB"_s}};
    const QString word = type.section(u'(', 0, 0).trimmed();
    return u"CAST(%1 AS %2)"_s.arg(expression, storage.value(word, u"TEXT"_s));
}

QString SqliteDmlCompiler::now() const
{
    return u"strftime('%Y-%m-%d %H:%M:%f+00:00', 'now')"_s;
}

} // namespace joinery::sqlite
