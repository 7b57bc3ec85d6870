// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/csvwriter.h"

#include "joinery/base/overloaded.h"
#include "joinery/data/cells.h"

#include <charconv>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr uchar mustQuote = 1;
constexpr uchar notAscii = 2;

/// Whether an unquoted text would be read as something else, or lose its ends to trimming.
bool isMistakable(QByteArrayView text)
{
    const char first = text.front();
    const char last = text.back();
    if (first == ' ' || last == ' ' || first == '\t' || last == '\t'
        || text.startsWith("\xef\xbb\xbf"))
        return true;
    const bool mayBeNumber
        = (first >= '0' && first <= '9') || QByteArrayView("-+.,\\IXx").contains(first);
    if (!mayBeNumber)
        return false;
    return text.startsWith("\\x") || readHex(text) || readInteger(text) || readReal(text)
        || (text.contains(',') && readReal(text, ','));
}

/// Whether it may stand between fields or around them: numbers are never quoted.
bool isSeparator(char c)
{
    return c == '\t'
        || (c >= ' ' && c < 127 && !QByteArrayView("+-.\\").contains(c)
            && !QChar::isLetterOrNumber(static_cast<uchar>(c)));
}

} // namespace

Result<> CsvWriter::check(const CsvStyle &style)
{
    const auto usage = [](const QString &message) { return fail(ErrorCode::Usage, message); };
    if (!isSeparator(style.delimiter) || !isSeparator(style.quote)
        || style.delimiter == style.quote)
        return usage(
            u"the delimiter and the quote must be two different signs that no number has"_s);
    if (readReal(style.nullText.toUtf8()) || readReal(style.nullText.toUtf8(), ','))
        return usage(u"a number cannot stand for NULL"_s);
    if (style.decimalComma && style.delimiter == ',')
        return usage(u"a decimal comma needs another delimiter than the comma"_s);
    const auto isSpecial = [&](QChar c) {
        return c == QLatin1Char(style.delimiter) || c == QLatin1Char(style.quote) || c == u'\n'
            || c == u'\r';
    };
    if (std::any_of(style.nullText.begin(), style.nullText.end(), isSpecial))
        return usage(u"the text for NULL holds a delimiter, a quote or a line break"_s);
    return {};
}

CsvWriter::CsvWriter(QByteArray &out, const CsvStyle &style)
    : m_out(out)
    , m_style(style)
    , m_nullText(style.nullText.toUtf8())
{
    for (size_t c = 128; c < 256; ++c)
        m_kinds[c] = notAscii;
    for (const char c : {style.delimiter, style.quote, '\n', '\r'})
        m_kinds[static_cast<uchar>(c)] = mustQuote;
}

void CsvWriter::writeHeader(const QStringList &columns)
{
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (i > 0)
            m_out.append(m_style.delimiter);
        writeText(columns[i].toUtf8());
    }
    m_out.append(m_style.lineEnd);
}

void CsvWriter::writeRow(RowView row)
{
    for (size_t i = 0; i < row.size(); ++i) {
        if (i > 0)
            m_out.append(m_style.delimiter);
        writeValue(row[i]);
    }
    m_out.append(m_style.lineEnd);
}

void CsvWriter::writeValue(const ValueView &value)
{
    std::visit(overloaded {[this](std::monostate) { m_out.append(m_nullText); },
                   [this](qint64 number) {
                       char buffer[24];
                       const auto written
                           = std::to_chars(std::begin(buffer), std::end(buffer), number);
                       m_out.append(buffer, written.ptr - buffer);
                   },
                   [this](double number) { writeReal(number); },
                   [this](TextView text) { writeText(text.utf8); },
                   [this](BlobView blob) { writeBlob(blob.bytes); }},
        value);
}

void CsvWriter::writeReal(double number)
{
    const qsizetype start = m_out.size();
    appendReal(m_out, number);
    if (!m_style.decimalComma)
        return;
    if (const qsizetype point = m_out.indexOf('.', start); point >= 0)
        m_out[point] = ',';
}

void CsvWriter::writeText(QByteArrayView utf8)
{
    uchar kinds = 0;
    for (const char c : utf8)
        kinds |= m_kinds[static_cast<uchar>(c)];
    if ((kinds & notAscii) != 0 && !utf8.isValidUtf8()) {
        const QByteArray mended = QString::fromUtf8(utf8).toUtf8();
        writeText(mended);
    } else if ((kinds & mustQuote) != 0 || utf8.isEmpty() || utf8 == m_nullText
        || isMistakable(utf8)) {
        writeQuoted(utf8);
    } else {
        m_out.append(utf8);
    }
}

void CsvWriter::writeQuoted(QByteArrayView utf8)
{
    m_out.append(m_style.quote);
    for (;;) {
        const qsizetype quote = utf8.indexOf(m_style.quote);
        if (quote < 0)
            break;
        m_out.append(utf8.first(quote + 1)).append(m_style.quote);
        utf8 = utf8.sliced(quote + 1);
    }
    m_out.append(utf8).append(m_style.quote);
}

void CsvWriter::writeBlob(QByteArrayView bytes)
{
    const QByteArray copy = QByteArray::fromRawData(bytes.data(), bytes.size());
    if (m_style.blobs == BlobText::Hex)
        m_out.append("\\x").append(copy.toHex());
    else if (bytes.isEmpty())
        writeQuoted({}); // nothing at all would be a NULL
    else
        m_out.append(copy.toBase64());
}

} // namespace joinery
