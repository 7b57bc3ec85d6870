// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/rowreader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr int stretches = 64;
constexpr int keysOfStretch = 32;

qint64 oriented(qint64 key, bool descending)
{
    return descending ? ~key : key;
}

} // namespace

bool Cell::isCut() const
{
    if (const auto *text = std::get_if<QString>(&value))
        return length > text->size(); // characters outside the BMP only make the text longer
    const auto *bytes = std::get_if<QByteArray>(&value);
    return bytes && length > bytes->size();
}

/// A page being read: what is wanted, and what came.
struct RowReader::Reading
{
    const RowSql &sql;
    RowSql::Values values;
    int wanted;
    qint64 skip = 0;
    QList<DataRow> rows {};

    bool isFull() const { return rows.size() >= wanted; }
    qint64 missing() const { return wanted - rows.size(); }
    void take(const QList<Value> &row);
    DataRow dataRow(const QList<Value> &row) const;
};

DataRow RowReader::Reading::dataRow(const QList<Value> &row) const
{
    const qsizetype keys = sql.keySize();
    const bool lengths = values == RowSql::Values::Preview && sql.hasLengths();
    DataRow made {.key = row.mid(0, keys)};
    made.cells.reserve(sql.query().columns.size());
    for (qsizetype i = keys; i < row.size(); i += lengths ? 2 : 1) {
        Cell cell {.value = row[i]};
        if (lengths && !isNull(row[i + 1]))
            cell.length = toInt(row[i + 1]);
        made.cells.append(std::move(cell));
    }
    return made;
}

void RowReader::Reading::take(const QList<Value> &row)
{
    if (skip > 0)
        --skip;
    else
        rows.append(dataRow(row));
}

RowReader::RowReader(
    const DmlCompiler &dml, const RowQuery &query, const PositionIndex::Limits &limits)
    : m_sql(dml, query)
    , m_index(limits)
{ }

bool RowReader::isDescending() const
{
    return !m_sql.order().isEmpty() && m_sql.order().first().descending;
}

Result<> RowReader::readOrdered(Executor &db, bool backward, qint64 offset, Reading &reading) const
{
    const BoundSql where = m_sql.where();
    const QString text = m_sql.select(reading.values) + where.sql + m_sql.orderBy(backward)
        + u" LIMIT ? OFFSET ?"_s;
    return db.stream(text, where.parameters + QList<Value> {reading.missing(), offset},
        [&](const QList<Value> &row) {
            reading.take(row);
            return true;
        });
}

Result<> RowReader::readBeyond(
    Executor &db, const QList<Value> &values, bool backward, bool including, Reading &reading) const
{
    const QList<BoundSql> ranges = m_sql.beyond(values, backward, including);
    for (const BoundSql &range : ranges) {
        const BoundSql where = m_sql.where(range);
        // Skipping by OFFSET is quicker, but only one range can tell how far it got.
        const qint64 offset = ranges.size() == 1 ? std::exchange(reading.skip, 0) : 0;
        const QString text = m_sql.select(reading.values) + where.sql + m_sql.orderBy(backward)
            + u" LIMIT ? OFFSET ?"_s;
        const QList<Value> limits {reading.missing() + reading.skip, offset};
        const Result<> done
            = db.stream(text, where.parameters + limits, [&](const QList<Value> &row) {
                  reading.take(row);
                  return true;
              });
        if (!done || reading.isFull())
            return done;
    }
    return {};
}

Result<> RowReader::readListed(Executor &db, const QList<Value> &keys, Reading &reading) const
{
    const BoundSql among = m_sql.hasKeyAmong(keys);
    QHash<qint64, DataRow> found;
    const Result<> done = db.stream(m_sql.select(reading.values) + u" WHERE "_s + among.sql,
        among.parameters, [&](const QList<Value> &row) {
            found.insert(toInt(row.first()), reading.dataRow(row));
            return true;
        });
    if (!done)
        return done;
    for (const Value &key : keys) {
        const auto row = found.constFind(toInt(key));
        reading.rows.append(row == found.cend() ? DataRow {.key = {key}, .gone = true} : *row);
    }
    return {};
}

