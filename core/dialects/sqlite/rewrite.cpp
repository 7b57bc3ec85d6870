// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/rewrite.h"

#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/sql/keywords.h"
#include "joinery/sql/names.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

bool isNameToken(const Token &token)
{
    return token.kind == TokenKind::Word || token.kind == TokenKind::QuotedName;
}

/// An expression with its tokens, to look around in.
struct Expression
{
    const QString &sql;
    QList<Token> tokens;

    explicit Expression(const QString &text)
        : sql(text)
        , tokens(significantTokens(text))
    { }

    QStringView textAt(qsizetype i) const
    {
        return i >= 0 && i < tokens.size() ? textOf(sql, tokens[i]) : QStringView();
    }
    bool isNameAt(qsizetype i, const QString &name) const
    {
        return i >= 0 && i < tokens.size() && isNameToken(tokens[i])
            && sameName(nameIn(sql, tokens[i]), name);
    }
    bool isWordAt(qsizetype i, QStringView word) const
    {
        return i >= 0 && i < tokens.size() && isWord(sql, tokens[i], word);
    }
};

/// Words that SQLite also takes for names, but that mean themselves behind an operand: `a LIKE b`,
/// `… END`.
bool isOperatorWord(QStringView text)
{
    for (const QStringView word : {u"like", u"glob", u"regexp", u"match", u"end"}) {
        if (text.compare(word, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

/// True when an operand is due behind the word, which itself stands where one is due or not.
bool asksForOperand(const QString &word, bool wasDue)
{
    static const QSet<QString> always {u"and"_s, u"or"_s, u"is"_s, u"in"_s, u"between"_s,
        u"escape"_s, u"case"_s, u"when"_s, u"then"_s, u"else"_s, u"collate"_s, u"distinct"_s,
        u"from"_s};
    static const QSet<QString> asOperator {u"like"_s, u"glob"_s, u"regexp"_s, u"match"_s};
    return always.contains(word) || (word == u"not"_s && wasDue)
        || (asOperator.contains(word) && !wasDue);
}

/// For each token, whether it stands where an operand is due.
QList<bool> operandPositions(const Expression &expression)
{
    QList<bool> positions;
    bool due = true;
    for (qsizetype i = 0; i < expression.tokens.size(); ++i) {
        positions.append(due);
        const TokenKind kind = expression.tokens[i].kind;
        if (kind == TokenKind::Operator)
            due = expression.textAt(i) != u")";
        else
            due = kind == TokenKind::Word && asksForOperand(asciiLower(expression.textAt(i)), due);
    }
    return positions;
}

/// True inside the type of a CAST( … AS type).
bool isInCastType(const Expression &expression, qsizetype i)
{
    while (i > 0 && expression.tokens[i - 1].kind == TokenKind::Word
        && !expression.isWordAt(i - 1, u"AS"))
        --i;
    return i > 0 && expression.isWordAt(i - 1, u"AS");
}

/// True for a bare word that can only be a keyword.
bool isKeyword(const Expression &expression, qsizetype i)
{
    if (expression.tokens[i].kind != TokenKind::Word)
        return false;
    const KeywordKind kind = keywordKind(expression.textAt(i));
    return kind == KeywordKind::Reserved
        || (kind == KeywordKind::Value
            && expression.textAt(i).startsWith(u"current_", Qt::CaseInsensitive));
}

bool isColumnReference(
    const Expression &expression, const QList<bool> &operandDue, qsizetype i, const QString &table)
{
    const QStringView next = expression.textAt(i + 1);
    if (next == u"(" || next == u".")
        return false;
    if (expression.isWordAt(i - 1, u"COLLATE") || isKeyword(expression, i)
        || isInCastType(expression, i))
        return false;
    if (expression.textAt(i - 1) == u".")
        return expression.isNameAt(i - 2, table);
    if (expression.tokens[i].kind == TokenKind::Word && isOperatorWord(expression.textAt(i)))
        return operandDue[i];
    return true;
}

/// The text with some tokens exchanged for another text.
template <typename Chosen>
QString exchanged(const Expression &expression, const QString &replacement, Chosen chosen)
{
    QString text;
    qsizetype done = 0;
    for (qsizetype i = 0; i < expression.tokens.size(); ++i) {
        if (!chosen(i))
            continue;
        const Token &token = expression.tokens[i];
        text += expression.sql.mid(done, token.start - done) + replacement;
        done = token.end();
    }
    return done == 0 ? expression.sql : text + expression.sql.mid(done);
}

} // namespace

QStringList namesIn(const QString &sql)
{
    QStringList names;
    for (const Token &token : significantTokens(sql)) {
        if (isNameToken(token) || token.kind == TokenKind::String)
            names.append(nameIn(sql, token));
    }
    return names;
}

QString withColumnRenamed(
    const QString &sql, const QString &table, const QString &from, const QString &to)
{
    const Expression expression(sql);
    const QList<bool> operandDue = operandPositions(expression);
    return exchanged(expression, quotedName(to), [&](qsizetype i) {
        return expression.isNameAt(i, from) && isColumnReference(expression, operandDue, i, table);
    });
}

QString withTableRenamed(const QString &sql, const QString &from, const QString &to)
{
    const Expression expression(sql);
    return exchanged(expression, quotedName(to), [&](qsizetype i) {
        return expression.isNameAt(i, from) && expression.textAt(i + 1) == u"."
            && expression.textAt(i - 1) != u".";
    });
}

QString withExcludedRestored(const QString &before, const QString &after)
{
    const Expression old(before);
    const Expression renamed(after);
    if (old.tokens.size() != renamed.tokens.size())
        return after;
    return exchanged(renamed, u"excluded"_s, [&](qsizetype i) {
        return old.isNameAt(i, u"excluded"_s) && old.textAt(i + 1) == u"."
            && !renamed.isNameAt(i, u"excluded"_s);
    });
}

} // namespace joinery::sqlite
