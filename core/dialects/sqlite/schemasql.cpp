// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/schemasql.h"

#include "joinery/sql/splitter.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

bool isAnyOf(const QString &sql, const QList<Token> &tokens, qsizetype i,
    std::initializer_list<QStringView> words)
{
    return i < tokens.size() && std::any_of(words.begin(), words.end(), [&](QStringView word) {
        return isWord(sql, tokens[i], word);
    });
}

bool namesSchemaTable(const QString &sql)
{
    return sql.contains(u"sqlite_master"_s, Qt::CaseInsensitive)
        || sql.contains(u"sqlite_schema"_s, Qt::CaseInsensitive);
}

bool changesSchema(const QString &sql)
{
    const QList<Token> tokens = significantTokens(sql);
    if (isAnyOf(sql, tokens, 0, {u"CREATE", u"DROP", u"ALTER"}))
        return true;
    if (isAnyOf(sql, tokens, 0, {u"PRAGMA"})) {
        return isAnyOf(
            sql, tokens, 1, {u"legacy_alter_table", u"foreign_keys", u"writable_schema"});
    }
    return isAnyOf(sql, tokens, 0, {u"INSERT", u"UPDATE", u"DELETE", u"REPLACE", u"WITH"})
        && namesSchemaTable(sql);
}

} // namespace

QStringList schemaStatements(const QString &script)
{
    QStringList statements;
    for (const SqlStatement &statement : splitStatements(script)) {
        if (changesSchema(statement.text))
            statements.append(statement.text);
    }
    // A pragma alone changes nothing.
    const bool all = std::any_of(statements.begin(), statements.end(),
        [](const QString &sql) { return !isAnyOf(sql, significantTokens(sql), 0, {u"PRAGMA"}); });
    return all ? statements : QStringList();
}

} // namespace joinery::sqlite
