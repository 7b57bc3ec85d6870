// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/texterrors.h"

#include <QStringView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The length of the valid UTF-8 sequence at `offset`, 0 when there is none.
int sequenceLength(const QByteArray &text, qsizetype offset)
{
    const auto lead = static_cast<unsigned char>(text[offset]);
    const int length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (offset + length > text.size())
        return 0;
    return QUtf8StringView(text.constData() + offset, length).isValidUtf8() ? length : 0;
}

} // namespace

TextErrors::TextErrors(const QString &fileName, const QByteArray &text)
    : m_fileName(fileName)
    , m_text(text)
{ }

void TextErrors::report(TextPlace place, const QString &sentence, const QString &hint)
{
    if (m_error && m_place <= place)
        return;
    qsizetype begin = 0;
    for (int line = 0; line < place.line && begin < m_text.size(); ++line) {
        const qsizetype end = m_text.indexOf('\n', begin);
        begin = end < 0 ? m_text.size() : end + 1;
    }
    const auto isFirstByte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    const qsizetype end = std::min(begin + place.column, m_text.size());
    const auto characters
        = std::count_if(m_text.begin() + begin, m_text.begin() + end, isFirstByte);
    m_place = place;
    m_error = Error {.code = ErrorCode::Parse,
        .message = u"%1:%2:%3: %4"_s.arg(
            m_fileName, QString::number(place.line + 1), QString::number(characters + 1), sentence),
        .hint = hint};
}

QByteArray normalized(const QByteArray &text)
{
    QByteArray result = text;
    if (result.startsWith("\xEF\xBB\xBF"))
        result.remove(0, 3);
    if (result.contains('\r'))
        result.replace("\r\n", "\n").replace('\r', '\n');
    return result;
}

TextPlace placeAt(const QByteArray &text, qsizetype offset)
{
    const QByteArrayView before = QByteArrayView(text).first(offset);
    return {int(before.count('\n')), int(offset - (before.lastIndexOf('\n') + 1))};
}

void checkEncoding(const QByteArray &text, TextErrors &errors)
{
    if (!QUtf8StringView(text).isValidUtf8()) {
        qsizetype offset = 0;
        while (const int length = sequenceLength(text, offset))
            offset += length;
        errors.report(
            placeAt(text, offset), u"this is not UTF-8 text"_s, u"Save the file as UTF-8."_s);
    } else if (const qsizetype nul = text.indexOf('\0'); nul >= 0) {
        errors.report(placeAt(text, nul), u"a NUL character stands here: this is no text"_s);
    }
}

QString newerFormat(qlonglong version)
{
    return u"this file was written by a newer Joinery (format %1)"_s.arg(version);
}

QString newerFormatHint()
{
    return u"Update Joinery to read it."_s;
}

} // namespace joinery
