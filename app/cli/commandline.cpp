// SPDX-License-Identifier: MPL-2.0
#include "app/cli/commandline.h"

#include "app/cli/interrupts.h"
#include "app/cli/verbs.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <cstring>

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

void addGlobalOptions(CLI::App &app, Cli &cli)
{
    GlobalOptions &options = cli.options;
    app.add_option(
        "--project", options.project, "The project's folder (default: this one or one above it)");
    app.add_option("--env", options.environment, "An environment of joinery.yaml");
    app.add_option("--url", options.url, "The database, instead of the project's");
    app.add_flag("--json", options.json, "One JSON document on standard output");
    app.add_flag("--no-input", options.noInput, "Never ask; refuse instead (exit status 4)");
    app.add_flag(
        "--yes", options.yes, "Confirm running; accepts no loss the revision does not accept");
    app.add_flag("-q,--quiet", options.quiet, "Say nothing but errors");
    app.add_flag("-v,--verbose", options.verbose, "Say more");
}

/// CLI11 numbers its usage errors from 100 on; ours are 2.
int usageStatus(const CLI::App &app, const CLI::ParseError &error)
{
    const int code = app.exit(error);
    return code == 0 ? exitstatus::done : exitstatus::usage;
}

bool wantsJson(int argc, char *argv[])
{
    return std::any_of(argv, argv + argc,
        [](const char *argument) { return std::strcmp(argument, "--json") == 0; });
}

QJsonObject usageDocument(const CLI::ParseError &error)
{
    return {{QStringLiteral("status"), QStringLiteral("failed")},
        {QStringLiteral("error"),
            QJsonObject {{QStringLiteral("code"), QStringLiteral("usage")},
                {QStringLiteral("message"), QString::fromLocal8Bit(error.what())}}}};
}

/// What was printed must have arrived: an export to a full disk is no success.
int flushed(int status)
{
    if (std::fflush(stdout) == 0 && !std::ferror(stdout))
        return status;
    std::fputs("Error: the output could not be written (is the disk full?)\n", stderr);
    return status == exitstatus::done ? exitstatus::failed : status;
}

std::string versionText(const Program &program)
{
    const QString own = u"joinery " JOINERY_VERSION ""_s;
    return (program.models ? u"%1 (%2)"_s.arg(program.name, own) : own).toStdString();
}

int run(int argc, char *argv[], const Program &program)
{
    Cli cli(program);
    CLI::App app(
        "Change a database schema the way good teams change code.", program.name.toStdString());
    cli.app = &app;
    app.set_version_flag("--version", versionText(program));
    app.fallthrough();
    app.require_subcommand(1);
    addGlobalOptions(app, cli);
    addVerbs(app, cli);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        const int status = usageStatus(app, error);
        if (status != exitstatus::done && wantsJson(argc, argv))
            cli.terminal.put(usageDocument(error));
        return status;
    }
    cli.terminal.quiet = cli.options.quiet;
    cli.terminal.dataOnStdout = cli.terminal.dataOnStdout || cli.options.json;
    return cli.action ? cli.action() : exitstatus::usage;
}

} // namespace

int runCommandLine(int argc, char *argv[], const Program &program)
{
    outliveFileSizeLimits();
    std::unique_ptr<QCoreApplication> application;
    if (!QCoreApplication::instance())
        application = std::make_unique<QCoreApplication>(argc, argv);
    return flushed(run(argc, argv, program));
}

} // namespace joinery::cli
