// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/db/valueview.h"

#include <vector>

namespace joinery {

/// Rows packed into one piece of memory: what a cell holds and one byte more, where a Value would
/// take 32 at least. Copies share nothing; hand chunks over by shared_ptr.
class RowChunk
{
public:
    void append(RowView row);
    /// Gives back what was reserved for more rows.
    void squeeze();
    qsizetype rowCount() const { return qsizetype(m_starts.size()); }
    qsizetype byteCount() const;
    QList<Value> row(qsizetype index) const;

private:
    QByteArray m_bytes {};
    std::vector<qsizetype> m_starts {};
};

using RowChunkPtr = std::shared_ptr<const RowChunk>;

/// The rows of a result, in the order they came.
class RowStore
{
public:
    void append(const RowChunkPtr &chunk);
    void clear();
    qsizetype rowCount() const { return m_rowCount; }
    qsizetype byteCount() const { return m_byteCount; }
    /// The row; the one asked for last is kept, so that its cells cost nothing more.
    const QList<Value> &row(qsizetype index) const;

private:
    struct Part
    {
        qsizetype first;
        RowChunkPtr chunk;
    };
    std::vector<Part> m_parts {};
    qsizetype m_rowCount = 0;
    qsizetype m_byteCount = 0;
    mutable qsizetype m_lastIndex = -1;
    mutable QList<Value> m_lastRow {};
};

} // namespace joinery
