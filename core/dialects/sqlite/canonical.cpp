// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/canonicalnumber.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/typename.h"
#include "joinery/sql/keywords.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// Without the parentheses that enclose all of it.
QString withoutOuterParentheses(QString sql)
{
    for (int peeled = 0; peeled < 64; ++peeled) {
        const QList<Token> tokens = significantTokens(sql);
        if (tokens.size() < 3 || textOf(sql, tokens.first()) != u"("
            || textOf(sql, tokens.last()) != u")")
            return sql;
        int depth = 0;
        for (qsizetype i = 0; i + 1 < tokens.size(); ++i) {
            const QStringView text = textOf(sql, tokens[i]);
            depth += text == u"(" ? 1 : text == u")" ? -1 : 0;
            if (depth == 0)
                return sql;
        }
        sql = sql.mid(tokens.first().end(), tokens.last().start - tokens.first().end());
    }
    return sql;
}

QString nameAsDefault(const QString &sql, const Token &token)
{
    const QString name = nameIn(sql, token);
    const QString word = name.toLower();
    if (token.kind == TokenKind::QuotedName)
        return quotedText(name);
    if (word == u"true"_s || word == u"false"_s)
        return word == u"true"_s ? u"1"_s : u"0"_s;
    if (word == u"null"_s || keywordKind(word) == KeywordKind::Value)
        return word;
    return quotedText(name);
}

bool isColumn(const Table &table, const QString &name)
{
    static const QSet<QString> rowids {u"rowid"_s, u"oid"_s, u"_rowid_"_s};
    return findColumn(table, name) || sameName(table.name, name) || rowids.contains(nameKey(name));
}

/// Whether an operand ends with the token, so that NOT NULL behind it asks about that operand.
bool endsOperand(const QString &sql, const Token &token)
{
    static const QSet<QString> openers {u"and"_s, u"or"_s, u"not"_s, u"when"_s, u"then"_s,
        u"else"_s, u"case"_s, u"where"_s, u"on"_s, u"having"_s, u"select"_s, u"distinct"_s,
        u"between"_s, u"like"_s, u"glob"_s, u"match"_s, u"regexp"_s, u"escape"_s, u"is"_s, u"in"_s,
        u"by"_s, u"limit"_s, u"offset"_s, u"set"_s, u"values"_s, u"returning"_s};
    switch (token.kind) {
    case TokenKind::Word:
        return !openers.contains(textOf(sql, token).toString());
    case TokenKind::Operator:
        return textOf(sql, token) == u")";
    default:
        return true;
    }
}

/// The operators that SQLite has two spellings for.
QString sameOperator(const QString &token)
{
    static const QHash<QString, QString> spellings {{u"!="_s, u"<>"_s}, {u"=="_s, u"="_s},
        {u"isnull"_s, u"is null"_s}, {u"notnull"_s, u"is not null"_s}};
    return spellings.value(token, token);
}

} // namespace

QString canonicalDefault(const QString &sql, Affinity affinity)
{
    const QString inner = withoutOuterParentheses(sql);
    const QList<Token> tokens = significantTokens(inner);
    const bool name = tokens.size() == 1
        && (tokens.first().kind == TokenKind::Word || tokens.first().kind == TokenKind::QuotedName);
    QString text = name ? nameAsDefault(inner, tokens.first()) : canonicalSql(inner);
    if (tokens.size() == 2 && tokens.last().kind == TokenKind::Number)
        text.remove(u' ');
    return canonicalConstant(text, affinity);
}

QString canonicalDefault(const QString &sql, const QString &declaredType)
{
    return canonicalDefault(sql, affinityOf(declaredType));
}

QString canonicalOperators(const QString &canonical)
{
    static const QRegularExpression spelled(u"!=|==|\\b(isnull|notnull|not null)\\b"_s);
    if (!canonical.contains(spelled))
        return canonical;
    QStringList pieces;
    const QList<Token> tokens = significantTokens(canonical);
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const QString piece = textOf(canonical, tokens[i]).toString();
        const bool behindOperand = i > 0 && endsOperand(canonical, tokens[i - 1]);
        const bool notNull = piece == u"not"_s && i + 1 < tokens.size()
            && textOf(canonical, tokens[i + 1]) == u"null" && behindOperand;
        pieces.append(notNull ? u"is not"_s : sameOperator(piece));
    }
    return pieces.join(u' ');
}

QString canonicalExpression(const QString &expression, const Table &table)
{
    const QString sql = withoutOuterParentheses(expression);
    if (!sql.contains(u'"'))
        return canonicalOperators(canonicalSql(sql));
    QString text;
    for (const Token &token : tokenize(sql)) {
        const QStringView piece = textOf(sql, token);
        const bool literal = token.kind == TokenKind::QuotedName && piece.startsWith(u'"')
            && !isColumn(table, nameIn(sql, token));
        text += literal ? quotedText(nameIn(sql, token)) : piece.toString();
    }
    return canonicalOperators(canonicalSql(text));
}

QString canonicalType(const QString &declared)
{
    static const QRegularExpression around(u"\\s*([(),])\\s*"_s);
    QString type = declared.simplified().toUpper();
    if (type.contains(u'('))
        type.replace(around, u"\\1"_s);
    return type;
}

} // namespace joinery::sqlite
