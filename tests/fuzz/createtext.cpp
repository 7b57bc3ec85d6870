// SPDX-License-Identifier: MPL-2.0
// Any bytes as a CREATE statement. The parsers give a value or an Error; and what SQLite itself
// takes is reflected, and created again from that it is the same.
#include "fuzz/require.h"
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/dialect.h"
#include "joinery/migration/trial.h"
#include "joinery/sql/splitter.h"
#include "joinery/sql/tokenizer.h"

#include <QElapsedTimer>

using namespace joinery;
using namespace Qt::StringLiterals;
using fuzz::require;

namespace {

struct Setting
{
    ConnectionProvider provider;
    sqlite::SqliteDialect dialect {provider};
};

const Setting &setting()
{
    static const Setting only;
    return only;
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

/// One CREATE of a kind that has no rows to compute and no files to open.
bool isWorthTrying(const QString &sql)
{
    const QList<Token> tokens = significantTokens(sql);
    if (tokens.size() < 4 || !isWord(sql, tokens.first(), u"create") || sql.contains(QChar(0)))
        return false;
    const auto has = [&](QStringView word) {
        return std::any_of(tokens.begin(), tokens.end(),
            [&](const Token &token) { return isWord(sql, token, word); });
    };
    return splitStatements(sql).size() == 1 && !has(u"virtual") && !has(u"select") && !has(u"temp")
        && !has(u"temporary");
}

std::unique_ptr<Executor> scratch()
{
    auto opened = setting().provider.scratch(u"sqlite"_s);
    require(opened.has_value());
    return *std::move(opened);
}

void createdAgainItIsTheSame(const QString &sql)
{
    const std::unique_ptr<Executor> first = scratch();
    require(
        first->executeScript(u"CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c)"_s).has_value());
    if (!first->execute(sql))
        return;
    const Result<MetaData> reflected = setting().dialect.inspector().reflect(*first);
    require(reflected.has_value());
    const std::unique_ptr<Executor> second = scratch();
    require(createAll(*second, *reflected, setting().dialect).has_value());
    const Result<MetaData> again = setting().dialect.inspector().reflect(*second);
    require(again && *again == *reflected);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString sql = QString::fromUtf8(fuzz::bytesOf(data, size));
    parse(sql);
    if (isWorthTrying(sql))
        createdAgainItIsTheSame(sql);
    return 0;
}
