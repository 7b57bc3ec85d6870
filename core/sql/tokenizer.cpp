// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/tokenizer.h"

#include "joinery/sql/names.h"

namespace joinery {

namespace {

bool isDigit(char16_t c)
{
    return c >= u'0' && c <= u'9';
}

bool isHexDigit(char16_t c)
{
    return isDigit(c) || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

/// SQLite takes every character beyond ASCII for a letter, no-break spaces included.
bool startsWord(char16_t c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_' || c >= 0x80;
}

bool isWordCharacter(char16_t c)
{
    return startsWord(c) || isDigit(c) || c == u'$';
}

/// A vertical tab continues white space but does not begin it; so has SQLite.
bool startsSpace(char16_t c)
{
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\f' || c == u'\r';
}

bool isSpaceCharacter(char16_t c)
{
    return startsSpace(c) || c == u'\v';
}

constexpr char16_t byteOrderMark = 0xFEFF;

class Lexer
{
public:
    explicit Lexer(QStringView sql)
        : m_sql(sql)
    { }

    Token next(qsizetype start)
    {
        m_start = start;
        m_end = start + 1;
        const TokenKind kind = scan(at(start));
        return {.kind = kind, .start = start, .length = m_end - start};
    }

private:
    /// NUL stands for the end of the text; inside the text it is an ordinary, invalid character.
    char16_t at(qsizetype index) const
    {
        return index < m_sql.size() ? m_sql[index].unicode() : char16_t(0);
    }

    template <typename Predicate> void skipWhile(Predicate matches)
    {
        while (m_end < m_sql.size() && matches(at(m_end)))
            ++m_end;
    }

    TokenKind scan(char16_t first);
    TokenKind scanOperator(char16_t first);
    TokenKind spaces();
    TokenKind lineComment();
    TokenKind blockComment();
    TokenKind quoted(char16_t quote);
    TokenKind bracketed();
    TokenKind blob();
    TokenKind number();
    void skipFraction();
    void skipExponent();
    TokenKind questionMark();
    TokenKind namedVariable();
    bool skipVariableSuffix();
    TokenKind word();
    TokenKind operatorOf(qsizetype length);

    QStringView m_sql;
    qsizetype m_start = 0;
    qsizetype m_end = 0;
};

TokenKind Lexer::scan(char16_t first)
{
    const char16_t second = at(m_start + 1);
    if (startsSpace(first))
        return spaces();
    if (first == byteOrderMark)
        return TokenKind::Space;
    if ((first == u'x' || first == u'X') && second == u'\'')
        return blob();
    if (startsWord(first))
        return word();
    if (isDigit(first) || (first == u'.' && isDigit(second)))
        return number();
    if (first == u'-' && second == u'-')
        return lineComment();
    if (first == u'/' && second == u'*' && m_start + 2 < m_sql.size())
        return blockComment();
    if (first == u'\'' || first == u'"' || first == u'`')
        return quoted(first);
    if (first == u'[')
        return bracketed();
    if (first == u'?')
        return questionMark();
    if (first == u'$' || first == u'@' || first == u':' || first == u'#')
        return namedVariable();
    return scanOperator(first);
}

TokenKind Lexer::scanOperator(char16_t first)
{
    const char16_t second = at(m_start + 1);
    switch (first) {
    case u'-':
        if (second != u'>')
            return operatorOf(1);
        return operatorOf(at(m_start + 2) == u'>' ? 3 : 2);
    case u'<':
        return operatorOf(second == u'=' || second == u'>' || second == u'<' ? 2 : 1);
    case u'>':
        return operatorOf(second == u'=' || second == u'>' ? 2 : 1);
    case u'=':
    case u'|':
        return operatorOf(second == first ? 2 : 1);
    case u'!':
        return second == u'=' ? operatorOf(2) : TokenKind::Invalid;
    default:
        return QStringView(u"()+*/%,;.&~").contains(QChar(first)) ? operatorOf(1)
                                                                  : TokenKind::Invalid;
    }
}

TokenKind Lexer::operatorOf(qsizetype length)
{
    m_end = m_start + length;
    return TokenKind::Operator;
}

TokenKind Lexer::spaces()
{
    skipWhile(isSpaceCharacter);
    return TokenKind::Space;
}

/// Ends before the line feed. A carriage return alone ends no comment.
TokenKind Lexer::lineComment()
{
    skipWhile([](char16_t c) { return c != u'\n'; });
    return TokenKind::Comment;
}

/// An unterminated comment runs to the end of the text, which SQLite allows.
TokenKind Lexer::blockComment()
{
    const qsizetype close = m_sql.indexOf(u"*/", m_start + 2);
    m_end = close < 0 ? m_sql.size() : close + 2;
    return TokenKind::Comment;
}

TokenKind Lexer::quoted(char16_t quote)
{
    while (m_end < m_sql.size()) {
        if (at(m_end++) != quote)
            continue;
        if (at(m_end) != quote)
            return quote == u'\'' ? TokenKind::String : TokenKind::QuotedName;
        ++m_end;
    }
    return TokenKind::Invalid;
}

TokenKind Lexer::bracketed()
{
    const qsizetype close = m_sql.indexOf(u']', m_end);
    m_end = close < 0 ? m_sql.size() : close + 1;
    return close < 0 ? TokenKind::Invalid : TokenKind::QuotedName;
}

TokenKind Lexer::blob()
{
    m_end = m_start + 2;
    skipWhile(isHexDigit);
    const bool even = (m_end - m_start) % 2 == 0;
    const bool valid = at(m_end) == u'\'' && even;
    skipWhile([](char16_t c) { return c != u'\''; });
    if (m_end < m_sql.size())
        ++m_end;
    return valid ? TokenKind::Blob : TokenKind::Invalid;
}

TokenKind Lexer::number()
{
    m_end = m_start;
    const bool prefixed = at(m_start) == u'0' && (at(m_start + 1) | 0x20) == u'x';
    if (prefixed && isHexDigit(at(m_start + 2))) {
        m_end += 2;
        skipWhile(isHexDigit);
        return TokenKind::Number;
    }
    skipWhile(isDigit);
    skipFraction();
    skipExponent();
    // Letters that touch a number are neither number nor name: 1_000, 12abc.
    if (!isWordCharacter(at(m_end)))
        return TokenKind::Number;
    skipWhile(isWordCharacter);
    return TokenKind::Invalid;
}

void Lexer::skipFraction()
{
    if (at(m_end) != u'.')
        return;
    ++m_end;
    skipWhile(isDigit);
}

void Lexer::skipExponent()
{
    if ((at(m_end) | 0x20) != u'e')
        return;
    const char16_t sign = at(m_end + 1);
    const qsizetype digits = m_end + (sign == u'+' || sign == u'-' ? 2 : 1);
    if (!isDigit(at(digits)))
        return;
    m_end = digits;
    skipWhile(isDigit);
}

TokenKind Lexer::questionMark()
{
    skipWhile(isDigit);
    return TokenKind::Variable;
}

TokenKind Lexer::namedVariable()
{
    bool named = false;
    while (m_end < m_sql.size()) {
        if (isWordCharacter(at(m_end))) {
            named = true;
            ++m_end;
        } else if (at(m_end) == u':' && at(m_end + 1) == u':') {
            m_end += 2;
        } else {
            if (named && at(m_end) == u'(' && !skipVariableSuffix())
                return TokenKind::Invalid;
            break;
        }
    }
    return named ? TokenKind::Variable : TokenKind::Invalid;
}

/// The "(…)" of $name(…), which Tcl programs use. False when it does not close before a blank.
bool Lexer::skipVariableSuffix()
{
    skipWhile([](char16_t c) { return !isSpaceCharacter(c) && c != u')'; });
    if (at(m_end) != u')')
        return false;
    ++m_end;
    return true;
}

TokenKind Lexer::word()
{
    skipWhile(isWordCharacter);
    return TokenKind::Word;
}

} // namespace

QList<Token> tokenize(QStringView sql)
{
    QList<Token> tokens;
    tokens.reserve(sql.size() / 4 + 1);
    Lexer lexer(sql);
    for (qsizetype start = 0; start < sql.size(); start = tokens.constLast().end())
        tokens.append(lexer.next(start));
    return tokens;
}

QList<Token> significantTokens(QStringView sql)
{
    QList<Token> tokens = tokenize(sql);
    tokens.removeIf([](const Token &token) {
        return token.kind == TokenKind::Space || token.kind == TokenKind::Comment;
    });
    return tokens;
}

bool isWord(QStringView sql, const Token &token, QStringView word)
{
    return token.kind == TokenKind::Word && sameAscii(textOf(sql, token), word);
}

QString nameIn(QStringView sql, const Token &token)
{
    const QStringView text = textOf(sql, token);
    if (token.kind != TokenKind::QuotedName && token.kind != TokenKind::String)
        return text.toString();
    const QChar quote = text.front();
    QString name = text.mid(1, text.size() - 2).toString();
    if (quote != u'[')
        name.replace(QString(2, quote), QString(quote));
    return name;
}

} // namespace joinery
