// SPDX-License-Identifier: MPL-2.0
// Applying a proposed change: with a history, or once and for all without.
#include "joinery/migration/migrator.h"
#include "joinery/project/backups.h"
#include "joinery/project/filesnapshot.h"
#include "joinery/project/modelsource.h"
#include "joinery/project/revisionwriter.h"
#include "joinery/project/schemachange.h"
#include "joinery/serialization/revisionfile.h"
#include "joinery/serialization/safefile.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Error moved()
{
    return {.code = ErrorCode::Conflict,
        .message = u"the schema was changed elsewhere since this was shown; nothing was changed"_s,
        .hint = u"look at the change again, then apply it"_s};
}

Error notAtHead()
{
    return {.code = ErrorCode::Conflict,
        .message
        = u"Target database is not up to date. Run joinery db migrate to update database."_s,
        .hint = u"apply the revisions that wait, then look at this change again"_s};
}

/// A failed run may leave a journal that the next writer rolls back. Being that writer now leaves
/// the database as it was for those who only look.
void settle(const ProjectContext &context)
{
    const auto live = connect(context, Access::Change);
    if (live)
        std::ignore = (*live)->query(u"SELECT 1"_s);
}

Result<QString> backUp(const ProjectContext &context, const ApplyRequest &request, Executor &live)
{
    const Capabilities can = context.dialect->capabilities();
    if (!request.proposal.change.plan.isDestructive() || !can.fileDatabase
        || context.url.isMemory())
        return QString();
    ProjectContext where = context;
    if (where.project.folder.isEmpty())
        where.project.folder = historyFolder(context.url);
    Result<QString> path = takeBackup(where, live, request.proposal.revision.id);
    return path ? path : Result<QString>(failIn(u"taking the backup"_s, path.error()));
}

void heedCancel(Executor &live, const ApplyRequest &request)
{
    if (request.isCancelled)
        live.setProgressHandler([asks = request.isCancelled] { return !asks(); });
}

/// Nothing was changed, so nothing needs it.
void dropBackup(AppliedChange &applied)
{
    if (applied.backup.isEmpty())
        return;
    const QDir folder = QFileInfo(applied.backup).absoluteDir();
    QFile::remove(applied.backup);
    applied.backup.clear();
    QDir().rmdir(folder.path());
    QDir().rmdir(QFileInfo(folder.path()).path());
}

Result<HistoryEntry> entryOf(const QString &path, const Revision &revision)
{
    const Result<QByteArray> text = readFile(path);
    if (!text)
        return fail(text.error());
    return HistoryEntry {.revision = revision,
        .fileName = QFileInfo(path).fileName(),
        .text = QString::fromUtf8(*text),
        .hash = revisionHash(*text)};
}

/// The applying of one change to a database whose history is kept.
class Recorded
{
public:
    Recorded(const ProjectContext &context, const ApplyRequest &request)
        : m_context(context)
        , m_request(request)
        , m_revision(request.proposal.revision)
    { }

    Result<AppliedChange> run()
    {
        const Result<std::unique_ptr<Executor>> live = connect(m_context, Access::Change);
        if (!live)
            return fail(live.error());
        heedCancel(**live, m_request);
        if (auto same = verifyUnmoved(**live); !same)
            return fail(same.error());
        Result<QString> backup = backUp(m_context, m_request, **live);
        if (!backup)
            return fail(backup.error());
        m_applied.backup = *std::move(backup);
        const Project before = projectToBe();
        const QStringList texts {u"*.yaml"_s, u"*.yml"_s, u"*.sql"_s};
        const Result<FileSnapshot> files = FileSnapshot::take(
            {{before.folder, {u"joinery.yaml"_s}}, {before.modelsFolder(), texts},
                {before.folder + u"/migrations"_s, texts}, {before.versionsFolder(), texts}});
        if (!files)
            return fail(files.error());
        Result<> done = writeFiles();
        if (done)
            done = migrateTo(**live);
        if (done && !m_applied.isRefused())
            return m_applied;
        const Result<> restored = files->restore();
        dropBackup(m_applied);
        if (!restored)
            return fail(restored.error());
        return done ? Result<AppliedChange>(m_applied) : fail(done.error());
    }

private:
    Project projectToBe() const
    {
        return m_context.project.folder.isEmpty() ? Project {.folder = historyFolder(m_context.url)}
                                                  : m_context.project;
    }

    Result<> verifyUnmoved(Executor &live) const
    {
        const Result<SchemaBase> now = readSchemaBase(m_context, live);
        if (!now)
            return fail(now.error());
        if (*now != m_request.proposal.base)
            return fail(moved());
        if (now->recorded)
            return fail(ErrorCode::Conflict,
                u"this database has a history already, but its revisions are not here"_s,
                u"open the project they came from"_s);
        return now->atHead ? Result<>() : fail(notAtHead());
    }

    Result<> writeFiles()
    {
        if (m_context.project.folder.isEmpty()) {
            Result<Project> project = makeProjectBeside(m_context);
            if (!project)
                return fail(project.error());
            m_context.project = *std::move(project);
        }
        m_applied.project = m_context.project;
        if (!m_request.proposal.base.hasHistory) {
            if (auto begun = writeBaseline(); !begun)
                return begun;
        }
        if (!m_request.proposal.change.isEmpty()) {
            if (auto written = writeRevision(); !written)
                return written;
        }
        const auto saved = keepModels(m_context, m_request.proposal.change.target);
        return saved ? Result<>() : fail(saved.error());
    }

