// SPDX-License-Identifier: MPL-2.0
// db status, current, heads, history: where the database and the revisions stand.
#include "app/cli/verbs/verb.h"
#include "joinery/project/workflows.h"

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

/// What the verbs of this file look at.
struct Standing
{
    ProjectContext context;
    History history;
    QString
        unreachable {}; ///< why the database could not be opened; then nothing counts as applied
};

Result<Standing> standing(const Cli &cli)
{
    Result<ProjectContext> context = cli.context();
    if (!context)
        return fail(context.error());
    if (auto initialized = requireMigrations(context->project); !initialized)
        return fail(initialized.error());
    const auto live = connect(*context, Access::Look);
    // A database that is not there yet is one where nothing is applied; any other trouble is
    // trouble.
    if (!live && live.error().code != ErrorCode::NotFound)
        return fail(live.error());
    Result<History> history = loadHistory(*context, live ? live->get() : nullptr);
    if (!history)
        return fail(history.error());
    return Standing {
        *std::move(context), *std::move(history), live ? QString() : live.error().message};
}

bool isUpToDate(const History &history)
{
    return history.appliedHeads() == history.graph().resolvedHeads();
}

QString marks(const HistoryEntry &entry, const QStringList &heads)
{
    QString text;
    if (heads.contains(entry.revision.id))
        text += u" (head)"_s;
    if (entry.adopted)
        text += u" (adopted)"_s;
    if (entry.edited)
        text += u" (edited since it was applied)"_s;
    if (!entry.hasFile)
        text += u" (file missing)"_s;
    if (!entry.row.revision.isEmpty() && !entry.applied)
        text += u" (stopped at statement %1 of %2)"_s.arg(entry.row.statementsDone + 1)
                    .arg(entry.row.statementsTotal);
    return text;
}

QJsonObject entryDocument(const HistoryEntry &entry, const QStringList &heads)
{
    return {{u"revision"_s, entry.revision.id},
        {u"down_revisions"_s, QJsonArray::fromStringList(entry.revision.downRevisions)},
        {u"message"_s, entry.revision.message},
        {u"file"_s, entry.hasFile ? entry.fileName : QString()},
        {u"created"_s, entry.revision.created.toString(Qt::ISODate)},
        {u"head"_s, heads.contains(entry.revision.id)}, {u"applied"_s, entry.applied},
        {u"adopted"_s, entry.adopted}, {u"edited"_s, entry.edited},
        {u"applied_at"_s, entry.applied ? entry.row.appliedAt.toString(Qt::ISODate) : QString()}};
}

QJsonArray entriesDocument(const History &history)
{
    QJsonArray array;
    for (const HistoryEntry &entry : history.ordered())
        array.append(entryDocument(entry, history.graph().heads()));
    return array;
}

void printStatus(const Terminal &terminal, const Standing &where, bool differ)
{
    const QStringList heads = where.history.graph().heads();
    terminal.say(u"[%1]"_s.arg(where.context.url.display()));
    if (!where.unreachable.isEmpty())
        terminal.say(terminal.toned(Tone::Dim, u"(%1)"_s.arg(where.unreachable)));
    terminal.say(u"<base>"_s);
    for (const HistoryEntry &entry : where.history.ordered()) {
        const QString mark = entry.applied ? terminal.toned(Tone::Good, u"[✓]"_s)
                                           : terminal.toned(Tone::Bad, u"[✗]"_s);
        terminal.say(u"%1 %2%3, %4"_s.arg(
            mark, entry.revision.id, marks(entry, heads), entry.revision.message));
    }
    if (!isUpToDate(where.history))
        terminal.warn(
            u"Target database is not up to date. Run joinery db migrate to update database."_s);
    if (differ)
        terminal.warn(
            u"Detected database schema changes. Run joinery db makemigrations to generate migration scripts."_s);
}

