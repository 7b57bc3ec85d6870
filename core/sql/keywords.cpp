// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/keywords.h"

#include "joinery/sql/names.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr QStringView reservedWords
    = u"add all alter and as autoincrement between case check collate commit constraint create "
      "default deferrable delete distinct drop else escape except exists foreign from group having "
      "in index insert intersect into is isnull join limit not nothing notnull null on or order "
      "primary references returning select set table then to transaction union unique update using "
      "values when where";
constexpr QStringView joinWords = u"cross full inner left natural outer right";
constexpr QStringView valueWords = u"current_date current_time current_timestamp true false";
constexpr QStringView softWords
    = u"abort action after always analyze asc attach before begin by cascade cast column conflict "
      "current database deferred desc detach do each end exclude exclusive explain fail filter "
      "first following for generated glob groups if ignore immediate initially instead key last "
      "like match materialized no nulls of offset others over partition plan pragma preceding "
      "query raise range recursive regexp reindex release rename replace restrict rollback row "
      "rows savepoint temp temporary ties trigger unbounded vacuum view virtual window with "
      "without";
constexpr qsizetype longestKeyword = 17; // current_timestamp

void addWords(QHash<QString, KeywordKind> &kinds, QStringView words, KeywordKind kind)
{
    for (const QStringView word : words.split(u' '))
        kinds.insert(word.toString(), kind);
}

QHash<QString, KeywordKind> makeKinds()
{
    QHash<QString, KeywordKind> kinds {{u"indexed"_s, KeywordKind::Indexed}};
    addWords(kinds, reservedWords, KeywordKind::Reserved);
    addWords(kinds, joinWords, KeywordKind::Join);
    addWords(kinds, valueWords, KeywordKind::Value);
    addWords(kinds, softWords, KeywordKind::Soft);
    return kinds;
}

} // namespace

KeywordKind keywordKind(QStringView word)
{
    static const QHash<QString, KeywordKind> kinds = makeKinds();
    if (word.size() > longestKeyword)
        return KeywordKind::None;
    return kinds.value(asciiLower(word), KeywordKind::None);
}

} // namespace joinery
