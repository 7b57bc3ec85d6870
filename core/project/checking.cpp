// SPDX-License-Identifier: MPL-2.0
// db check, and the question whether the models have moved on.
#include "joinery/operations/describe.h"
#include "joinery/project/modelsource.h"
#include "joinery/project/revisionwriter.h"
#include "joinery/project/workflows.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Result<Difference> modelDifference(const ProjectContext &context, const History &history)
{
    const Result<MetaData> models = projectModels(context, &history);
    if (!models)
        return fail(models.error());
    const Result<MetaData> head
        = history.replay(history.graph().heads(), context.dialect->replayPolicy());
    if (!head)
        return fail(head.error());
    return compare(*head, *models, context.dialect->comparePolicy(),
        context.dialect->replayPolicy(), {.columnOrder = context.project.file.columnOrder});
}

Result<> checkModels(const ProjectContext &context, const History &history, QStringList &problems)
{
    if (!hasModels(context))
        return {};
    const Result<Difference> difference = modelDifference(context, history);
    if (!difference)
        return fail(difference.error());
    for (const Operation &operation : difference->operations)
        problems.append(u"the models are ahead of the revisions: %1"_s.arg(describe(operation)));
    return {};
}

Result<> checkCompanions(
    const ProjectContext &context, const History &history, QStringList &problems)
{
    const Result<QStringList> stale = staleCompanions(context, history, history.graph().ordered());
    if (!stale)
        return fail(stale.error());
    for (const QString &path : *stale)
        problems.append(u"%1 no longer says what its revision runs"_s.arg(path));
    return {};
}

void checkGraph(const History &history, QStringList &problems)
{
    const QStringList heads = history.graph().heads();
    if (heads.size() > 1)
        problems.append(u"there are several heads: %1"_s.arg(heads.join(u", "_s)));
    for (const HistoryEntry &entry : history.ordered()) {
        if (entry.edited)
            problems.append(u"%1 was edited after it was applied"_s.arg(entry.fileName));
        if (!entry.hasFile)
            problems.append(u"%1 is applied, but its file is gone"_s.arg(entry.fileName));
        if (!entry.row.revision.isEmpty() && !entry.applied)
            problems.append(u"%1 stopped at statement %2 of %3"_s.arg(entry.fileName)
                                .arg(entry.row.statementsDone + 1)
                                .arg(entry.row.statementsTotal));
    }
}

/// What somebody changed by other means. The last line says the ways out: `keeps` where the models
/// hold nothing that pulling would undo.
Result<> checkLive(const ProjectContext &context, const History &history, Executor &live,
    bool keeps, QStringList &problems)
{
    const QStringList heads = history.appliedHeads();
    if (heads.isEmpty())
        return {};
    const Result<QStringList> differences = differencesFrom(context, history, heads, live);
    if (!differences)
        return fail(differences.error());
    for (const QString &difference : *differences)
        problems.append(
            u"the database is not what its revisions say, since somebody did this: %1"_s.arg(
                difference));
    if (differences->isEmpty())
        return {};
    const QString undo = u"`joinery diff %1 %2 --format sql` prints the SQL that undoes it"_s.arg(
        context.url.display(), heads.first());
    problems.last() += keeps
        ? u" (to keep it: `joinery pull`, `joinery db makemigrations`, `joinery db stamp head`; %1)"_s
              .arg(undo)
        : u" (%1)"_s.arg(undo);
    return {};
}

} // namespace

Result<bool> modelsDiffer(const ProjectContext &context, const History &history)
{
    if (!hasModels(context))
        return false;
    const Result<Difference> difference = modelDifference(context, history);
    if (!difference)
        return fail(difference.error());
    return !difference->isEmpty();
}

Result<QStringList> checkProject(const ProjectContext &context)
{
    if (auto initialized = requireMigrations(context.project); !initialized)
        return fail(initialized.error());
    QStringList problems;
    const Result<std::unique_ptr<Executor>> live = connect(context, Access::Look);
    if (!live)
        problems.append(live.error().message);
    const Result<History> history = loadHistory(context, live ? live->get() : nullptr);
    if (!history)
        return fail(history.error());
    checkGraph(*history, problems);
    if (auto checked = checkModels(context, *history, problems); !checked)
        return fail(checked.error());
    if (auto checked = checkCompanions(context, *history, problems); !checked)
        return fail(checked.error());
    const bool atHead = history->appliedHeads() == history->graph().resolvedHeads();
    if (live && !atHead)
        problems.append(
            u"Target database is not up to date. Run joinery db migrate to update database."_s);
    if (live) {
        const bool keeps = atHead && problems.isEmpty();
        if (auto checked = checkLive(context, *history, **live, keeps, problems); !checked)
            return fail(checked.error());
    }
    return problems;
}

} // namespace joinery
