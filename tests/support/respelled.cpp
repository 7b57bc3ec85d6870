// SPDX-License-Identifier: MPL-2.0
#include "support/respelled.h"

#include "joinery/sql/keywords.h"
#include "joinery/sql/tokenizer.h"
#include "support/random.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

QString gap(Random &random)
{
    static const QStringList gaps {u"  "_s, u"\n"_s, u"\t"_s, u" /* x, ) ' \" */ "_s,
        u" -- y, ( ' \"\n"_s, u"\n\n  "_s, u"\r\n"_s, u" /**/ "_s, u" /* ü; */\n"_s};
    return random.chance(85) ? u" "_s : random.pick(gaps);
}

QString otherQuotes(const QString &quoted, Random &random)
{
    const QString name = nameIn(quoted, tokenize(quoted).first());
    switch (random.below(6)) {
    case 0:
        return name.contains(u']') ? quoted : u'[' + name + u']';
    case 1:
        return u'`' + QString(name).replace(u'`', u"``"_s) + u'`';
    default:
        return quoted;
    }
}

} // namespace

QString respelled(const QString &sql, quint32 seed)
{
    Random random(seed);
    QString text;
    // SQLite takes GENERATED ALWAYS for a part of the type, and takes it off unless a comment is in
    // it.
    const bool generated = sql.contains(u"GENERATED");
    bool isType = false;
    bool endsLine = false; // behind a -- comment only a line break will do
    for (const Token &token : tokenize(sql)) {
        const QString word = textOf(sql, token).toString();
        const bool keyword
            = token.kind == TokenKind::Word && keywordKind(word) != KeywordKind::None;
        if (token.kind == TokenKind::Space)
            text += endsLine || isType ? word : gap(random);
        else if (token.kind == TokenKind::QuotedName)
            text += otherQuotes(word, random);
        else if (keyword && random.chance(20))
            text += random.chance(50) ? word.toLower() : word.toUpper();
        else
            text += word;
        endsLine = token.kind == TokenKind::Comment;
        if (token.kind != TokenKind::Space)
            isType = generated && token.kind == TokenKind::Word;
        if ((word == u"(" || word == u",") && random.chance(8))
            text += gap(random);
    }
    return text;
}

} // namespace joinery::testing
