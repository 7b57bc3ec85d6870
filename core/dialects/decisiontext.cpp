// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/decisiontext.h"

#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

bool isPlain(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
        || QStringView(u"_-.:=,/+@%").contains(c);
}

/// What stays itself between double quotes.
bool fitsDoubleQuotes(QChar c)
{
    return !QStringView(u"\"\\$`!").contains(c);
}

} // namespace

QString shellQuoted(const QString &text)
{
    if (!text.isEmpty() && std::all_of(text.begin(), text.end(), isPlain))
        return text;
    if (!text.contains(u'\''))
        return u'\'' + text + u'\'';
    if (std::all_of(text.begin(), text.end(), fitsDoubleQuotes))
        return u'"' + text + u'"';
    QString quoted = text;
    return u'\'' + quoted.replace(u'\'', u"'\\''"_s) + u'\'';
}

QString fillFlag(const QString &table, const QString &column, const QString &expression)
{
    return u"--fill "_s + shellQuoted(columnObject(table, column) + u'=' + expression);
}

QString castFlag(const QString &table, const QString &column, const QString &expression)
{
    return u"--cast "_s + shellQuoted(columnObject(table, column) + u'=' + expression);
}

QString allowFlag(const QString &code, const QString &object)
{
    return u"--allow "_s + shellQuoted(code + u':' + object);
}

QString flagName(const QString &name)
{
    const auto separates = [](QChar c) { return QStringView(u".=,()").contains(c); };
    const bool plain = !name.isEmpty() && !name.startsWith(u'"') && name.trimmed() == name
        && std::none_of(name.begin(), name.end(), separates);
    return plain ? name : quotedName(name);
}

QString columnObject(const QString &table, const QString &column)
{
    return flagName(table) + u'.' + flagName(column);
}

QString keyObject(const QString &table, const QStringList &columns)
{
    QStringList names;
    for (const QString &column : columns)
        names.append(flagName(column));
    return flagName(table) + u'(' + names.join(u", "_s) + u')';
}

QString countText(qint64 rows, qint64 all, const QString &one, const QString &many)
{
    return u"%1 of %2 %3 %4"_s.arg(QString::number(rows), QString::number(all),
        all == 1 ? u"row"_s : u"rows"_s, rows == 1 ? one : many);
}

} // namespace joinery
