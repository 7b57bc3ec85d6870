// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/commit.h"

#include "joinery/data/foreignkeyblame.h"
#include "joinery/data/rowreading.h"

#include <QElapsedTimer>
#include <QScopeGuard>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Row = std::optional<QList<Value>>;
constexpr int maxFailures = 100;

bool isOfTheRow(ErrorCode code)
{
    return code == ErrorCode::Violation || code == ErrorCode::Failed || code == ErrorCode::Usage;
}

/// The key of a row that may have changed with it.
RowKey keyIn(const TableChanges &table, const RowChange &change)
{
    RowKey key = change.key;
    for (qsizetype i = 0; i < key.size(); ++i) {
        const auto column = int(table.table.columnIndex(table.address.columns[i]));
        if (change.values.contains(column))
            key[i] = change.values[column];
    }
    return key;
}

class Commit
{
public:
    Commit(Executor &executor, const DmlCompiler &dml, const MetaData &schema,
        const QList<TableChanges> &tables, const WriteObserver &observer)
        : m_executor(executor)
        , m_dml(dml)
        , m_schema(schema)
        , m_tables(tables)
        , m_observer(observer)
    { }

    Result<CommitOutcome> run()
    {
        if (const Result<qint64> begun = m_executor.execute(m_dml.begin()); !begun)
            return fail(begun.error());
        const auto rollBack = qScopeGuard([this] {
            if (m_executor.inTransaction())
                static_cast<void>(m_executor.execute(u"ROLLBACK"_s));
        });
        for (const auto step : {&Commit::defer, &Commit::compare, &Commit::write, &Commit::readBack,
                 &Commit::finish}) {
            if (const Result<> done = (this->*step)(); !done)
                return fail(done.error());
            if (!m_outcome.isDone()) {
                m_outcome.written.clear();
                break;
            }
        }
        return m_outcome;
    }

private:
    Result<> defer()
    {
        if (m_dml.deferForeignKeys().isEmpty())
            return {};
        const Result<qint64> done = m_executor.execute(m_dml.deferForeignKeys());
        return done ? Result<>() : fail(done.error());
    }

    /// Nobody else can write from here on, so what is compared now holds.
    Result<> compare()
    {
        for (const TableChanges &table : m_tables) {
            for (const RowChange &change : table.changes) {
                if (change.kind == RowChange::Kind::Insert)
                    continue;
                const Result<Row> now = readRow(m_executor, m_dml, table, change.key);
                if (!now)
                    return fail(now.error());
                noteConflict(table, change, *now);
            }
        }
        return {};
    }

    void noteConflict(const TableChanges &table, const RowChange &change, const Row &now)
    {
        const QString name = table.table.name;
        CommitFailure failure {.kind = CommitFailure::Kind::Conflict,
            .table = name,
            .change = change.id,
            .theirs = now};
        if (!now) {
            failure.message = u"The row of \"%1\" was deleted since it was read"_s.arg(name);
            m_outcome.failures.append(failure);
            return;
        }
        QList<int> columns = comparedColumns(table, change);
        for (const QString &key : table.address.columns) {
            if (const qsizetype column = table.table.columnIndex(key); column >= 0)
                columns.append(int(column)); // may be equal and yet not the same: 'A' and 'a'
        }
        for (const int column : columns) {
            if (now->value(column) == change.original.value(column))
                continue;
            failure.column = column;
            failure.message = u"\"%1\" of the row of \"%2\" was changed since it was read"_s.arg(
                table.table.columns[column].name, name);
            m_outcome.failures.append(failure);
            return;
        }
    }

    Result<> write()
    {
        for (const RowStatement &statement : rowStatements(m_dml, m_schema, m_tables)) {
            if (const Result<> done = writeRow(statement); !done)
                return done;
            if (m_outcome.failures.size() >= maxFailures || !m_executor.inTransaction())
                break;
        }
        return {};
    }

    Result<> writeRow(const RowStatement &statement)
    {
        const TableChanges &table = m_tables[statement.table];
        QElapsedTimer timer;
        timer.start();
        const Result<qint64> rows = runStatement(statement);
        if (m_observer)
            m_observer(statement.text(m_dml), timer.elapsed());
        if (!rows && isOfTheRow(rows.error().code)) {
            m_outcome.failures.append(refused(table, statement.change, rows.error()));
            return {};
        }
        if (!rows)
            return fail(rows.error());
        return *rows == 1 ? Result<>() : noteIgnored(statement, *rows);
    }

    Result<qint64> runStatement(const RowStatement &statement)
    {
        if (!statement.returnsKey)
            return m_executor.execute(statement.sql(), statement.parameters);
        const Result<RowSet> rows = m_executor.query(statement.sql(), statement.parameters);
        if (!rows)
            return fail(rows.error());
        if (!rows->isEmpty())
            m_newKeys[{statement.table, statement.change}] = rows->rows.first();
        return rows->rows.size();
    }

