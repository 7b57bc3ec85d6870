// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/sql/statementkind.h"
#include "ui/sql/rowstore.h"
#include "ui/workspace/opendatabase.h"

namespace joinery {

/// A statement to run and how much of its result to fetch.
struct SqlJob
{
    QString sql {};
    qsizetype start = 0; ///< in the text of the page
    qint64 skip = 0; ///< rows that are there already
    qint64 limit = 1000; ///< rows to fetch; -1 = all
    qint64 maxBytes = 128 << 20; ///< where fetching ends in any case
};

/// What became of a statement.
struct SqlOutcome
{
    qint64 milliseconds = 0;
    qint64 rows = -1; ///< fetched; -1 = it gives none
    qint64 changed = -1; ///< -1 = it changes none
    bool hasMore = false; ///< the limit was met before the last row
    bool isFull = false; ///< maxBytes was
    bool inTransaction = false; ///< afterwards
    std::optional<Error> error {};
    qsizetype errorOffset = -1; ///< in the statement
};

/// Runs statements one after the other on a connection of its own. It looks only, until the first
/// statement that does more; from then on it may change the database, unless that is open for
/// reading only. UI thread; never blocks but for the few milliseconds of its end.
class SqlRunner : public QObject
{
    Q_OBJECT

public:
    explicit SqlRunner(OpenDatabase &database, QObject *parent = nullptr);
    ~SqlRunner() override;

    /// Runs them in order until one fails. Requires: !isRunning().
    void run(const QList<SqlJob> &jobs);
    /// Ends what runs, and what would run after it.
    void stop();
    bool isRunning() const { return m_running; }
    bool isInTransaction() const { return m_inTransaction; }
    /// Whether it could change the database by now.
    bool mayChange() const { return m_access == Access::Change; }

Q_SIGNALS:
    void started(int index);
    void columnsKnown(int index, const QStringList &columns);
    void rowsArrived(int index, const joinery::RowChunkPtr &rows);
    void finished(int index, const joinery::SqlOutcome &outcome);
    void allFinished();
    void transactionChanged(bool isOpen);

private:
    struct Run;

    void next();
    void launch(bool again);
    void receive(const Result<SqlOutcome> &result, bool again);
    void take(const SqlOutcome &outcome);
    void useAccess(Access access);

    OpenDatabase &m_database;
    Access m_access = Access::Look;
    std::unique_ptr<Connection> m_connection;
    QList<SqlJob> m_jobs {};
    int m_index = -1;
    bool m_running = false;
    bool m_stopped = false;
    bool m_inTransaction = false;
};

} // namespace joinery
