// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/soundness.h"

#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/typename.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// Whether a column that may not hold a NULL holds one. IS NULL would be answered by the
/// declaration alone.
Result<bool> holdsForbiddenNull(Executor &executor, const QString &table)
{
    const Result<RowSet> columns
        = executor.query(u"SELECT name FROM pragma_table_xinfo(?1) WHERE \"notnull\""_s, {table});
    if (!columns)
        return fail(columns.error());
    QStringList nulls {u"0"_s};
    for (const QList<Value> &row : columns->rows)
        nulls.append(u"typeof(%1) = 'null'"_s.arg(quotedName(toText(row.first()))));
    const Result<RowSet> found = executor.query(
        u"SELECT 1 FROM main.%1 WHERE %2 LIMIT 1"_s.arg(quotedName(table), nulls.join(u" OR "_s)));
    return found ? Result<bool>(!found->isEmpty()) : fail(found.error());
}

/// True for a value that a column of the type would not hold: what quick_check looks for.
QString isMisfiled(const QString &name, const QString &type, bool strict)
{
    static const QHash<QString, QString> classes {{u"int"_s, u"'integer'"_s},
        {u"integer"_s, u"'integer'"_s}, {u"real"_s, u"'real'"_s}, {u"text"_s, u"'text'"_s},
        {u"blob"_s, u"'blob'"_s}};
    const Affinity affinity = affinityOf(type);
    if (strict)
        return classes.contains(nameKey(type))
            ? u"typeof(%1) NOT IN (%2, 'null')"_s.arg(name, classes[nameKey(type)])
            : u"0"_s;
    if (affinity == Affinity::Text)
        return u"typeof(%1) IN ('integer', 'real')"_s.arg(name);
    return affinity == Affinity::Blob
        ? u"0"_s
        : u"(typeof(%1) = 'text' AND CAST(%1 AS NUMERIC) = %1)"_s.arg(name);
}

Result<bool> holdsMisfiled(Executor &executor, const QString &table)
{
    const Result<RowSet> columns = executor.query(
        u"SELECT x.name, x.type, l.strict FROM pragma_table_xinfo(?1) AS x, pragma_table_list AS l "
        u"WHERE l.schema = 'main' AND l.name = ?1 COLLATE NOCASE AND x.hidden <> 2"_s,
        {table});
    if (!columns)
        return fail(columns.error());
    QStringList conditions {u"0"_s};
    for (const QList<Value> &row : columns->rows)
        conditions.append(
            isMisfiled(quotedName(toText(row[0])), toText(row[1]), toInt(row[2]) != 0));
    const Result<RowSet> found = executor.query(u"SELECT 1 FROM main.%1 WHERE %2 LIMIT 1"_s.arg(
        quotedName(table), conditions.join(u" OR "_s)));
    return found ? Result<bool>(!found->isEmpty()) : fail(found.error());
}

} // namespace

Result<QString> firstProblem(Executor &executor, const QString &table, const RowSet &check)
{
    for (const QList<Value> &row : check.rows) {
        const QString line = toText(row.first());
        if (line == u"ok")
            continue;
        if (!line.contains(u" value in "))
            return line;
        const Result<bool> holds = line.startsWith(u"NULL ") ? holdsForbiddenNull(executor, table)
                                                             : holdsMisfiled(executor, table);
        if (!holds)
            return fail(holds.error());
        if (*holds)
            return line;
    }
    return QString();
}

} // namespace joinery::sqlite
