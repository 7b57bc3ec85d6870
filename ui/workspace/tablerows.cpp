// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/tablerows.h"

#include "ui/workspace/opendatabase.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int watchMs = 100;
/// A table that another program keeps changing is not counted anew at every turn.
constexpr int againMs = 1000;

int kibOf(const RowPage &page)
{
    qsizetype bytes = qsizetype(sizeof(RowPage));
    const auto sizeOf = [](const Value &value) {
        if (const auto *text = std::get_if<QString>(&value))
            return 2 * text->size();
        const auto *blob = std::get_if<QByteArray>(&value);
        return blob ? blob->size() : 0;
    };
    for (const DataRow &row : page.rows) {
        bytes += qsizetype(sizeof(DataRow)) + row.cells.size() * qsizetype(sizeof(Cell));
        for (const Value &value : row.key)
            bytes += qsizetype(sizeof(Value)) + sizeOf(value);
        for (const Cell &cell : row.cells)
            bytes += sizeOf(cell.value);
    }
    return int(std::min<qsizetype>(bytes / 1024 + 1, INT_MAX));
}

Value stampOf(Executor &db, const Dialect &dialect)
{
    const QString sql = dialect.dml().changeStamp();
    const Result<RowSet> rows = sql.isEmpty() ? RowSet {} : db.query(sql);
    return rows ? rows->scalar() : Value();
}

} // namespace

TableRows::TableRows(OpenDatabase &database, QObject *parent)
    : RowSource(parent)
    , m_database(database)
    , m_pageConnection(database.connectTo(Access::Look))
    , m_countConnection(database.connectTo(Access::Look))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &TableRows::refresh);
    connect(&m_watch, &QTimer::timeout, this, [this] {
        updateCount();
        if (std::exchange(m_waiting, false))
            readNext();
    });
}

TableRows::~TableRows() = default;

void TableRows::show(const RowQuery &query)
{
    m_query = query;
    m_pages.clear();
    m_count = 0;
    m_exact = false;
    m_first = 0;
    m_last = -1;
    start();
    Q_EMIT countChanged();
}

/// Positions that were exact stay good enough until all is counted anew: what is seen stays where
/// it is, and its values come anew.
void TableRows::refresh()
{
    if (!m_reader)
        return;
    for (const qint64 number : m_pages.keys())
        m_pages[number]->stale = true;
    // What is read from here on is the new state, whoever made it.
    m_stamp = {};
    if (!m_exact) {
        start();
        return;
    }
    ++m_generation;
    stop();
    m_again.stop();
    m_current = -1;
    m_next = std::make_shared<RowReader>(m_database.dialect().dml(), m_query);
    count();
    readNext();
}

void TableRows::stop()
{
    m_pageConnection->cancel();
    m_countConnection->cancel();
}

void TableRows::start()
{
    ++m_generation;
    stop();
    m_again.stop();
    m_watch.stop();
    m_sampled = m_waiting = false;
    m_next.reset();
    m_reader = std::make_shared<RowReader>(m_database.dialect().dml(), m_query);
    setReading(true, false);
    readPage(m_last >= m_first ? m_first / pageSize : 0, true);
}

const DataRow *TableRows::row(qint64 position) const
{
    const Page *page = m_pages.object(position / pageSize);
    const qint64 at = position % pageSize;
    return page && at < page->rows.rows.size() ? &page->rows.rows[at] : nullptr;
}

void TableRows::want(qint64 first, qint64 last)
{
    m_first = std::max<qint64>(first, 0);
    m_last = last;
    const bool passed = m_current >= 0
        && (m_current < m_first / pageSize - 1 || m_current > m_last / pageSize + 1);
    if (m_reading && m_sampled && passed)
        m_pageConnection->cancel();
    readNext();
}

