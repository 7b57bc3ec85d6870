// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/foreignnames.h"

#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// The name behind "no such function: " and the like; empty for another error.
QString missing(const Error &error, const QString &what)
{
    const QString start = u"no such %1: "_s.arg(what);
    const qsizetype at = error.driverText.indexOf(start);
    return at < 0 ? QString() : error.driverText.mid(at + start.size()).trimmed();
}

bool isName(const QString &sql, const Token &token, const QString &name)
{
    return (token.kind == TokenKind::Word || token.kind == TokenKind::QuotedName)
        && sameName(nameIn(sql, token), name);
}

QString withoutCollation(QString sql, const QString &name)
{
    const QList<Token> tokens = significantTokens(sql);
    for (qsizetype i = tokens.size() - 1; i > 0; --i) {
        const Token &collate = tokens[i - 1];
        if (isName(sql, tokens[i], name) && isWord(sql, collate, u"COLLATE"))
            sql.remove(collate.start, tokens[i].start + tokens[i].length - collate.start);
    }
    return sql;
}

/// An index takes the collations of its columns: each part is given one of its own.
QString withPlainKeys(QString sql)
{
    const QList<Token> tokens = significantTokens(sql);
    const auto is = [&](qsizetype i, QStringView text) { return textOf(sql, tokens[i]) == text; };
    QList<qsizetype> last; // tokens behind which only the order of a part stands
    bool collated = false;
    int depth = 0;
    for (qsizetype i = 1; i < tokens.size(); ++i) {
        const bool isEnd = depth == 1 && (is(i, u",") || is(i, u")"));
        const bool ordered
            = isWord(sql, tokens[i - 1], u"ASC") || isWord(sql, tokens[i - 1], u"DESC");
        if (isEnd && !collated)
            last.append(i - (ordered ? 2 : 1));
        if (isEnd && is(i, u")"))
            break;
        collated = !isEnd && (collated || (depth == 1 && isWord(sql, tokens[i], u"COLLATE")));
        depth += is(i, u"(") ? 1 : is(i, u")") ? -1 : 0;
    }
    for (auto it = last.crbegin(); it != last.crend(); ++it)
        sql.insert(tokens[*it].start + tokens[*it].length, u" COLLATE BINARY"_s);
    return sql;
}

/// char() takes any number of arguments and gives the same for the same; an operator such as REGEXP
/// has two sides.
QString withoutFunction(QString sql, const QString &name)
{
    const QList<Token> tokens = significantTokens(sql);
    for (qsizetype i = tokens.size() - 1; i > 0; --i) {
        if (!isName(sql, tokens[i], name))
            continue;
        const bool isCall = i + 1 < tokens.size() && textOf(sql, tokens[i + 1]) == u"(";
        sql.replace(tokens[i].start, tokens[i].length, isCall ? u"char"_s : u"||"_s);
    }
    return sql;
}

/// What is left out comes back with the text.
QString withoutCondition(const QString &sql)
{
    for (const Token &token : significantTokens(sql)) {
        if (isWord(sql, token, u"WHERE"))
            return sql.left(token.start);
    }
    return sql;
}

QString withoutCollationOf(const QString &sql, const QString &name)
{
    const QString plain = withoutCollation(sql, name);
    const QList<Token> tokens = significantTokens(sql);
    const bool isTable = tokens.size() > 1 && isWord(sql, tokens[1], u"TABLE");
    if (plain != sql || isTable)
        return plain;
    const QString keyed = withPlainKeys(sql);
    return keyed == sql ? withoutCondition(sql) : keyed;
}

QString withoutMissing(const QString &sql, const Error &error)
{
    if (const QString name = missing(error, u"collation sequence"_s); !name.isEmpty())
        return withoutCollationOf(sql, name);
    const QString name = missing(error, u"function"_s);
    return name.isEmpty() ? sql : withoutFunction(sql, name);
}

Result<> giveText(Executor &scratch, const QString &text)
{
    const QStringList statements {u"PRAGMA writable_schema = ON"_s,
        u"UPDATE sqlite_master SET sql = %1 WHERE rowid = (SELECT max(rowid) FROM sqlite_master WHERE sql IS NOT NULL)"_s
            .arg(quotedText(text)),
        u"PRAGMA writable_schema = RESET"_s};
    for (const QString &statement : statements) {
        if (const auto done = scratch.executeOnCatalogue(statement); !done)
            return fail(done.error());
    }
    return {};
}

} // namespace

Result<> createAsStored(Executor &scratch, const QString &statement)
{
    QString sql = statement;
    for (;;) {
        const Result<qint64> done = scratch.execute(sql);
        if (done)
            return sql == statement ? Result<>() : giveText(scratch, statement);
        const QString next = withoutMissing(sql, done.error());
        if (next == sql)
            return fail(done.error());
        sql = next;
    }
}

} // namespace joinery::sqlite
