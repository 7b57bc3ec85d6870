// SPDX-License-Identifier: MPL-2.0
// generate: models as code.
#include "app/cli/verbs/verb.h"
#include "joinery/generate/cpp.h"
#include "joinery/generate/sqlmodel.h"
#include "joinery/project/modelsource.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

struct Arguments
{
    std::string out = ".";
    std::string nameSpace = "models";
    bool check = false;
};

using Generator = std::function<Result<GeneratedFiles>(const MetaData &, const Arguments &)>;

/// The project's models; where they are compiled into some program, what its revisions lead to.
Result<MetaData> modelsOf(const Cli &cli)
{
    const Result<ProjectContext> context = cli.context();
    if (!context)
        return fail(context.error());
    if (hasModels(*context))
        return projectModels(*context);
    const Result<History> history = loadHistory(*context, nullptr);
    if (!history)
        return fail(history.error());
    return history->replay(history->graph().heads(), context->dialect->replayPolicy());
}

void print(const Terminal &terminal, const GeneratedFiles &generated,
    const GeneratedDifference &difference, const Arguments &arguments)
{
    for (const QString &note : generated.notes)
        terminal.warn(u"Note: "_s + note);
    for (const QString &file : difference.changed)
        terminal.say(
            (arguments.check ? u"%1 is not what the models say"_s : u"Wrote %1"_s).arg(file));
    for (const QString &file : difference.obsolete)
        terminal.say(
            (arguments.check ? u"%1 is for a model that is gone"_s : u"Removed %1"_s).arg(file));
    if (difference.isEmpty())
        terminal.say(u"Every file is what the models say."_s);
}

int run(Cli &cli, const Arguments &arguments, const Generator &generate)
{
    const Result<MetaData> models = modelsOf(cli);
    if (!models)
        return cli.fail(models.error());
    const Result<GeneratedFiles> generated = generate(*models, arguments);
    if (!generated)
        return cli.fail(generated.error());
    const QString folder = QDir::current().absoluteFilePath(fromArgument(arguments.out));
    const Result<GeneratedDifference> difference = arguments.check
        ? compareGenerated(folder, *generated)
        : writeGenerated(folder, *generated);
    if (!difference)
        return cli.fail(difference.error());
    const bool differs = arguments.check && !difference->isEmpty();
    return cli.finish(
        {{u"status"_s, differs ? u"difference"_s : u"ok"_s}, {u"folder"_s, folder},
            {u"changed"_s, QJsonArray::fromStringList(difference->changed)},
            {u"obsolete"_s, QJsonArray::fromStringList(difference->obsolete)},
            {u"notes"_s, QJsonArray::fromStringList(generated->notes)}},
        [&] { print(cli.terminal, *generated, *difference, arguments); },
        differs ? exitstatus::difference : exitstatus::done);
}

CLI::App *addLanguage(CLI::App &parent, Cli &cli, const std::string &name,
    const std::string &description, const std::shared_ptr<Arguments> &arguments,
    const Generator &generate)
{
    CLI::App *verb = parent.add_subcommand(name, description);
    verb->add_option("--out", arguments->out, "The folder of the files (default: this one)");
    verb->add_flag("--check", arguments->check,
        "Write nothing; exit status 3 when the files are not what the models say");
    verb->callback([&cli, arguments, generate] {
        cli.action = [&cli, arguments, generate] { return run(cli, *arguments, generate); };
    });
    return verb;
}

} // namespace

void addGenerate(CLI::App &parent, Cli &cli)
{
    CLI::App &verb = *parent.add_subcommand("generate", "Write the models as code");
    verb.require_subcommand(1);
    verb.fallthrough();
    auto cpp = std::make_shared<Arguments>();
    CLI::App *language = addLanguage(verb, cli, "cpp", "Headers with a struct for each table", cpp,
        [](const MetaData &models, const Arguments &arguments) {
            return generateCpp(models, fromArgument(arguments.nameSpace));
        });
    language->add_option(
        "--namespace", cpp->nameSpace, "The namespace of the structs (default: models)");
    addLanguage(verb, cli, "sqlmodel", "models.py with SQLModel classes",
        std::make_shared<Arguments>(), [](const MetaData &models, const Arguments &) {
            return Result<GeneratedFiles>(generateSqlModel(models));
        });
}

} // namespace joinery::cli
