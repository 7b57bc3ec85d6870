// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/codestyles.h"

#include "joinery/sql/keywords.h"
#include "joinery/sql/tokenizer.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

void append(QList<CodeRun> &runs, qsizetype length, CodeStyle style)
{
    if (length <= 0)
        return;
    if (!runs.isEmpty() && runs.last().style == style)
        runs.last().length += length;
    else
        runs.append({length, style});
}

/// An unterminated token gets the colour of what it would be: one is typing it.
CodeStyle styleOfInvalid(QStringView text)
{
    if (text.startsWith(u'\''))
        return CodeStyle::String;
    if (text.startsWith(u"/*"))
        return CodeStyle::Comment;
    if (text.startsWith(u'"') || text.startsWith(u'`') || text.startsWith(u'['))
        return CodeStyle::Name;
    return CodeStyle::Invalid;
}

CodeStyle styleOfToken(QStringView sql, const Token &token, bool afterDot)
{
    const QStringView text = textOf(sql, token);
    switch (token.kind) {
    case TokenKind::Word:
        return !afterDot && keywordKind(text) != KeywordKind::None ? CodeStyle::Keyword
                                                                   : CodeStyle::Plain;
    case TokenKind::QuotedName:
    case TokenKind::Variable:
        return CodeStyle::Name;
    case TokenKind::String:
    case TokenKind::Blob:
        return CodeStyle::String;
    case TokenKind::Number:
        return CodeStyle::Number;
    case TokenKind::Comment:
        return CodeStyle::Comment;
    case TokenKind::Invalid:
        return styleOfInvalid(text);
    case TokenKind::Operator:
    case TokenKind::Space:
        break;
    }
    return CodeStyle::Plain;
}

QList<CodeRun> sqlRuns(QStringView sql)
{
    QList<CodeRun> runs;
    const QList<Token> tokens = tokenize(sql);
    bool afterDot = false;
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const Token &token = tokens[i];
        CodeStyle style = styleOfToken(sql, token, afterDot);
        const bool isCall = style == CodeStyle::Plain && token.kind == TokenKind::Word
            && i + 1 < tokens.size() && textOf(sql, tokens[i + 1]) == u"(";
        if (isCall)
            style = CodeStyle::Name;
        append(runs, token.length, style);
        afterDot = textOf(sql, token) == u"." || (afterDot && token.kind == TokenKind::Space);
    }
    return runs;
}

/// Where a comment begins in a line of YAML; its length when there is none.
qsizetype yamlCommentIn(QStringView line)
{
    QChar quote;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (!quote.isNull()) {
            if (c == quote)
                quote = {};
        } else if (c == u'"' || c == u'\'') {
            quote = c;
        } else if (c == u'#' && (i == 0 || line[i - 1].isSpace())) {
            return i;
        }
    }
    return line.size();
}

void appendYamlContent(QList<CodeRun> &runs, const QString &content)
{
    static const QRegularExpression parts(
        uR"((?<string>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?<key>[\w.$-]+)(?=:(?:\s|$))|(?<![\w.-])(?<number>-?\d+(?:\.\d+)?|true|false|null|~)(?![\w.:-]))"_s);
    qsizetype at = 0;
    auto matches = parts.globalMatch(content);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        append(runs, match.capturedStart() - at, CodeStyle::Plain);
        const CodeStyle style = match.hasCaptured(u"string"_s) ? CodeStyle::String
            : match.hasCaptured(u"key"_s)                      ? CodeStyle::Keyword
                                                               : CodeStyle::Number;
        append(runs, match.capturedLength(), style);
        at = match.capturedEnd();
    }
    append(runs, content.size() - at, CodeStyle::Plain);
}

QList<CodeRun> yamlRuns(QStringView text)
{
    QList<CodeRun> runs;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype newline = text.indexOf(u'\n', at);
        const qsizetype end = newline < 0 ? text.size() : newline;
        const QStringView line = text.mid(at, end - at);
        const qsizetype comment = yamlCommentIn(line);
        appendYamlContent(runs, line.left(comment).toString());
        append(runs, line.size() - comment, CodeStyle::Comment);
        at = newline < 0 ? text.size() : newline + 1;
        append(runs, at - end, CodeStyle::Plain);
    }
    return runs;
}

} // namespace

QList<CodeRun> codeRuns(CodeLanguage language, QStringView text)
{
    switch (language) {
    case CodeLanguage::Sql:
        return sqlRuns(text);
    case CodeLanguage::Yaml:
        return yamlRuns(text);
    case CodeLanguage::Plain:
        break;
    }
    QList<CodeRun> runs;
    append(runs, text.size(), CodeStyle::Plain);
    return runs;
}

} // namespace joinery
