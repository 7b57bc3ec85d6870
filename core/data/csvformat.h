// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QtGlobal>

namespace joinery {

enum class TextEncoding
{
    Utf8,
    Utf16LE,
    Utf16BE,
    Windows1252,
    Latin1,
};

/// How a text file of rows is to be read.
struct CsvFormat
{
    TextEncoding encoding = TextEncoding::Utf8; ///< a byte order mark is passed over
    char delimiter = ','; ///< ASCII
    char quote = '"'; ///< ASCII; 0 = quotes mean nothing. A quote in a quoted field is doubled.
    bool header = true; ///< the first record names the columns
    bool decimalComma = false; ///< 1,5 is a number

    bool operator==(const CsvFormat &) const = default;
};

/// What a reader puts up with: a missing quote must not read a whole file into memory.
struct CsvLimits
{
    qsizetype recordBytes = 64 << 20; ///< as UTF-8
    qsizetype fields = 40'000;
};

} // namespace joinery
