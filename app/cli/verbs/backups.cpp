// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/backups.h"

#include "app/cli/verbs/verb.h"

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

QJsonObject document(const Backup &backup)
{
    return {{u"name"_s, backup.name}, {u"path"_s, backup.path},
        {u"taken_at"_s, backup.takenAt.toString(Qt::ISODate)},
        {u"before_revision"_s, backup.revision}, {u"bytes"_s, backup.bytes}};
}

RowSet asRows(const QList<Backup> &backups)
{
    RowSet rows {.columns = {u"backup"_s, u"taken (UTC)"_s, u"before"_s, u"bytes"_s}};
    for (const Backup &backup : backups)
        rows.rows.append({backup.name, backup.takenAt.toString(u"yyyy-MM-dd HH:mm:ss"_s),
            backup.revision, backup.bytes});
    return rows;
}

int runBackups(Cli &cli)
{
    const Result<ProjectContext> context = cli.context();
    if (!context)
        return cli.fail(context.error());
    const QList<Backup> backups = listBackups(*context);
    QJsonArray array;
    for (const Backup &backup : backups)
        array.append(document(backup));
    return cli.finish({{u"status"_s, u"ok"_s}, {u"backups"_s, array}}, [&] {
        if (backups.isEmpty())
            cli.terminal.say(
                u"There are no backups of %1 yet. One is taken before a migration that loses anything."_s
                    .arg(context->url.display()));
        else
            cli.terminal.put(alignedTable(asRows(backups), 0));
    });
}

Result<> confirmRestore(const Cli &cli, const ProjectContext &context)
{
    if (cli.options.yes)
        return {};
    const QString question
        = u"Everything in %1 will be as in the backup; what is there now is backed up first."_s.arg(
            context.url.display());
    if (cli.isInteractive()
        && cli.terminal.ask(question + u" Go on? [y/N] "_s).startsWith(u'y', Qt::CaseInsensitive))
        return {};
    return fail(
        ErrorCode::Refused, question + u" Nothing was changed."_s, u"pass --yes to go on"_s);
}

int runRestore(Cli &cli, const std::string &name)
{
    const Result<ProjectContext> context = cli.context();
    if (!context)
        return cli.fail(context.error());
    if (auto confirmed = cli.confirmProtected(); !confirmed)
        return cli.fail(confirmed.error());
    if (auto confirmed = confirmRestore(cli, *context); !confirmed)
        return cli.fail(confirmed.error());
    const Result<QString> saved = restoreBackup(*context, fromArgument(name));
    if (!saved)
        return cli.fail(saved.error());
    return cli.finish({{u"status"_s, u"ok"_s}, {u"saved"_s, *saved}}, [&] {
        cli.terminal.say(
            u"Restored %1. What was there is in %2"_s.arg(context->url.display(), *saved));
    });
}

} // namespace

void addBackups(CLI::App &db, Cli &cli)
{
    db.add_subcommand("backups", "The copies taken before migrations, newest first")
        ->callback([&cli] { cli.action = [&cli] { return runBackups(cli); }; });
    auto name = std::make_shared<std::string>();
    CLI::App *verb = db.add_subcommand("restore", "Put a copy back");
    verb->add_option("BACKUP", *name, "A name of `db backups` or a path (default: the newest)");
    verb->callback([&cli, name] { cli.action = [&cli, name] { return runRestore(cli, *name); }; });
}

} // namespace joinery::cli
