// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/db/value.h"

namespace joinery {

/// Bytes as offset, hexadecimal and ASCII, 16 a line; at most `most` of them, and how many more.
QString hexDump(const QByteArray &bytes, qsizetype most = 64 * 1024);
/// JSON, laid out with two spaces a level: tokens are kept as they stand, so 1.0 stays 1.0 and
/// double keys stay double. Null when it is no JSON.
QString prettyJson(const QString &text);
/// The bytes of the value: of a text its UTF-8.
QByteArray bytesOf(const Value &value);
/// "Text, 12 characters", "BLOB, 3.4 KiB", "NULL".
QString valueSummary(const Value &value);

} // namespace joinery
