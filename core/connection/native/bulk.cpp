// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/bulk.h"

#include "joinery/connection/native/sqliteerror.h"
#include "joinery/connection/sqliteconnection.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace joinery {

SqliteBulk::SqliteBulk(SqliteConnection &connection, Statement statement, const QString &sql)
    : m_connection(connection)
    , m_statement(std::move(statement))
    , m_sql(sql)
    , m_parameters(static_cast<size_t>(sqlite3_bind_parameter_count(m_statement.get())))
{ }

Result<qint64> SqliteBulk::run(RowView values)
{
    if (values.size() != m_parameters)
        return fail(Error {.code = ErrorCode::Usage,
            .message
            = u"The statement has %1 parameters, but %2 values were given"_s.arg(m_parameters)
                  .arg(values.size()),
            .statement = m_sql});
    sqlite3_stmt *const statement = m_statement.get();
    int code = bindViews(statement, values);
    while (code == SQLITE_OK || code == SQLITE_ROW)
        code = sqlite3_step(statement);
    if (code != SQLITE_DONE) {
        Error error = m_connection.errorFor(code, {.statement = m_sql});
        sqlite3_reset(statement);
        return fail(std::move(error));
    }
    sqlite3_reset(statement);
    return sqlite3_changes64(m_connection.handle());
}

} // namespace joinery