    Result<> writeBaseline()
    {
        const MetaData &schema = m_request.proposal.base.schema;
        const Result<Difference> all = compare(
            {}, schema, m_context.dialect->comparePolicy(), m_context.dialect->replayPolicy());
        if (!all)
            return fail(all.error());
        Revision baseline = draftRevision({}, u"baseline"_s, all->operations, {});
        // Before what follows it, so that the files of the folder sort in their order.
        baseline.created = m_revision.created.addSecs(-1);
        m_revision.downRevisions = QStringList {baseline.id};
        return addStep({.entry = {}, .recordOnly = true}, baseline, {}, false);
    }

    Result<> writeRevision()
    {
        return addStep(
            {.entry = {}, .operations = m_revision.upgrade, .plan = m_request.proposal.change.plan},
            m_revision, m_request.proposal.base.schema, true);
    }

    Result<> addStep(
        MigrationStep step, const Revision &revision, const MetaData &before, bool companions)
    {
        const Result<QString> path = writeRevisionFiles(m_context, revision, before, companions);
        if (!path)
            return fail(path.error());
        Result<HistoryEntry> entry = entryOf(*path, revision);
        if (!entry)
            return fail(entry.error());
        step.entry = *std::move(entry);
        m_steps.append(std::move(step));
        m_applied.revision = revision.id;
        m_applied.path = *path;
        return {};
    }

    Result<> migrateTo(Executor &live)
    {
        if (m_steps.isEmpty())
            return {};
        const auto observer = [this](const MigrationProgress &progress) {
            return !progress.statement || !m_request.observer
                || m_request.observer(progress.statementIndex);
        };
        Result<MigrationReport> report
            = migrate(live, *m_context.dialect, m_steps, {.observer = observer});
        if (!report)
            return fail(report.error());
        m_applied.decisions = report->decisions;
        return {};
    }

    ProjectContext m_context;
    const ApplyRequest &m_request;
    Revision m_revision;
    QList<MigrationStep> m_steps {};
    AppliedChange m_applied {};
};

/// The change in one transaction, proved before it is committed. Gives what is left to decide.
Result<QList<Decision>> runOnce(
    const ProjectContext &context, const ApplyRequest &request, Executor &live)
{
    const Plan &plan = request.proposal.change.plan;
    const auto transaction = context.dialect->migrationTransaction(live);
    if (auto begun = transaction->begin(plan.foreignKeysOff); !begun)
        return fail(begun.error());
    const Result<MetaData> now = context.dialect->inspector().reflect(live);
    if (!now)
        return fail(now.error());
    if (*now != request.proposal.base.schema)
        return fail(moved());
    Result<QList<Decision>> open
        = context.dialect->decisions().find(live, plan.before, request.proposal.change.operations);
    if (!open || !open->isEmpty())
        return open;
    qsizetype number = 0;
    const auto observer = [&](const PlanStep &, const Statement &) {
        return !request.observer || request.observer(number++);
    };
    if (auto ran = transaction->run(plan, observer); !ran)
        return fail(ran.error());
    if (auto verified = transaction->verify(); !verified)
        return fail(verified.error());
    if (auto committed = transaction->commit(); !committed)
        return fail(committed.error());
    return open;
}

Result<AppliedChange> applyOnce(const ProjectContext &context, const ApplyRequest &request)
{
    const Result<std::unique_ptr<Executor>> live = connect(context, Access::Change);
    if (!live)
        return fail(live.error());
    heedCancel(**live, request);
    Result<QString> backup = backUp(context, request, **live);
    if (!backup)
        return fail(backup.error());
    AppliedChange applied {.backup = *std::move(backup)};
    Result<QList<Decision>> open = runOnce(context, request, **live);
    if (!open || !open->isEmpty())
        dropBackup(applied);
    if (!open)
        return fail(open.error());
    applied.decisions = *std::move(open);
    return applied;
}

} // namespace

Result<Project> makeProjectBeside(const ProjectContext &context)
{
    Result<Project> project = createProject(historyFolder(context.url), {});
    if (!project)
        return project;
    Url stored = context.url;
    if (context.dialect->capabilities().fileDatabase) {
        stored.database = QDir(project->folder).relativeFilePath(context.url.database);
        project->file.project = QFileInfo(context.url.database).completeBaseName();
    }
    project->file.database = stored.withoutPassword();
    project->file.dialects = QStringList {context.dialect->name()};
    if (auto written = writeProjectFile(project->filePath(), project->file); !written)
        return fail(written.error());
    return project;
}

Result<AppliedChange> applySchemaChange(const ProjectContext &context, const ApplyRequest &request)
{
    const QList<Decision> &open = request.proposal.change.decisions;
    if (!open.isEmpty())
        return AppliedChange {.decisions = open};
    const bool recorded = request.keepHistory || !context.project.folder.isEmpty();
    Result<AppliedChange> applied
        = recorded ? Recorded(context, request).run() : applyOnce(context, request);
    if (!applied)
        settle(context);
    return applied;
}

} // namespace joinery
