// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/textdecoder.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr char mark[] = "\xef\xbb\xbf";

/// What Windows-1252 has where Latin-1 has control characters; 0 = nothing, kept as it is.
constexpr char16_t windowsCharacters[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020,
    0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d,
    0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

QString fromWindows(QByteArrayView bytes)
{
    QString text = QString::fromLatin1(bytes);
    for (QChar &c : text) {
        if (c.unicode() >= 0x80 && c.unicode() < 0xa0 && windowsCharacters[c.unicode() - 0x80] != 0)
            c = QChar(windowsCharacters[c.unicode() - 0x80]);
    }
    return text;
}

std::optional<QStringDecoder> decoderFor(TextEncoding encoding)
{
    if (encoding == TextEncoding::Utf16LE)
        return QStringDecoder(QStringConverter::Utf16LE);
    if (encoding == TextEncoding::Utf16BE)
        return QStringDecoder(QStringConverter::Utf16BE);
    return std::nullopt;
}

} // namespace

TextDecoder::TextDecoder(TextEncoding encoding)
    : m_encoding(encoding)
    , m_decoder(decoderFor(encoding))
{ }

QByteArray TextDecoder::decoded(QByteArrayView bytes)
{
    if (m_encoding == TextEncoding::Windows1252)
        return fromWindows(bytes).toUtf8();
    if (m_encoding == TextEncoding::Latin1)
        return QString::fromLatin1(bytes).toUtf8();
    QString text = m_decoder->decode(bytes);
    if (!m_highSurrogate.isNull())
        text.prepend(std::exchange(m_highSurrogate, QChar()));
    if (!text.isEmpty() && text.back().isHighSurrogate()) {
        m_highSurrogate = text.back();
        text.chop(1);
    }
    m_loneSurrogate = m_loneSurrogate || !text.isValidUtf16();
    return text.toUtf8();
}

void TextDecoder::append(QByteArrayView bytes, QByteArray &utf8)
{
    if (!m_atStart) {
        if (m_encoding == TextEncoding::Utf8)
            utf8.append(bytes);
        else
            utf8.append(decoded(bytes));
        return;
    }
    m_begin.append(m_encoding == TextEncoding::Utf8 ? bytes.toByteArray() : decoded(bytes));
    if (m_begin.size() >= 3 || !QByteArrayView(mark).startsWith(m_begin))
        finish(utf8);
}

void TextDecoder::finish(QByteArray &utf8)
{
    utf8.append(m_begin.startsWith(mark) ? m_begin.sliced(3) : m_begin);
    m_begin.clear();
    m_atStart = false;
}

bool TextDecoder::hasError() const
{
    return m_loneSurrogate || (m_decoder && m_decoder->hasError());
}

QString encodingName(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8:
        return u"UTF-8"_s;
    case TextEncoding::Utf16LE:
        return u"UTF-16LE"_s;
    case TextEncoding::Utf16BE:
        return u"UTF-16BE"_s;
    case TextEncoding::Windows1252:
        return u"Windows-1252"_s;
    case TextEncoding::Latin1:
        return u"Latin-1"_s;
    }
    return {};
}

std::optional<TextEncoding> encodingOf(const QString &name)
{
    const auto plain = [](QString text) { return text.remove(u'-').toLower(); };
    for (const TextEncoding encoding : textEncodings()) {
        if (plain(encodingName(encoding)) == plain(name))
            return encoding;
    }
    return std::nullopt;
}

QList<TextEncoding> textEncodings()
{
    return {TextEncoding::Utf8, TextEncoding::Utf16LE, TextEncoding::Utf16BE,
        TextEncoding::Windows1252, TextEncoding::Latin1};
}

} // namespace joinery
