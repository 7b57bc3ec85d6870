// SPDX-License-Identifier: MPL-2.0
// inspect, diff: looking at schemas. Neither changes anything.
#include "app/cli/sides.h"
#include "app/cli/verbs/verb.h"
#include "joinery/compare/compare.h"
#include "joinery/migration/autogenerate.h"
#include "joinery/operations/describe.h"
#include "joinery/serialization/json.h"
#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/revisionfile.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

struct DiffArguments
{
    std::string from {};
    std::string to {};
    std::string format = "text";
    std::string dialect {};
    std::vector<std::string> renames {};
    bool columnOrder = false;
};

QStringList compiledStatements(const MetaData &metaData, const Dialect &dialect)
{
    QStringList statements;
    QStringList last;
    for (const SchemaObject &object : objects(metaData)) {
        for (const QString &statement : dialect.ddl().createStatements(object)) {
            const bool isTrigger = statement.startsWith(u"CREATE TRIGGER"_s, Qt::CaseInsensitive);
            (isTrigger ? last : statements).append(statement);
        }
    }
    return statements + last;
}

/// A comment to the end of the line would swallow the semicolon.
bool endsInLineComment(const QString &sql)
{
    const QList<Token> tokens = tokenize(sql);
    return !tokens.isEmpty() && tokens.last().kind == TokenKind::Comment
        && textOf(sql, tokens.last()).startsWith(u"--");
}

QString scriptOf(const QStringList &statements)
{
    QString sql;
    for (const QString &statement : statements)
        sql += statement + (endsInLineComment(statement) ? u"\n;\n"_s : u";\n"_s);
    return sql;
}

QString schemaYaml(const MetaData &metaData)
{
    QStringList documents;
    for (const SchemaObject &object : objects(metaData))
        documents.append(QString::fromUtf8(writeModel(object)));
    return documents.join(u"---\n"_s);
}

QJsonObject schemaJson(const MetaData &metaData)
{
    QJsonArray array;
    for (const SchemaObject &object : objects(metaData))
        array.append(yamlToJson(writeModel(object)));
    return {{u"status"_s, u"ok"_s}, {u"objects"_s, array}};
}

int runInspect(Cli &cli, const std::string &location, const std::string &format)
{
    const Result<Side> side = loadSide(cli, fromArgument(location));
    if (!side)
        return cli.fail(side.error());
    if (format == "json" || cli.options.json) {
        cli.terminal.put(schemaJson(side->metaData));
    } else if (format == "sql") {
        const Result<const Dialect *> dialect = side->dialect
            ? Result<const Dialect *>(side->dialect)
            : cli.registry().find(u"sqlite"_s);
        if (!dialect)
            return cli.fail(dialect.error());
        cli.terminal.put(
            scriptOf(side->statements.isEmpty() ? compiledStatements(side->metaData, **dialect)
                                                : side->statements));
    } else {
        cli.terminal.put(schemaYaml(side->metaData));
    }
    return exitstatus::done;
}

Result<const Dialect *> dialectOf(
    const Cli &cli, const DiffArguments &arguments, const Side &from, const Side &to)
{
    if (!arguments.dialect.empty())
        return cli.registry().find(fromArgument(arguments.dialect));
    if (from.dialect || to.dialect)
        return from.dialect ? from.dialect : to.dialect;
    const Result<ProjectContext> context = cli.context();
    return context ? Result<const Dialect *>(context->dialect) : cli.registry().find(u"sqlite"_s);
}

Result<CompareOptions> compareOptions(const DiffArguments &arguments)
{
    CompareOptions options {.columnOrder = arguments.columnOrder};
    for (const std::string &text : arguments.renames) {
        const Result<Rename> rename = parseRename(fromArgument(text));
        if (!rename)
            return fail(rename.error());
        options.renames.append(*rename);
    }
    return options;
}

QJsonArray candidatesJson(const QList<RenameCandidate> &candidates)
{
    QJsonArray array;
    for (const RenameCandidate &candidate : candidates)
        array.append(
            QJsonObject {{u"table"_s, candidate.rename.table}, {u"from"_s, candidate.rename.from},
                {u"to"_s, candidate.rename.to}, {u"score"_s, candidate.score},
                {u"reasons"_s, QJsonArray::fromStringList(candidate.reasons)}});
    return array;
}

