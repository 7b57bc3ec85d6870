// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createcursor.h"

#include "joinery/sql/keywords.h"
#include "joinery/sql/names.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

constexpr qsizetype deepestNesting = 1000; // SQLite's own limit for expressions

QString shortened(const QString &text)
{
    constexpr qsizetype longest = 40;
    return text.size() <= longest ? text : text.left(longest) + u"…"_s;
}

} // namespace

Cursor::Cursor(const QString &sql, const QString &object)
    : m_sql(sql)
    , m_object(object)
    , m_tokens(significantTokens(m_sql))
{
    m_firstSemicolon = m_tokens.size();
    check();
    matchParentheses();
}

/// Text with a token that SQLite does not know cannot be a statement, wherever the token stands.
void Cursor::check()
{
    for (qsizetype i = 0; i < m_tokens.size(); ++i) {
        if (m_tokens[i].kind == TokenKind::Invalid) {
            setError(i, u"cannot read %1"_s.arg(shortened(text(i, i))));
            return;
        }
        if (m_firstSemicolon == m_tokens.size() && tokenIs(i, u";"))
            m_firstSemicolon = i;
    }
}

void Cursor::matchParentheses()
{
    m_partners.fill(-1, m_tokens.size());
    QList<qsizetype> open;
    for (qsizetype i = 0; i < m_tokens.size(); ++i) {
        if (tokenIs(i, u"(")) {
            open.append(i);
            if (open.size() > deepestNesting)
                return setError(i, u"parentheses are nested too deeply"_s);
        } else if (tokenIs(i, u")") && !open.isEmpty()) {
            m_partners[i] = open.takeLast();
            m_partners[m_partners[i]] = i;
        }
    }
}

void Cursor::setError(qsizetype token, const QString &message)
{
    if (m_error)
        return;
    const qsizetype offset = token < m_tokens.size() ? m_tokens[token].start : m_sql.size();
    const qsizetype line = 1 + QStringView(m_sql).left(offset).count(u'\n');
    m_error = Error {.code = ErrorCode::Parse,
        .message = u"%1, line %2: %3"_s.arg(m_object, QString::number(line), message),
        .statement = m_sql,
        .hint = u"Correct the statement at that line; SQLite would refuse it as well."_s};
    m_next = m_tokens.size();
}

void Cursor::fail(const QString &expected)
{
    const QString found = atEnd() ? u"the end of the statement"_s : shortened(text(m_next, m_next));
    setError(m_next, u"expected %1, found %2"_s.arg(expected, found));
}

void Cursor::reject(qsizetype token, const QString &complaint)
{
    setError(token, complaint);
}

bool Cursor::tokenIs(qsizetype token, QStringView wanted) const
{
    if (token < 0 || token >= m_tokens.size())
        return false;
    const Token &found = m_tokens[token];
    return (found.kind == TokenKind::Word || found.kind == TokenKind::Operator)
        && sameAscii(textOf(m_sql, found), wanted);
}

bool Cursor::tokenIsName(qsizetype token) const
{
    if (token < 0 || token >= m_tokens.size())
        return false;
    const TokenKind kind = m_tokens[token].kind;
    if (kind == TokenKind::Word)
        return keywordKind(textOf(m_sql, m_tokens[token])) != KeywordKind::Reserved;
    return kind == TokenKind::QuotedName || kind == TokenKind::String;
}

bool Cursor::isWord(QStringView word, qsizetype ahead) const
{
    return tokenIs(m_next + ahead, word);
}

bool Cursor::isOperator(QStringView text, qsizetype ahead) const
{
    return tokenIs(m_next + ahead, text);
}

TokenKind Cursor::kind(qsizetype ahead) const
{
    const qsizetype token = m_next + ahead;
    return token < m_tokens.size() ? m_tokens[token].kind : TokenKind::Invalid;
}

bool Cursor::acceptWord(QStringView word)
{
    const bool found = isWord(word);
    if (found)
        ++m_next;
    return found;
}

bool Cursor::acceptWords(QStringView first, QStringView second)
{
    const bool found = isWord(first) && isWord(second, 1);
    if (found)
        m_next += 2;
    return found;
}

bool Cursor::acceptOperator(QStringView text)
{
    return acceptWord(text);
}

void Cursor::expectWord(QStringView word)
{
    if (!acceptWord(word))
        fail(word.toString());
}

void Cursor::expectOperator(QStringView text)
{
    if (!acceptOperator(text))
        fail(u"\"%1\""_s.arg(text));
}

QString Cursor::expectName(const QString &what)
{
    if (!tokenIsName(m_next)) {
        fail(what);
        return {};
    }
    return nameAt(m_next++);
}

std::pair<qsizetype, qsizetype> Cursor::expectGroup()
{
    const qsizetype open = m_next;
    expectOperator(u"(");
    if (hasFailed())
        return {-1, -1};
    const qsizetype close = m_partners[open];
    if (close < 0 || close > m_firstSemicolon) {
        reject(open, u"the parenthesis is never closed"_s);
        return {-1, -1};
    }
    m_next = close + 1;
    return {open, close};
}

void Cursor::expectEnd()
{
    while (acceptOperator(u";")) { }
    if (!atEnd())
        fail(u"the end of the statement"_s);
}

QString Cursor::text(qsizetype first, qsizetype last) const
{
    if (first > last)
        return {};
    const qsizetype start = m_tokens[first].start;
    return m_sql.mid(start, m_tokens[last].end() - start);
}

} // namespace joinery::sqlite
