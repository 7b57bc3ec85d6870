// SPDX-License-Identifier: MPL-2.0
// Running revisions on a project's database, with a backup before anything is lost.
#include "joinery/project/backups.h"
#include "joinery/project/revisionwriter.h"
#include "joinery/project/workflows.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// A revision outside of a transaction that stopped half-way comes first, whatever is asked for.
Result<> verifyFinished(const History &history, const QList<MigrationStep> &steps)
{
    const HistoryEntry *stopped = history.unfinished();
    const bool resumes = stopped && !steps.isEmpty()
        && steps.first().direction == Direction::Upgrade
        && steps.first().entry.revision.id == stopped->revision.id;
    if (!stopped || resumes)
        return {};
    return fail(ErrorCode::Conflict,
        u"%1 stopped at statement %2 of %3; nothing else can run before it is finished"_s.arg(
            stopped->fileName, QString::number(stopped->row.statementsDone + 1),
            QString::number(stopped->row.statementsTotal)),
        u"mend that statement in the file and run `joinery db migrate`: it goes on there"_s);
}

Result<> verifyHistory(const History &history, Direction direction)
{
    if (direction == Direction::Downgrade)
        return {}; // the database's own records are enough to go back
    if (auto unedited = history.verifyUnedited(); !unedited)
        return unedited;
    return history.verifyFilesPresent();
}

/// A run that failed on a full disk or a failing one leaves a journal that the next writer rolls
/// back. Being that writer now leaves the database as it was for those who only look.
void settle(const ProjectContext &context)
{
    const auto live = connect(context, Access::Change);
    if (live)
        std::ignore = (*live)->query(u"SELECT 1"_s);
}

Result<> verifyCompanions(
    const ProjectContext &context, const History &history, const QList<MigrationStep> &steps)
{
    QStringList revisions;
    for (const MigrationStep &step : steps)
        revisions.append(step.entry.revision.id);
    const Result<QStringList> stale = staleCompanions(context, history, revisions);
    if (!stale)
        return fail(stale.error());
    if (stale->isEmpty())
        return {};
    return fail(ErrorCode::Conflict,
        u"%1 no longer says what would run; nothing was changed"_s.arg(stale->first()),
        u"review it again: `joinery db sql --write` writes it anew, `git diff` shows what changed"_s);
}

Result<std::unique_ptr<StoredTexts>> textsOf(const ProjectContext &context, Executor *live)
{
    return live ? context.dialect->ddl().readTexts(*live)
                : Result<std::unique_ptr<StoredTexts>>(nullptr);
}

Result<QList<MigrationStep>> planWith(
    const ProjectContext &context, const MigrateRequest &request, Executor *live)
{
    const Result<History> history = loadHistory(context, live);
    if (!history)
        return fail(history.error());
    if (auto verified = verifyHistory(*history, request.direction); !verified)
        return fail(verified.error());
    const bool up = request.direction == Direction::Upgrade;
    const Result<std::unique_ptr<StoredTexts>> texts = textsOf(context, live);
    if (!texts)
        return fail(texts.error());
    Result<QList<MigrationStep>> steps = up
        ? planUpgrade(*history, request.target, *context.dialect, texts->get())
        : planDowngrade(*history, request.target, *context.dialect, texts->get(),
            {.lossesAccepted = request.acceptLosses, .flags = request.flags, .live = live});
    if (!steps)
        return steps;
    if (auto finished = verifyFinished(*history, *steps); !finished)
        return fail(finished.error());
    if (up) {
        if (auto verified = verifyCompanions(context, *history, *steps); !verified)
            return fail(verified.error());
    }
    return steps;
}

bool isDestructive(const QList<MigrationStep> &steps)
{
    return std::any_of(steps.begin(), steps.end(),
        [](const MigrationStep &step) { return step.plan.isDestructive(); });
}

/// The cheap way to learn that there is nothing to do, for the default target.
Result<bool> nothingToDo(
    const ProjectContext &context, const MigrateRequest &request, Executor &live)
{
    if (request.direction == Direction::Downgrade
        || (request.target != u"head"_s && request.target != u"heads"_s))
        return false;
    const Result<ScriptDirectory> scripts = ScriptDirectory::load(context.project.versionsFolder());
    if (!scripts)
        return fail(scripts.error());
    const Result<QList<AppliedRevision>> rows = VersionTable(*context.dialect, live).read(false);
    if (!rows)
        return fail(rows.error());
    return isAtHead(*scripts, *rows);
}

Result<QString> backUp(const ProjectContext &context, const MigrateRequest &request,
    const QList<MigrationStep> &steps, Executor &live)
{
    if (request.backup == BackupMode::To)
        return backUpTo(context, live, request.backupPath);
    if (request.backup == BackupMode::Never || !isDestructive(steps)
        || !context.dialect->capabilities().fileDatabase || context.url.isMemory())
        return QString();
    return takeBackup(context, live, steps.first().entry.revision.id);
}

} // namespace

Result<QList<MigrationStep>> planMigration(
    const ProjectContext &context, const MigrateRequest &request)
{
    if (auto initialized = requireMigrations(context.project); !initialized)
        return fail(initialized.error());
    const Result<std::unique_ptr<Executor>> live = connect(context, Access::Look);
    if (!live && live.error().code != ErrorCode::NotFound)
        return fail(live.error());
    return planWith(context, request, live ? live->get() : nullptr);
}

Result<MigrateOutcome> migrateDatabase(const ProjectContext &context, const MigrateRequest &request)
{
    if (auto initialized = requireMigrations(context.project); !initialized)
        return fail(initialized.error());
    const bool up = request.direction == Direction::Upgrade;
    Result<std::unique_ptr<Executor>> live = connect(context, up ? Access::Create : Access::Change);
    if (!live)
        return fail(live.error());
    MigrateOutcome outcome;
    const Result<bool> nothing = nothingToDo(context, request, **live);
    if (!nothing)
        return fail(nothing.error());
    if (*nothing)
        return outcome;
    Result<QList<MigrationStep>> steps = planWith(context, request, live->get());
    if (!steps)
        return fail(steps.error());
    outcome.steps = *std::move(steps);
    if (outcome.steps.isEmpty())
        return outcome;
    Result<QString> backup = backUp(context, request, outcome.steps, **live);
    if (!backup)
        return failIn(u"taking the backup"_s, backup.error());
    outcome.backup = *std::move(backup);
    Result<MigrationReport> report
        = migrate(**live, *context.dialect, outcome.steps, {.observer = request.observer});
    if (!report && up && report.error().code == ErrorCode::Conflict) {
        const Result<QList<MigrationStep>> left = planWith(context, request, live->get());
        if (left && left->isEmpty())
            return MigrateOutcome {.overtaken = true};
    }
    if (!report) {
        live->reset();
        settle(context);
        return fail(report.error());
    }
    outcome.report = *std::move(report);
    return outcome;
}

} // namespace joinery
