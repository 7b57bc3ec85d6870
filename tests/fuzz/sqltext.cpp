// SPDX-License-Identifier: MPL-2.0
// Any bytes as SQL: tokens cover the text, statements lie in it, parsers give a value or an Error.
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/sql/splitter.h"
#include "joinery/sql/tokenizer.h"

#include <cstdint>
#include <cstdlib>

namespace {

void require(bool fact)
{
    if (!fact) {
        std::abort();
    }
}

void tokensCoverTheText(const QString &sql)
{
    qsizetype end = 0;
    for (const joinery::Token &token : joinery::tokenize(sql)) {
        require(token.start == end && token.length > 0);
        end = token.end();
    }
    require(end == sql.size());
}

void statementsLieInTheText(const QString &sql)
{
    for (const joinery::SqlStatement &statement : joinery::splitStatements(sql)) {
        require(sql.mid(statement.start, statement.text.size()) == statement.text);
    }
}

void parse(const QString &sql)
{
    using namespace joinery::sqlite;
    if (const auto parsed = parseCreateTable(sql)) {
        require(parsed->columnSpans.size() == parsed->table.columns.size() || parsed->createdAs);
        require(parsed->constraintSpans.size() == parsed->constraints.size());
    }
    (void)parseCreateIndex(sql);
    (void)parseCreateView(sql);
    (void)parseCreateTrigger(sql);
    (void)parseCreateVirtualTable(sql);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString sql
        = QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    tokensCoverTheText(sql);
    statementsLieInTheText(sql);
    (void)joinery::canonicalSql(sql);
    parse(sql);
    return 0;
}
