// SPDX-License-Identifier: MPL-2.0
// db show, sql, check: looking at revisions before they run.
#include "app/cli/decisions.h"
#include "app/cli/verbs/verb.h"
#include "joinery/operations/describe.h"
#include "joinery/project/revisionwriter.h"
#include "joinery/project/workflows.h"

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

struct SqlArguments
{
    std::string range {};
    std::string dialect {};
    bool write = false;
};

/// Context and history; the database is looked at where it is there.
struct Loaded
{
    ProjectContext context;
    History history;
};

Result<Loaded> load(const Cli &cli)
{
    Result<ProjectContext> context = cli.context();
    if (!context)
        return fail(context.error());
    if (auto initialized = requireMigrations(context->project); !initialized)
        return fail(initialized.error());
    const auto live = connect(*context, Access::Look);
    Result<History> history = loadHistory(*context, live ? live->get() : nullptr);
    if (!history)
        return fail(history.error());
    return Loaded {*std::move(context), *std::move(history)};
}

Result<const HistoryEntry *> findEntry(const History &history, const QString &target)
{
    const Result<QStringList> ids = history.graph().resolve(target, history.appliedHeads());
    if (!ids)
        return fail(ids.error());
    if (ids->isEmpty())
        return fail(ErrorCode::NotFound, u"%1 is no revision"_s.arg(target));
    return history.entry(ids->first());
}

int runShow(Cli &cli, const std::string &target, bool applied)
{
    const Result<Loaded> loaded = load(cli);
    if (!loaded)
        return cli.fail(loaded.error());
    const Result<const HistoryEntry *> entry = findEntry(loaded->history, fromArgument(target));
    if (!entry)
        return cli.fail(entry.error());
    const HistoryEntry &shown = **entry;
    if (applied && shown.row.fileText.isEmpty())
        return cli.fail({.code = ErrorCode::NotFound,
            .message = u"revision %1 is not applied to this database"_s.arg(shown.revision.id)});
    const QString text = applied ? shown.row.fileText : shown.text;
    QJsonArray operations;
    for (const Operation &operation : shown.revision.upgrade)
        operations.append(describe(operation));
    return cli.finish(
        {{u"status"_s, u"ok"_s}, {u"revision"_s, shown.revision.id}, {u"file"_s, shown.fileName},
            {u"operations"_s, operations},
            {u"irreversible"_s,
                irreversibleDocument(shown.revision.upgrade, *loaded->context.dialect)},
            {u"text"_s, text}},
        [&] { cli.terminal.put(text); });
}

/// The steps of an offline range: "a:b" up (or down when b comes first), "b" from base.
Result<QString> offlineScript(const Loaded &loaded, const QString &range, const Dialect &dialect)
{
    const QString from = range.contains(u':') ? range.section(u':', 0, 0) : u"base"_s;
    const QString to = range.contains(u':') ? range.section(u':', 1) : range;
    const Result<ScriptDirectory> scripts
        = ScriptDirectory::load(loaded.context.project.versionsFolder());
    if (!scripts)
        return fail(scripts.error());
    const Result<History> bare = History::load(*scripts, {});
    if (!bare)
        return fail(bare.error());
    const Result<QStringList> start
        = from.isEmpty() || from == u"base"_s ? QStringList {} : bare->graph().resolve(from, {});
    if (!start)
        return fail(start.error());
    const Result<QStringList> path
        = bare->graph().upgradePath(*start, to.isEmpty() ? u"head"_s : to);
    if (!path)
        return fail(path.error());
    Result<MetaData> schema = bare->replay(*start, dialect.replayPolicy());
    if (!schema)
        return fail(schema.error());
    QString script;
    for (const QString &id : *path) {
        const HistoryEntry &entry = *bare->entry(id);
        const Result<Plan> plan = dialect.ddl().compile(*schema, entry.revision.upgrade);
        if (!plan)
            return failIn(entry.fileName, plan.error());
        script += u"-- Running upgrade %1 -> %2, %3\n%4\n"_s.arg(
            entry.revision.downRevisions.join(u", "_s), id, entry.revision.message,
            toScript(*plan));
        schema = plan->after;
    }
    return script;
}

