// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/pragmareader.h"

#include "joinery/dialects/sqlite/createparser.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

using Tables = QMap<QString, Table>;
using Row = QList<Value>;

/// Runs a query whose first column is a table's name, for the tables in a JSON list.
Result<> eachRow(Executor &executor, Tables &tables, const QString &sql,
    const std::function<void(Table &, const Row &)> &take)
{
    const QByteArray names
        = QJsonDocument(QJsonArray::fromStringList(tables.keys())).toJson(QJsonDocument::Compact);
    return executor.stream(sql, {QString::fromUtf8(names)}, [&](const Row &row) {
        const auto table = tables.find(toText(row[0]));
        if (table != tables.end())
            take(*table, row);
        return true;
    });
}

void takeColumn(Table &table, const Row &row)
{
    const qint64 hidden = toInt(row[6]);
    if (hidden == 1)
        return;
    Column column {
        .name = toText(row[1]), .type = {toText(row[2])}, .nullable = toInt(row[3]) == 0};
    if (hidden == 2 || hidden == 3)
        column.computed = Computed {.sql = u"NULL"_s, .persisted = hidden == 3};
    else if (!isNull(row[4]))
        column.serverDefault = toText(row[4]);
    table.columns.append(column);
    const qint64 position = toInt(row[5]);
    if (position == 0)
        return;
    if (!table.primaryKey)
        table.primaryKey = PrimaryKeyConstraint {};
    while (table.primaryKey->columns.size() < position)
        table.primaryKey->columns.append(KeyPart {});
    table.primaryKey->columns[position - 1].column = column.name;
}

void takeForeignKey(Table &table, const Row &row)
{
    if (toInt(row[2]) == 0) {
        const auto action = [](const Value &value) {
            const QString words = toText(value).toLower();
            return words == u"no action"_s ? QString() : words;
        };
        table.foreignKeys.prepend(ForeignKeyConstraint {.referredTable = toText(row[3]),
            .onDelete = action(row[6]),
            .onUpdate = action(row[7])});
    }
    ForeignKeyConstraint &key = table.foreignKeys.first();
    key.columns.append(toText(row[4]));
    if (!isNull(row[5]))
        key.referredColumns.append(toText(row[5]));
}

void takeUnique(Table &table, const Row &row)
{
    if (toInt(row[2]) == 0)
        table.uniques.append(UniqueConstraint {});
    if (!table.uniques.isEmpty())
        table.uniques.last().columns.append(
            KeyPart {.column = toText(row[3]), .collation = toText(row[4])});
}

void takeOptions(Table &table, const Row &row)
{
    if (toInt(row[1]) != 0)
        table.options[options::dialect][options::withoutRowid] = u"true"_s;
    if (toInt(row[2]) != 0)
        table.options[options::dialect][options::strict] = u"true"_s;
}

} // namespace

Result<QMap<QString, Table>> readByPragmas(Executor &executor, const QStringList &names)
{
    Tables tables;
    for (const QString &name : names)
        tables.insert(name, Table {.name = name});
    const std::pair<QString, void (*)(Table &, const Row &)> queries[] {
        {u"SELECT j.value, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden "
         "FROM json_each(?1) j, pragma_table_xinfo(j.value) x ORDER BY j.key, x.cid"_s,
            takeColumn},
        {u"SELECT j.value, f.id, f.seq, f.\"table\", f.\"from\", f.\"to\", f.on_delete, "
         u"f.on_update "
         "FROM json_each(?1) j, pragma_foreign_key_list(j.value) f ORDER BY j.key, f.id, f.seq"_s,
            takeForeignKey},
        {u"SELECT j.value, i.name, x.seqno, x.name, x.coll "
         "FROM json_each(?1) j, pragma_index_list(j.value) i, pragma_index_xinfo(i.name) x "
         "WHERE i.origin = 'u' AND x.\"key\" ORDER BY j.key, i.seq DESC, x.seqno"_s,
            takeUnique},
        {u"SELECT l.name, l.wr, l.strict FROM pragma_table_list l "
         "WHERE l.schema = 'main' AND l.name IN (SELECT value FROM json_each(?1))"_s,
            takeOptions},
    };
    for (const auto &[sql, take] : queries) {
        if (const Result<> done = eachRow(executor, tables, sql, take); !done)
            return fail(done.error());
    }
    return tables;
}

Result<QSet<QString>> shadowTables(Executor &executor)
{
    const Result<RowSet> rows = executor.query(
        u"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"_s);
    if (!rows)
        return fail(rows.error());
    QSet<QString> names;
    for (const Row &row : rows->rows)
        names.insert(toText(row[0]));
    return names;
}

} // namespace joinery::sqlite
