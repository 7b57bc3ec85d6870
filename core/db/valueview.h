// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/value.h"

#include <QByteArrayView>

#include <span>

namespace joinery {

/// UTF-8 that somebody else owns.
struct TextView
{
    QByteArrayView utf8; ///< valid UTF-8, unless a database holds something else
};

/// Bytes that somebody else owns.
struct BlobView
{
    QByteArrayView bytes; ///< any
};

/// A Value whose text or bytes are only looked at: for work on millions of values, where a QString
/// for each would cost more than the work.
using ValueView = std::variant<std::monostate, qint64, double, TextView, BlobView>;
using RowView = std::span<const ValueView>; ///< a row's values, one for each column

/// The value, owned. Bytes in a text that are no UTF-8 become U+FFFD.
Value toValue(const ValueView &view);

} // namespace joinery
