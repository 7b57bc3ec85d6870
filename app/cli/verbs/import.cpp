// SPDX-License-Identifier: MPL-2.0
#include "app/cli/transferring.h"
#include "app/cli/verbs/verb.h"
#include "joinery/data/importer.h"
#include "joinery/migration/versiontable.h"
#include "joinery/sql/names.h"

#include <QFile>
#include <QJsonArray>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

struct Arguments
{
    std::string location {};
    std::string table {};
    std::string file {};
    std::string delimiter {};
    std::string quote {};
    std::string encoding {};
    std::string null {};
    std::string empty = "null";
    std::string onError = "stop";
    std::string onConflict = "fail";
    std::string rejects {};
    std::string blobs = "hex";
    std::vector<std::string> maps {};
    std::vector<std::string> key {};
    std::optional<bool> header {};
    bool create = false;
    bool trim = false;
    bool lenient = false;
    bool shortRows = false;
    bool decimalComma = false;
};

/// The file, what its beginning says of it, and what the command line says against that.
struct Source
{
    QFile file {};
    CsvFormat format {};
    QList<CsvColumn> fields {};
};

Result<> overrideFormat(CsvFormat &format, const Arguments &arguments)
{
    const auto set = [](char &to, const std::string &text, const QString &option) -> Result<> {
        if (text.empty())
            return {};
        return separatorArgument(text, option).map([&](char c) { to = c; });
    };
    if (!arguments.encoding.empty()) {
        const auto encoding = encodingOf(fromArgument(arguments.encoding));
        if (!encoding)
            return fail(ErrorCode::Usage,
                u"unknown encoding \"%1\""_s.arg(fromArgument(arguments.encoding)),
                u"one of UTF-8, UTF-16LE, UTF-16BE, Windows-1252, Latin-1"_s);
        format.encoding = *encoding;
    }
    if (arguments.quote == "none")
        format.quote = 0;
    else if (const Result<> done = set(format.quote, arguments.quote, u"--quote"_s); !done)
        return done;
    format.header = arguments.header.value_or(format.header);
    format.decimalComma = format.decimalComma || arguments.decimalComma;
    return set(format.delimiter, arguments.delimiter, u"--delimiter"_s);
}

Result<> openSource(Source &source, const Arguments &arguments)
{
    const QString name = fromArgument(arguments.file);
    source.file.setFileName(name);
    const bool opened = isStandardStream(arguments.file)
        ? source.file.open(stdin, QIODevice::ReadOnly)
        : source.file.open(QIODevice::ReadOnly);
    if (!opened)
        return fail(source.file.exists() ? ErrorCode::Io : ErrorCode::NotFound,
            u"cannot read \"%1\": %2"_s.arg(name, source.file.errorString()));
    const QByteArray sample = source.file.peek(csvSampleBytes);
    Result<CsvFormat> format = sniffFormat(sample);
    if (!format && arguments.encoding.empty())
        return failIn(name, format.error());
    source.format = format.value_or(CsvFormat());
    if (const Result<> done = overrideFormat(source.format, arguments); !done)
        return done;
    const Result<QList<CsvColumn>> fields = sniffColumns(sample, source.format);
    if (!fields)
        return failIn(name, fields.error());
    source.fields = *fields;
    return {};
}

/// The field that is meant: its name in the header, or its number from 1.
Result<qsizetype> fieldIndex(const QList<CsvColumn> &fields, const QString &name)
{
    for (qsizetype i = 0; i < fields.size(); ++i) {
        if (sameAscii(fields[i].name, name))
            return i;
    }
    bool isNumber = false;
    const qsizetype number = name.toLongLong(&isNumber);
    if (isNumber && number >= 1 && number <= fields.size())
        return number - 1;
    return fail(ErrorCode::Usage, u"the file has no column \"%1\""_s.arg(name));
}

