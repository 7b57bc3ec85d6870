// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/typename.h"
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
    if (word == u"null"_s || word.startsWith(u"current_"_s))
        return word;
    return quotedText(name);
}

bool isDecimal(const QString &text)
{
    static const QRegularExpression number(u"^[+-]?(0|[1-9][0-9]{0,17})(\\.[0-9]*[1-9])?$"_s);
    return text != u"-0"_s && number.match(text).hasMatch();
}

QString contentOfLiteral(const QString &literal)
{
    return literal.mid(1, literal.size() - 2).replace(u"''"_s, u"'"_s);
}

/// '1' for a column that stores numbers is 1; 1 for one that stores text is '1'.
QString underAffinity(const QString &literal, Affinity affinity)
{
    const bool quoted = literal.startsWith(u'\'') && literal.endsWith(u'\'');
    if (affinity == Affinity::Blob)
        return literal;
    if (affinity == Affinity::Text)
        return isDecimal(literal) && !literal.startsWith(u'+') ? quotedText(literal) : literal;
    const QString content = quoted ? contentOfLiteral(literal) : literal;
    if (!isDecimal(content))
        return literal;
    return content.startsWith(u'+') ? content.mid(1) : content;
}

bool isColumn(const Table &table, const QString &name)
{
    static const QSet<QString> rowids {u"rowid"_s, u"oid"_s, u"_rowid_"_s};
    return findColumn(table, name) || sameName(table.name, name) || rowids.contains(nameKey(name));
}

} // namespace

QString canonicalDefault(const QString &sql, const QString &declaredType)
{
    const QString inner = withoutOuterParentheses(sql);
    const QList<Token> tokens = significantTokens(inner);
    const bool name = tokens.size() == 1
        && (tokens.first().kind == TokenKind::Word || tokens.first().kind == TokenKind::QuotedName);
    QString text = name ? nameAsDefault(inner, tokens.first()) : canonicalSql(inner);
    if (tokens.size() == 2 && tokens.last().kind == TokenKind::Number)
        text.remove(u' ');
    return underAffinity(text, affinityOf(declaredType));
}

QString canonicalExpression(const QString &sql, const Table &table)
{
    if (!sql.contains(u'"'))
        return canonicalSql(sql);
    QString text;
    for (const Token &token : tokenize(sql)) {
        const QStringView piece = textOf(sql, token);
        const bool literal = token.kind == TokenKind::QuotedName && piece.startsWith(u'"')
            && !isColumn(table, nameIn(sql, token));
        text += literal ? quotedText(nameIn(sql, token)) : piece.toString();
    }
    return canonicalSql(text);
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