int runStatus(Cli &cli, bool check)
{
    const Result<Standing> where = standing(cli);
    if (!where)
        return cli.fail(where.error());
    const Result<bool> differ = modelsDiffer(where->context, where->history);
    if (!differ)
        return cli.fail(differ.error());
    const bool current = isUpToDate(where->history);
    const QJsonObject document {{u"status"_s, u"ok"_s}, {u"url"_s, where->context.url.display()},
        {u"current"_s, QJsonArray::fromStringList(where->history.appliedHeads())},
        {u"heads"_s, QJsonArray::fromStringList(where->history.graph().heads())},
        {u"up_to_date"_s, current}, {u"models_differ"_s, *differ},
        {u"revisions"_s, entriesDocument(where->history)}};
    return cli.finish(
        document, [&] { printStatus(cli.terminal, *where, *differ); },
        check && (!current || *differ) ? exitstatus::difference : exitstatus::done);
}

int runCurrent(Cli &cli)
{
    const Result<Standing> where = standing(cli);
    if (!where)
        return cli.fail(where.error());
    const QStringList heads = where->history.graph().heads();
    return cli.finish(
        {{u"status"_s, u"ok"_s},
            {u"current"_s, QJsonArray::fromStringList(where->history.appliedHeads())}},
        [&] {
            for (const QString &id : where->history.appliedHeads())
                cli.terminal.say(id + marks(*where->history.entry(id), heads));
        });
}

int runHeads(Cli &cli)
{
    const Result<Standing> where = standing(cli);
    if (!where)
        return cli.fail(where.error());
    const QStringList heads = where->history.graph().heads();
    return cli.finish(
        {{u"status"_s, u"ok"_s}, {u"heads"_s, QJsonArray::fromStringList(heads)}}, [&] {
            for (const QString &id : heads)
                cli.terminal.say(
                    u"%1 (head), %2"_s.arg(id, where->history.entry(id)->revision.message));
        });
}

void printHistory(const Cli &cli, const Standing &where)
{
    const QStringList heads = where.history.graph().heads();
    const QList<HistoryEntry> all = where.history.ordered();
    for (auto it = all.crbegin(); it != all.crend(); ++it) {
        const QStringList down = it->revision.downRevisions;
        cli.terminal.say(u"%1 -> %2%3, %4"_s.arg(down.isEmpty() ? u"<base>"_s : down.join(u", "_s),
            it->revision.id, marks(*it, heads), it->revision.message));
        if (cli.options.verbose)
            cli.terminal.say(u"    created %1; %2"_s.arg(it->revision.created.toString(Qt::ISODate),
                it->applied ? u"applied %1 in %2 ms"_s.arg(it->row.appliedAt.toString(Qt::ISODate))
                                  .arg(it->row.durationMs)
                            : u"not applied"_s));
    }
}

int runHistory(Cli &cli)
{
    const Result<Standing> where = standing(cli);
    if (!where)
        return cli.fail(where.error());
    return cli.finish({{u"status"_s, u"ok"_s}, {u"revisions"_s, entriesDocument(where->history)}},
        [&] { printHistory(cli, *where); });
}

} // namespace

void addStatus(CLI::App &db, Cli &cli)
{
    auto check = std::make_shared<bool>(false);
    CLI::App *verb
        = db.add_subcommand("status", "Where this database stands, revision by revision");
    verb->add_flag("--check", *check, "Exit status 3 when anything is pending");
    verb->callback(
        [&cli, check] { cli.action = [&cli, check] { return runStatus(cli, *check); }; });
}

void addHistory(CLI::App &db, Cli &cli)
{
    db.add_subcommand("history", "The revisions, newest first")->callback([&cli] {
        cli.action = [&cli] { return runHistory(cli); };
    });
    db.add_subcommand("current", "The revision the database is at")->callback([&cli] {
        cli.action = [&cli] { return runCurrent(cli); };
    });
    db.add_subcommand("heads", "The newest revisions")->callback([&cli] {
        cli.action = [&cli] { return runHeads(cli); };
    });
}

} // namespace joinery::cli
