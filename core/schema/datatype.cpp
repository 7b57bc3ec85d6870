// SPDX-License-Identifier: MPL-2.0
#include "joinery/schema/datatype.h"

#include <QHash>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The portable words and how many arguments each takes: {least, most}. -1 = any number.
const QHash<QString, std::pair<int, int>> &portableWords()
{
    static const QHash<QString, std::pair<int, int>> words {{u"boolean"_s, {0, 0}},
        {u"smallint"_s, {0, 0}}, {u"integer"_s, {0, 0}}, {u"bigint"_s, {0, 0}}, {u"real"_s, {0, 0}},
        {u"double"_s, {0, 0}}, {u"numeric"_s, {0, 2}}, {u"char"_s, {1, 1}}, {u"varchar"_s, {0, 1}},
        {u"text"_s, {0, 0}}, {u"blob"_s, {0, 0}}, {u"binary"_s, {1, 1}}, {u"date"_s, {0, 0}},
        {u"time"_s, {0, 0}}, {u"timestamp"_s, {0, 0}}, {u"timestamptz"_s, {0, 0}},
        {u"interval"_s, {0, 0}}, {u"json"_s, {0, 0}}, {u"uuid"_s, {0, 0}}, {u"enum"_s, {1, -1}}};
    return words;
}

/// Splits at the commas outside of quotes; a quoted argument keeps its quotes.
QStringList splitArguments(QStringView text)
{
    QStringList arguments;
    QString current;
    bool quoted = false;
    for (const QChar c : text) {
        if (c == u'\'')
            quoted = !quoted;
        if (c == u',' && !quoted) {
            arguments.append(current.trimmed());
            current.clear();
        } else {
            current += c;
        }
    }
    arguments.append(current.trimmed());
    return arguments;
}

bool isNumber(const QString &text)
{
    return !text.isEmpty()
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

TypeWord splitType(const QString &text)
{
    TypeWord type;
    QString rest = text.trimmed();
    if (rest.endsWith(u"[]"_s)) {
        type.array = true;
        rest.chop(2);
    }
    const qsizetype open = rest.indexOf(u'(');
    if (open < 0 || !rest.endsWith(u')')) {
        type.word = rest;
        return type;
    }
    type.word = rest.left(open).trimmed();
    type.arguments = splitArguments(QStringView(rest).mid(open + 1, rest.size() - open - 2));
    return type;
}

bool isPortable(const QString &text)
{
    const TypeWord type = splitType(text);
    const auto found = portableWords().constFind(type.word);
    if (found == portableWords().constEnd())
        return false;
    const auto [least, most] = *found;
    if (type.arguments.size() < least || (most >= 0 && type.arguments.size() > most))
        return false;
    return type.word == u"enum"_s
        || std::all_of(type.arguments.begin(), type.arguments.end(), isNumber);
}

} // namespace joinery
