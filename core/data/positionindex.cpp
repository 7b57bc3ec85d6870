// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/positionindex.h"

#include "joinery/base/overloaded.h"

#include <algorithm>
#include <cmath>

namespace joinery {

namespace {

/// Descending keys become ascending ones; ~key never overflows, as -key would.
qint64 oriented(qint64 key, bool descending)
{
    return descending ? ~key : key;
}

qsizetype sizeOf(const QList<Value> &key)
{
    qsizetype size = qsizetype(sizeof(QList<Value>));
    for (const Value &value : key) {
        size += qsizetype(sizeof(Value));
        if (const auto *text = std::get_if<QString>(&value))
            size += 2 * text->size();
        else if (const auto *bytes = std::get_if<QByteArray>(&value))
            size += bytes->size();
    }
    return size;
}

template <typename T> void keepEverySecond(std::vector<T> &list)
{
    for (std::size_t i = 2; i < list.size(); i += 2)
        list[i / 2] = std::move(list[i]);
    list.resize((list.size() + 1) / 2);
}

} // namespace

void KeyEstimate::add(qint64 low, quint64 width, double rows)
{
    m_stretches.push_back({.low = low, .width = width, .before = m_rows, .rows = rows});
    m_rows += rows;
}

double KeyEstimate::positionOf(qint64 key) const
{
    const auto next = std::upper_bound(m_stretches.begin(), m_stretches.end(), key,
        [](qint64 wanted, const Stretch &stretch) { return wanted < stretch.low; });
    if (next == m_stretches.begin())
        return 0;
    const Stretch &stretch = *std::prev(next);
    const double inside = double(std::min(quint64(key) - quint64(stretch.low), stretch.width));
    return stretch.before + inside * stretch.rows / double(std::max<quint64>(stretch.width, 1));
}

qint64 KeyEstimate::keyAt(double position) const
{
    auto next = std::upper_bound(m_stretches.begin(), m_stretches.end(), position,
        [](double wanted, const Stretch &stretch) { return wanted < stretch.before; });
    if (next == m_stretches.begin())
        return m_stretches.empty() ? 0 : m_stretches.front().low;
    const Stretch &stretch = *std::prev(next);
    if (stretch.rows <= 0)
        return stretch.low;
    const double share = std::clamp((position - stretch.before) / stretch.rows, 0.0, 1.0);
    const double inside = (position - stretch.before) * double(stretch.width) / stretch.rows;
    const quint64 offset = share >= 1 ? stretch.width : quint64(std::llround(inside));
    return qint64(quint64(stretch.low) + std::min(offset, stretch.width));
}

void PositionIndex::begin(bool integers, bool listed)
{
    const std::lock_guard lock(m_mutex);
    m_integers = integers;
    m_listing = integers && listed;
    m_finished = false;
    m_stride = m_listing ? 1 : m_limits.stride;
    m_covered = 0;
    m_bytes = 0;
    m_numbers = {};
    m_anchors = {};
    m_estimate = {};
}

void PositionIndex::setEstimate(const KeyEstimate &estimate, bool descending)
{
    const std::lock_guard lock(m_mutex);
    m_estimate = estimate;
    m_descending = descending;
}

qsizetype PositionIndex::anchorCount() const
{
    return qsizetype(m_integers ? m_numbers.size() : m_anchors.size());
}

QList<Value> PositionIndex::anchorAt(qsizetype index) const
{
    return m_integers ? QList<Value> {m_numbers[std::size_t(index)]}
                      : m_anchors[std::size_t(index)];
}

void PositionIndex::keepAnchor(const QList<Value> &key)
{
    if (m_integers) {
        m_numbers.push_back(toInt(key.first()));
    } else {
        m_bytes += sizeOf(key);
        m_anchors.push_back(key);
    }
    // Only an odd number may be thinned out: the last one, from which the pass goes on, then stays.
    const qsizetype count = anchorCount();
    const bool tooMany = count > m_limits.anchors || m_bytes > m_limits.anchorBytes;
    if (!m_listing && tooMany && count > 2 && count % 2 == 1)
        thinOut();
}

void PositionIndex::thinOut()
{
    keepEverySecond(m_numbers);
    keepEverySecond(m_anchors);
    m_stride *= 2;
    m_bytes = 0;
    for (const QList<Value> &key : m_anchors)
        m_bytes += sizeOf(key);
}

void PositionIndex::stopListing()
{
    m_listing = false;
    while (qsizetype(m_numbers.size()) > m_limits.anchors && m_numbers.size() > 2)
        thinOut();
    m_numbers.shrink_to_fit();
}

void PositionIndex::addAnchor(const QList<Value> &key)
{
    const std::lock_guard lock(m_mutex);
    m_covered = qint64(anchorCount()) * m_stride + 1;
    keepAnchor(key);
}

void PositionIndex::addRow(const QList<Value> &key)
{
    const std::lock_guard lock(m_mutex);
    if (m_covered % m_stride == 0)
        keepAnchor(key);
    ++m_covered;
    if (m_listing && qsizetype(m_numbers.size()) > m_limits.listedKeys)
        stopListing();
}

void PositionIndex::finish(qint64 count)
{
    const std::lock_guard lock(m_mutex);
    m_covered = count;
    m_finished = true;
}

qint64 PositionIndex::stride() const
{
    const std::lock_guard lock(m_mutex);
    return m_stride;
}

bool PositionIndex::isFinished() const
{
    const std::lock_guard lock(m_mutex);
    return m_finished;
}

qint64 PositionIndex::covered() const
{
    const std::lock_guard lock(m_mutex);
    return m_covered;
}

qint64 PositionIndex::rowCount() const
{
    const std::lock_guard lock(m_mutex);
    if (m_finished || m_estimate.isEmpty())
        return m_covered;
    if (!m_integers || m_listing || m_numbers.empty())
        return std::max(m_covered, qint64(std::llround(m_estimate.rows())));
    // What was counted, and what the samples say of the rest.
    const qint64 last = oriented(m_numbers.back(), m_descending);
    const double rest = m_estimate.rows() - m_estimate.positionOf(last);
    return std::max(m_covered, m_covered - 1 + qint64(std::llround(rest)));
}

std::optional<PositionIndex::Place> PositionIndex::place(qint64 position) const
{
    const std::lock_guard lock(m_mutex);
    if (position < 0 || position >= m_covered || anchorCount() == 0)
        return std::nullopt;
    const qsizetype index = std::min(qsizetype(position / m_stride), anchorCount() - 1);
    return Place {.key = anchorAt(index), .skip = position - qint64(index) * m_stride};
}

QList<Value> PositionIndex::listedKeys(qint64 first, qint64 count) const
{
    const std::lock_guard lock(m_mutex);
    QList<Value> keys;
    if (!m_listing || first < 0)
        return keys;
    const qint64 end = std::min(first + count, qint64(m_numbers.size()));
    for (qint64 i = first; i < end; ++i)
        keys.append(m_numbers[std::size_t(i)]);
    return keys;
}

std::optional<qint64> PositionIndex::estimatedKey(qint64 position) const
{
    const std::lock_guard lock(m_mutex);
    if (m_estimate.isEmpty())
        return std::nullopt;
    double estimated = double(position);
    if (!m_numbers.empty() && !m_listing) {
        const qint64 last = oriented(m_numbers.back(), m_descending);
        estimated += m_estimate.positionOf(last) - double(m_covered - 1);
    }
    return oriented(m_estimate.keyAt(estimated), m_descending);
}

qint64 PositionIndex::listedPosition(qint64 key) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_listing)
        return -1;
    const auto found = std::find(m_numbers.begin(), m_numbers.end(), key);
    return found == m_numbers.end() ? -1 : qint64(found - m_numbers.begin());
}

std::optional<PositionIndex::Anchor> PositionIndex::anchorBefore(qint64 key, bool descending) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_integers || m_listing)
        return std::nullopt;
    const auto next = std::upper_bound(
        m_numbers.begin(), m_numbers.end(), key, [descending](qint64 wanted, qint64 anchor) {
            return oriented(wanted, descending) < oriented(anchor, descending);
        });
    if (next == m_numbers.begin() || (next == m_numbers.end() && !m_finished))
        return std::nullopt;
    const auto index = qint64(std::prev(next) - m_numbers.begin());
    return Anchor {.key = {*std::prev(next)}, .position = index * m_stride};
}

qsizetype PositionIndex::memory() const
{
    const std::lock_guard lock(m_mutex);
    return qsizetype(m_numbers.capacity() * sizeof(qint64)) + m_bytes;
}

} // namespace joinery
