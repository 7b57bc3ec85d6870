// SPDX-License-Identifier: MPL-2.0
#include "app/cli/cli.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

int statusOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Usage:
        return exitstatus::usage;
    case ErrorCode::Refused:
        return exitstatus::refused;
    default:
        return exitstatus::failed;
    }
}

QString codeWord(ErrorCode code)
{
    static const QStringList words {u"failed"_s, u"usage"_s, u"parse"_s, u"not_found"_s,
        u"conflict"_s, u"refused"_s, u"unsupported"_s, u"io"_s, u"not_a_database"_s, u"read_only"_s,
        u"locked"_s, u"violation"_s, u"interrupted"_s};
    return words.value(qsizetype(code), u"failed"_s);
}

} // namespace

Cli::Cli(const Program &ofProgram)
    : program(ofProgram)
{
    terminal.program = program.name;
}

Cli::~Cli() = default;

const DialectRegistry &Cli::registry() const
{
    if (!m_registry)
        m_registry = std::make_unique<DialectRegistry>(m_provider);
    return *m_registry;
}

Result<Project> Cli::project() const
{
    if (!options.project.empty())
        return openProject(fromArgument(options.project));
    return findProject(QDir::currentPath());
}

Result<ProjectContext> Cli::context() const
{
    const Result<Project> found = project();
    if (!found)
        return joinery::fail(found.error());
    Result<ProjectContext> made = makeContext(*found,
        {.url = fromArgument(options.url), .environment = fromArgument(options.environment)},
        m_provider, registry());
    if (made)
        made->compiledModels = program.models;
    return made;
}

Result<> Cli::confirmProtected() const
{
    const QString name = fromArgument(options.environment);
    const Result<Project> found = project();
    if (name.isEmpty() || options.yes || !found
        || !found->file.environments.value(name).isProtected)
        return {};
    if (isInteractive()
        && terminal.ask(u"%1 is protected. Type its name to go on: "_s.arg(name)) == name)
        return {};
    return joinery::fail(ErrorCode::Refused,
        u"the environment \"%1\" is protected; nothing was changed"_s.arg(name),
        u"look at `joinery db migrate --env %1 --dry-run`, then pass --yes"_s.arg(name));
}

bool Cli::isInteractive() const
{
    return !options.noInput && !options.json && terminal.inputIsTerminal()
        && terminal.errorIsTerminal();
}

Error Cli::inOwnWords(Error error) const
{
    error.message = terminal.inOwnWords(error.message);
    error.hint = terminal.inOwnWords(error.hint);
    return error;
}

int Cli::fail(const Error &error) const
{
    terminal.endProgress();
    if (options.json)
        terminal.put(
            QJsonObject {{u"status"_s, u"failed"_s}, {u"error"_s, toJson(inOwnWords(error))}});
    if (!error.hint.isEmpty())
        terminal.warn(u"Error: %1\n%2%3\n  → %4"_s
                          .arg(error.message,
                              error.statement.isEmpty()
                                  ? QString()
                                  : u"  in: %1\n"_s.arg(error.statement.simplified().left(400)),
                              error.driverText.isEmpty() || error.message.contains(error.driverText)
                                  ? QString()
                                  : u"  database: %1\n"_s.arg(error.driverText),
                              error.hint)
                          .replace(u"\n\n"_s, u"\n"_s));
    else
        terminal.warn(u"Error: %1%2"_s.arg(error.message,
            error.statement.isEmpty()
                ? QString()
                : u"\n  in: %1"_s.arg(error.statement.simplified().left(400))));
    return statusOf(error);
}

int Cli::finish(const QJsonObject &document, const std::function<void()> &print, int status) const
{
    terminal.endProgress();
    if (options.json)
        terminal.put(document);
    else
        print();
    return status;
}

Result<Url> locationArgument(const std::string &text)
{
    const Result<Url> url = parseLocation(fromArgument(text));
    return url ? url->resolvedAgainst(QDir::currentPath()) : url;
}

QJsonObject toJson(const Error &error)
{
    return {{u"code"_s, codeWord(error.code)}, {u"message"_s, error.message},
        {u"statement"_s, error.statement}, {u"database"_s, error.driverText},
        {u"hint"_s, error.hint}};
}

QString fromArgument(const std::string &text)
{
    return QString::fromLocal8Bit(text.data(), qsizetype(text.size()));
}

} // namespace joinery::cli
