// SPDX-License-Identifier: MPL-2.0
#include "app/cli/verbs/verb.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

/// Beside this program, else on the PATH.
QString workbenchProgram()
{
    const QString name = u"joinery-workbench"_s;
    const QString beside
        = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

int runOpen(Cli &cli, const std::string &what)
{
    const QString program = workbenchProgram();
    if (program.isEmpty())
        return cli.fail({.code = ErrorCode::NotFound,
            .message = u"the workbench (joinery-workbench) is not installed"_s,
            .hint = u"install it, or work with the other verbs: joinery --help"_s});
    const QStringList arguments = what.empty() ? QStringList() : QStringList {fromArgument(what)};
    if (!QProcess::startDetached(program, arguments, QDir::currentPath()))
        return cli.fail(
            {.code = ErrorCode::Failed, .message = u"%1 could not be started"_s.arg(program)});
    return exitstatus::done;
}

} // namespace

void addOpen(CLI::App &parent, Cli &cli)
{
    auto what = std::make_shared<std::string>();
    CLI::App *verb = parent.add_subcommand("open", "Open the workbench");
    verb->add_option("WHAT", *what, "A project, a database file or a URL");
    verb->callback([&cli, what] { cli.action = [&cli, what] { return runOpen(cli, *what); }; });
}

} // namespace joinery::cli