    CommitFailure refused(const TableChanges &table, quint64 change, const Error &error) const
    {
        const Violation violation = m_dml.violation(table.table, error);
        CommitFailure failure {.table = table.table.name,
            .change = change,
            .constraint = violation.constraint,
            .message = error.message};
        for (const QString &column : violation.columns) {
            const auto index = int(table.table.columnIndex(column));
            const RowChange &staged = changeIn(table, change);
            if (failure.column < 0
                || (!staged.values.contains(failure.column) && staged.values.contains(index)))
                failure.column = index;
        }
        if (!violation.constraint.isEmpty() && !failure.message.contains(violation.constraint))
            failure.message += u" (%1)"_s.arg(violation.constraint);
        return failure;
    }

    static const RowChange &changeIn(const TableChanges &table, quint64 id)
    {
        return *std::find_if(table.changes.cbegin(), table.changes.cend(),
            [id](const RowChange &change) { return change.id == id; });
    }

    /// The row was there at the beginning, so the transaction itself is at the bottom of it: a
    /// cascade of another change, or a trigger.
    Result<> noteIgnored(const RowStatement &statement, qint64 rows)
    {
        const TableChanges &table = m_tables[statement.table];
        CommitFailure failure {.kind = CommitFailure::Kind::Ignored,
            .table = table.table.name,
            .change = statement.change,
            .message = u"The database wrote %1 rows instead of one"_s.arg(rows)};
        if (rows == 0 && statement.kind == RowStatement::Kind::Insert) {
            failure.message = u"The database did not add the row; a trigger may have kept it out"_s;
        } else if (rows == 0) {
            const Result<Row> now
                = readRow(m_executor, m_dml, table, changeIn(table, statement.change).key);
            if (!now)
                return fail(now.error());
            if (!*now && statement.kind == RowStatement::Kind::Delete)
                return {}; // a cascade of another change has deleted it already
            failure.message = *now
                ? u"The database did not write the row; a trigger or another of these changes keeps it"_s
                : u"Another of these changes deletes the row"_s;
        }
        m_outcome.failures.append(failure);
        return {};
    }

    Result<> readBack()
    {
        for (qsizetype i = 0; i < m_tables.size(); ++i) {
            for (const RowChange &change : m_tables[i].changes) {
                if (const Result<> done = readBackRow(i, change); !done)
                    return done;
            }
        }
        return {};
    }

    Result<> readBackRow(qsizetype index, const RowChange &change)
    {
        const TableChanges &table = m_tables[index];
        WrittenRow row {.table = table.table.name, .change = change.id};
        if (change.kind == RowChange::Kind::Delete) {
            m_outcome.written.append(row);
            return {};
        }
        row.key = change.kind == RowChange::Kind::Insert ? m_newKeys.value({index, change.id})
                                                         : keyIn(table, change);
        const Result<Row> now = readRow(m_executor, m_dml, table, row.key);
        if (!now)
            return fail(now.error());
        if (!*now)
            row.key.clear();
        row.values = now->value_or(QList<Value>());
        // As the database has it: '5' in an integer key is 5.
        for (qsizetype i = 0; i < row.key.size(); ++i) {
            if (const qsizetype column = table.table.columnIndex(table.address.columns[i]);
                column >= 0)
                row.key[i] = row.values[column];
        }
        for (auto value = change.values.begin(); value != change.values.end(); ++value) {
            if (*now && row.values[value.key()] != value.value())
                row.altered.append(value.key());
        }
        m_outcome.written.append(row);
        return {};
    }

    Result<> finish()
    {
        const Result<qint64> done = m_executor.execute(u"COMMIT"_s);
        if (done)
            return {};
        if (done.error().code != ErrorCode::Violation)
            return fail(done.error());
        Result<QList<CommitFailure>> blamed
            = blameForeignKeys(m_executor, m_dml, m_schema, m_tables, m_outcome.written);
        if (!blamed)
            return fail(blamed.error());
        m_outcome.failures = *std::move(blamed);
        if (m_outcome.isDone())
            m_outcome.failures.append(CommitFailure {.message = done.error().message});
        return {};
    }

    Executor &m_executor;
    const DmlCompiler &m_dml;
    const MetaData &m_schema;
    const QList<TableChanges> &m_tables;
    const WriteObserver &m_observer;
    CommitOutcome m_outcome {};
    QHash<std::pair<qsizetype, quint64>, RowKey> m_newKeys {};
};

} // namespace

Result<CommitOutcome> commitRowEdits(Executor &executor, const DmlCompiler &dml,
    const MetaData &schema, const QList<TableChanges> &tables, const WriteObserver &observer)
{
    if (executor.inTransaction())
        return fail(ErrorCode::Usage, u"The connection is in a transaction already"_s);
    return Commit(executor, dml, schema, tables, observer).run();
}

} // namespace joinery
