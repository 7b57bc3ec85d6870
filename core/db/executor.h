// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/db/valueview.h"

#include <functional>
#include <memory>

namespace joinery {

/// Gets a row whose values last only until it returns; returns false to stop.
using RowViewHandler = std::function<bool(RowView row)>;

/// One statement that is prepared once and run for many rows of values. Belongs to the thread of
/// its Executor and must not outlive it.
class BulkStatement
{
public:
    virtual ~BulkStatement() = default;

    /// Runs it with one value for each parameter and returns how many rows it changed. Texts must
    /// be valid UTF-8. Errors as Executor::execute; what ran before stays done.
    [[nodiscard]] virtual Result<qint64> run(RowView values) = 0;
    /// The same for a SELECT or a statement with RETURNING: hands over each row as it comes and
    /// returns whether there was one. What the statement changes is changed before the first row
    /// comes; stopping does not undo it. The handler must not run this statement again. Without a
    /// handler rows are counted only.
    [[nodiscard]] virtual Result<bool> runReturning(RowView values, const RowViewHandler &handler)
        = 0;
    /// The key that the row got which the last run() or runReturning() inserted last: its rowid in
    /// SQLite, of tables with one. 0 when no row was inserted, when triggers alone inserted, or
    /// where only RETURNING tells.
    virtual qint64 lastInsertedKey() const { return 0; }
};

/// An open database. Belongs to the thread that opened it; only interrupt() may be called from
/// another. Errors carry the statement, the driver's own words and one of Locked, ReadOnly,
/// NotADatabase, Violation, Io, Interrupted, Failed.
class Executor
{
public:
    /// Gets a row; returns false to stop.
    using RowHandler = std::function<bool(const QList<Value> &row)>;
    /// The same for values that last only until it returns.
    using ViewHandler = RowViewHandler;

    virtual ~Executor() = default; ///< rolls back what is open, then closes

    /// Runs one statement and returns its rows, all of them in memory.
    [[nodiscard]] virtual Result<RowSet> query(
        const QString &sql, const QList<Value> &parameters = {})
        = 0;
    /// Runs one statement and returns how many rows it changed.
    [[nodiscard]] virtual Result<qint64> execute(
        const QString &sql, const QList<Value> &parameters = {})
        = 0;
    /// Runs one statement and hands over each row as it comes, in bounded memory. `columns`, where
    /// given, is set before the first row.
    [[nodiscard]] virtual Result<> stream(const QString &sql, const QList<Value> &parameters,
        const RowHandler &handler, QStringList *columns = nullptr)
        = 0;
    /// As stream(), for rows by the million: nothing is copied where the driver can do without. A
    /// text is what the database holds, valid UTF-8 or not.
    [[nodiscard]] virtual Result<> streamViews(const QString &sql, const QList<Value> &parameters,
        const ViewHandler &handler, QStringList *columns = nullptr);
    /// Runs one statement that may edit the catalogue in which the database keeps its schema. For
    /// statements of a compiled plan only: it is closed to all others, and an error there can make
    /// the database unreadable. Errors: as execute(); Unsupported where there is no such thing.
    [[nodiscard]] virtual Result<qint64> executeOnCatalogue(const QString &sql);
    /// Prepares one statement to be run for many rows within the open transaction. Errors: Usage
    /// outside of one.
    [[nodiscard]] virtual Result<std::unique_ptr<BulkStatement>> bulk(const QString &sql);
    /// Prepares one statement to be run again and again, in transactions and outside of them; there
    /// each run is a transaction of its own. The text is checked here or by the first run.
    [[nodiscard]] virtual Result<std::unique_ptr<BulkStatement>> prepare(const QString &sql);
    /// Runs statements separated by semicolons; stops at the first that fails.
    [[nodiscard]] virtual Result<> executeScript(const QString &sql) = 0;

    /// Whether the statement changes what a rollback takes back; nothing is run. True where the
    /// driver cannot tell. Errors: as query().
    [[nodiscard]] virtual Result<bool> writes(const QString &sql);

    /// Whether the database answers; no statement that a log would have. Errors: as query().
    [[nodiscard]] virtual Result<> ping();

    /// Where in its text the statement is wrong that failed last, in UTF-16 units; -1 = not known,
    /// or the text is not what was wrong. Ask it right after the call that failed.
    virtual qsizetype errorOffset() const { return -1; }

    virtual bool inTransaction() const = 0; ///< one is open
    virtual bool isReadOnly() const = 0; ///< nothing can be changed
    /// "sqlite", …: which Dialect it speaks.
    virtual QString dialectName() const = 0;
    /// Of the server or library: {3, 40, 1}.
    virtual QList<int> serverVersion() const = 0;
    /// Ends the running statement with Interrupted. Any thread.
    virtual void interrupt() = 0;
    /// Is called every few milliseconds of a long statement, on the executor's thread; returning
    /// false interrupts it. An empty function ends that.
    virtual void setProgressHandler(std::function<bool()> handler) = 0;
};

} // namespace joinery
