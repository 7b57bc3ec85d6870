// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/typename.h"

#include "joinery/sql/keywords.h"
#include "joinery/sql/tokenizer.h"

namespace joinery::sqlite {

namespace {

/// What SQLite takes for a word of a type. GENERATED ALWAYS it would not.
bool isTypeWord(QStringView text, const Token &token)
{
    if (token.kind != TokenKind::Word || isWord(text, token, u"GENERATED")
        || isWord(text, token, u"ALWAYS"))
        return false;
    const KeywordKind kind = keywordKind(textOf(text, token));
    return kind == KeywordKind::None || kind == KeywordKind::Soft || kind == KeywordKind::Value;
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

QString foldedType(const QString &type)
{
    QString text;
    qsizetype end = 0;
    for (const Token &token : significantTokens(type)) {
        if (end > 0 && end < token.start)
            text += u' ';
        text += textOf(type, token);
        end = token.end();
    }
    return text;
}

bool isPlainType(const QString &declared)
{
    const QList<Token> tokens = significantTokens(declared);
    qsizetype at = 0;
    while (at < tokens.size() && isTypeWord(declared, tokens[at]))
        ++at;
    const bool isType = at > 0 && (at == tokens.size() || areTypeArguments(declared, tokens, at));
    return isType && foldedType(declared) == declared;
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
