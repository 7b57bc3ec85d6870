// SPDX-License-Identifier: MPL-2.0
#include "app/cli/transferring.h"
#include "app/cli/verbs/verb.h"
#include "joinery/data/exporter.h"

#include <QFile>
#include <QFileInfo>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

struct Arguments
{
    std::string location {};
    std::vector<std::string> rest {}; ///< TABLE and FILE; FILE alone with a query
    std::string query {};
    std::string format {};
    std::string delimiter {};
    std::string null {};
    std::string blobs = "hex";
    bool header = true;
    bool create = false;
    bool byteOrderMark = false;

    const std::string &file() const { return rest.back(); }
    QString table() const { return rest.size() > 1 ? fromArgument(rest.front()) : QString(); }
};

Result<> checkArguments(const Cli &cli, const Arguments &arguments)
{
    const auto usage = [](const QString &message) { return fail(ErrorCode::Usage, message); };
    if (arguments.query.empty() && arguments.rest.size() != 2)
        return usage(u"give a table and a file, or --query and a file"_s);
    if (!arguments.query.empty() && arguments.rest.size() != 1 && arguments.format != "sql")
        return usage(u"give a table or --query, not both"_s);
    if (isStandardStream(arguments.file()) && cli.options.json)
        return usage(u"the rows and the document of --json cannot both go to standard output"_s);
    return checkIsNotTheDatabase(arguments.location, arguments.file());
}

/// --format, or what the file's name ends in.
std::string formatOf(const Arguments &arguments)
{
    if (!arguments.format.empty())
        return arguments.format;
    const std::string suffix
        = QFileInfo(fromArgument(arguments.file())).suffix().toLower().toStdString();
    return suffix == "tsv" || suffix == "json" || suffix == "sql" ? suffix : "csv";
}

Result<ExportOptions> exportOptions(const Arguments &arguments)
{
    const std::string format = formatOf(arguments);
    ExportOptions options;
    if (format == "json")
        options.format = ExportFormat::Json;
    else if (format == "sql")
        options.format = ExportFormat::Sql;
    options.csv.delimiter = format == "tsv" ? '\t' : ',';
    if (!arguments.delimiter.empty()) {
        const Result<char> delimiter = separatorArgument(arguments.delimiter, u"--delimiter"_s);
        if (!delimiter)
            return fail(delimiter.error());
        options.csv.delimiter = *delimiter;
    }
    options.csv.nullText = fromArgument(arguments.null);
    options.csv.header = arguments.header;
    options.csv.byteOrderMark = arguments.byteOrderMark;
    options.csv.blobs = arguments.blobs == "base64" ? BlobText::Base64 : BlobText::Hex;
    return options;
}

Result<ExportSource> exportSource(
    const TransferDatabase &database, const Arguments &arguments, ExportFormat format)
{
    if (!arguments.query.empty())
        return ExportSource {.sql = fromArgument(arguments.query), .table = arguments.table()};
    const Result<QString> name = findRelation(database.schema, arguments.table(), true);
    if (!name)
        return fail(name.error());
    const auto table = database.schema.tables.constFind(*name);
    if (table != database.schema.tables.cend())
        return tableSource(*database.dialect, *table, format, arguments.create);
    return ExportSource {
        .sql = u"SELECT * FROM "_s + database.dialect->dml().quote(*name), .table = *name};
}

Result<qint64> writeRows(const Cli &cli, const TransferDatabase &database,
    const ExportSource &source, const ExportOptions &options, const Arguments &arguments)
{
    const TransferProgress progress = transferProgress(cli, u"exporting"_s);
    if (!isStandardStream(arguments.file()))
        return exportToFile(*database.live, *database.dialect, source, options,
            fromArgument(arguments.file()), progress);
    QFile out;
    if (!out.open(stdout, QIODevice::WriteOnly))
        return fail(ErrorCode::Io, u"cannot write to standard output"_s);
    const Result<qint64> rows
        = exportRows(*database.live, *database.dialect, source, options, out, progress);
    if (rows && !out.flush())
        return fail(ErrorCode::Io, u"cannot write to standard output: "_s + out.errorString());
    return rows;
}

int runExport(Cli &cli, const Arguments &arguments)
{
    if (const Result<> checked = checkArguments(cli, arguments); !checked)
        return cli.fail(checked.error());
    const Result<ExportOptions> options = exportOptions(arguments);
    if (!options)
        return cli.fail(options.error());
    const Result<TransferDatabase> database
        = openForTransfer(cli, arguments.location, Access::Look);
    if (!database)
        return cli.fail(database.error());
    const Result<ExportSource> source = exportSource(*database, arguments, options->format);
    if (!source)
        return cli.fail(source.error());
    const Result<qint64> rows = writeRows(cli, *database, *source, *options, arguments);
    if (!rows)
        return cli.fail(rows.error());
    const QString file = fromArgument(arguments.file());
    return cli.finish({{u"status"_s, u"ok"_s}, {u"rows"_s, *rows}, {u"file"_s, file}}, [&] {
        if (!isStandardStream(arguments.file()))
            cli.terminal.say(u"%1 rows exported to %2"_s.arg(*rows).arg(file));
    });
}

} // namespace

void addExport(CLI::App &parent, Cli &cli)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb
        = parent.add_subcommand("export", "Write the rows of a table or query to a file");
    verb->add_option("URL", arguments->location, "A URL or a database file")->required();
    verb->add_option(
            "TABLE FILE", arguments->rest, "The table or view, and the file; - is standard output")
        ->required()
        ->expected(1, 2);
    verb->add_option(
        "--query", arguments->query, "Instead of a table: a statement that gives rows");
    verb->add_option("--format", arguments->format,
            "csv, tsv, json or sql; by default as the file is called")
        ->check(CLI::IsMember({"csv", "tsv", "json", "sql"}));
    verb->add_option(
        "--delimiter", arguments->delimiter, "What stands between fields: a character, or tab");
    verb->add_option("--null", arguments->null, "What stands for NULL; by default nothing at all");
    verb->add_option("--blobs", arguments->blobs, "hex or base64")
        ->check(CLI::IsMember({"hex", "base64"}));
    verb->add_flag(
        "--header,!--no-header", arguments->header, "Begin with the names of the columns");
    verb->add_flag(
        "--bom", arguments->byteOrderMark, "Begin with a byte order mark, for spreadsheets");
    verb->add_flag("--create", arguments->create, "With sql: begin with the table itself");
    verb->callback([&cli, arguments] {
        cli.terminal.dataOnStdout = isStandardStream(arguments->rest.back());
        cli.action = [&cli, arguments] { return runExport(cli, *arguments); };
    });
}

} // namespace joinery::cli