int writeCompanions(Cli &cli, const Loaded &loaded)
{
    const Result<QStringList> changed = renewCompanions(loaded.context, loaded.history);
    if (!changed)
        return cli.fail(changed.error());
    return cli.finish(
        {{u"status"_s, u"ok"_s}, {u"written"_s, QJsonArray::fromStringList(*changed)}}, [&] {
            for (const QString &path : *changed)
                cli.terminal.say(u"Wrote %1"_s.arg(path));
            if (changed->isEmpty())
                cli.terminal.say(u"Every companion is as it should be."_s);
        });
}

int runSql(Cli &cli, const SqlArguments &arguments)
{
    const Result<Loaded> loaded = load(cli);
    if (!loaded)
        return cli.fail(loaded.error());
    if (arguments.write)
        return writeCompanions(cli, *loaded);
    const Result<const Dialect *> dialect = arguments.dialect.empty()
        ? Result<const Dialect *>(loaded->context.dialect)
        : cli.registry().find(fromArgument(arguments.dialect));
    if (!dialect)
        return cli.fail(dialect.error());
    const Result<QString> script = offlineScript(*loaded, fromArgument(arguments.range), **dialect);
    if (!script)
        return cli.fail(script.error());
    return cli.finish(
        {{u"status"_s, u"ok"_s}, {u"sql"_s, *script}}, [&] { cli.terminal.put(*script); });
}

int runCheck(Cli &cli)
{
    const Result<ProjectContext> context = cli.context();
    if (!context)
        return cli.fail(context.error());
    const Result<QStringList> problems = checkProject(*context);
    if (!problems)
        return cli.fail(problems.error());
    return cli.finish(
        {{u"status"_s, problems->isEmpty() ? u"ok"_s : u"difference"_s},
            {u"problems"_s, QJsonArray::fromStringList(*problems)}},
        [&] {
            for (const QString &problem : *problems)
                cli.terminal.warn(u"  • "_s + problem);
            cli.terminal.say(problems->isEmpty()
                    ? u"No new upgrade operations detected: files, models and database agree."_s
                    : u"%1 things do not agree."_s.arg(problems->size()));
        },
        problems->isEmpty() ? exitstatus::done : exitstatus::difference);
}

} // namespace

void addShow(CLI::App &db, Cli &cli)
{
    auto target = std::make_shared<std::string>("head");
    auto applied = std::make_shared<bool>(false);
    CLI::App *verb = db.add_subcommand("show", "Print a revision");
    verb->add_option("REV", *target, "A revision, its prefix, head");
    verb->add_flag("--applied", *applied, "As this database recorded it when it was applied");
    verb->callback([&cli, target, applied] {
        cli.action = [&cli, target, applied] { return runShow(cli, *target, *applied); };
    });
}

void addSql(CLI::App &db, Cli &cli)
{
    auto arguments = std::make_shared<SqlArguments>();
    CLI::App *verb = db.add_subcommand("sql", "Print the SQL of revisions without a database");
    verb->add_option("RANGE", arguments->range, "FROM:TO or TO (default: all)");
    verb->add_option("--dialect", arguments->dialect, "The dialect to write it for");
    verb->add_flag("--write", arguments->write, "Write the .sql companions anew");
    verb->callback(
        [&cli, arguments] { cli.action = [&cli, arguments] { return runSql(cli, *arguments); }; });
}

void addCheck(CLI::App &db, Cli &cli)
{
    db.add_subcommand(
          "check", "Do files, models, companions and database agree? Exit status 3 if not")
        ->callback([&cli] { cli.action = [&cli] { return runCheck(cli); }; });
}

} // namespace joinery::cli
