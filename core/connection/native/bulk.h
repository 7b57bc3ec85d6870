// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/native/statement.h"
#include "joinery/db/executor.h"

namespace joinery {

class SqliteConnection;

/// A prepared statement that gets its values without their being copied. The connection must
/// outlive it.
class SqliteBulk final : public BulkStatement
{
public:
    SqliteBulk(SqliteConnection &connection, Statement statement, const QString &sql);
    ~SqliteBulk() override; ///< the connection keeps the statement for the next time
    [[nodiscard]] Result<qint64> run(RowView values) override;
    [[nodiscard]] Result<bool> runReturning(RowView values, const RowViewHandler &handler) override;
    qint64 lastInsertedKey() const override { return m_insertedKey; }

private:
    [[nodiscard]] Result<> prepareRun();
    [[nodiscard]] Result<> begin(RowView values);
    /// Runs it once; `delivered` becomes true with the first row.
    [[nodiscard]] Result<> attempt(RowView values, const RowViewHandler &handler, bool &delivered);
    [[nodiscard]] Result<> finish(int code);
    [[nodiscard]] Result<> stop();

    SqliteConnection &m_connection;
    Statement m_statement;
    quint64 m_handleNumber; ///< of the handle that it was prepared on
    QString m_sql;
    size_t m_parameters;
    bool m_writes;
    bool m_onlyReads;
    bool m_running = false;
    qint64 m_insertedKey = 0;
    std::vector<ValueView> m_row {};
};

} // namespace joinery