/// The values by which the row with this key is ordered; empty when the row is gone.
Result<QList<Value>> RowReader::orderValues(Executor &db, const RowKey &key) const
{
    if (m_sql.inKeyOrder())
        return key;
    const BoundSql statement = m_sql.orderValues(key);
    const Result<RowSet> rows = db.query(statement.sql, statement.parameters);
    if (!rows)
        return fail(rows.error());
    return rows->rows.isEmpty() ? QList<Value>() : rows->rows.first();
}

/// False when the row with this key is gone, and nothing was read.
Result<bool> RowReader::readBeside(
    Executor &db, const RowKey &key, bool backward, bool including, Reading &reading) const
{
    const Result<QList<Value>> values = orderValues(db, key);
    if (!values)
        return fail(values.error());
    if (values->isEmpty())
        return false;
    if (const Result<> done = readBeyond(db, *values, backward, including, reading); !done)
        return fail(done.error());
    if (backward)
        std::reverse(reading.rows.begin(), reading.rows.end());
    return true;
}

/// False where the index has not got to yet.
Result<bool> RowReader::readExact(Executor &db, const PageRequest &request, Reading &reading) const
{
    const auto done = [](const Result<> &result) -> Result<bool> {
        return result ? Result<bool>(true) : fail(result.error());
    };
    if (!m_sql.query().address)
        return done(readOrdered(db, false, request.first, reading));
    if (const QList<Value> keys = m_index.listedKeys(request.first, request.count); !keys.isEmpty())
        return done(readListed(db, keys, reading));
    if (const auto place = m_index.place(request.first)) {
        reading.skip = place->skip;
        return readBeside(db, place->key, false, true, reading);
    }
    if (request.first == 0)
        return done(readOrdered(db, false, 0, reading));
    return m_index.isFinished() && request.first >= m_index.rowCount();
}

/// False when there is nothing to judge from.
Result<bool> RowReader::readEstimated(
    Executor &db, const PageRequest &request, Reading &reading) const
{
    if (!request.keyBefore.isEmpty()) {
        const Result<bool> read = readBeside(db, request.keyBefore, false, false, reading);
        if (!read || *read)
            return read;
    }
    if (!request.keyAfter.isEmpty()) {
        const Result<bool> read = readBeside(db, request.keyAfter, true, false, reading);
        if (!read || *read)
            return read;
    }
    const qint64 total = m_index.rowCount();
    if (total > 0 && request.first < total && request.first + request.count >= total) {
        reading.wanted = int(total - request.first);
        const Result<> read = readOrdered(db, true, 0, reading);
        std::reverse(reading.rows.begin(), reading.rows.end());
        return read ? Result<bool>(true) : fail(read.error());
    }
    const auto key = m_index.estimatedKey(request.first);
    if (!key || !m_sql.inIntegerOrder())
        return false;
    const Result<> read = readBeyond(db, {*key}, false, true, reading);
    return read ? Result<bool>(true) : fail(read.error());
}

Result<RowPage> RowReader::page(Executor &db, const PageRequest &request) const
{
    Reading reading {.sql = m_sql, .values = request.values, .wanted = request.count};
    const Result<bool> exact = readExact(db, request, reading);
    if (!exact)
        return fail(exact.error());
    RowPage page {.first = request.first, .exact = *exact};
    if (!*exact) {
        const Result<bool> estimated = readEstimated(db, request, reading);
        if (!estimated)
            return fail(estimated.error());
        page.unknown = !*estimated;
    }
    page.rows = std::move(reading.rows);
    const qint64 expected = std::min(qint64(request.count), m_index.rowCount() - request.first);
    page.moved = page.exact && m_index.isFinished()
        && (page.rows.size() < expected
            || std::any_of(
                page.rows.cbegin(), page.rows.cend(), [](const DataRow &row) { return row.gone; }));
    return page;
}

