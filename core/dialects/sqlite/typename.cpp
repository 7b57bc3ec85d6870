// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/typename.h"

#include "joinery/sql/tokenizer.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// The keywords SQLite does not take as names, and those that begin a column's constraints.
bool isReserved(const QString &word)
{
    static const QSet<QString> reserved {u"add"_s, u"all"_s, u"alter"_s, u"always"_s, u"and"_s,
        u"as"_s, u"autoincrement"_s, u"between"_s, u"case"_s, u"check"_s, u"collate"_s, u"commit"_s,
        u"constraint"_s, u"create"_s, u"cross"_s, u"default"_s, u"deferrable"_s, u"delete"_s,
        u"distinct"_s, u"drop"_s, u"else"_s, u"escape"_s, u"exists"_s, u"foreign"_s, u"from"_s,
        u"full"_s, u"generated"_s, u"group"_s, u"having"_s, u"in"_s, u"index"_s, u"inner"_s,
        u"insert"_s, u"into"_s, u"is"_s, u"isnull"_s, u"join"_s, u"left"_s, u"limit"_s,
        u"natural"_s, u"not"_s, u"nothing"_s, u"notnull"_s, u"null"_s, u"on"_s, u"or"_s, u"order"_s,
        u"outer"_s, u"primary"_s, u"references"_s, u"returning"_s, u"right"_s, u"select"_s,
        u"set"_s, u"table"_s, u"then"_s, u"to"_s, u"transaction"_s, u"union"_s, u"unique"_s,
        u"update"_s, u"using"_s, u"values"_s, u"when"_s, u"where"_s};
    return reserved.contains(word);
}

/// Reads [+-] number at `at` and steps over it.
bool takeSignedNumber(QStringView text, const QList<Token> &tokens, qsizetype &at)
{
    if (at < tokens.size()) {
        const QStringView sign = textOf(text, tokens[at]);
        at += sign == u"-" || sign == u"+" ? 1 : 0;
    }
    return at < tokens.size() && tokens[at++].kind == TokenKind::Number;
}

bool takeText(QStringView text, const QList<Token> &tokens, qsizetype &at, QStringView wanted)
{
    if (at >= tokens.size() || textOf(text, tokens[at]) != wanted)
        return false;
    ++at;
    return true;
}

bool areTypeArguments(QStringView text, const QList<Token> &tokens, qsizetype at)
{
    if (!takeText(text, tokens, at, u"(") || !takeSignedNumber(text, tokens, at))
        return false;
    if (takeText(text, tokens, at, u",") && !takeSignedNumber(text, tokens, at))
        return false;
    return takeText(text, tokens, at, u")") && at == tokens.size();
}

} // namespace

bool isPlainType(const QString &declared)
{
    const QList<Token> tokens = significantTokens(declared);
    qsizetype at = 0;
    while (at < tokens.size() && tokens[at].kind == TokenKind::Word
        && !isReserved(textOf(declared, tokens[at]).toString().toLower()))
        ++at;
    return at > 0 && (at == tokens.size() || areTypeArguments(declared, tokens, at));
}

Affinity affinityOf(const QString &declared)
{
    const auto says
        = [&](QStringView word) { return declared.contains(word, Qt::CaseInsensitive); };
    if (says(u"INT"))
        return Affinity::Integer;
    if (says(u"CHAR") || says(u"CLOB") || says(u"TEXT"))
        return Affinity::Text;
    if (says(u"BLOB") || declared.trimmed().isEmpty())
        return Affinity::Blob;
    if (says(u"REAL") || says(u"FLOA") || says(u"DOUB"))
        return Affinity::Real;
    return Affinity::Numeric;
}

} // namespace joinery::sqlite