Result<QList<ImportColumn>> mapping(
    const Arguments &arguments, const Source &source, const Table &table)
{
    if (arguments.maps.empty())
        return mapColumns(source.fields, table, source.format.header);
    QList<ImportColumn> columns;
    for (const std::string &argument : arguments.maps) {
        const QString text = fromArgument(argument);
        const qsizetype sign = text.lastIndexOf(u'=');
        if (sign <= 0)
            return fail(
                ErrorCode::Usage, u"--map takes file_column=table_column, not \"%1\""_s.arg(text));
        const Result<qsizetype> field = fieldIndex(source.fields, text.left(sign));
        if (!field)
            return fail(field.error());
        columns.append({text.mid(sign + 1), *field});
    }
    return columns;
}

Result<ImportOptions> importOptions(
    const Arguments &arguments, const Source &source, const Table &table, const Dialect &dialect)
{
    const Result<QList<ImportColumn>> columns = mapping(arguments, source, table);
    if (!columns)
        return fail(columns.error());
    ImportOptions options {.format = source.format, .columns = *columns};
    options.cells = {.emptyFields = arguments.empty == "text" ? EmptyFields::NoneAreNull
            : arguments.empty == "all-null"                   ? EmptyFields::AllAreNull
                                                              : EmptyFields::UnquotedAreNull,
        .nullText = fromArgument(arguments.null),
        .trim = arguments.trim,
        .strict = !arguments.lenient,
        .blobs = arguments.blobs == "base64" ? BlobText::Base64 : BlobText::Hex};
    options.shortRows = arguments.shortRows;
    options.onBadRow = arguments.onError == "skip" ? OnBadRow::Skip : OnBadRow::Stop;
    options.rejectsFile = fromArgument(arguments.rejects);
    options.onConflict = arguments.onConflict == "ignore" ? OnConflict::Ignore
        : arguments.onConflict == "replace"               ? OnConflict::Replace
                                                          : OnConflict::Fail;
    for (const std::string &column : arguments.key)
        options.key.append(fromArgument(column));
    if (options.key.isEmpty())
        options.key = keyOf(dialect, table);
    options.createTable = arguments.create;
    return options;
}

/// A database with a history gets its tables from revisions alone.
Result<> checkMayCreate(const TransferDatabase &database, const QString &name)
{
    const Result<bool> history
        = database.dialect->inspector().hasTable(*database.live, VersionTable::tableName());
    if (!history)
        return fail(history.error());
    if (*history)
        return fail(ErrorCode::Refused,
            u"this database has a history, so a table comes from a revision"_s,
            u"add models/%1.yaml, then run `joinery db makemigrations` and `joinery db migrate`, and import without --create"_s
                .arg(name));
    return {};
}

Result<Table> targetTable(
    const TransferDatabase &database, const Arguments &arguments, const Source &source)
{
    const QString name = fromArgument(arguments.table);
    if (arguments.create)
        return checkMayCreate(database, name).map([&] { return tableFor(name, source.fields); });
    const Result<QString> found = findRelation(database.schema, name, false);
    if (!found) {
        Error error = found.error();
        if (error.hint.isEmpty())
            error.hint = u"--create makes it"_s;
        return fail(error);
    }
    const auto table = database.schema.tables.constFind(*found);
    if (table == database.schema.tables.cend())
        return fail(ErrorCode::Unsupported, u"\"%1\" is a virtual table"_s.arg(*found));
    return *table;
}

QJsonObject toJson(const ImportReport &report)
{
    QJsonArray rows;
    for (const BadRow &row : report.badRows)
        rows.append(
            QJsonObject {{u"line"_s, row.line}, {u"text"_s, row.text}, {u"reason"_s, row.reason}});
    return {{u"status"_s, u"ok"_s}, {u"read"_s, report.read}, {u"written"_s, report.written},
        {u"ignored"_s, report.ignored}, {u"bad"_s, report.bad}, {u"bad_rows"_s, rows}};
}

void print(const Cli &cli, const ImportReport &report, const QString &table)
{
    constexpr qsizetype shown = 10;
    for (const BadRow &row : report.badRows.first(std::min(shown, report.badRows.size())))
        cli.terminal.warn(u"line %1: %2"_s.arg(row.line).arg(row.reason));
    if (report.bad > shown)
        cli.terminal.warn(u"… and %1 more"_s.arg(report.bad - shown));
    QString sentence = u"%1 rows imported into %2"_s.arg(report.written).arg(table);
    if (report.ignored > 0)
        sentence += u", %1 were there already"_s.arg(report.ignored);
    if (report.bad > 0)
        sentence += u", %1 skipped"_s.arg(report.bad);
    cli.terminal.say(sentence);
}

