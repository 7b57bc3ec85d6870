// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/cells.h"
#include "joinery/data/csvreader.h"
#include "joinery/data/csvwriter.h"

namespace joinery {

/// Which empty fields are NULL.
enum class EmptyFields
{
    UnquotedAreNull, ///< nothing is NULL, "" is an empty text
    AllAreNull,
    NoneAreNull,
};

/// How fields are read as values, all columns alike.
struct CellRules
{
    EmptyFields emptyFields = EmptyFields::UnquotedAreNull;
    QString nullText {}; ///< an unquoted field of this text is NULL; empty = emptyFields decides
    bool trim = false; ///< blanks at the ends of unquoted fields go
    bool strict = true; ///< a text that does not fit the column's type is an error, not a text
    BlobText blobs = BlobText::Hex;

    bool operator==(const CellRules &) const = default;
};

/// Reads the fields of one column as values. What CsvWriter wrote comes back exactly.
class CellReader
{
public:
    CellReader(CellType type, const CellRules &rules, bool decimalComma);

    /// The value of the field. It points into the field, or into `bytes` for a blob. Returns false
    /// when the text does not fit the type and the rules are strict.
    [[nodiscard]] bool read(const CsvField &field, ValueView &value, QByteArray &bytes) const;
    /// Says so: "abc" is not a whole number.
    QString misfit(const CsvField &field) const;

private:
    bool isNullField(QByteArrayView text, bool quoted) const;
    bool readAny(QByteArrayView text, bool quoted, ValueView &value, QByteArray &bytes) const;
    bool readBlob(QByteArrayView text, bool quoted, ValueView &value, QByteArray &bytes) const;
    bool readNumber(QByteArrayView text, ValueView &value) const;
    bool readDay(QByteArrayView text, bool quoted, ValueView &value) const;
    bool readTyped(QByteArrayView text, bool quoted, ValueView &value, QByteArray &bytes) const;

    CellType m_type;
    EmptyFields m_emptyFields;
    QByteArray m_nullText;
    bool m_trim;
    bool m_strict;
    BlobText m_blobs;
    char m_decimalPoint;
};

} // namespace joinery