/// Adds what a few keys of a stretch say of its rows. False: the executor has no such key.
Result<bool> RowReader::sampleStretch(
    Executor &db, KeyEstimate &estimate, qint64 low, quint64 width) const
{
    const bool down = isDescending();
    const QString key = m_sql.selectKeys();
    const BoundSql from = m_sql.beyond({oriented(low, down)}, false, true).first();
    const Result<RowSet> keys = db.query(
        key + u" WHERE "_s + from.sql + m_sql.orderBy() + u" LIMIT %1"_s.arg(keysOfStretch),
        from.parameters);
    if (!keys)
        return fail(keys.error());
    QList<qint64> inside;
    for (const QList<Value> &row : keys->rows) {
        const qint64 at = oriented(toInt(row.first()), down);
        if (quint64(at) - quint64(low) < width)
            inside.append(at);
    }
    double rows = double(inside.size());
    if (inside.size() == keysOfStretch) {
        const double gap = double(quint64(inside.last()) - quint64(inside.first()));
        const double rest = double(width - (quint64(inside.first()) - quint64(low)));
        rows = rest * double(keysOfStretch - 1) / gap;
    }
    estimate.add(low, width, rows);
    return !inside.isEmpty();
}

Result<> RowReader::sample(Executor &db)
{
    m_index.begin(m_sql.query().address && m_sql.query().address->integer, !m_sql.inKeyOrder());
    // How many rows a filter leaves cannot be told from a few keys.
    if (!m_sql.inIntegerOrder() || !m_sql.query().filters.isEmpty())
        return {};
    const bool down = isDescending();
    QList<qint64> ends;
    for (const bool backward : {false, true}) {
        const Result<RowSet> end
            = db.query(m_sql.selectKeys() + m_sql.orderBy(backward) + u" LIMIT 1"_s);
        if (!end)
            return fail(end.error());
        if (end->isEmpty())
            return {};
        ends.append(oriented(toInt(end->scalar()), down));
    }
    KeyEstimate estimate;
    const quint64 span = quint64(ends[1]) - quint64(ends[0]);
    const quint64 step = std::max<quint64>(span / stretches, keysOfStretch * 2);
    for (quint64 done = 0; done <= span;) {
        const bool last = span - done < 2 * step;
        const quint64 width = last ? span - done + (span - done < UINT64_MAX ? 1 : 0) : step;
        const Result<bool> sampled
            = sampleStretch(db, estimate, qint64(quint64(ends[0]) + done), width);
        if (!sampled)
            return fail(sampled.error());
        if (last)
            break;
        done += width;
    }
    m_index.setEstimate(estimate, down);
    return {};
}

Result<qint64> RowReader::countWhere(Executor &db, const BoundSql &condition) const
{
    const BoundSql where = m_sql.where(condition);
    const QString relation = m_sql.relation();
    const Result<RowSet> rows
        = db.query(u"SELECT count(*) FROM %1"_s.arg(relation) + where.sql, where.parameters);
    if (!rows)
        return fail(rows.error());
    return toInt(rows->scalar());
}

Result<> RowReader::buildIndex(Executor &db, const std::function<bool()> &goOn)
{
    if (!m_sql.query().address) {
        const Result<qint64> count = countWhere(db, {});
        if (!count)
            return fail(count.error());
        m_index.finish(*count);
        return {};
    }
    return m_sql.inKeyOrder() ? indexKeys(db, goOn) : indexSorted(db, goOn);
}

