// SPDX-License-Identifier: MPL-2.0
// db stamp and db merge: what is recorded, and what follows what, without running anything.
#include "app/cli/verbs/verb.h"
#include "joinery/project/workflows.h"

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

struct StampArguments
{
    std::string target {};
    bool purge = false;
    bool force = false;
};

void printDifferences(const Terminal &terminal, const QStringList &differences)
{
    constexpr qsizetype most = 10;
    for (const QString &difference : differences.mid(0, most))
        terminal.warn(u"  • %1"_s.arg(difference));
    if (differences.size() > most)
        terminal.warn(u"  … and %1 more"_s.arg(differences.size() - most));
}

QString goalText(const StampOutcome &outcome)
{
    return outcome.revisions.isEmpty() ? u"base"_s : outcome.revisions.join(u", "_s);
}

int refuseStamp(const Cli &cli, const StampOutcome &outcome)
{
    const QString message
        = u"this database does not hold what %1 leads to: %2 differences"_s.arg(goalText(outcome))
              .arg(outcome.differences.size());
    const QJsonObject decision {{u"code"_s, u"schema_differs"_s}, {u"object"_s, goalText(outcome)},
        {u"message"_s, message}, {u"rows"_s, qint64(outcome.differences.size())},
        {u"flags"_s, QJsonArray {u"--force"_s}},
        {u"examples"_s, QJsonArray::fromStringList(outcome.differences)}};
    return cli.finish(
        {{u"status"_s, u"refused"_s}, {u"decisions"_s, QJsonArray {decision}}},
        [&] {
            cli.terminal.warn(u"Refused: %1; nothing was changed."_s.arg(message));
            printDifferences(cli.terminal, outcome.differences);
            cli.terminal.warn(u"Stamp another revision (`joinery diff REVISION URL` compares), or "
                              u"pass --force to "
                              "have it recorded all the same."_s);
        },
        exitstatus::refused);
}

void printStamped(const Terminal &terminal, const StampOutcome &outcome)
{
    if (!outcome.differences.isEmpty()) {
        terminal.warn(
            u"Note: this database does not hold what %1 leads to:"_s.arg(goalText(outcome)));
        printDifferences(terminal, outcome.differences);
    }
    if (outcome.recorded.isEmpty() && outcome.removed.isEmpty())
        terminal.say(
            u"Nothing to change: the database is stamped with %1."_s.arg(goalText(outcome)));
    else
        terminal.say(
            u"Stamped %1: %2 revisions recorded, %3 records removed; nothing was executed."_s
                .arg(goalText(outcome))
                .arg(outcome.recorded.size())
                .arg(outcome.removed.size()));
    terminal.say(
        u"The schema was compared; what data steps of the revisions do to rows was not."_s);
}

int runStamp(Cli &cli, const StampArguments &arguments)
{
    const Result<ProjectContext> context = cli.context();
    if (!context)
        return cli.fail(context.error());
    if (auto confirmed = cli.confirmProtected(); !confirmed)
        return cli.fail(confirmed.error());
    const StampRequest request {.target = fromArgument(arguments.target),
        .purge = arguments.purge,
        .force = arguments.force};
    const Result<StampOutcome> outcome = stampDatabase(*context, request);
    if (!outcome)
        return cli.fail(outcome.error());
    if (outcome->isRefused(request))
        return refuseStamp(cli, *outcome);
    return cli.finish(
        {{u"status"_s, u"ok"_s}, {u"revisions"_s, QJsonArray::fromStringList(outcome->revisions)},
            {u"recorded"_s, QJsonArray::fromStringList(outcome->recorded)},
            {u"removed"_s, QJsonArray::fromStringList(outcome->removed)},
            {u"differences"_s, QJsonArray::fromStringList(outcome->differences)}},
        [&] { printStamped(cli.terminal, *outcome); });
}

struct MergeArguments
{
    std::vector<std::string> revisions {};
    std::string message {};
    std::string revisionId {};
};

int runMerge(Cli &cli, const MergeArguments &arguments)
{
    const Result<ProjectContext> context = cli.context();
    if (!context)
        return cli.fail(context.error());
    MergeRequest request {.message = fromArgument(arguments.message),
        .revisionId = fromArgument(arguments.revisionId)};
    for (const std::string &revision : arguments.revisions)
        request.targets.append(fromArgument(revision));
    const Result<MergeOutcome> outcome = mergeRevisions(*context, request);
    if (!outcome)
        return cli.fail(outcome.error());
    return cli.finish(
        {{u"status"_s, u"ok"_s}, {u"revision"_s, outcome->revision}, {u"file"_s, outcome->path},
            {u"merged"_s, QJsonArray::fromStringList(outcome->merged)}},
        [&] {
            cli.terminal.say(u"Wrote %1, which follows %2."_s.arg(
                cli.terminal.toned(Tone::Strong, outcome->path), outcome->merged.join(u" and "_s)));
        });
}

} // namespace

void addStamp(CLI::App &db, Cli &cli)
{
    auto arguments = std::make_shared<StampArguments>();
    CLI::App *verb = db.add_subcommand(
        "stamp", "Record that the database is at a revision, without running anything");
    verb->add_option("TARGET", arguments->target, "A revision, head, heads or base")->required();
    verb->add_flag(
        "--purge", arguments->purge, "Forget every record first, also those without a file");
    verb->add_flag("--force", arguments->force, "Also when the schema is not what it leads to");
    verb->callback([&cli, arguments] {
        cli.action = [&cli, arguments] { return runStamp(cli, *arguments); };
    });
}

void addMerge(CLI::App &db, Cli &cli)
{
    auto arguments = std::make_shared<MergeArguments>();
    CLI::App *verb = db.add_subcommand("merge", "Write a revision that follows several heads");
    verb->add_option("REVISIONS", arguments->revisions, "Which (default: all heads)");
    verb->add_option("-m,--message", arguments->message, "What the revision says");
    verb->add_option(
        "--rev-id", arguments->revisionId, "The revision's id instead of a random one");
    verb->callback([&cli, arguments] {
        cli.action = [&cli, arguments] { return runMerge(cli, *arguments); };
    });
}

} // namespace joinery::cli
