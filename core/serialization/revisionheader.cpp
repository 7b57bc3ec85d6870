// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/revisionheader.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery {

bool isRevisionWord(const QString &text)
{
    const auto isWordCharacter
        = [](QChar c) { return c == u'_' || (c.unicode() < 0x80 && c.isLetterOrNumber()); };
    static const QStringList targets {u"head"_s, u"heads"_s, u"base"_s};
    return !text.isEmpty() && !targets.contains(text)
        && std::all_of(text.begin(), text.end(), isWordCharacter);
}

QString revisionWordHint()
{
    return u"It is made of letters, digits and underscores, like 3f2a9c1b7d10, and is not head, heads or base."_s;
}

QString createdText(const QDateTime &created)
{
    return created.toUTC().toString(u"yyyy-MM-ddTHH:mm:ssZ"_s);
}

QDateTime parseCreated(const QString &text)
{
    static const QRegularExpression pattern(
        u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:Z|[-+]\\d\\d:\\d\\d)\\z"_s);
    if (!pattern.match(text).hasMatch())
        return {};
    return QDateTime::fromString(text, Qt::ISODate).toUTC();
}

QString createdHint()
{
    return u"Write it as 2026-11-22T10:12:33Z."_s;
}

const QStringList &transactionWords()
{
    static const QStringList words {u"auto"_s, u"none"_s, u"per_statement"_s};
    return words;
}

QString transactionWord(TransactionMode mode)
{
    return transactionWords().at(int(mode));
}

} // namespace joinery
