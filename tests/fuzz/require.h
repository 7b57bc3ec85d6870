// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QByteArray>

#include <cstdint>
#include <cstdlib>

namespace joinery::fuzz {

/// What must hold for any input: the fuzzer keeps the input for which it does not.
inline void require(bool fact)
{
    if (!fact) {
        std::abort();
    }
}

inline QByteArray bytesOf(const uint8_t *data, size_t size)
{
    return {reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)};
}

} // namespace joinery::fuzz
