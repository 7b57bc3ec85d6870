// SPDX-License-Identifier: MPL-2.0
// db migrate, upgrade, downgrade.
#include "app/cli/decisionoptions.h"
#include "app/cli/decisions.h"
#include "app/cli/interrupts.h"
#include "app/cli/verbs/verb.h"
#include "joinery/project/modelsource.h"
#include "joinery/project/workflows.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

struct Arguments
{
    std::string target = "head";
    std::string backup = "auto";
    bool dryRun = false;
    Direction direction = Direction::Upgrade;
    DecisionArguments decisions {}; ///< of a downgrade
};

MigrateRequest requestOf(const Arguments &arguments, const Cli &cli)
{
    MigrateRequest request {
        .direction = arguments.direction, .target = fromArgument(arguments.target)};
    request.acceptLosses = arguments.direction == Direction::Downgrade && cli.options.yes;
    if (arguments.backup == "never") {
        request.backup = BackupMode::Never;
    } else if (arguments.backup != "auto") {
        request.backup = BackupMode::To;
        request.backupPath = fromArgument(arguments.backup);
    }
    return request;
}

/// "Running upgrade a -> b, message", as Alembic says it.
QString runningLine(const MigrationStep &step)
{
    const Revision &revision = step.entry.revision;
    const QString below = revision.downRevisions.join(u", "_s);
    return step.direction == Direction::Upgrade
        ? u"Running upgrade %1 -> %2, %3"_s.arg(below, revision.id, revision.message)
        : u"Running downgrade %1 -> %2, %3"_s.arg(revision.id, below, revision.message);
}

/// Prints each step as it begins, and a progress line once the run takes long.
std::function<bool(const MigrationProgress &)> observerFor(const Cli &cli)
{
    auto clock = std::make_shared<QElapsedTimer>();
    clock->start();
    return [&cli, clock](const MigrationProgress &progress) {
        if (!progress.statement && !cli.options.json) {
            cli.terminal.endProgress();
            cli.terminal.say(runningLine(progress.step));
        } else if (progress.statement) {
            const Statement &statement = *progress.statement;
            if (cli.options.verbose)
                cli.terminal.say(u"  %1;"_s.arg(statement.sql));
            else if (clock->elapsed() > 300)
                cli.terminal.progress(
                    u"  [%1/%2] %3"_s.arg(progress.statementIndex + 1)
                        .arg(progress.statementCount)
                        .arg(statement.purpose.isEmpty() ? statement.sql.simplified().left(60)
                                                         : statement.purpose));
        }
        return !interruptRequested();
    };
}

int runDry(Cli &cli, const ProjectContext &context, const MigrateRequest &request)
{
    const Result<QList<MigrationStep>> steps = planMigration(context, request);
    if (!steps)
        return cli.fail(steps.error());
    QString script;
    QJsonArray revisions;
    for (const MigrationStep &step : *steps) {
        script += u"-- %1\n%2\n"_s.arg(runningLine(step), toScript(step.plan));
        revisions.append(step.entry.revision.id);
    }
    return cli.finish({{u"status"_s, u"ok"_s}, {u"revisions"_s, revisions}, {u"sql"_s, script}},
        [&] { cli.terminal.put(script); });
}

/// True when the models differ from what the database, at its head, holds. Asks the database rather
/// than the revisions: reading them all anew would make an idle migrate grow with the history.
Result<bool> modelsDifferFromDatabase(const ProjectContext &context)
{
    if (!hasModels(context))
        return false;
    const auto live = connect(context, Access::Look);
    if (!live)
        return fail(live.error());
    const Result<MetaData> schema = context.dialect->inspector().reflect(**live);
    if (!schema)
        return fail(schema.error());
    const Result<MetaData> models = projectModels(context);
    if (!models)
        return fail(models.error());
    const Result<Difference> difference
        = compare(*schema, *models, context.dialect->comparePolicy(),
            context.dialect->replayPolicy(), {.columnOrder = context.project.file.columnOrder});
    if (!difference)
        return fail(difference.error());
    return !difference->isEmpty();
}

/// As Reflex does after migrating: says so when the models have moved on.
void reportModels(const Cli &cli, const ProjectContext &context)
{
    const Result<bool> differ = modelsDifferFromDatabase(context);
    if (!differ)
        cli.terminal.warn(
            u"Note: the models could not be compared: %1"_s.arg(differ.error().message));
    else if (*differ)
        cli.terminal.warn(
            u"Detected database schema changes. Run joinery db makemigrations to generate migration scripts."_s);
}

int refuse(const Cli &cli, const MigrateOutcome &outcome, Direction direction)
{
    const QList<Decision> &decisions = outcome.report.decisions;
    QJsonObject document = refusedDocument(decisions);
    document[u"revision"_s] = outcome.report.refusedRevision;
    if (direction == Direction::Upgrade)
        document[u"flags_of"_s] = u"db makemigrations --amend"_s;
    return cli.finish(
        document,
        [&] {
            cli.terminal.warn(
                u"Refused: %1 leaves open what to do with rows of this database; nothing was changed."_s
                    .arg(outcome.report.refusedRevision));
            printDecisions(cli.terminal, decisions);
            cli.terminal.warn(direction == Direction::Upgrade
                    ? u"  → write the decision into the revision: `joinery db makemigrations --amend` with one of the flags above"_s
                    : cli.options.yes
                    ? u"  → add one of the flags above for each, or change these rows by hand"_s
                    : u"  → add one of the flags above for each; `--yes` accepts that what the revision added goes with it"_s);
        },
        exitstatus::refused);
}

