// SPDX-License-Identifier: MPL-2.0
// db stamp: what a database is said to hold, checked against what it does hold.
#include "joinery/operations/describe.h"
#include "joinery/project/workflows.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The history to stamp in. One that is purged need not fit the files.
Result<History> stampedHistory(
    const ProjectContext &context, const StampRequest &request, Executor &live)
{
    return loadHistory(context, request.purge ? nullptr : &live);
}

Result<QStringList> knownRows(const ProjectContext &context, Executor &live)
{
    const Result<QList<AppliedRevision>> rows = VersionTable(*context.dialect, live).read(false);
    if (!rows)
        return fail(rows.error());
    QStringList known;
    for (const AppliedRevision &row : *rows)
        known.append(row.revision);
    return known;
}

/// What must be written and removed so that just `wanted` is recorded. A row that holds is kept as
/// it is: when it was applied, and from which text.
Stamp stampFor(const History &history, const QSet<QString> &wanted, const QStringList &rows,
    const StampRequest &request)
{
    Stamp stamp;
    for (const QString &row : rows) {
        if (request.purge || !wanted.contains(row))
            stamp.removed.append(row);
    }
    for (const HistoryEntry &entry : history.ordered()) {
        const bool holds = !request.purge && entry.applied;
        if (wanted.contains(entry.revision.id) && !holds)
            stamp.recorded.append(entry);
    }
    return stamp;
}

} // namespace

Result<QStringList> differencesFrom(const ProjectContext &context, const History &history,
    const QStringList &revisions, Executor &live)
{
    const Result<MetaData> expected = history.replay(revisions, context.dialect->replayPolicy());
    if (!expected)
        return fail(expected.error());
    const Result<MetaData> schema = context.dialect->inspector().reflect(live);
    if (!schema)
        return fail(schema.error());
    const Result<Difference> difference
        = compare(*expected, *schema, context.dialect->comparePolicy(),
            context.dialect->replayPolicy(), {.columnOrder = context.project.file.columnOrder});
    if (!difference)
        return fail(difference.error());
    QStringList words;
    for (const Operation &operation : difference->operations)
        words.append(describe(operation));
    return words;
}

Result<StampOutcome> stampDatabase(const ProjectContext &context, const StampRequest &request)
{
    if (auto initialized = requireMigrations(context.project); !initialized)
        return fail(initialized.error());
    const Result<std::unique_ptr<Executor>> live = connect(context, Access::Change);
    if (!live)
        return fail(live.error());
    const Result<History> history = stampedHistory(context, request, **live);
    if (!history)
        return fail(history.error());
    const Result<QStringList> revisions
        = history->graph().resolve(request.target, history->appliedHeads());
    if (!revisions)
        return fail(revisions.error());
    StampOutcome outcome {.revisions = *revisions};
    Result<QStringList> differences = differencesFrom(context, *history, *revisions, **live);
    if (!differences && !request.force)
        return fail(differences.error());
    outcome.differences
        = differences ? *std::move(differences) : QStringList {differences.error().message};
    if (outcome.isRefused(request))
        return outcome;
    const Result<QStringList> rows = knownRows(context, **live);
    if (!rows)
        return fail(rows.error());
    const Stamp stamp = stampFor(*history, history->graph().ancestors(*revisions), *rows, request);
    if (auto written = recordStamp(**live, *context.dialect, stamp); !written)
        return fail(written.error());
    outcome.removed = stamp.removed;
    for (const HistoryEntry &entry : stamp.recorded)
        outcome.recorded.append(entry.revision.id);
    return outcome;
}

} // namespace joinery
