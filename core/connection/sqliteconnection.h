// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/native/filecheckpace.h"
#include "joinery/connection/native/openhandle.h"
#include "joinery/connection/native/statementcache.h"
#include "joinery/db/executor.h"

#include <mutex>

namespace joinery {

struct ErrorPlace;

/// An Executor that speaks to SQLite's C API.
///
/// Values are exact, with two limits of their types: TEXT that is not UTF-8 shows U+FFFD for what
/// cannot be decoded (CAST it to BLOB for its bytes), and a text parameter must be valid UTF-16. A
/// NaN is bound as NULL. execute() counts rows that the statement itself changed, not those of
/// triggers and cascades. Errors are Usage when a call's arguments are wrong: no statement or more
/// than one, the wrong number of parameters.
///
/// A connection that looks at a file may open it anew between two statements, when another program
/// has begun to use its write-ahead log; temporary tables and attached databases forbid that and
/// give Locked.
class SqliteConnection final : public Executor
{
public:
    /// Errors as DatabaseProvider::open.
    [[nodiscard]] static Result<std::unique_ptr<SqliteConnection>> open(
        const Url &url, const OpenOptions &options);
    ~SqliteConnection() override;

    [[nodiscard]] Result<RowSet> query(
        const QString &sql, const QList<Value> &parameters = {}) override;
    [[nodiscard]] Result<qint64> execute(
        const QString &sql, const QList<Value> &parameters = {}) override;
    [[nodiscard]] Result<qint64> executeOnCatalogue(const QString &sql) override;
    [[nodiscard]] Result<> stream(const QString &sql, const QList<Value> &parameters,
        const RowHandler &handler, QStringList *columns = nullptr) override;
    [[nodiscard]] Result<> streamViews(const QString &sql, const QList<Value> &parameters,
        const ViewHandler &handler, QStringList *columns = nullptr) override;
    [[nodiscard]] Result<std::unique_ptr<BulkStatement>> bulk(const QString &sql) override;
    [[nodiscard]] Result<std::unique_ptr<BulkStatement>> prepare(const QString &sql) override;
    [[nodiscard]] Result<> executeScript(const QString &sql) override;
    [[nodiscard]] Result<bool> writes(const QString &sql) override;

    qsizetype errorOffset() const override { return m_errorOffset; }
    bool inTransaction() const override;
    bool isReadOnly() const override;
    QString dialectName() const override;
    QList<int> serverVersion() const override;
    void interrupt() override;
    void setProgressHandler(std::function<bool()> handler) override;

    /// For core/connection alone; stays owned by this, and lasts until the next statement.
    sqlite3 *handle() const { return m_handle.get(); }
    /// The database for people: an absolute path, or ":memory:".
    QString name() const { return m_target.name; }
    /// Makes the handle ready for a statement: the file is still there, and what is known of it
    /// current. Of statements that only read, not each looks after the file.
    [[nodiscard]] Result<> prepareHandle(bool onlyReads = false);
    /// The same for a statement that is prepared already: in a transaction nothing can have
    /// changed, and an interruption ends it.
    [[nodiscard]] Result<> prepareRun(bool onlyReads);
    /// Counts the handles that there were: statements are of one of them.
    quint64 handleNumber() const { return m_handleNumber; }
    /// The text's one statement, newly prepared. Errors as query().
    [[nodiscard]] Result<Statement> prepared(const QString &sql);
    /// Keeps a statement of the handle for the next time that its text is run.
    void keep(const QString &sql, Statement statement) { m_cache.give(sql, std::move(statement)); }
    /// A statement whose rows are handed over runs from enter() to leave(): what the handler runs
    /// meanwhile finds the handle as it is.
    void enter() { ++m_running; }
    void leave() { --m_running; }
    /// Whether the statement that failed, with no row handed over, may succeed on a handle opened
    /// anew.
    bool mayTryAgain(const Error &error) const;
    /// The Error for what the last call on the handle gave.
    Error errorFor(int code, ErrorPlace place) const;

private:
    /// Looks at the row that the statement stands on; false ends it.
    using Visitor = std::function<bool(sqlite3_stmt *statement)>;
    struct Rows
    {
        Visitor visit;
        QStringList *columns;
        bool delivered = false;
    };

    SqliteConnection(SqliteTarget target, const OpenOptions &options);
    [[nodiscard]] Result<Statement> readied(const QString &sql);
    [[nodiscard]] Result<> checkFile(bool onlyReads);
    [[nodiscard]] Result<> connect();
    [[nodiscard]] Result<> reconnect();
    [[nodiscard]] Result<> visitRows(const QString &sql, const QList<Value> &parameters, Rows rows);
    [[nodiscard]] Result<> attempt(const QString &sql, const QList<Value> &parameters, Rows &rows);
    [[nodiscard]] Result<> step(sqlite3_stmt *statement, const QString &sql, Rows &rows);
    [[nodiscard]] Result<> scriptStep(const QByteArray &script, const char *&at);
    static int onCommit(void *self);

    SqliteTarget m_target;
    OpenOptions m_options;
    std::unique_ptr<Waiting> m_waiting; ///< outlives the handle
    std::mutex m_replacing {}; ///< of the handle, against interrupt() from another thread
    DatabaseHandle m_handle {};
    quint64 m_handleNumber = 0;
    FileCheckPace m_filePace {};
    StatementCache m_cache; ///< goes before the handle
    int m_running = 0; ///< statements under way: a row handler may run others
    qsizetype m_errorOffset = -1;
    bool m_moved = false; ///< the file was gone when a transaction was to be committed
};

} // namespace joinery
