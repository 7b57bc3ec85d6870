// SPDX-License-Identifier: MPL-2.0
// How a project begins: init, pull, db init, db adopt.
#include "app/cli/decisions.h"
#include "app/cli/verbs/verb.h"
#include "joinery/project/workflows.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

/// How many tables and views the database of a new project holds already; 0 when it cannot be told.
qsizetype objectsThere(const Cli &cli, const Project &project)
{
    const Result<ProjectContext> context = makeContext(project, {}, cli.provider(), cli.registry());
    if (!context)
        return 0;
    const auto live = connect(*context, Access::Look);
    if (!live)
        return 0;
    const Result<MetaData> schema = context->dialect->inspector().reflect(**live);
    return schema ? objects(*schema).size() : 0;
}

int adoptNow(Cli &cli, const ProjectContext &context, const QString &message)
{
    const Result<AdoptOutcome> outcome = adopt(context, message);
    if (!outcome)
        return cli.fail(outcome.error());
    return cli.finish({{u"status"_s, u"ok"_s}, {u"revision"_s, outcome->revision},
                          {u"file"_s, outcome->path}, {u"objects"_s, qint64(outcome->objectCount)}},
        [&] {
            const QString text = context.project.file.compiledModels
                ? u"Adopted %1: its %2 objects are in the baseline, revision %3; nothing was executed."_s
                : u"Adopted %1: %2 objects are in models/, the baseline is revision %3; nothing was executed."_s;
            cli.terminal.say(
                text.arg(context.url.display()).arg(outcome->objectCount).arg(outcome->revision));
        });
}

int runInit(Cli &cli, const std::string &folder)
{
    const QString where = folder.empty() ? QDir::currentPath() : fromArgument(folder);
    const Result<Project> project = createProject(where, fromArgument(cli.options.url),
        cli.program.models ? ModelSource::Compiled : ModelSource::Files);
    if (!project)
        return cli.fail(project.error());
    const qsizetype there = objectsThere(cli, *project);
    const auto print = [&] {
        cli.terminal.say(u"Made %1"_s.arg(project->filePath()));
        if (there > 0)
            cli.terminal.say(
                u"%1 holds %2 objects already. `joinery db adopt` takes them over as they are."_s
                    .arg(project->file.database)
                    .arg(there));
        else if (cli.program.models)
            cli.terminal.say(
                u"The models are those of %1. `joinery db init` makes a first revision from them."_s
                    .arg(cli.program.name));
        else
            cli.terminal.say(u"Describe tables in models/, then run `joinery db init`."_s);
    };
    const int status
        = cli.finish({{u"status"_s, u"ok"_s}, {u"project"_s, project->folder},
                         {u"database"_s, project->file.database}, {u"objects"_s, qint64(there)}},
            print);
    if (there == 0 || !cli.isInteractive())
        return status;
    if (!cli.terminal.ask(u"Adopt it now? [Y/n] "_s).startsWith(u'n', Qt::CaseInsensitive)) {
        const Result<ProjectContext> context
            = makeContext(*project, {}, cli.provider(), cli.registry());
        return context ? adoptNow(cli, *context, {}) : cli.fail(context.error());
    }
    return status;
}

/// Removing model files loses hand-written text, so a person is asked.
Result<> confirmRemoval(const Cli &cli, const Project &project, const MetaData &schema)
{
    const Result<MetaData> models = loadModels(project.modelsFolder());
    if (!models)
        return fail(models.error());
    qsizetype gone = 0;
    for (const SchemaObject &object : objects(*models)) {
        const QString name = nameOf(object);
        if (!schema.tables.contains(name) && !schema.views.contains(name)
            && !schema.virtualTables.contains(name))
            ++gone;
    }
    if (gone == 0 || cli.options.yes)
        return {};
    const QString question
        = u"%1 model files describe objects this database does not hold and would go."_s.arg(gone);
    if (cli.isInteractive()
        && cli.terminal.ask(question + u" Go on? [y/N] "_s).startsWith(u'y', Qt::CaseInsensitive))
        return {};
    return fail(
        ErrorCode::Refused, question + u" Nothing was changed."_s, u"pass --yes to let them go"_s);
}

