// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/sqliteconnection.h"

#include "joinery/connection/native/bulk.h"
#include "joinery/connection/native/lookvfs.h"
#include "joinery/connection/native/sqliteerror.h"
#include "joinery/sql/splitter.h"
#include "joinery/sql/tokenizer.h"

#include <sqlite3.h>

#include <QScopeGuard>

#include <cstring>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Error usageError(const QString &sql, const QString &message, const QString &hint)
{
    return Error {.code = ErrorCode::Usage, .message = message, .statement = sql, .hint = hint};
}

Error notOneStatement(const QString &sql, const QString &message)
{
    return usageError(sql, message, u"Give exactly one statement, or run the text as a script."_s);
}

Result<> checkText(const QString &sql)
{
    if (sql.contains(QChar(u'\0')))
        return fail(notOneStatement(sql, u"The SQL holds a NUL character"_s));
    return {};
}

/// Statements that a transaction does not hold, however SQLite counts them: begun ahead of them it
/// would be in their way.
bool isOfNoTransaction(const QString &sql)
{
    static const QStringList verbs {u"PRAGMA"_s, u"EXPLAIN"_s, u"VACUUM"_s, u"BEGIN"_s};
    const QList<Token> tokens = significantTokens(sql);
    return !tokens.isEmpty() && std::any_of(verbs.cbegin(), verbs.cend(), [&](const QString &verb) {
        return isWord(sql, tokens.first(), verb);
    });
}

Result<> checkParameters(
    sqlite3_stmt *statement, const QString &sql, const QList<Value> &parameters)
{
    const int wanted = sqlite3_bind_parameter_count(statement);
    if (parameters.size() != wanted)
        return fail(usageError(sql,
            u"The statement has %1 parameters, but %2 values were given"_s.arg(wanted).arg(
                parameters.size()),
            u"Give one value for each parameter, in their order."_s));
    for (qsizetype i = 0; i < parameters.size(); ++i) {
        const auto *text = std::get_if<QString>(&parameters[i]);
        if (text && !text->isValidUtf16())
            return fail(
                usageError(sql, u"The text for parameter %1 is not valid Unicode"_s.arg(i + 1),
                    u"Bind it as a blob, or remove the lone surrogate."_s));
    }
    return {};
}

bool hasMoved(sqlite3 *db)
{
    int moved = 0;
    return sqlite3_file_control(db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK
        && moved != 0;
}

/// Things that a handle opened anew would not have.
bool hasOwnObjects(sqlite3 *db)
{
    if (sqlite3_db_name(db, 2))
        return true;
    Statement statement;
    return prepareStatement(db, "SELECT 1 FROM temp.sqlite_master LIMIT 1", statement) != SQLITE_OK
        || sqlite3_step(statement.get()) != SQLITE_DONE;
}

/// For an error's words; one that is longer than a mebibyte is cut.
QString firstStatement(const char *script)
{
    const auto length = static_cast<qsizetype>(qstrnlen(script, 1 << 20));
    const QList<SqlStatement> statements = splitStatements(QString::fromUtf8(script, length));
    return statements.isEmpty() ? QString() : statements.first().text;
}

} // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(
    const Url &url, const OpenOptions &options)
{
    Result<SqliteTarget> target = sqliteTarget(url, options.access);
    if (!target)
        return fail(target.error());
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(*target), options));
    if (const Result<> connected = connection->connect(); !connected)
        return fail(connected.error());
    return connection;
}

SqliteConnection::SqliteConnection(SqliteTarget target, const OpenOptions &options)
    : m_target(std::move(target))
    , m_options(options)
    , m_waiting(std::make_unique<Waiting>(options.busyTimeoutMs))
    , m_cache(options.keptStatements)
{ }

SqliteConnection::~SqliteConnection() = default;

Result<> SqliteConnection::connect()
{
    Result<DatabaseHandle> handle = openHandle(m_target, m_options, *m_waiting);
    if (!handle)
        return fail(handle.error());
    m_cache.clear();
    {
        const std::lock_guard guard(m_replacing);
        m_handle.swap(*handle);
    }
    ++m_handleNumber;
    if (m_target.isFile)
        sqlite3_commit_hook(m_handle.get(), &SqliteConnection::onCommit, this);
    return {};
}

Result<> SqliteConnection::reconnect()
{
    if (hasOwnObjects(m_handle.get()))
        return fail(ErrorCode::Locked,
            u"\"%1\" was opened by another program meanwhile, so it has to be opened anew"_s.arg(
                m_target.name),
            u"Close this connection, with its temporary tables and attached databases, and open it again."_s);
    return connect();
}

