// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/native/statement.h"
#include "joinery/db/executor.h"

namespace joinery {

class SqliteConnection;

/// A prepared statement that gets its values without their being copied. Belongs to a transaction
/// of the connection, which must outlive it.
class SqliteBulk final : public BulkStatement
{
public:
    SqliteBulk(SqliteConnection &connection, Statement statement, const QString &sql);
    [[nodiscard]] Result<qint64> run(RowView values) override;

private:
    SqliteConnection &m_connection;
    Statement m_statement;
    QString m_sql;
    size_t m_parameters;
};

} // namespace joinery
