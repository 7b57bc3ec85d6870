// SPDX-License-Identifier: MPL-2.0
#include "support/rowbench.h"

#include "joinery/data/rowreading.h"
#include "support/testutils.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

RowBench::RowBench(const QStringList &statements)
{
    for (const QString &statement : statements) {
        if (const auto done = m_bench.db().execute(statement); !done)
            qFatal("%s", qPrintable(errorText(done.error())));
    }
    m_schema = m_bench.reflect().value();
}

RowEdits &RowBench::edits(const QString &table)
{
    std::unique_ptr<RowEdits> &edits = m_edits[table];
    if (!edits)
        edits = std::make_unique<RowEdits>(
            m_schema.tables[table], dml().rowAddress(m_schema.tables[table]).value());
    return *edits;
}

QList<TableChanges> RowBench::changes() const
{
    QList<TableChanges> list;
    for (const auto &[name, edits] : m_edits)
        list.append(changesOf(*edits));
    return list;
}

QList<Value> RowBench::row(const QString &table, const RowKey &key)
{
    return readRow(m_bench.db(), dml(), changesOf(edits(table)), key)
        .value()
        .value_or(QList<Value>());
}

bool RowBench::set(
    const QString &table, const RowKey &key, const QString &column, const Value &value)
{
    return edits(table).setValue(
        key, int(edits(table).table().columnIndex(column)), value, row(table, key));
}

bool RowBench::remove(const QString &table, const RowKey &key)
{
    return edits(table).deleteRow(key, row(table, key));
}

quint64 RowBench::add(const QString &table, const QMap<QString, Value> &values)
{
    QMap<int, Value> row;
    for (auto value = values.begin(); value != values.end(); ++value)
        row[int(edits(table).table().columnIndex(value.key()))] = value.value();
    return edits(table).insertRow(row);
}

Result<CommitOutcome> RowBench::commit()
{
    return commitRowEdits(m_bench.db(), dml(), m_schema, changes(),
        [this](const QString &sql, qint64) { log.append(sql); });
}

QStringList RowBench::failures()
{
    const Result<CommitOutcome> outcome = commit();
    if (!outcome)
        return {u"error: "_s + outcome.error().message};
    QStringList list;
    for (const CommitFailure &failure : outcome->failures) {
        const QString column = failure.column < 0
            ? u"?"_s
            : edits(failure.table).table().columns[failure.column].name;
        list.append(u"%1 %2: %3"_s.arg(failure.change).arg(column, failure.message));
    }
    return list;
}

QString RowBench::script() const
{
    return scriptText(dml(), rowStatements(dml(), m_schema, changes()));
}

} // namespace joinery::testing
