// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/csvreader.h"

#include <cstring>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype chunkSize = 256 << 10;

QString sizeText(qsizetype bytes)
{
    return bytes >= 1 << 20 ? u"%1 MiB"_s.arg(bytes >> 20) : u"%1 bytes"_s.arg(bytes);
}

/// Line breaks of all three kinds.
qint64 lineBreaks(QByteArrayView text)
{
    qint64 count = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool beforeLf = i + 1 < text.size() && text[i + 1] == '\n';
        count += text[i] == '\n' || (text[i] == '\r' && !beforeLf);
    }
    return count;
}

} // namespace

CsvReader::CsvReader(QIODevice &device, const CsvFormat &format, const CsvLimits &limits)
    : m_device(device)
    , m_format(format)
    , m_limits(limits)
    , m_decoder(format.encoding)
    , m_chunk(chunkSize, Qt::Uninitialized)
{
    for (const char c : {format.delimiter, '\n', '\r'})
        m_endsField[static_cast<uchar>(c)] = true;
}

QByteArrayView CsvReader::text() const
{
    return QByteArrayView(m_buffer).sliced(m_start, m_recordSize);
}

/// Makes more bytes available, the record that is being read kept. False when there are none.
Result<bool> CsvReader::more()
{
    if (position() > m_limits.recordBytes)
        return fail(ErrorCode::Parse,
            u"line %1: the record is longer than %2"_s.arg(m_line).arg(
                sizeText(m_limits.recordBytes)),
            u"a closing quote may be missing, or the file is no table of rows"_s);
    m_buffer.remove(0, std::exchange(m_start, 0));
    m_at = m_buffer.size();
    const qsizetype before = m_buffer.size();
    while (!m_inputEnded && m_buffer.size() == before) {
        const qint64 count = m_device.read(m_chunk.data(), m_chunk.size());
        if (count < 0)
            return fail(ErrorCode::Io, u"cannot read the file: %1"_s.arg(m_device.errorString()));
        m_inputEnded = count == 0;
        m_bytesRead += count;
        m_decoder.append(QByteArrayView(m_chunk.constData(), count), m_buffer);
        if (m_inputEnded)
            m_decoder.finish(m_buffer);
    }
    return m_buffer.size() > before;
}

Result<bool> CsvReader::isAtEnd()
{
    if (m_at < m_buffer.size())
        return false;
    return more().map([](bool isMore) { return !isMore; });
}

Result<> CsvReader::findFieldEnd()
{
    for (;;) {
        const char *const begin = m_buffer.constData();
        const char *const end = begin + m_buffer.size();
        const char *at = begin + m_at;
        while (at != end && !m_endsField[static_cast<uchar>(*at)])
            ++at;
        m_at = at - begin;
        if (at != end)
            return {};
        const Result<bool> isMore = more();
        if (!isMore)
            return fail(isMore.error());
        if (!*isMore)
            return {};
    }
}

/// Passes over what ends the field, and notes where the record ends.
Result<CsvReader::After> CsvReader::leaveField()
{
    const Result<bool> atEnd = isAtEnd();
    if (!atEnd)
        return fail(atEnd.error());
    m_recordSize = position();
    if (*atEnd)
        return After::End;
    const char c = m_buffer[m_at++];
    if (c == m_format.delimiter)
        return After::Delimiter;
    if (c == '\r') {
        const Result<bool> lastByte = isAtEnd();
        if (!lastByte)
            return fail(lastByte.error());
        if (!*lastByte && m_buffer[m_at] == '\n')
            ++m_at;
    }
    return After::LineBreak;
}

Result<CsvReader::After> CsvReader::readField()
{
    const Result<bool> atEnd = isAtEnd();
    if (!atEnd)
        return fail(atEnd.error());
    if (!*atEnd && m_format.quote != 0 && m_buffer[m_at] == m_format.quote)
        return readQuotedField();
    const qsizetype offset = position();
    if (const Result<> found = findFieldEnd(); !found)
        return fail(found.error());
    m_places.push_back({offset, position() - offset, false, false});
    return leaveField();
}

