// SPDX-License-Identifier: MPL-2.0
#include "joinery/db/urltext.h"

#include <QRegularExpression>
#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The two hexadecimal digits after the % at this place, or -1.
int escapedByte(const QByteArray &bytes, qsizetype at)
{
    if (bytes[at] != '%' || at + 2 >= bytes.size())
        return -1;
    bool ok = false;
    const int byte = bytes.mid(at + 1, 2).toInt(&ok, 16);
    // toInt also takes signs and spaces.
    return ok && std::isxdigit(static_cast<unsigned char>(bytes[at + 1])) ? byte : -1;
}

QString maskSecretValues(QString text)
{
    static const QRegularExpression pair(u"([^?&;\\s=]+)=([^&;\\s]*)"_s);
    QString out;
    qsizetype from = 0;
    for (auto it = pair.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (!isSecretKey(match.captured(1)))
            continue;
        out += QStringView(text).mid(from, match.capturedStart(2) - from);
        out += u"***"_s;
        from = match.capturedEnd(2);
    }
    return out += QStringView(text).mid(from);
}

/// What stands between the first colon and the last @; and, where there is no @, a "port" that is
/// no number: it may be the beginning of user:password.
QString maskUserInfo(const QString &text)
{
    const qsizetype scheme = text.indexOf(u"://"_s);
    const qsizetype from = scheme < 0 ? 0 : scheme + 3;
    const qsizetype colon = text.indexOf(u':', from);
    if (colon < 0)
        return text;
    const qsizetype at = text.lastIndexOf(u'@');
    if (at > colon)
        return text.left(colon + 1) + u"***"_s + text.mid(at);
    static const QRegularExpression word(u"\\G[^/?\\\\]*"_s);
    const QRegularExpressionMatch match = word.match(text, colon + 1);
    bool number = match.capturedLength() == 0;
    if (!number)
        match.captured().toUShort(&number);
    return number || scheme < 0 ? text
                                : text.left(colon + 1) + u"***"_s + text.mid(match.capturedEnd());
}

} // namespace

bool percentDecoded(QStringView text, QString &decoded)
{
    const QByteArray in = text.toUtf8();
    QByteArray out;
    out.reserve(in.size());
    for (qsizetype i = 0; i < in.size(); ++i) {
        const int byte = escapedByte(in, i);
        if (byte >= 0)
            i += 2;
        out.append(byte >= 0 ? static_cast<char>(byte) : in[i]);
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    decoded = decoder.decode(out);
    return !decoder.hasError() && !out.contains('\0');
}

QString percentEncoded(const QString &text, const QString &reserved)
{
    QString out;
    for (const QChar c : text) {
        if (c.unicode() < 0x20 || c.unicode() == 0x7f || c == u'%' || reserved.contains(c))
            out += u'%' + u"%1"_s.arg(c.unicode(), 2, 16, QChar(u'0')).toUpper();
        else
            out += c;
    }
    return out;
}

bool isSecretKey(const QString &key)
{
    static const QRegularExpression secret(
        u"pass|pwd|secret|token|^(hex|text|api)?_?key$|credential"_s,
        QRegularExpression::CaseInsensitiveOption);
    return secret.match(key).hasMatch();
}

QString maskedText(const QString &text)
{
    return maskSecretValues(maskUserInfo(text));
}

} // namespace joinery
