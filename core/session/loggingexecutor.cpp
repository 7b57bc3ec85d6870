// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/loggingexecutor.h"

namespace joinery {

namespace {

using Clock = std::chrono::steady_clock;

/// Times one statement and reports it.
class Watch
{
public:
    Watch(const StatementObserver &observer, const QString &sql, QList<Value> parameters = {})
        : m_observer(observer)
        , m_report {.sql = sql, .parameters = std::move(parameters)}
    { }

    void countRow() { ++m_report.rows; }
    /// Reports and passes on.
    template <typename T> Result<T> ended(Result<T> result, qint64 rows)
    {
        m_report.rows = rows;
        m_report.duration = Clock::now() - m_begin;
        if (!result)
            m_report.error = result.error();
        m_observer(m_report);
        return result;
    }
    template <typename T> Result<T> ended(Result<T> result)
    {
        return ended(std::move(result), m_report.rows);
    }

private:
    const StatementObserver &m_observer;
    StatementReport m_report;
    Clock::time_point m_begin = Clock::now();
};

class LoggingBulk final : public BulkStatement
{
public:
    LoggingBulk(
        std::unique_ptr<BulkStatement> inner, const QString &sql, const StatementObserver &observer)
        : m_inner(std::move(inner))
        , m_sql(sql)
        , m_observer(observer)
    { }

    [[nodiscard]] Result<qint64> run(RowView values) override
    {
        Watch watch(m_observer, m_sql, owned(values));
        Result<qint64> changed = m_inner->run(values);
        const qint64 rows = changed.value_or(0);
        return watch.ended(std::move(changed), rows);
    }
    [[nodiscard]] Result<bool> runReturning(RowView values, const RowViewHandler &handler) override
    {
        Watch watch(m_observer, m_sql, owned(values));
        return watch.ended(m_inner->runReturning(values, [&](RowView row) {
            watch.countRow();
            return !handler || handler(row);
        }));
    }
    qint64 lastInsertedKey() const override { return m_inner->lastInsertedKey(); }

private:
    static QList<Value> owned(RowView values)
    {
        QList<Value> list;
        for (const ValueView &value : values)
            list.append(toValue(value));
        return list;
    }

    std::unique_ptr<BulkStatement> m_inner;
    QString m_sql;
    const StatementObserver &m_observer; ///< of the executor, which lives longer
};

/// What failed to be prepared is reported too; what succeeded is reported when it runs.
Result<std::unique_ptr<BulkStatement>> watched(Result<std::unique_ptr<BulkStatement>> prepared,
    const QString &sql, const StatementObserver &observer)
{
    if (!prepared)
        return Watch(observer, sql).ended(std::move(prepared));
    return std::make_unique<LoggingBulk>(*std::move(prepared), sql, observer);
}

} // namespace

LoggingExecutor::LoggingExecutor(std::unique_ptr<Executor> inner, StatementObserver observer)
    : m_inner(std::move(inner))
    , m_observer(std::move(observer))
{ }

Result<RowSet> LoggingExecutor::query(const QString &sql, const QList<Value> &parameters)
{
    Watch watch(m_observer, sql, parameters);
    Result<RowSet> rows = m_inner->query(sql, parameters);
    const qint64 count = rows ? rows->rows.size() : 0;
    return watch.ended(std::move(rows), count);
}

Result<qint64> LoggingExecutor::execute(const QString &sql, const QList<Value> &parameters)
{
    Watch watch(m_observer, sql, parameters);
    Result<qint64> changed = m_inner->execute(sql, parameters);
    const qint64 rows = changed.value_or(0);
    return watch.ended(std::move(changed), rows);
}

Result<> LoggingExecutor::stream(const QString &sql, const QList<Value> &parameters,
    const RowHandler &handler, QStringList *columns)
{
    Watch watch(m_observer, sql, parameters);
    const auto counting = [&](const QList<Value> &row) {
        watch.countRow();
        return !handler || handler(row);
    };
    return watch.ended(m_inner->stream(sql, parameters, counting, columns));
}

Result<> LoggingExecutor::streamViews(const QString &sql, const QList<Value> &parameters,
    const ViewHandler &handler, QStringList *columns)
{
    Watch watch(m_observer, sql, parameters);
    const auto counting = [&](RowView row) {
        watch.countRow();
        return !handler || handler(row);
    };
    return watch.ended(m_inner->streamViews(sql, parameters, counting, columns));
}

Result<qint64> LoggingExecutor::executeOnCatalogue(const QString &sql)
{
    Watch watch(m_observer, sql);
    Result<qint64> changed = m_inner->executeOnCatalogue(sql);
    const qint64 rows = changed.value_or(0);
    return watch.ended(std::move(changed), rows);
}

Result<std::unique_ptr<BulkStatement>> LoggingExecutor::bulk(const QString &sql)
{
    return watched(m_inner->bulk(sql), sql, m_observer);
}

Result<std::unique_ptr<BulkStatement>> LoggingExecutor::prepare(const QString &sql)
{
    return watched(m_inner->prepare(sql), sql, m_observer);
}

/// Where it succeeds the statement is reported when it runs.
Result<bool> LoggingExecutor::writes(const QString &sql)
{
    Result<bool> known = m_inner->writes(sql);
    return known ? known : Watch(m_observer, sql).ended(std::move(known));
}

Result<> LoggingExecutor::executeScript(const QString &sql)
{
    return Watch(m_observer, sql).ended(m_inner->executeScript(sql));
}

} // namespace joinery