/// SQLite would write into a file that no longer has a name, and the change would be lost.
int SqliteConnection::onCommit(void *self)
{
    auto *connection = static_cast<SqliteConnection *>(self);
    connection->m_moved = hasMoved(connection->m_handle.get());
    return connection->m_moved ? 1 : 0;
}

Result<> SqliteConnection::prepareHandle(bool onlyReads)
{
    if (m_running > 0)
        return {};
    m_waiting->begin();
    m_waiting->beginStatement();
    m_moved = false;
    m_errorOffset = -1;
    return !m_target.isFile || inTransaction() ? Result<>() : checkFile(onlyReads);
}

/// What writes, or begins a transaction, always checks: a journal beside another file would harm
/// that one.
Result<> SqliteConnection::checkFile(bool onlyReads)
{
    const bool mayWait = onlyReads && m_options.access != Access::Look;
    if (mayWait && !m_filePace.isDue(FileCheckPace::Clock::now()))
        return {};
    if (hasMoved(m_handle.get()))
        return fail(movedError(m_target.name));
    return isOutdated(m_handle.get()) ? reconnect() : Result<>();
}

Result<> SqliteConnection::prepareRun(bool onlyReads)
{
    if (!inTransaction())
        return prepareHandle(onlyReads);
    m_waiting->beginStatement();
    return {};
}

bool SqliteConnection::mayTryAgain(const Error &error) const
{
    return m_running == 0 && !inTransaction() && error.code == ErrorCode::Locked
        && isOutdated(m_handle.get());
}

Error SqliteConnection::errorFor(int code, ErrorPlace place) const
{
    if (m_moved)
        code = SQLITE_READONLY_DBMOVED;
    else if (m_waiting->isInterrupted() && (code & 0xff) == SQLITE_BUSY)
        code = SQLITE_INTERRUPT;
    place.file = m_target.name;
    place.waitedMs = m_waiting->waitedMs();
    return sqliteError(m_handle.get(), code, place);
}

/// The text's one statement, from the cache or prepared, on a handle that is ready for it.
Result<Statement> SqliteConnection::readied(const QString &sql)
{
    Statement kept = m_cache.take(sql);
    const quint64 number = m_handleNumber;
    if (const Result<> ready = prepareHandle(kept && onlyReads(kept.get())); !ready)
        return fail(ready.error());
    if (kept && number == m_handleNumber)
        return kept;
    return prepared(sql);
}

Result<Statement> SqliteConnection::prepared(const QString &sql)
{
    if (const Result<> checked = checkText(sql); !checked)
        return fail(checked.error());
    Statement statement;
    const char *end = nullptr;
    const QByteArray text = sql.toUtf8();
    const int code = prepareStatement(m_handle.get(), text.constData(), statement, &end);
    if (code != SQLITE_OK) {
        m_errorOffset = sqliteErrorOffset(m_handle.get(), text);
        return fail(errorFor(code, {.statement = sql, .script = text}));
    }
    if (!statement)
        return fail(notOneStatement(sql, u"There is no statement to run"_s));
    if (!isBlankSql(end))
        return fail(notOneStatement(sql, u"There is more than one statement"_s));
    return statement;
}

Result<> SqliteConnection::step(sqlite3_stmt *statement, const QString &sql, Rows &rows)
{
    int code = sqlite3_step(statement);
    // Stepping may prepare the statement anew after a schema change: only now are the columns
    // settled.
    if (rows.columns)
        *rows.columns = columnNames(statement);
    while (code == SQLITE_ROW) {
        rows.delivered = true;
        if (rows.visit && !rows.visit(statement)) {
            // Outside of a transaction it is resetting that commits.
            code = sqlite3_reset(statement);
            return code == SQLITE_OK ? Result<>() : fail(errorFor(code, {.statement = sql}));
        }
        code = sqlite3_step(statement);
    }
    if (code != SQLITE_DONE)
        return fail(errorFor(code, {.statement = sql}));
    return {};
}

