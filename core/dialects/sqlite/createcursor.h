// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/sql/tokenizer.h"

namespace joinery::sqlite {

/// Reads the tokens of one statement from left to right.
///
/// The first failure sticks: from then on the cursor stands at its end, every test says no and
/// every loop over it comes to rest, so callers need not check each step. Token numbers count the
/// significant tokens. Nothing here recurses, so the depth of hostile text costs no stack; all is
/// linear in the text.
class Cursor
{
public:
    /// `object` says in messages what is being read, until setObject() knows better.
    Cursor(const QString &sql, const QString &object);

    void setObject(const QString &object) { m_object = object; }

    bool hasFailed() const { return m_error.has_value(); }
    const Error &error() const { return *m_error; }
    /// Records "expected …, found …" at the current token, unless something failed before.
    void fail(const QString &expected);
    /// Records a complaint about a token that is well-formed but makes no sense.
    void reject(qsizetype token, const QString &complaint);

    bool atEnd() const { return m_next >= m_tokens.size(); }
    qsizetype position() const { return m_next; }
    void skip() { m_next = qMin(m_next + 1, m_tokens.size()); }
    void skipTo(qsizetype token) { m_next = qMax(m_next, token); }

    bool isWord(QStringView word, qsizetype ahead = 0) const;
    bool isOperator(QStringView text, qsizetype ahead = 0) const;
    TokenKind kind(qsizetype ahead = 0) const; ///< Invalid beyond the end

    bool acceptWord(QStringView word);
    bool acceptWords(QStringView first, QStringView second);
    bool acceptOperator(QStringView text);
    void expectWord(QStringView word);
    void expectOperator(QStringView text);

    /// What SQLite takes for a name: a word that is not reserved, a quoted name or a string.
    QString expectName(const QString &what);
    /// Passes "( … )" and returns the numbers of the two parentheses; {-1, -1} on failure.
    std::pair<qsizetype, qsizetype> expectGroup();
    /// Passes final semicolons; anything else fails.
    void expectEnd();

    const QString &sql() const { return m_sql; }
    const QList<Token> &tokens() const { return m_tokens; }
    /// The partner of a parenthesis; -1 for any other token.
    qsizetype partner(qsizetype token) const { return m_partners[token]; }
    bool tokenIs(qsizetype token, QStringView text) const; ///< case of A to Z aside
    bool tokenIsName(qsizetype token) const;
    QString nameAt(qsizetype token) const { return nameIn(m_sql, m_tokens[token]); }
    /// The text from the first token to the last, both included, with what is between them.
    QString text(qsizetype first, qsizetype last) const;

private:
    void check();
    void matchParentheses();
    void setError(qsizetype token, const QString &message);

    QString m_sql;
    QString m_object;
    QList<Token> m_tokens;
    QList<qsizetype> m_partners;
    qsizetype m_next = 0;
    qsizetype m_firstSemicolon = 0;
    std::optional<Error> m_error;
};

} // namespace joinery::sqlite