/// What is to be seen first, then the pages beside it.
std::optional<qint64> TableRows::nextPage() const
{
    const auto missing = [this](qint64 number) {
        const Page *page = m_pages.object(number);
        return number >= 0 && number * pageSize < std::max<qint64>(m_count, 1)
            && (!page || page->stale);
    };
    const qint64 last = std::min(m_last, m_count - 1) / pageSize;
    for (qint64 number = m_first / pageSize; number <= last; ++number) {
        if (missing(number))
            return number;
    }
    for (const qint64 number : {last + 1, m_first / pageSize - 1}) {
        if (missing(number))
            return number;
    }
    return std::nullopt;
}

void TableRows::readNext()
{
    if (m_current >= 0 || !m_reader || !m_sampled)
        return;
    const std::optional<qint64> number = m_last < m_first ? std::nullopt : nextPage();
    setReading(number && !m_waiting, m_counting);
    if (number && !m_waiting)
        readPage(*number, false);
}

void TableRows::readPage(qint64 number, bool sample)
{
    m_current = number;
    PageRequest request {.first = number * pageSize, .count = pageSize};
    const Page *before = m_pages.object(number - 1);
    if (before && !before->stale && before->rows.rows.size() == pageSize)
        request.keyBefore = before->rows.rows.last().key;
    const Page *after = m_pages.object(number + 1);
    if (after && !after->stale && !after->rows.rows.isEmpty())
        request.keyAfter = after->rows.rows.first().key;
    m_pageConnection
        ->run([reader = m_reader, request, sample, dialect = &m_database.dialect()](
                  Executor &db) -> Result<Arrival> {
            Arrival arrival {.sampled = sample};
            arrival.stamp = stampOf(db, *dialect);
            if (sample) {
                if (const Result<> sampled = reader->sample(db); !sampled)
                    return fail(sampled.error());
            }
            Result<RowPage> page = reader->page(db, request);
            if (!page)
                return fail(page.error());
            arrival.page = *std::move(page);
            return arrival;
        })
        .then(this, [this, number, generation = m_generation](const Result<Arrival> &arrival) {
            if (generation == m_generation)
                take(number, arrival);
        });
}

void TableRows::take(qint64 number, const Result<Arrival> &arrival)
{
    m_current = -1;
    if (!arrival) {
        setReading(false, m_counting);
        // Passed by, or stopped: what is wanted now is another page, or none.
        if (arrival.error().code != ErrorCode::Interrupted)
            Q_EMIT failed(arrival.error());
        else
            QTimer::singleShot(0, this, [this] { readNext(); });
        return;
    }
    notice(arrival->stamp);
    const RowPage &page = arrival->page;
    if (arrival->sampled) {
        m_sampled = true;
        keep(number, page);
        updateCount();
        Q_EMIT rearranged();
        Q_EMIT shown();
        count();
    } else if (page.unknown && m_counting) {
        m_waiting = true;
        setReading(false, true);
        return;
    } else {
        keep(number, page);
    }
    if (!page.rows.isEmpty())
        Q_EMIT rowsArrived(page.first, page.first + page.rows.size() - 1);
    if (page.moved && !m_again.isActive() && !m_counting)
        m_again.start(againMs);
    readNext();
}

void TableRows::keep(qint64 number, RowPage page)
{
    const int cost = std::min(kibOf(page), cacheKib);
    m_pages.insert(number, new Page {.rows = std::move(page)}, cost);
    updateCount();
}

void TableRows::notice(const Value &stamp)
{
    const bool first = isNull(m_stamp);
    const bool other = !(m_stamp == stamp);
    m_stamp = stamp;
    if (!first && other)
        Q_EMIT changedElsewhere();
}

