// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/data/cells.h"
#include "joinery/data/csvformat.h"

namespace joinery {

/// How much of a file is looked at: sniffing reads no more than this from its beginning.
constexpr qsizetype csvSampleBytes = 1 << 20;

/// A column of a text file, as its sample shows it.
struct CsvColumn
{
    QString name; ///< from the header, made distinct and never empty; or "column 1"
    CellType type = CellType::Text;
    bool nullable = false; ///< there are empty fields

    bool operator==(const CsvColumn &) const = default;
};

/// Guesses encoding, delimiter, quote, header and decimal comma from the beginning of a file. An
/// empty sample is UTF-8 with commas and no header. Errors: Parse, when it is no text.
[[nodiscard]] Result<CsvFormat> sniffFormat(const QByteArray &sample);

/// The columns of a file of that format, their types as narrow as the sample allows. Numbers with
/// leading zeros, in quotes among unquoted ones, or with more than 18 digits are text. Errors: Io,
/// Parse, as CsvReader; a record that the sample cuts off is left out.
[[nodiscard]] Result<QList<CsvColumn>> sniffColumns(
    const QByteArray &sample, const CsvFormat &format);

/// The fields of the first records as texts, the header included; null = nothing stood there
/// unquoted. Errors as sniffColumns.
[[nodiscard]] Result<QList<QStringList>> sampleRows(
    const QByteArray &sample, const CsvFormat &format, qsizetype count);

} // namespace joinery