int runImport(Cli &cli, const Arguments &arguments)
{
    if (const Result<> checked = checkIsNotTheDatabase(arguments.location, arguments.file);
        !checked)
        return cli.fail(checked.error());
    Source source;
    if (const Result<> opened = openSource(source, arguments); !opened)
        return cli.fail(opened.error());
    const Result<TransferDatabase> database
        = openForTransfer(cli, arguments.location, Access::Change);
    if (!database)
        return cli.fail(database.error());
    const Result<Table> table = targetTable(*database, arguments, source);
    if (!table)
        return cli.fail(table.error());
    const Result<ImportOptions> options
        = importOptions(arguments, source, *table, *database->dialect);
    if (!options)
        return cli.fail(options.error());
    ImportReport report;
    const Result<> done = importCsv(*database->live, *database->dialect, *table, source.file,
        *options, report, transferProgress(cli, u"importing"_s));
    if (!done)
        return cli.fail(done.error());
    return cli.finish(toJson(report), [&] { print(cli, report, table->name); });
}

void addFormatOptions(CLI::App &verb, Arguments &arguments)
{
    verb.add_option("--delimiter", arguments.delimiter,
        "What stands between fields: a character, or tab; else guessed");
    verb.add_option("--quote", arguments.quote,
        "What stands around fields: a character, or none; else guessed");
    verb.add_option("--encoding", arguments.encoding,
        "UTF-8, UTF-16LE, UTF-16BE, Windows-1252 or Latin-1; else guessed");
    verb.add_flag_callback(
        "--header", [&] { arguments.header = true; },
        "The first record names the columns; else guessed");
    verb.add_flag_callback(
        "--no-header", [&] { arguments.header = false; }, "It does not");
    verb.add_flag("--decimal-comma", arguments.decimalComma, "1,5 is a number");
    verb.add_option("--null", arguments.null, "The unquoted text that stands for NULL");
    verb.add_option(
            "--empty", arguments.empty, "Empty fields: null (but \"\" is a text), all-null or text")
        ->check(CLI::IsMember({"null", "all-null", "text"}));
    verb.add_option("--blobs", arguments.blobs, "hex or base64")
        ->check(CLI::IsMember({"hex", "base64"}));
    verb.add_flag("--trim", arguments.trim, "Drop blanks at the ends of unquoted fields");
    verb.add_flag(
        "--short-rows", arguments.shortRows, "Fields missing at the end of a row are empty");
}

} // namespace

void addImport(CLI::App &parent, Cli &cli)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb
        = parent.add_subcommand("import", "Put the rows of a CSV file into a table, all or none");
    verb->add_option("URL", arguments->location, "A URL or a database file")->required();
    verb->add_option("TABLE", arguments->table, "The table")->required();
    verb->add_option("FILE", arguments->file, "The file; - is standard input")->required();
    addFormatOptions(*verb, *arguments);
    verb->add_option("--map", arguments->maps,
            "file_column=table_column; a column of the file by name or number")
        ->allow_extra_args(false);
    verb->add_flag(
        "--create", arguments->create, "Make the table, its types guessed from the file");
    verb->add_flag(
        "--lenient", arguments->lenient, "Take values that do not fit their column's type as text");
    verb->add_option("--on-error", arguments->onError, "A row that does not fit: stop or skip")
        ->check(CLI::IsMember({"stop", "skip"}));
    verb->add_option(
        "--rejects", arguments->rejects, "Where skipped rows are written, with line and reason");
    verb->add_option(
            "--on-conflict", arguments->onConflict, "A key that is there: fail, ignore or replace")
        ->check(CLI::IsMember({"fail", "ignore", "replace"}));
    verb->add_option("--key", arguments->key, "The columns of that key, if not the primary key's")
        ->delimiter(',')
        ->allow_extra_args(false);
    verb->callback([&cli, arguments] {
        cli.action = [&cli, arguments] { return runImport(cli, *arguments); };
    });
}

} // namespace joinery::cli