void TableRows::updateCount()
{
    qint64 seen = 0;
    if (!m_reader->index().isFinished()) {
        for (const qint64 number : m_pages.keys()) {
            const Page *page = m_pages.object(number);
            if (!page->stale)
                seen = std::max(seen, page->rows.first + page->rows.rows.size());
        }
    }
    const qint64 count = std::max(seen, m_reader->index().rowCount());
    const bool exact = m_reader->index().isFinished();
    // Before all is counted, what was there at the last look is the better guess.
    if (!exact && count < m_count)
        return;
    if (count == m_count && exact == m_exact)
        return;
    m_count = count;
    m_exact = exact;
    Q_EMIT countChanged();
}

void TableRows::count()
{
    setReading(m_reading, true);
    m_watch.start(watchMs);
    Connection *connection = m_countConnection.get();
    connection
        ->run([reader = m_next ? m_next : m_reader, sample = bool(m_next), connection](
                  Executor &db) -> Result<> {
            if (sample) {
                if (const Result<> sampled = reader->sample(db); !sampled)
                    return sampled;
            }
            return reader->buildIndex(db, [connection] { return !connection->isCancelled(); });
        })
        .then(this, [this, generation = m_generation](const Result<> &result) {
            if (generation == m_generation)
                counted(result);
        });
}

void TableRows::counted(const Result<> &result)
{
    m_watch.stop();
    setReading(m_reading, false);
    if (!result) {
        if (result.error().code != ErrorCode::Interrupted)
            Q_EMIT failed(result.error());
        return;
    }
    if (m_next) {
        m_reader = std::exchange(m_next, nullptr);
        for (const qint64 number : m_pages.keys())
            m_pages[number]->stale = true;
        updateCount();
        Q_EMIT rearranged();
        Q_EMIT shown();
        readNext();
        return;
    }
    settle();
}

/// Pages at estimated positions are read again, now at their true ones; what is seen stays in
/// sight.
void TableRows::settle()
{
    RowKey seen;
    for (const qint64 number : m_pages.keys()) {
        Page *page = m_pages[number];
        if (page->rows.exact)
            continue;
        page->stale = true;
        const qint64 at = m_first - page->rows.first;
        if (at >= 0 && at < page->rows.rows.size())
            seen = page->rows.rows[at].key;
    }
    updateCount();
    m_waiting = false;
    if (seen.isEmpty()) {
        readNext();
        return;
    }
    find(seen, this, [this, from = m_first](qint64 to) {
        if (to >= 0 && to != from)
            Q_EMIT moved(from, to);
        readNext();
    });
}

void TableRows::setReading(bool reading, bool counting)
{
    const bool before = isBusy();
    m_reading = reading;
    m_counting = counting;
    if (before != isBusy())
        Q_EMIT busyChanged();
}

Connection &TableRows::detailConnection()
{
    if (!m_detailConnection)
        m_detailConnection = m_database.connectTo(Access::Look);
    return *m_detailConnection;
}

void TableRows::find(const RowKey &key, QObject *context, std::function<void(qint64)> done)
{
    detailConnection()
        .run([reader = m_reader, key](Executor &db) { return reader->positionOf(db, key); })
        .then(context, [done = std::move(done)](const Result<std::optional<qint64>> &position) {
            done(position ? position->value_or(-1) : -1);
        });
}

void TableRows::addWhole(const DataRow &row)
{
    for (const qint64 number : m_pages.keys()) {
        Page *page = m_pages[number];
        for (qsizetype at = 0; at < page->rows.rows.size(); ++at) {
            if (page->rows.rows[at].key != row.key)
                continue;
            page->rows.rows[at] = row;
            Q_EMIT rowsArrived(page->rows.first + at, page->rows.first + at);
        }
    }
}

void TableRows::fetchWhole(
    const RowKey &key, QObject *context, std::function<void(const DataRow *)> done)
{
    using Found = Result<std::optional<DataRow>>;
    detailConnection()
        .run([reader = m_reader, key](Executor &db) { return reader->row(db, key); })
        .then(context, [this, done = std::move(done)](const Found &found) {
            if (found && *found)
                addWhole(**found);
            done(found && *found ? &**found : nullptr);
        });
}

} // namespace joinery
