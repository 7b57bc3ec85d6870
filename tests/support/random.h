// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QList>

#include <random>

namespace joinery::testing {

/// The same numbers for the same seed, with every compiler and library.
class Random
{
public:
    explicit Random(quint32 seed)
        : m_engine(seed)
    { }

    /// 0 <= result < limit. Requires: limit > 0.
    int below(int limit) { return int(m_engine() % quint32(limit)); }
    /// True in `percent` of 100 cases.
    bool chance(int percent) { return below(100) < percent; }
    /// Requires: the list is not empty.
    template <typename T> const T &pick(const QList<T> &list)
    {
        return list[below(int(list.size()))];
    }

private:
    std::mt19937 m_engine;
};

} // namespace joinery::testing