/// Jumps from anchor to anchor, a statement each, so that nobody waits for a lock of ours.
Result<> RowReader::indexKeys(Executor &db, const std::function<bool()> &goOn)
{
    const auto keyAt = [&](const BoundSql &where, qint64 offset) {
        return db.query(m_sql.selectKeys() + where.sql + m_sql.orderBy() + u" LIMIT 1 OFFSET ?"_s,
            where.parameters + QList<Value> {offset});
    };
    Result<RowSet> row = keyAt(m_sql.where(), 0);
    qint64 anchors = 0; // rows before the last anchor
    QList<Value> last;
    while (row && !row->isEmpty()) {
        anchors = last.isEmpty() ? 0 : anchors + m_index.stride();
        last = row->rows.first();
        m_index.addAnchor(last);
        if (!goOn())
            return fail(ErrorCode::Interrupted, u"cancelled"_s);
        row = keyAt(m_sql.where(m_sql.beyond(last, false, true).first()), m_index.stride());
    }
    if (!row)
        return fail(row.error());
    if (last.isEmpty()) {
        m_index.finish(0);
        return {};
    }
    const Result<qint64> rest = countWhere(db, m_sql.beyond(last, false, true).first());
    if (!rest)
        return fail(rest.error());
    m_index.finish(anchors + *rest);
    return {};
}

Result<> RowReader::indexSorted(Executor &db, const std::function<bool()> &goOn)
{
    constexpr qint64 rowsBetweenQuestions = 4096;
    const BoundSql where = m_sql.where();
    qint64 count = 0;
    bool cancelled = false;
    const Result<> done = db.stream(m_sql.selectKeys() + where.sql + m_sql.orderBy(),
        where.parameters, [&](const QList<Value> &row) {
            m_index.addRow(row);
            cancelled = ++count % rowsBetweenQuestions == 0 && !goOn();
            return !cancelled;
        });
    if (!done)
        return done;
    if (cancelled)
        return fail(ErrorCode::Interrupted, u"cancelled"_s);
    m_index.finish(count);
    return {};
}

/// The rows before that one, from the closest anchor on if there is one.
Result<qint64> RowReader::countBefore(Executor &db, const RowKey &key) const
{
    if (m_sql.inIntegerOrder()) {
        const bool down = isDescending();
        if (const auto anchor = m_index.anchorBefore(toInt(key.first()), down)) {
            const BoundSql from = m_sql.beyond(anchor->key, false, true).first();
            const BoundSql to = m_sql.beyond(key, true, false).first();
            const Result<qint64> between = countWhere(db,
                {.sql = from.sql + u" AND "_s + to.sql,
                    .parameters = from.parameters + to.parameters});
            return between ? Result<qint64>(anchor->position + *between) : between;
        }
    }
    const Result<QList<Value>> values = orderValues(db, key);
    if (!values)
        return fail(values.error());
    qint64 before = 0;
    for (const BoundSql &range : m_sql.beyond(*values, true, false)) {
        const Result<qint64> count = countWhere(db, range);
        if (!count)
            return count;
        before += *count;
    }
    return before;
}

Result<std::optional<qint64>> RowReader::positionOf(Executor &db, const RowKey &key) const
{
    const Result<qint64> found = countWhere(db, m_sql.hasKey(key));
    if (!found)
        return fail(found.error());
    if (*found == 0)
        return std::optional<qint64>();
    if (const qint64 listed = m_index.listedPosition(toInt(key.first())); listed >= 0)
        return listed;
    const Result<qint64> before = countBefore(db, key);
    if (!before)
        return fail(before.error());
    return std::optional<qint64>(*before);
}

Result<std::optional<DataRow>> RowReader::row(Executor &db, const RowKey &key) const
{
    Reading reading {.sql = m_sql, .values = RowSql::Values::Whole, .wanted = 1};
    const BoundSql same = m_sql.hasKey(key);
    const Result<> done = db.stream(m_sql.select(reading.values) + u" WHERE "_s + same.sql,
        same.parameters, [&](const QList<Value> &row) {
            reading.take(row);
            return true;
        });
    if (!done)
        return fail(done.error());
    return reading.rows.isEmpty() ? std::optional<DataRow>()
                                  : std::optional<DataRow>(reading.rows.first());
}

} // namespace joinery