Result<> printDifference(const Cli &cli, const Difference &difference, const MetaData &from,
    const Dialect &dialect, const std::string &format)
{
    if (format == "yaml") {
        cli.terminal.put(writeOperations(difference.operations));
        return {};
    }
    if (format == "sql") {
        const Result<Plan> plan = dialect.ddl().compile(from, difference.operations);
        if (!plan)
            return fail(plan.error());
        cli.terminal.put(toScript(*plan));
        return {};
    }
    for (const Operation &operation : difference.operations)
        cli.terminal.put(describe(operation) + u'\n');
    for (const RenameCandidate &candidate : difference.candidates) {
        const Rename &rename = candidate.rename;
        cli.terminal.warn(u"perhaps a rename: %1%2 to %3 (score %4: %5)"_s.arg(
            rename.table.isEmpty() ? QString() : rename.table + u'.', rename.from, rename.to,
            QString::number(candidate.score), candidate.reasons.join(u", "_s)));
    }
    return {};
}

int runDiff(Cli &cli, const DiffArguments &arguments)
{
    const Result<Side> from = loadSide(cli, fromArgument(arguments.from));
    if (!from)
        return cli.fail(from.error());
    const Result<Side> to = loadSide(cli, fromArgument(arguments.to));
    if (!to)
        return cli.fail(to.error());
    const Result<const Dialect *> dialect = dialectOf(cli, arguments, *from, *to);
    if (!dialect)
        return cli.fail(dialect.error());
    const Result<CompareOptions> options = compareOptions(arguments);
    if (!options)
        return cli.fail(options.error());
    const Result<Difference> difference = compare(from->metaData, to->metaData,
        (*dialect)->comparePolicy(), (*dialect)->replayPolicy(), *options);
    if (!difference)
        return cli.fail(difference.error());
    const int status = difference->isEmpty() ? exitstatus::done : exitstatus::difference;
    if (cli.options.json || arguments.format == "json") {
        cli.terminal.put(
            QJsonObject {{u"status"_s, difference->isEmpty() ? u"ok"_s : u"difference"_s},
                {u"operations"_s, yamlToJson(writeOperations(difference->operations))},
                {u"candidates"_s, candidatesJson(difference->candidates)}});
        return status;
    }
    if (auto printed
        = printDifference(cli, *difference, from->metaData, **dialect, arguments.format);
        !printed)
        return cli.fail(printed.error());
    return status;
}

} // namespace

void addInspect(CLI::App &parent, Cli &cli)
{
    auto location = std::make_shared<std::string>();
    auto format = std::make_shared<std::string>("yaml");
    CLI::App *verb = parent.add_subcommand("inspect", "Print the schema of a database");
    verb->add_option("URL", *location, "A URL, a file, a models directory or a revision")
        ->required();
    verb->add_option("--format", *format, "yaml, json or sql")
        ->check(CLI::IsMember({"yaml", "json", "sql"}));
    verb->callback([&cli, location, format] {
        cli.terminal.dataOnStdout = true;
        cli.action = [&cli, location, format] { return runInspect(cli, *location, *format); };
    });
}

void addDiff(CLI::App &parent, Cli &cli)
{
    auto arguments = std::make_shared<DiffArguments>();
    CLI::App *verb = parent.add_subcommand(
        "diff", "What differs between two schemas; exit status 3 if anything does");
    verb->add_option("FROM", arguments->from,
            "A URL, a file, a models directory, a revision or a .sql script")
        ->required();
    verb->add_option("TO", arguments->to, "The same")->required();
    verb->add_option("--format", arguments->format, "text, yaml, json or sql")
        ->check(CLI::IsMember({"text", "yaml", "json", "sql"}));
    verb->add_option("--dialect", arguments->dialect, "The dialect to compare for");
    verb->add_option(
            "--rename", arguments->renames, "table.old=new for a column, old=new for a table")
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false);
    verb->add_flag("--column-order", arguments->columnOrder, "Compare the order of columns, too");
    verb->callback([&cli, arguments] {
        cli.terminal.dataOnStdout = true;
        cli.action = [&cli, arguments] { return runDiff(cli, *arguments); };
    });
}

} // namespace joinery::cli
