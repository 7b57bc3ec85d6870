// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/value.h"

#include <mutex>
#include <optional>
#include <vector>

namespace joinery {

/// Where rows are likely to be, judged by samples: a monotone map between integer keys and
/// positions, linear between sampled keys.
class KeyEstimate
{
public:
    /// Appends a stretch of keys [low, low + width) that holds about that many rows. Stretches
    /// come in ascending order.
    void add(qint64 low, quint64 width, double rows);

    bool isEmpty() const { return m_stretches.empty(); }
    double rows() const { return m_rows; }
    double positionOf(qint64 key) const;
    qint64 keyAt(double position) const;

private:
    struct Stretch
    {
        qint64 low;
        quint64 width;
        double before; ///< rows before it
        double rows;
    };

    std::vector<Stretch> m_stretches {};
    double m_rows = 0;
};

/// Which row stands where: the keys of every n-th row of an ordered relation, or of all of them,
/// grown by a pass through it. Its memory is bounded: the distance between kept keys doubles when
/// there are too many. Thread-safe.
class PositionIndex
{
public:
    struct Limits
    {
        qsizetype anchors = 65'536; ///< at least 2
        qsizetype anchorBytes = 16 << 20;
        qsizetype listedKeys = 4'000'000; ///< integers, 8 bytes each
        qint64 stride = 128; ///< the distance at the beginning
    };

    PositionIndex() = default;
    explicit PositionIndex(const Limits &limits)
        : m_limits(limits)
    { }

    /// Forgets all. `integers`: keys are single integers; `listed`: try to keep the key of each
    /// row, as long as they are integers and there are not too many.
    void begin(bool integers, bool listed);
    void setEstimate(const KeyEstimate &estimate, bool descending);
    /// The key of the row `stride()` behind the last one (the first: position 0).
    void addAnchor(const QList<Value> &key);
    /// The key of the next row.
    void addRow(const QList<Value> &key);
    /// All rows were seen.
    void finish(qint64 count);

    qint64 stride() const;
    bool isFinished() const;
    /// Rows from the first whose positions are exact.
    qint64 covered() const;
    /// Exact when finished, else estimated; at least covered().
    qint64 rowCount() const;

    /// How to get to a position.
    struct Place
    {
        QList<Value> key; ///< of a row at or before it
        qint64 skip = 0; ///< how many rows after that one
    };
    /// Unset for positions that are not covered or past the end.
    std::optional<Place> place(qint64 position) const;
    /// The keys of up to `count` rows; empty when they are not listed.
    QList<Value> listedKeys(qint64 first, qint64 count) const;
    /// The key likely to be at the position; unset without an estimate.
    std::optional<qint64> estimatedKey(qint64 position) const;
    /// The position of a listed key, found by looking through them; -1 when it is not listed.
    qint64 listedPosition(qint64 key) const;
    /// In integer key order: the last anchor at or before the key, with its position; unset when
    /// the key is before the first or behind the covered rows.
    struct Anchor
    {
        QList<Value> key;
        qint64 position = 0;
    };
    std::optional<Anchor> anchorBefore(qint64 key, bool descending) const;
    qsizetype memory() const; ///< bytes, roughly

private:
    void keepAnchor(const QList<Value> &key);
    void thinOut();
    void stopListing();
    qsizetype anchorCount() const;
    QList<Value> anchorAt(qsizetype index) const;

    mutable std::mutex m_mutex {};
    Limits m_limits {};
    bool m_integers = false;
    bool m_listing = false;
    bool m_finished = false;
    bool m_descending = false;
    qint64 m_stride = 128;
    qint64 m_covered = 0;
    qsizetype m_bytes = 0; ///< of m_anchors
    std::vector<qint64> m_numbers {}; ///< anchors that are integers; while listing, every row's key
    std::vector<QList<Value>> m_anchors {}; ///< anchors that are not
    KeyEstimate m_estimate {};
};

} // namespace joinery
