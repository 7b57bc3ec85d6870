// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace joinery {

struct DatabaseCloser
{
    void operator()(sqlite3 *db) const;
};
/// An open handle; closing it rolls back what is not committed.
using DatabaseHandle = std::unique_ptr<sqlite3, DatabaseCloser>;

/// An Executor that speaks to SQLite's C API. ConnectionProvider opens the handle and sets it up.
class SqliteConnection final : public Executor
{
public:
    /// `name` is the database for people: a path, or ":memory:".
    SqliteConnection(DatabaseHandle handle, QString name, int busyTimeoutMs);
    ~SqliteConnection() override;

    [[nodiscard]] Result<RowSet> query(
        const QString &sql, const QList<Value> &parameters = {}) override;
    [[nodiscard]] Result<qint64> execute(
        const QString &sql, const QList<Value> &parameters = {}) override;
    [[nodiscard]] Result<> stream(const QString &sql, const QList<Value> &parameters,
        const RowHandler &handler, QStringList *columns = nullptr) override;
    [[nodiscard]] Result<> executeScript(const QString &sql) override;

    bool inTransaction() const override;
    bool isReadOnly() const override;
    QString dialectName() const override;
    QList<int> serverVersion() const override;
    void interrupt() override;
    void setProgressHandler(std::function<bool()> handler) override;

    /// For core/connection alone; stays owned by this.
    sqlite3 *handle() const { return m_handle.get(); }
    /// The database for people.
    QString name() const { return m_name; }

private:
    Error lastError(int code, const QString &sql) const;
    [[nodiscard]] Result<> run(sqlite3_stmt *statement, const QString &sql,
        const RowHandler &handler, QStringList *columns);

    DatabaseHandle m_handle;
    QString m_name;
    int m_busyTimeoutMs;
    std::function<bool()> m_progress {};
};

} // namespace joinery
