// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/foreignkeyblame.h"

#include "joinery/data/rowreading.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

bool sameName(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

qsizetype columnOf(const Table &table, const QString &name)
{
    for (qsizetype i = 0; i < table.columns.size(); ++i) {
        if (sameName(table.columns[i].name, name))
            return i;
    }
    return -1;
}

const Table *tableNamed(const MetaData &schema, const QString &name)
{
    const auto found = std::find_if(schema.tables.cbegin(), schema.tables.cend(),
        [&](const Table &table) { return sameName(table.name, name); });
    return found == schema.tables.cend() ? nullptr : &*found;
}

QStringList referredColumns(const MetaData &schema, const ForeignKeyConstraint &key)
{
    if (!key.referredColumns.isEmpty())
        return key.referredColumns;
    const Table *table = tableNamed(schema, key.referredTable);
    return table && table->primaryKey ? columnNames(table->primaryKey->columns) : QStringList();
}

/// Unset when one is NULL: such a row refers to nothing, and nobody to it.
std::optional<QList<Value>> valuesIn(
    const Table &table, const QStringList &columns, const QList<Value> &row)
{
    QList<Value> values;
    for (const QString &name : columns) {
        const qsizetype column = columnOf(table, name);
        if (column < 0 || column >= row.size() || isNull(row[column]))
            return std::nullopt;
        values.append(row[column]);
    }
    return values;
}

QString words(const QStringList &columns, const QList<Value> &values)
{
    QStringList parts;
    for (qsizetype i = 0; i < columns.size(); ++i)
        parts.append(u"%1 = %2"_s.arg(columns[i], toText(values[i])));
    return parts.join(u", ");
}

class Blame
{
public:
    Blame(Executor &executor, const DmlCompiler &dml, const MetaData &schema)
        : m_executor(executor)
        , m_dml(dml)
        , m_schema(schema)
    { }

    /// `row` refers to nothing.
    Result<> asChild(const Table &table, const WrittenRow &row)
    {
        for (const ForeignKeyConstraint &key : table.foreignKeys) {
            const QStringList referred = referredColumns(m_schema, key);
            const auto values = valuesIn(table, key.columns, row.values);
            if (!values || referred.size() != values->size())
                continue;
            const Result<bool> there
                = hasRow(m_executor, m_dml, key.referredTable, referred, *values);
            if (!there)
                return fail(there.error());
            if (*there)
                continue;
            failures.append({.table = table.name,
                .change = row.change,
                .column = int(columnOf(table, key.columns.first())),
                .constraint = key.name,
                .message = u"\"%1\" has no row with %2%3"_s.arg(
                    key.referredTable, words(referred, *values), named(key))});
        }
        return {};
    }

    /// Others refer to what the row was.
    Result<> asParent(const Table &table, const RowChange &change)
    {
        for (const Table &child : m_schema.tables) {
            for (const ForeignKeyConstraint &key : child.foreignKeys) {
                if (!sameName(key.referredTable, table.name))
                    continue;
                if (const Result<> done = asParentOf(child, key, table, change); !done)
                    return done;
            }
        }
        return {};
    }

    QList<CommitFailure> failures {};

private:
    static QString named(const ForeignKeyConstraint &key)
    {
        return key.name.isEmpty() ? QString() : u" (%1)"_s.arg(key.name);
    }

    Result<> asParentOf(const Table &child, const ForeignKeyConstraint &key, const Table &table,
        const RowChange &change)
    {
        const QStringList referred = referredColumns(m_schema, key);
        const auto values = valuesIn(table, referred, change.original);
        if (!values || key.columns.size() != values->size())
            return {};
        const Result<bool> referring = hasRow(m_executor, m_dml, child.name, key.columns, *values);
        if (!referring)
            return fail(referring.error());
        const Result<bool> there = hasRow(m_executor, m_dml, table.name, referred, *values);
        if (!there)
            return fail(there.error());
        if (*referring && !*there)
            failures.append({.table = table.name,
                .change = change.id,
                .column = int(columnOf(table, referred.first())),
                .constraint = key.name,
                .message = u"Rows of \"%1\" refer to %2%3"_s.arg(
                    child.name, words(referred, *values), named(key))});
        return {};
    }

    Executor &m_executor;
    const DmlCompiler &m_dml;
    const MetaData &m_schema;
};

} // namespace

Result<QList<CommitFailure>> blameForeignKeys(Executor &executor, const DmlCompiler &dml,
    const MetaData &schema, const QList<TableChanges> &tables, const QList<WrittenRow> &written)
{
    QHash<std::pair<QString, quint64>, const WrittenRow *> rows;
    for (const WrittenRow &row : written)
        rows[{row.table, row.change}] = &row;
    Blame blame(executor, dml, schema);
    for (const TableChanges &table : tables) {
        for (const RowChange &change : table.changes) {
            const WrittenRow *row = rows.value({table.table.name, change.id});
            Result<> done = row ? blame.asChild(table.table, *row) : Result<>();
            if (done && change.kind != RowChange::Kind::Insert)
                done = blame.asParent(table.table, change);
            if (!done)
                return fail(done.error());
        }
    }
    return blame.failures;
}

} // namespace joinery
