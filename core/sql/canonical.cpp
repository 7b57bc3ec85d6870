// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/keywords.h"
#include "joinery/sql/names.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

namespace joinery {

namespace {

/// True when the name without quotes is one word that means the same as with them.
bool needsNoQuotes(const QString &name)
{
    const KeywordKind kind = keywordKind(name);
    if (kind != KeywordKind::None && kind != KeywordKind::Soft)
        return false;
    const QList<Token> tokens = tokenize(name);
    return tokens.size() == 1 && tokens.constFirst().kind == TokenKind::Word;
}

QString canonicalName(const QString &name)
{
    const QString lowered = asciiLower(name);
    return needsNoQuotes(lowered) ? lowered : quotedName(lowered);
}

QString canonicalToken(QStringView sql, const Token &token)
{
    switch (token.kind) {
    case TokenKind::Word:
    case TokenKind::Blob:
        return asciiLower(textOf(sql, token));
    case TokenKind::QuotedName:
        return canonicalName(nameIn(sql, token));
    default:
        return textOf(sql, token).toString();
    }
}

} // namespace

QString canonicalSql(QStringView sql)
{
    QString text;
    text.reserve(sql.size() + sql.size() / 2);
    for (const Token &token : significantTokens(sql)) {
        if (!text.isEmpty())
            text += u' ';
        text += canonicalToken(sql, token);
    }
    return text;
}

} // namespace joinery
