// SPDX-License-Identifier: MPL-2.0
#include "app/cli/verbs/verb.h"
#include "joinery/sql/splitter.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

struct Arguments
{
    std::string location {};
    std::string sql {};
    std::string format = "table";
};

bool hasAnyWord(const QString &sql, const QList<Token> &tokens, const QStringList &words)
{
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token &token) {
        return std::any_of(words.begin(), words.end(),
            [&](const QString &word) { return isWord(sql, token, word); });
    });
}

/// True when the statement only reads, as far as its words tell: a WITH may lead to an INSERT, a
/// PRAGMA may set something.
bool looksReadOnly(const SqlStatement &statement)
{
    const QString &sql = statement.text;
    const QList<Token> tokens = significantTokens(sql);
    if (tokens.isEmpty())
        return true;
    if (isWord(sql, tokens.first(), u"pragma"))
        return !sql.contains(u'=');
    if (isWord(sql, tokens.first(), u"with"))
        return !hasAnyWord(sql, tokens, {u"insert"_s, u"update"_s, u"delete"_s, u"replace"_s});
    return hasAnyWord(sql, {tokens.first()}, {u"select"_s, u"values"_s, u"explain"_s});
}

bool onlyReads(const QList<SqlStatement> &statements)
{
    return std::all_of(statements.begin(), statements.end(), looksReadOnly);
}

void print(const Cli &cli, const RowSet &rows, const std::string &format)
{
    if (rows.columns.isEmpty())
        return;
    if (format == "csv")
        cli.terminal.put(toCsv(rows));
    else
        cli.terminal.put(alignedTable(rows));
}

int runStatements(
    Cli &cli, Executor &live, const QList<SqlStatement> &statements, const std::string &format)
{
    const bool json = format == "json" || cli.options.json;
    QJsonArray results;
    for (const SqlStatement &statement : statements) {
        const Result<RowSet> rows = live.query(statement.text);
        if (!rows)
            return cli.fail(rows.error());
        if (json)
            results.append(toJson(*rows));
        else
            print(cli, *rows, format);
    }
    if (json)
        cli.terminal.put(QJsonObject {{u"status"_s, u"ok"_s},
            {u"rows"_s, results.isEmpty() ? QJsonValue(QJsonArray()) : results.last()},
            {u"results"_s, results}});
    return exitstatus::done;
}

int runQuery(Cli &cli, const Arguments &arguments)
{
    const Result<Url> url = locationArgument(arguments.location);
    if (!url)
        return cli.fail(url.error());
    const QList<SqlStatement> statements = splitStatements(fromArgument(arguments.sql));
    if (statements.isEmpty())
        return cli.fail({.code = ErrorCode::Usage, .message = u"there is no SQL to run"_s});
    auto live = cli.provider().open(
        *url, {.access = onlyReads(statements) ? Access::Look : Access::Change});
    if (!live)
        return cli.fail(live.error());
    const int status = runStatements(cli, **live, statements, arguments.format);
    return status;
}

} // namespace

void addQuery(CLI::App &parent, Cli &cli)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = parent.add_subcommand("query", "Run SQL and print its rows");
    verb->add_option("URL", arguments->location, "A URL or a database file")->required();
    verb->add_option("SQL", arguments->sql, "One or more statements")->required();
    verb->add_option("--format", arguments->format, "table, csv or json")
        ->check(CLI::IsMember({"table", "csv", "json"}));
    verb->callback([&cli, arguments] {
        cli.terminal.dataOnStdout = true;
        cli.action = [&cli, arguments] { return runQuery(cli, *arguments); };
    });
}

} // namespace joinery::cli
