// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/db/valueview.h"

#include <array>

namespace joinery {

enum class BlobText
{
    Hex, ///< \x0aff
    Base64,
};

/// How rows are written as text.
struct CsvStyle
{
    char delimiter = ','; ///< ASCII
    char quote = '"'; ///< ASCII
    bool header = true;
    bool byteOrderMark = false; ///< some spreadsheets take a file without one for Latin-1
    bool decimalComma = false; ///< 1,5; not with a comma as delimiter
    QString nullText {}; ///< what stands for NULL, never quoted
    QByteArray lineEnd = "\r\n";
    BlobText blobs = BlobText::Hex;

    bool operator==(const CsvStyle &) const = default;
};

/// Writes rows so that they read back to exactly the same: NULL is an unquoted nullText, an empty
/// text is "", and a text that would read as a number or a NULL is quoted. UTF-8; what is no UTF-8
/// in a text becomes U+FFFD.
class CsvWriter
{
public:
    /// Errors: Usage, when such a file could not be read back.
    [[nodiscard]] static Result<> check(const CsvStyle &style);

    /// Appends to `out`, which outlives it. The style has passed check().
    CsvWriter(QByteArray &out, const CsvStyle &style);

    void writeHeader(const QStringList &columns);
    void writeRow(RowView row);

private:
    void writeValue(const ValueView &value);
    void writeReal(double number);
    void writeText(QByteArrayView utf8);
    void writeQuoted(QByteArrayView utf8);
    void writeBlob(QByteArrayView bytes);

    QByteArray &m_out;
    const CsvStyle m_style;
    const QByteArray m_nullText;
    std::array<uchar, 256> m_kinds {}; ///< of bytes: what must be quoted, what is not ASCII
};

} // namespace joinery
