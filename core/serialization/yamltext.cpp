// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/yamltext.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Words that some YAML takes for null or a truth value, in any case.
bool isReserved(const QString &text)
{
    static const QSet<QString> words {u"null"_s, u"~"_s, u"true"_s, u"false"_s, u"yes"_s, u"no"_s,
        u"on"_s, u"off"_s, u"y"_s, u"n"_s};
    return words.contains(text.toLower());
}

/// Text that some YAML takes for a number or a time: all that begins like one and has only their
/// characters. Rather too much than too little.
bool looksLikeNumber(const QString &text)
{
    static const QRegularExpression pattern(
        u"^(?:[-+]?\\.?[0-9][0-9_]*(?:\\.[0-9_]*)?(?:[eE][-+]?[0-9_]*)?" // 1, 1_000, 1.5, .5, 1e5
        "|[-+]?0[xXoObB][0-9a-fA-F_]*"
        "|[-+]?\\.(?:inf|nan)"
        "|[-+]?[0-9][0-9_]*(?::[0-9_]+)+(?:\\.[0-9_]*)?" // 1:30 counts to sixty
        "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \\t].*)?)$"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    return pattern.match(text).hasMatch();
}

/// Characters that show what they are: no controls, no invisible or direction-changing ones, no
/// spaces that only look like one, no lone surrogates.
bool isVisible(char32_t c)
{
    if (c < 0x80)
        return c >= 0x20 && c != 0x7F;
    const QChar::Category category = QChar::category(c);
    return QChar::isPrint(c) && category != QChar::Other_Format
        && category != QChar::Separator_Space && category != QChar::Separator_Line
        && category != QChar::Separator_Paragraph && category != QChar::Other_PrivateUse
        && category != QChar::Other_Surrogate;
}

bool allVisible(const QString &text, const QString &alsoAllowed = {})
{
    const QList<uint> characters = text.toUcs4();
    return text.isValidUtf16()
        && std::all_of(characters.begin(), characters.end(), [&](char32_t c) {
               return isVisible(c) || (c < 0x80 && alsoAllowed.contains(QChar(char16_t(c))));
           });
}

bool beginsPlain(QChar c)
{
    return c.isLetterOrNumber() || c.isSurrogate() || u"_(/$+."_s.contains(c);
}

/// What holds in both contexts.
bool isPlain(const QString &text)
{
    return !text.isEmpty() && beginsPlain(text.front()) && !text.endsWith(u' ') && !isReserved(text)
        && !looksLikeNumber(text) && !text.startsWith(u"..."_s) && allVisible(text);
}

QString escaped(char32_t c)
{
    switch (c) {
    case U'"':
        return u"\\\""_s;
    case U'\\':
        return u"\\\\"_s;
    case U'\n':
        return u"\\n"_s;
    case U'\r':
        return u"\\r"_s;
    case U'\t':
        return u"\\t"_s;
    default:
        break;
    }
    if (isVisible(c))
        return QString::fromUcs4(&c, 1);
    const QString code = QString::number(uint(c), 16);
    if (c <= 0xFF)
        return u"\\x%1"_s.arg(code, 2, u'0');
    return c <= 0xFFFF ? u"\\u%1"_s.arg(code, 4, u'0') : u"\\U%1"_s.arg(code, 8, u'0');
}

QString escapedAll(QStringView text)
{
    QString result;
    result.reserve(text.size() + 8);
    for (const uint c : text.toUcs4())
        result += escaped(c);
    return result;
}

} // namespace

bool isPlainInBlock(const QString &text)
{
    return isPlain(text) && !text.contains(u": "_s) && !text.endsWith(u':')
        && !text.contains(u" #"_s);
}

bool isPlainInFlow(const QString &text)
{
    static const QString special = u",[]{}?:#&*!|>'\"%@`"_s;
    const auto isSpecial = [](QChar c) { return special.contains(c); };
    return isPlain(text) && std::none_of(text.begin(), text.end(), isSpecial);
}

bool isLiteral(const QString &text)
{
    const QString body = text.endsWith(u'\n') ? text.chopped(1) : text;
    return body.contains(u'\n') && !body.endsWith(u'\n') && !u" \t\n"_s.contains(body.front())
        && allVisible(body, u"\n\t"_s);
}

QString doubleQuoted(const QString &text)
{
    return u'"' + escapedAll(text) + u'"';
}

QString doubleQuotedLines(const QString &text, qsizetype indent)
{
    QString result = u"\""_s;
    qsizetype begin = 0;
    while (begin < text.size()) {
        const qsizetype found = text.indexOf(u'\n', begin);
        const qsizetype end = found < 0 ? text.size() : found + 1;
        if (begin > 0) {
            result += u"\\\n"_s + QString(indent, u' ');
            if (text[begin] == u' ')
                result += u'\\'; // a bare space here would count as indentation
        }
        result += escapedAll(QStringView(text).mid(begin, end - begin));
        begin = end;
    }
    return result + u'"';
}

} // namespace joinery
