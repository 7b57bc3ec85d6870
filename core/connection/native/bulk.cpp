// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/bulk.h"

#include "joinery/connection/native/sqliteerror.h"
#include "joinery/connection/sqliteconnection.h"

#include <sqlite3.h>

#include <QScopeGuard>

using namespace Qt::StringLiterals;

namespace joinery {

SqliteBulk::SqliteBulk(SqliteConnection &connection, Statement statement, const QString &sql)
    : m_connection(connection)
    , m_statement(std::move(statement))
    , m_handleNumber(connection.handleNumber())
    , m_sql(sql)
    , m_parameters(static_cast<size_t>(sqlite3_bind_parameter_count(m_statement.get())))
    , m_writes(sqlite3_stmt_readonly(m_statement.get()) == 0)
    , m_onlyReads(onlyReads(m_statement.get()))
{ }

SqliteBulk::~SqliteBulk()
{
    if (m_handleNumber == m_connection.handleNumber())
        m_connection.keep(m_sql, std::move(m_statement));
}

/// Between transactions the connection may have been opened anew, and the statement belongs to what
/// was closed.
Result<> SqliteBulk::prepareRun()
{
    if (const Result<> ready = m_connection.prepareRun(m_onlyReads); !ready)
        return ready;
    if (m_handleNumber == m_connection.handleNumber())
        return {};
    Result<Statement> statement = m_connection.prepared(m_sql);
    if (!statement)
        return fail(statement.error());
    m_statement = *std::move(statement);
    m_handleNumber = m_connection.handleNumber();
    return {};
}

Result<> SqliteBulk::begin(RowView values)
{
    if (values.size() != m_parameters)
        return fail(Error {.code = ErrorCode::Usage,
            .message
            = u"The statement has %1 parameters, but %2 values were given"_s.arg(m_parameters)
                  .arg(values.size()),
            .statement = m_sql});
    if (m_running)
        return fail(Error {.code = ErrorCode::Usage,
            .message = u"The statement was run again by the handler of its own rows"_s,
            .statement = m_sql,
            .hint = u"Prepare it a second time for that."_s});
    if (const Result<> ready = prepareRun(); !ready)
        return ready;
    m_insertedKey = 0;
    // So that a row which is not inserted leaves none behind.
    if (m_writes)
        sqlite3_set_last_insert_rowid(m_connection.handle(), 0);
    return {};
}

Result<> SqliteBulk::finish(int code)
{
    if (code == SQLITE_DONE) {
        if (m_writes)
            m_insertedKey = sqlite3_last_insert_rowid(m_connection.handle());
        sqlite3_reset(m_statement.get());
        return {};
    }
    Error error = m_connection.errorFor(code, {.statement = m_sql});
    sqlite3_reset(m_statement.get());
    return fail(std::move(error));
}

/// Outside of a transaction it is resetting that commits.
Result<> SqliteBulk::stop()
{
    const int code = sqlite3_reset(m_statement.get());
    return finish(code == SQLITE_OK ? SQLITE_DONE : code);
}

Result<qint64> SqliteBulk::run(RowView values)
{
    if (const Result<> begun = begin(values); !begun)
        return fail(begun.error());
    sqlite3_stmt *const statement = m_statement.get();
    const qint64 before = sqlite3_total_changes64(m_connection.handle());
    int code = bindViews(statement, values);
    while (code == SQLITE_OK || code == SQLITE_ROW)
        code = sqlite3_step(statement);
    if (const Result<> done = finish(code); !done)
        return fail(done.error());
    // A statement that changes no rows leaves the count of the one before it.
    const bool changed = sqlite3_total_changes64(m_connection.handle()) != before;
    return changed ? sqlite3_changes64(m_connection.handle()) : 0;
}

Result<> SqliteBulk::attempt(RowView values, const RowViewHandler &handler, bool &delivered)
{
    if (const Result<> begun = begin(values); !begun)
        return begun;
    m_running = true;
    m_connection.enter();
    const auto ended = qScopeGuard([this] {
        m_connection.leave();
        m_running = false;
    });
    sqlite3_stmt *const statement = m_statement.get();
    int code = bindViews(statement, values);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    while (code == SQLITE_ROW) {
        delivered = true;
        if (handler) {
            viewCurrentRow(statement, m_row);
            if (!handler(m_row))
                return stop();
        }
        code = sqlite3_step(statement);
    }
    return finish(code);
}

Result<bool> SqliteBulk::runReturning(RowView values, const RowViewHandler &handler)
{
    bool delivered = false;
    Result<> done = attempt(values, handler, delivered);
    if (!done && !delivered && m_connection.mayTryAgain(done.error()))
        done = attempt(values, handler, delivered);
    if (!done)
        return fail(done.error());
    return delivered;
}

} // namespace joinery