QString countText(qsizetype revisions)
{
    return revisions == 1 ? u"1 revision"_s : u"%1 revisions"_s.arg(revisions);
}

void printDone(const Cli &cli, const MigrateOutcome &outcome, const ProjectContext &context)
{
    if (!outcome.backup.isEmpty())
        cli.terminal.say(u"A backup of what was there is in %1"_s.arg(outcome.backup));
    if (outcome.overtaken)
        cli.terminal.say(
            u"Another migration ran in the meantime; nothing is left to do: %1 is up to date."_s
                .arg(context.url.display()));
    else if (outcome.steps.isEmpty())
        cli.terminal.say(u"Nothing to do: %1 is up to date."_s.arg(context.url.display()));
    else
        cli.terminal.say(cli.terminal.toned(
            Tone::Good, u"Done: %1."_s.arg(countText(outcome.report.revisions.size()))));
}

/// A downgrade that loses rows is confirmed by a person, once.
bool confirmLoss(const Cli &cli, const MigrateOutcome &outcome)
{
    cli.terminal.warn(u"Taking this back loses:"_s);
    for (const Decision &decision : outcome.report.decisions)
        cli.terminal.warn(u"  • "_s + decision.message);
    return cli.terminal.ask(u"Go on? [y/N] "_s).startsWith(u'y', Qt::CaseInsensitive);
}

int runMigrate(Cli &cli, const Arguments &arguments)
{
    const Result<ProjectContext> context = cli.context();
    if (!context)
        return cli.fail(context.error());
    MigrateRequest request = requestOf(arguments, cli);
    Result<DecisionFlags> flags = flagsOf(arguments.decisions);
    if (!flags)
        return cli.fail(flags.error());
    request.flags = *std::move(flags);
    if (arguments.dryRun)
        return runDry(cli, *context, request);
    if (auto confirmed = cli.confirmProtected(); !confirmed)
        return cli.fail(confirmed.error());
    watchInterrupts();
    request.observer = observerFor(cli);
    Result<MigrateOutcome> outcome = migrateDatabase(*context, request);
    if (outcome && outcome->report.isRefused() && request.direction == Direction::Downgrade
        && cli.isInteractive() && confirmLoss(cli, *outcome)) {
        request.acceptLosses = true;
        outcome = migrateDatabase(*context, request);
    }
    if (!outcome)
        return cli.fail(outcome.error());
    if (outcome->report.isRefused())
        return refuse(cli, *outcome, request.direction);
    const int status
        = cli.finish({{u"status"_s, u"ok"_s},
                         {u"revisions"_s, QJsonArray::fromStringList(outcome->report.revisions)},
                         {u"backup"_s, outcome->backup}},
            [&] { printDone(cli, *outcome, *context); });
    if (request.direction == Direction::Upgrade && request.target == u"head"_s)
        reportModels(cli, *context);
    return status;
}

void addOptions(CLI::App *verb, Arguments &arguments)
{
    verb->add_flag("--dry-run", arguments.dryRun, "Print the SQL and change nothing");
    verb->add_option("--backup", arguments.backup,
        "auto (before losses), never, or a file to copy the database to first");
}

} // namespace

void addMigrate(CLI::App &db, Cli &cli)
{
    auto arguments = std::make_shared<Arguments>();
    const auto act = [&cli, arguments](Direction direction) {
        return [&cli, arguments, direction] {
            arguments->direction = direction;
            cli.action = [&cli, arguments] { return runMigrate(cli, *arguments); };
        };
    };
    CLI::App *migrate = db.add_subcommand("migrate", "Apply what is not applied yet, to the head");
    migrate->add_option("TARGET", arguments->target, "head, a revision, its prefix, +N");
    addOptions(migrate, *arguments);
    migrate->callback(act(Direction::Upgrade));
    CLI::App *upgrade = db.add_subcommand("upgrade", "Apply up to a target");
    upgrade->add_option("TARGET", arguments->target, "head, heads, a revision, its prefix, +N")
        ->required();
    addOptions(upgrade, *arguments);
    upgrade->add_flag("--sql", arguments->dryRun, "Print the SQL and change nothing");
    upgrade->callback(act(Direction::Upgrade));
    CLI::App *downgrade = db.add_subcommand("downgrade", "Take back down to a target");
    downgrade->add_option("TARGET", arguments->target, "base, a revision, its prefix, -N")
        ->required();
    addOptions(downgrade, *arguments);
    addDecisionOptions(downgrade, arguments->decisions);
    downgrade->add_flag("--sql", arguments->dryRun, "Print the SQL and change nothing");
    downgrade->callback(act(Direction::Downgrade));
}

} // namespace joinery::cli
