// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/engineoptions.h"

namespace joinery {

/// An Executor that reports each statement after it ran. A statement for many rows is reported once
/// a run, a script as one statement, in full.
class LoggingExecutor final : public Executor
{
public:
    LoggingExecutor(std::unique_ptr<Executor> inner, StatementObserver observer);

    [[nodiscard]] Result<RowSet> query(
        const QString &sql, const QList<Value> &parameters = {}) override;
    [[nodiscard]] Result<qint64> execute(
        const QString &sql, const QList<Value> &parameters = {}) override;
    [[nodiscard]] Result<> stream(const QString &sql, const QList<Value> &parameters,
        const RowHandler &handler, QStringList *columns = nullptr) override;
    [[nodiscard]] Result<> streamViews(const QString &sql, const QList<Value> &parameters,
        const ViewHandler &handler, QStringList *columns = nullptr) override;
    [[nodiscard]] Result<qint64> executeOnCatalogue(const QString &sql) override;
    [[nodiscard]] Result<std::unique_ptr<BulkStatement>> bulk(const QString &sql) override;
    [[nodiscard]] Result<std::unique_ptr<BulkStatement>> prepare(const QString &sql) override;
    [[nodiscard]] Result<> executeScript(const QString &sql) override;
    [[nodiscard]] Result<bool> writes(const QString &sql) override;

    [[nodiscard]] Result<> ping() override { return m_inner->ping(); }
    qsizetype errorOffset() const override { return m_inner->errorOffset(); }
    bool inTransaction() const override { return m_inner->inTransaction(); }
    bool isReadOnly() const override { return m_inner->isReadOnly(); }
    QString dialectName() const override { return m_inner->dialectName(); }
    QList<int> serverVersion() const override { return m_inner->serverVersion(); }
    void interrupt() override { m_inner->interrupt(); }
    void setProgressHandler(std::function<bool()> handler) override
    {
        m_inner->setProgressHandler(std::move(handler));
    }

private:
    std::unique_ptr<Executor> m_inner;
    StatementObserver m_observer;
};

/// Writes reports to the log, as Echo says, and hands them to `observer`, where there is one. Empty
/// when there is nothing to do.
StatementObserver echoing(Echo echo, StatementObserver observer);

/// A report as one line: the SQL, its white space as single spaces, the values of its parameters,
/// the rows and the time; long values cut. `masked` hides the values and, in an error, what the
/// database said.
QString lineOf(const StatementReport &report, bool masked);

} // namespace joinery
