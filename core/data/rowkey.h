// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/value.h"

#include <QHashFunctions>

namespace joinery {

/// Which row of a table: the values of its RowAddress' columns, in their order. None is NULL.
/// Two are equal when type and value are: 1, 1.0 and '1' are three keys.
using RowKey = QList<Value>;

/// Hashes as == compares.
inline size_t hashOf(const Value &value, size_t seed = 0)
{
    seed = qHash(value.index(), seed);
    return std::visit(
        [seed](const auto &held) {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
                return seed;
            else
                return qHash(held, seed);
        },
        value);
}

/// For std::unordered_map<RowKey, …, RowKeyHash>.
struct RowKeyHash
{
    size_t operator()(const RowKey &key) const
    {
        size_t seed = 0;
        for (const Value &value : key)
            seed = hashOf(value, seed);
        return seed;
    }
};

} // namespace joinery