Result<> SqliteConnection::attempt(const QString &sql, const QList<Value> &parameters, Rows &rows)
{
    Result<Statement> statement = readied(sql);
    if (!statement)
        return fail(statement.error());
    ++m_running;
    const auto guard = qScopeGuard([this] { --m_running; });
    if (const Result<> checked = checkParameters(statement->get(), sql, parameters); !checked)
        return checked;
    if (const int code = bindParameters(statement->get(), parameters); code != SQLITE_OK)
        return fail(errorFor(code, {.statement = sql}));
    const Result<> done = step(statement->get(), sql, rows);
    m_cache.give(sql, std::move(*statement));
    return done;
}

Result<> SqliteConnection::visitRows(const QString &sql, const QList<Value> &parameters, Rows rows)
{
    const Result<> done = attempt(sql, parameters, rows);
    const bool again = !done && !rows.delivered && mayTryAgain(done.error());
    return again ? attempt(sql, parameters, rows) : done;
}

Result<> SqliteConnection::stream(const QString &sql, const QList<Value> &parameters,
    const RowHandler &handler, QStringList *columns)
{
    Visitor visit;
    if (handler)
        visit = [&](sqlite3_stmt *statement) { return handler(currentRow(statement)); };
    return visitRows(sql, parameters, {.visit = std::move(visit), .columns = columns});
}

Result<> SqliteConnection::streamViews(const QString &sql, const QList<Value> &parameters,
    const ViewHandler &handler, QStringList *columns)
{
    std::vector<ValueView> row;
    const auto visit = [&](sqlite3_stmt *statement) {
        viewCurrentRow(statement, row);
        return handler(row);
    };
    return visitRows(sql, parameters, {.visit = visit, .columns = columns});
}

Result<bool> SqliteConnection::writes(const QString &sql)
{
    if (isOfNoTransaction(sql))
        return false;
    Result<Statement> statement = readied(sql);
    if (!statement)
        return fail(statement.error());
    const bool changes = sqlite3_stmt_readonly(statement->get()) == 0;
    m_cache.give(sql, std::move(*statement));
    return changes;
}

Result<std::unique_ptr<BulkStatement>> SqliteConnection::bulk(const QString &sql)
{
    if (!inTransaction())
        return fail(
            usageError(sql, u"A statement for many rows was prepared without a transaction"_s,
                u"Begin a transaction first."_s));
    return prepare(sql);
}

Result<std::unique_ptr<BulkStatement>> SqliteConnection::prepare(const QString &sql)
{
    Result<Statement> statement = readied(sql);
    if (!statement)
        return fail(statement.error());
    return std::make_unique<SqliteBulk>(*this, std::move(*statement), sql);
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

Result<qint64> SqliteConnection::executeOnCatalogue(const QString &sql)
{
    if (const Result<> ready = prepareHandle(); !ready)
        return fail(ready.error());
    setDefensive(m_handle.get(), false);
    const auto restore = qScopeGuard([this] { setDefensive(m_handle.get(), true); });
    return execute(sql);
}

Result<> SqliteConnection::scriptStep(const QByteArray &script, const char *&at)
{
    const char *const start = at;
    m_waiting->beginStatement();
    Statement statement;
    if (const int code = prepareStatement(m_handle.get(), start, statement, &at);
        code != SQLITE_OK) {
        const qsizetype before = start - script.constData();
        const qsizetype offset = sqliteErrorOffset(m_handle.get(), script.mid(before));
        if (offset >= 0)
            m_errorOffset = QString::fromUtf8(script.left(before)).size() + offset;
        return fail(errorFor(
            code, {.statement = firstStatement(start), .script = script, .offset = before}));
    }
    if (!statement)
        return {};
    Rows rows {.visit = {}, .columns = nullptr};
    return step(statement.get(), QString::fromUtf8(start, at - start).trimmed(), rows);
}

Result<> SqliteConnection::executeScript(const QString &sql)
{
    if (const Result<> checked = checkText(sql); !checked)
        return checked;
    if (const Result<> ready = prepareHandle(); !ready)
        return ready;
    ++m_running;
    const auto guard = qScopeGuard([this] { --m_running; });
    const QByteArray script = sql.toUtf8();
    for (const char *at = script.constData(); *at != '\0';) {
        if (m_waiting->isInterrupted())
            return fail(errorFor(SQLITE_INTERRUPT, {.statement = firstStatement(at)}));
        if (const Result<> done = scriptStep(script, at); !done)
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
    const std::lock_guard guard(m_replacing);
    m_waiting->interrupt();
    sqlite3_interrupt(m_handle.get());
}

void SqliteConnection::setProgressHandler(std::function<bool()> handler)
{
    m_waiting->setProgressHandler(std::move(handler));
}

} // namespace joinery
