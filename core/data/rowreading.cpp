// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/rowreading.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString whereEqual(const DmlCompiler &dml, const QStringList &columns)
{
    QStringList conditions;
    for (const QString &column : columns)
        conditions.append(dml.quote(column) + u" = ?"_s);
    return u" WHERE "_s + conditions.join(u" AND ");
}

} // namespace

Result<std::optional<QList<Value>>> readRow(
    Executor &executor, const DmlCompiler &dml, const TableChanges &table, const RowKey &key)
{
    QStringList names;
    for (const Column &column : table.table.columns)
        names.append(dml.quote(column.name));
    const Result<RowSet> rows
        = executor.query(u"SELECT %1 FROM %2"_s.arg(names.join(u", "), dml.quote(table.table.name))
                + whereEqual(dml, table.address.columns),
            key);
    if (!rows)
        return fail(rows.error());
    return rows->isEmpty() ? std::nullopt : std::optional(rows->rows.first());
}

Result<bool> hasRow(Executor &executor, const DmlCompiler &dml, const QString &table,
    const QStringList &columns, const QList<Value> &values)
{
    const Result<RowSet> rows = executor.query(
        u"SELECT 1 FROM "_s + dml.quote(table) + whereEqual(dml, columns) + u" LIMIT 1"_s, values);
    if (!rows)
        return fail(rows.error());
    return !rows->isEmpty();
}

} // namespace joinery
