// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlrunner.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Rows on their way from the connection's thread to the page, some at a time: the first at once.
class Delivery
{
public:
    using Send = std::function<void(RowChunkPtr)>;

    Delivery(const SqlJob &job, Send send)
        : m_job(job)
        , m_send(std::move(send))
    {
        m_sinceLast.start();
    }

    /// False when there are enough.
    bool take(RowView row)
    {
        if (m_seen++ < m_job.skip)
            return true;
        if (m_job.limit >= 0 && m_taken >= m_job.limit) {
            hasMore = true;
            return false;
        }
        if (m_bytes + m_chunk->byteCount() > m_job.maxBytes && m_taken > 0) {
            isFull = hasMore = true;
            return false;
        }
        m_chunk->append(row);
        ++m_taken;
        if (m_chunk->rowCount() >= (m_bytes == 0 ? 100 : 4000) || m_sinceLast.hasExpired(50))
            flush();
        return true;
    }

    void flush()
    {
        m_sinceLast.restart();
        if (m_chunk->rowCount() == 0)
            return;
        m_chunk->squeeze();
        m_bytes += m_chunk->byteCount();
        m_send(std::move(m_chunk));
        m_chunk = std::make_shared<RowChunk>();
    }
    qint64 taken() const { return m_taken; }

    bool hasMore = false;
    bool isFull = false;

private:
    const SqlJob &m_job;
    Send m_send;
    std::shared_ptr<RowChunk> m_chunk = std::make_shared<RowChunk>();
    QElapsedTimer m_sinceLast {};
    qint64 m_seen = 0;
    qint64 m_taken = 0;
    qint64 m_bytes = 0;
};

bool onlyLooks(StatementKind kind)
{
    return kind == StatementKind::Read;
}

bool changesFile(StatementKind kind)
{
    return kind == StatementKind::Write || kind == StatementKind::Schema;
}

} // namespace

/// A statement under way, on the connection's thread.
struct SqlRunner::Run
{
    SqlRunner *page; ///< gets events only; outlives the connection
    int index;
    SqlJob job;
    StatementFacts facts;

    SqlOutcome operator()(Executor &executor) const
    {
        QElapsedTimer timer;
        timer.start();
        SqlOutcome outcome;
        const Result<> done = facts.returnsRows || facts.kind == StatementKind::Other
            ? read(executor, outcome)
            : change(executor, outcome);
        outcome.milliseconds = timer.elapsed();
        if (!done) {
            outcome.error = done.error();
            outcome.errorOffset = executor.errorOffset();
        }
        outcome.inTransaction = executor.inTransaction();
        return outcome;
    }

    [[nodiscard]] Result<> read(Executor &executor, SqlOutcome &outcome) const
    {
        const auto send = [this](const RowChunkPtr &rows) {
            QMetaObject::invokeMethod(
                page, [to = page, i = index, rows] { Q_EMIT to->rowsArrived(i, rows); },
                Qt::QueuedConnection);
        };
        QStringList columns;
        bool told = false;
        const auto tell = [&] {
            if (!told && job.skip == 0 && !columns.isEmpty()) {
                QMetaObject::invokeMethod(
                    page, [to = page, i = index, columns] { Q_EMIT to->columnsKnown(i, columns); },
                    Qt::QueuedConnection);
            }
            told = true;
        };
        Delivery delivery(job, send);
        const Result<> done = executor.streamViews(
            job.sql, {},
            [&](RowView row) {
                tell();
                return delivery.take(row);
            },
            &columns);
        tell();
        delivery.flush();
        if (!columns.isEmpty())
            outcome.rows = delivery.taken();
        if (facts.kind == StatementKind::Write)
            outcome.changed = delivery.taken();
        outcome.hasMore = delivery.hasMore;
        outcome.isFull = delivery.isFull;
        return done;
    }

    [[nodiscard]] Result<> change(Executor &executor, SqlOutcome &outcome) const
    {
        const Result<qint64> changed = executor.execute(job.sql);
        if (!changed)
            return fail(changed.error());
        if (facts.kind == StatementKind::Write)
            outcome.changed = *changed;
        return {};
    }
};

SqlRunner::SqlRunner(OpenDatabase &database, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_connection(database.connectTo(Access::Look))
{ }

SqlRunner::~SqlRunner() = default;

void SqlRunner::useAccess(Access access)
{
    if (access == m_access)
        return;
    m_access = access;
    m_connection = m_database.connectTo(access);
}

void SqlRunner::run(const QList<SqlJob> &jobs)
{
    m_jobs = jobs;
    m_index = -1;
    m_stopped = false;
    m_running = true;
    next();
}

void SqlRunner::stop()
{
    if (!m_running)
        return;
    m_stopped = true;
    m_connection->cancel();
}

void SqlRunner::next()
{
    if (++m_index >= m_jobs.size() || m_stopped) {
        m_running = false;
        Q_EMIT allFinished();
        return;
    }
    Q_EMIT started(m_index);
    const StatementKind kind = statementFacts(m_jobs[m_index].sql).kind;
    if (m_database.isReadOnly() && changesFile(kind)) {
        take({.inTransaction = m_inTransaction,
            .error = Error {.code = ErrorCode::ReadOnly,
                .message = tr("“%1” is open for reading only, and this statement would change it")
                               .arg(m_database.name()),
                .statement = m_jobs[m_index].sql,
                .hint = tr("Open the database for change to run it.")}});
        return;
    }
    if (!onlyLooks(kind) && !m_database.isReadOnly())
        useAccess(Access::Change);
    launch(false);
}

void SqlRunner::launch(bool again)
{
    const SqlJob &job = m_jobs[m_index];
    Run run {.page = this, .index = m_index, .job = job, .facts = statementFacts(job.sql)};
    // A statement with effects runs to its end: what it gives back is kept as far as there is room.
    if (!onlyLooks(run.facts.kind))
        run.job.limit = -1;
    m_connection->run([run](Executor &executor) { return Result<SqlOutcome>(run(executor)); })
        .then(this, [this, again](const Result<SqlOutcome> &result) {
            // A job that is quick has ended by now, and this runs at once: behind its rows, which
            // come as events.
            QMetaObject::invokeMethod(
                this, [this, again, result] { receive(result, again); }, Qt::QueuedConnection);
        });
}

void SqlRunner::receive(const Result<SqlOutcome> &result, bool again)
{
    SqlOutcome outcome = result ? *result : SqlOutcome {};
    if (!result)
        outcome = {.inTransaction = m_inTransaction, .error = result.error()};
    const bool mustChange = !again && outcome.error && outcome.error->code == ErrorCode::ReadOnly
        && !m_database.isReadOnly() && m_access == Access::Look;
    if (!mustChange || m_stopped)
        return take(outcome);
    useAccess(Access::Change); // it writes, though its text does not look like it
    launch(true);
}

void SqlRunner::take(const SqlOutcome &outcome)
{
    if (outcome.inTransaction != m_inTransaction) {
        m_inTransaction = outcome.inTransaction;
        Q_EMIT transactionChanged(m_inTransaction);
    }
    if (outcome.error)
        m_stopped = true;
    Q_EMIT finished(m_index, outcome);
    next();
}

} // namespace joinery
