// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/sqliteconnection.h"

#include "joinery/connection/native/sqliteerror.h"
#include "joinery/connection/native/statement.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Virtual-machine steps between two calls of the progress handler: well under a millisecond.
constexpr int stepsPerProgressCall = 10000;

int onProgress(void *handler)
{
    return (*static_cast<std::function<bool()> *>(handler))() ? 0 : 1;
}

Error notOneStatement(const QString &sql, const QString &message)
{
    return Error {.code = ErrorCode::Usage,
        .message = message,
        .statement = sql,
        .hint = u"Give exactly one statement, or run the text as a script."_s};
}

/// The only statement of the text.
Result<Statement> prepareOnly(
    sqlite3 *db, const QString &sql, const std::function<Error(int)> &errorOf)
{
    Statement statement;
    QByteArray rest;
    if (sql.contains(QChar(u'\0')))
        return fail(notOneStatement(sql, u"The statement holds a NUL character"_s));
    if (const int code = prepareStatement(db, sql.toUtf8(), statement, &rest); code != SQLITE_OK)
        return fail(errorOf(code));
    if (!statement)
        return fail(notOneStatement(sql, u"There is no statement to run"_s));
    Statement next;
    if (prepareStatement(db, rest, next) != SQLITE_OK || next)
        return fail(notOneStatement(sql, u"There is more than one statement"_s));
    return statement;
}

Result<> checkCount(sqlite3_stmt *statement, const QString &sql, const QList<Value> &parameters)
{
    const int wanted = sqlite3_bind_parameter_count(statement);
    if (parameters.size() == wanted)
        return {};
    return fail(Error {.code = ErrorCode::Usage,
        .message = u"The statement has %1 parameters, but %2 values were given"_s.arg(wanted).arg(
            parameters.size()),
        .statement = sql});
}

} // namespace

void DatabaseCloser::operator()(sqlite3 *db) const
{
    sqlite3_close_v2(db);
}

SqliteConnection::SqliteConnection(DatabaseHandle handle, QString name, int busyTimeoutMs)
    : m_handle(std::move(handle))
    , m_name(std::move(name))
    , m_busyTimeoutMs(busyTimeoutMs)
{ }

SqliteConnection::~SqliteConnection() = default;

Error SqliteConnection::lastError(int code, const QString &sql) const
{
    return sqliteError(m_handle.get(), code, m_name, sql, m_busyTimeoutMs);
}

Result<> SqliteConnection::run(
    sqlite3_stmt *statement, const QString &sql, const RowHandler &handler, QStringList *columns)
{
    int code = sqlite3_step(statement);
    // Stepping may prepare the statement anew after a schema change: only now are the columns
    // settled.
    if (columns)
        *columns = columnNames(statement);
    while (code == SQLITE_ROW) {
        if (handler && !handler(currentRow(statement)))
            return {};
        code = sqlite3_step(statement);
    }
    if (code != SQLITE_DONE)
        return fail(lastError(code, sql));
    return {};
}

Result<> SqliteConnection::stream(const QString &sql, const QList<Value> &parameters,
    const RowHandler &handler, QStringList *columns)
{
    const auto errorOf = [&](int code) { return lastError(code, sql); };
    const Result<Statement> statement = prepareOnly(m_handle.get(), sql, errorOf);
    if (!statement)
        return fail(statement.error());
    if (const Result<> count = checkCount(statement->get(), sql, parameters); !count)
        return count;
    if (const int code = bindParameters(statement->get(), parameters); code != SQLITE_OK)
        return fail(lastError(code, sql));
    return run(statement->get(), sql, handler, columns);
}

Result<RowSet> SqliteConnection::query(const QString &sql, const QList<Value> &parameters)
{
    RowSet rows;
    const auto keep = [&](const QList<Value> &row) {
        rows.rows.append(row);
        return true;
    };
    if (const Result<> done = stream(sql, parameters, keep, &rows.columns); !done)
        return fail(done.error());
    return rows;
}

Result<qint64> SqliteConnection::execute(const QString &sql, const QList<Value> &parameters)
{
    const qint64 before = sqlite3_total_changes64(m_handle.get());
    if (const Result<> done = stream(sql, parameters, {}); !done)
        return fail(done.error());
    // A statement that changes no rows leaves the count of the one before it.
    const bool changed = sqlite3_total_changes64(m_handle.get()) != before;
    return changed ? sqlite3_changes64(m_handle.get()) : 0;
}

Result<> SqliteConnection::executeScript(const QString &sql)
{
    if (sql.contains(QChar(u'\0')))
        return fail(notOneStatement(sql, u"The script holds a NUL character"_s));
    QByteArray rest = sql.toUtf8();
    while (!rest.isEmpty()) {
        const QByteArray text = rest;
        Statement statement;
        const int code = prepareStatement(m_handle.get(), text, statement, &rest);
        if (code != SQLITE_OK)
            return fail(lastError(code, QString::fromUtf8(text)));
        const QString part = QString::fromUtf8(text.left(text.size() - rest.size())).trimmed();
        if (!statement)
            continue;
        if (const Result<> done = run(statement.get(), part, {}, nullptr); !done)
            return done;
    }
    return {};
}

bool SqliteConnection::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle.get()) == 0;
}

bool SqliteConnection::isReadOnly() const
{
    return sqlite3_db_readonly(m_handle.get(), "main") == 1;
}

QString SqliteConnection::dialectName() const
{
    return u"sqlite"_s;
}

QList<int> SqliteConnection::serverVersion() const
{
    const int number = sqlite3_libversion_number();
    return {number / 1000000, number / 1000 % 1000, number % 1000};
}

void SqliteConnection::interrupt()
{
    sqlite3_interrupt(m_handle.get());
}

void SqliteConnection::setProgressHandler(std::function<bool()> handler)
{
    m_progress = std::move(handler);
    sqlite3_progress_handler(m_handle.get(), m_progress ? stepsPerProgressCall : 0,
        m_progress ? &onProgress : nullptr, &m_progress);
}

} // namespace joinery