int runPull(Cli &cli, const std::string &argument)
{
    const Result<Project> project = cli.project();
    if (!project)
        return cli.fail(project.error());
    Result<Url> url = argument.empty() ? databaseUrl(*project,
                          {.url = fromArgument(cli.options.url),
                              .environment = fromArgument(cli.options.environment)})
                                       : locationArgument(argument);
    if (!url)
        return cli.fail(url.error());
    const Result<const Dialect *> dialect = cli.registry().find(url->dialect);
    if (!dialect)
        return cli.fail(dialect.error());
    const auto live = cli.provider().open(*url);
    if (!live)
        return cli.fail(live.error());
    const Result<MetaData> schema = (*dialect)->inspector().reflect(**live);
    if (!schema)
        return cli.fail(schema.error());
    if (auto confirmed = confirmRemoval(cli, *project, *schema); !confirmed)
        return cli.fail(confirmed.error());
    const Result<SavedModels> saved = pull(*project, *schema);
    if (!saved)
        return cli.fail(saved.error());
    return cli.finish(
        {{u"status"_s, u"ok"_s}, {u"written"_s, QJsonArray::fromStringList(saved->written)},
            {u"removed"_s, QJsonArray::fromStringList(saved->removed)}},
        [&] {
            cli.terminal.say(
                u"models/ is what %1 holds: %2 files written, %3 removed."_s.arg(url->display())
                    .arg(saved->written.size())
                    .arg(saved->removed.size()));
        });
}

int runDbInit(Cli &cli, const std::string &message)
{
    const Result<ProjectContext> context = cli.context();
    if (!context)
        return cli.fail(context.error());
    if (auto confirmed = cli.confirmProtected(); !confirmed)
        return cli.fail(confirmed.error());
    const Result<InitOutcome> outcome = initMigrations(*context, fromArgument(message));
    if (!outcome)
        return cli.fail(outcome.error());
    return cli.finish(
        {{u"status"_s, u"ok"_s}, {u"file"_s, outcome->path},
            {u"revisions"_s, QJsonArray::fromStringList(outcome->migrated.report.revisions)}},
        [&] {
            if (outcome->path.isEmpty())
                cli.terminal.say(
                    u"Made migrations/. There are no models yet; add some and run `joinery db makemigrations`."_s);
            else
                cli.terminal.say(
                    u"Wrote %1 and applied it to %2."_s.arg(outcome->path, context->url.display()));
        });
}

int runAdopt(Cli &cli, const std::string &message)
{
    const Result<ProjectContext> context = cli.context();
    if (!context)
        return cli.fail(context.error());
    if (auto confirmed = cli.confirmProtected(); !confirmed)
        return cli.fail(confirmed.error());
    return adoptNow(cli, *context, fromArgument(message));
}

} // namespace

void addInit(CLI::App &parent, Cli &cli)
{
    auto folder = std::make_shared<std::string>();
    CLI::App *verb = parent.add_subcommand("init", "Make a new project");
    verb->add_option("DIR", *folder, "The project's folder (default: this one)");
    verb->callback(
        [&cli, folder] { cli.action = [&cli, folder] { return runInit(cli, *folder); }; });
}

void addPull(CLI::App &parent, Cli &cli)
{
    auto url = std::make_shared<std::string>();
    CLI::App *verb = parent.add_subcommand("pull", "Make models/ what a live database holds");
    verb->add_option("URL", *url, "The database (default: the project's)");
    verb->callback([&cli, url] { cli.action = [&cli, url] { return runPull(cli, *url); }; });
}

void addDbInit(CLI::App &db, Cli &cli)
{
    auto message = std::make_shared<std::string>();
    CLI::App *verb = db.add_subcommand(
        "init", "Make migrations/ and a first revision from the models, and apply it");
    verb->add_option("-m,--message", *message, "What the revision says it does");
    verb->callback(
        [&cli, message] { cli.action = [&cli, message] { return runDbInit(cli, *message); }; });
}

void addAdopt(CLI::App &db, Cli &cli)
{
    auto message = std::make_shared<std::string>();
    CLI::App *verb
        = db.add_subcommand("adopt", "Take an existing database over as it is; executes nothing");
    verb->add_option("-m,--message", *message, "What the baseline says");
    verb->callback(
        [&cli, message] { cli.action = [&cli, message] { return runAdopt(cli, *message); }; });
}

} // namespace joinery::cli
