// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/statistics.h"

#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

Result<QStringList> statTables(Executor &executor)
{
    const Result<RowSet> rows
        = executor.query(u"SELECT name FROM main.sqlite_master WHERE type = 'table' "
                         "AND name IN ('sqlite_stat1', 'sqlite_stat4')"_s);
    if (!rows)
        return fail(rows.error());
    QStringList names;
    for (const QList<Value> &row : rows->rows)
        names.append(toText(row.first()));
    return names;
}

/// Each index of the table with its columns, orders and collations as one text.
Result<QMap<QString, QString>> indexesOf(Executor &executor, const QString &table)
{
    QMap<QString, QString> indexes;
    const Result<> done = executor.stream(
        u"SELECT l.name, l.partial, x.name, x.\"desc\", x.coll FROM pragma_index_list(?1) AS l "
        "JOIN pragma_index_xinfo(l.name) AS x WHERE x.key ORDER BY l.name, x.seqno"_s,
        {table}, [&](const QList<Value> &row) {
            QString &text = indexes[toText(row[0])];
            for (qsizetype i = 1; i < row.size(); ++i)
                text += toText(row[i]) + u'\n';
            return true;
        });
    if (!done)
        return fail(done.error());
    return indexes;
}

} // namespace

Result<TableStatistics> TableStatistics::read(Executor &executor, const QString &table)
{
    TableStatistics statistics;
    statistics.m_table = table;
    const Result<QStringList> names = statTables(executor);
    if (!names)
        return fail(names.error());
    for (const QString &name : *names) {
        const Result<RowSet> rows = executor.query(
            u"SELECT * FROM %1 WHERE tbl = ?1 COLLATE NOCASE ORDER BY rowid"_s.arg(name), {table});
        if (!rows)
            return fail(rows.error());
        for (const QList<Value> &row : rows->rows)
            statistics.m_rows.append({.statTable = name, .index = toText(row[1]), .values = row});
    }
    if (statistics.isEmpty())
        return statistics;
    Result<QMap<QString, QString>> indexes = indexesOf(executor, table);
    if (!indexes)
        return fail(indexes.error());
    statistics.m_indexes = *std::move(indexes);
    return statistics;
}

Result<> TableStatistics::restore(Executor &executor, const QString &table) const
{
    if (isEmpty())
        return {};
    const Result<QMap<QString, QString>> now = indexesOf(executor, table);
    if (!now)
        return fail(now.error());
    for (const Row &row : m_rows) {
        const bool ofTable
            = row.index.isNull() || row.index.compare(m_table, Qt::CaseInsensitive) == 0;
        if (!ofTable
            && (!now->contains(row.index) || now->value(row.index) != m_indexes.value(row.index)))
            continue;
        QStringList marks;
        for (qsizetype i = 0; i < row.values.size(); ++i)
            marks.append(u'?' + QString::number(i + 1));
        const Result<qint64> done = executor.execute(
            u"INSERT INTO %1 VALUES (%2)"_s.arg(row.statTable, marks.join(u", "_s)), row.values);
        if (!done)
            return fail(done.error());
    }
    return {};
}

Result<> renameStatistics(Executor &executor, const QString &from, const QString &to)
{
    const Result<QStringList> names = statTables(executor);
    if (!names)
        return fail(names.error());
    for (const QString &name : *names) {
        const Result<qint64> done = executor.execute(
            u"UPDATE %1 SET tbl = ?1 WHERE tbl = ?2 COLLATE NOCASE"_s.arg(name), {to, from});
        if (!done)
            return fail(done.error());
    }
    return {};
}

} // namespace joinery::sqlite
