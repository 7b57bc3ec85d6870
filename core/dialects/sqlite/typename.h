// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery::sqlite {

/// The text with every gap, comments included, folded to one blank; no gap stays none. So the types
/// without quotes are read.
QString foldedType(const QString &type);

/// True when the text without quotes is read as just this type: words, then at most two signed
/// numbers in parentheses, no gap of more than a blank.
bool isPlainType(const QString &declared);

/// How SQLite treats values of a column with this declared type.
enum class Affinity
{
    Text,
    Numeric,
    Integer,
    Real,
    Blob
};

/// By SQLite's rules: the first of INT, CHAR/CLOB/TEXT, BLOB or nothing, REAL/FLOA/DOUB, else
/// numeric.
Affinity affinityOf(const QString &declared);

} // namespace joinery::sqlite
