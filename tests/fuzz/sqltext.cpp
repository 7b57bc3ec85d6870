// SPDX-License-Identifier: MPL-2.0
// Any bytes as SQL: tokens cover the text, statements lie in it with nothing but gaps between them,
// and a text in canonical form stays as it is.
#include "fuzz/require.h"
#include "joinery/sql/splitter.h"
#include "joinery/sql/statementkind.h"
#include "joinery/sql/tokenizer.h"

using joinery::fuzz::require;

namespace {

void tokensCoverTheText(const QString &sql)
{
    qsizetype end = 0;
    for (const joinery::Token &token : joinery::tokenize(sql)) {
        require(token.start == end && token.length > 0);
        end = token.end();
    }
    require(end == sql.size());
}

/// Only semicolons, blanks and comments may lie between statements.
bool isGap(QStringView text)
{
    const QList<joinery::Token> tokens = joinery::significantTokens(text);
    return std::all_of(tokens.begin(), tokens.end(),
        [&](const joinery::Token &token) { return joinery::textOf(text, token) == u";"; });
}

void statementsLieInTheText(const QString &sql)
{
    qsizetype end = 0;
    for (const joinery::SqlStatement &statement : joinery::splitStatements(sql)) {
        require(sql.mid(statement.start, statement.text.size()) == statement.text);
        require(statement.start >= end && !isGap(statement.text));
        require(isGap(QStringView(sql).mid(end, statement.start - end)));
        end = statement.start + statement.text.size();
        (void)joinery::statementFacts(statement.text);
    }
    require(isGap(QStringView(sql).mid(end)));
}

/// Of a text that is no SQL nothing is promised.
void canonicalTextStays(const QString &sql)
{
    const QList<joinery::Token> tokens = joinery::tokenize(sql);
    if (std::any_of(tokens.begin(), tokens.end(),
            [](const auto &token) { return token.kind == joinery::TokenKind::Invalid; }))
        return;
    const QString canonical = joinery::canonicalSql(sql);
    require(joinery::canonicalSql(canonical) == canonical);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString sql = QString::fromUtf8(joinery::fuzz::bytesOf(data, size));
    tokensCoverTheText(sql);
    statementsLieInTheText(sql);
    canonicalTextStays(sql);
    return 0;
}
