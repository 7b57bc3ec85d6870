// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/valueview.h"
#include "joinery/schema/column.h"

#include <optional>

namespace joinery {

/// What the cells of a column are read as.
enum class CellType
{
    Any, ///< whatever the cell looks like; a quoted one is a text
    Text,
    Integer,
    Real,
    Numeric, ///< a whole number, or a real one
    Boolean,
    Date,
    Time,
    Timestamp,
    Blob,
};

/// What to read for a column of this declared type. A dialect's own words are understood by what
/// they contain, as SQLite does: INT, CHAR, TEXT, REAL, …
CellType cellTypeOf(const DataType &type);
/// The portable word for a new column of such cells.
QString typeWord(CellType type);

/// The 64-bit integer that the text is, sign allowed, nothing else.
std::optional<qint64> readInteger(QByteArrayView text);
/// The double nearest to the number that the text is; "Inf" and "-Inf" count, "nan" does not.
std::optional<double> readReal(QByteArrayView text, char decimalPoint = '.');
std::optional<bool> readBoolean(QByteArrayView text);
/// ISO 8601: 2026-11-22; 10:12, 10:12:33.5; both, with a blank or a T, and Z or +01:00.
bool isDate(QByteArrayView text);
bool isTime(QByteArrayView text);
bool isTimestamp(QByteArrayView text);
/// The bytes of \x0aff, 0x0aff or X'0aff'.
std::optional<QByteArray> readHex(QByteArrayView text);
/// The bytes of a base64 text without spaces.
std::optional<QByteArray> readBase64(QByteArrayView text);

/// Appends the number in the fewest digits that read back to the same double, never like an
/// integer: 2.0, 0.1, 1e+300, Inf.
void appendReal(QByteArray &text, double number);

/// What the text looks like, by itself: Text unless it is one of the others without doubt. Leading
/// zeros and signs, more than 18 digits: Text. 0 and 1 are Integer. An empty text is Any.
CellType looksLike(QByteArrayView text, char decimalPoint = '.');
/// The narrowest type that both are: Integer and Real are Real; Any gives way; else Text.
CellType commonType(CellType a, CellType b);

} // namespace joinery