Result<bool> CsvReader::findClosingQuote(qsizetype &segment)
{
    for (;;) {
        const void *found = std::memchr(m_buffer.constData() + m_at, m_format.quote,
            static_cast<size_t>(m_buffer.size() - m_at));
        m_at = found ? static_cast<const char *>(found) - m_buffer.constData() : m_buffer.size();
        if (!found) {
            const Result<bool> isMore = more();
            if (!isMore || !*isMore)
                return isMore;
            continue;
        }
        ++m_at;
        const Result<bool> atEnd = isAtEnd();
        if (!atEnd)
            return atEnd;
        if (*atEnd || m_buffer[m_at] != m_format.quote)
            return true;
        m_scratch.append(m_buffer.constData() + m_start + segment, position() - segment);
        segment = position() + 1;
        ++m_at;
    }
}

Result<CsvReader::After> CsvReader::readQuotedField()
{
    ++m_at;
    const qsizetype first = position();
    const qsizetype scratch = m_scratch.size();
    qsizetype segment = first;
    const Result<bool> closed = findClosingQuote(segment);
    if (!closed)
        return fail(closed.error());
    if (!*closed)
        return fail(ErrorCode::Parse,
            u"line %1: a quote is opened in field %2 and never closed"_s.arg(m_line).arg(
                m_places.size() + 1),
            u"close it, or read the file without quotes"_s);
    const qsizetype end = position() - 1;
    if (const Result<> found = findFieldEnd(); !found)
        return fail(found.error());
    const qsizetype after = position() - end - 1;
    if (after > 0)
        m_problem = u"field %1 goes on after its closing quote"_s.arg(m_places.size() + 1);
    if (segment == first && after == 0) {
        m_places.push_back({first, end - first, true, false});
    } else {
        const char *const record = m_buffer.constData() + m_start;
        m_scratch.append(record + segment, end - segment).append(record + end + 1, after);
        m_places.push_back({scratch, m_scratch.size() - scratch, true, true});
    }
    return leaveField();
}

void CsvReader::checkEncoding()
{
    if (m_format.encoding == TextEncoding::Utf8 ? !text().isValidUtf8() : m_decoder.hasError())
        m_problem = u"the text is not valid %1"_s.arg(encodingName(m_format.encoding));
    else if (text().contains('\0'))
        m_problem = u"the text holds a NUL character"_s;
}

void CsvReader::countLines()
{
    m_nextLine = m_line + 1;
    const bool mayHoldBreaks = std::any_of(
        m_places.begin(), m_places.end(), [](const Place &place) { return place.quoted; });
    if (mayHoldBreaks)
        m_nextLine += lineBreaks(text());
}

void CsvReader::publishFields()
{
    m_fields.clear();
    for (const Place &place : m_places) {
        const QByteArrayView whole = place.unescaped ? QByteArrayView(m_scratch)
                                                     : QByteArrayView(m_buffer).sliced(m_start);
        m_fields.push_back({whole.sliced(place.offset, place.size), place.quoted});
    }
}

Result<bool> CsvReader::next()
{
    m_start = m_at;
    m_line = m_nextLine;
    m_places.clear();
    m_fields.clear();
    m_scratch.resize(0);
    m_problem.clear();
    m_recordSize = 0;
    const Result<bool> atEnd = isAtEnd();
    if (!atEnd || *atEnd)
        return atEnd.map([](bool) { return false; });
    After after = After::Delimiter;
    while (after == After::Delimiter) {
        const Result<After> left = readField();
        if (!left)
            return fail(left.error());
        after = *left;
        if (qsizetype(m_places.size()) > m_limits.fields)
            return fail(ErrorCode::Parse,
                u"line %1: the record has more than %2 fields"_s.arg(m_line).arg(m_limits.fields));
    }
    checkEncoding();
    countLines();
    publishFields();
    return true;
}

} // namespace joinery
