// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QList>
#include <QString>

namespace joinery {

enum class TokenKind
{
    Word, ///< keyword or bare identifier
    QuotedName, ///< "name", `name` or [name]
    String, ///< 'text'
    Blob, ///< X'00'
    Number,
    Operator, ///< punctuation, of one or more characters
    Variable, ///< ?, ?1, :name, @name, $name
    Space,
    Comment, ///< -- to the end of the line, or /* */
    Invalid, ///< an unterminated string, name or comment, or a character SQL does not know
};

/// A piece of SQL text. The tokens of a text cover it without gaps.
struct Token
{
    TokenKind kind;
    qsizetype start; ///< in UTF-16 units
    qsizetype length;

    qsizetype end() const { return start + length; }
    bool operator==(const Token &) const = default;
};

/// Cuts SQL into tokens. Never fails and never loses a character; linear in the text.
QList<Token> tokenize(QStringView sql);

/// The same without spaces and comments.
QList<Token> significantTokens(QStringView sql);

inline QStringView textOf(QStringView sql, const Token &token)
{
    return sql.mid(token.start, token.length);
}

/// True when the token is this bare word, case aside.
bool isWord(QStringView sql, const Token &token, QStringView word);

/// The name a Word or QuotedName (or a String used as a name) stands for, quotes undone.
QString nameIn(QStringView sql, const Token &token);

/// The text with bare words and quoted names in one case and style, one blank between tokens, no
/// comments: two texts that differ only in spelling have the same. Strings and numbers stay as they
/// are.
QString canonicalSql(QStringView sql);

} // namespace joinery
