// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery::sqlite {

/// True when SQLite reads the text as a type without quotes: words, then at most two signed numbers
/// in parentheses.
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
