// SPDX-License-Identifier: MPL-2.0
// db merge: one revision that follows several heads.
#include "joinery/operations/describe.h"
#include "joinery/project/revisionwriter.h"
#include "joinery/project/workflows.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Result<QStringList> namedRevisions(const RevisionGraph &graph, const QStringList &targets)
{
    QStringList revisions;
    for (const QString &target : targets) {
        const Result<QStringList> found = graph.resolve(target, {});
        if (!found)
            return fail(found.error());
        revisions += *found;
    }
    revisions.removeDuplicates();
    return revisions;
}

/// What a merge of these would follow. Errors: Conflict when there is nothing to merge.
Result<QStringList> revisionsToMerge(const RevisionGraph &graph, const QStringList &targets)
{
    const Result<QStringList> revisions
        = targets.isEmpty() ? Result<QStringList>(graph.heads()) : namedRevisions(graph, targets);
    if (!revisions)
        return revisions;
    if (revisions->size() < 2)
        return fail(ErrorCode::Conflict,
            revisions->isEmpty()
                ? u"there is no revision to merge"_s
                : u"there is nothing to merge: %1 is alone"_s.arg(revisions->first()),
            u"`joinery db heads` lists what could be merged"_s);
    for (const QString &revision : *revisions) {
        QStringList others = *revisions;
        others.removeOne(revision);
        if (graph.ancestors(others).contains(revision))
            return fail(ErrorCode::Conflict,
                u"%1 need not be merged: another of the revisions follows from it"_s.arg(revision),
                u"leave it out"_s);
    }
    return revisions;
}

/// The schema when the branches run one after the other.
Result<MetaData> afterBranches(
    const History &history, const QStringList &heads, const ReplayPolicy &policy)
{
    MetaData schema;
    QSet<QString> done;
    for (const QString &head : heads) {
        const QSet<QString> wanted = history.graph().ancestors({head});
        for (const QString &id : history.graph().ordered()) {
            if (!wanted.contains(id) || done.contains(id))
                continue;
            done.insert(id);
            const HistoryEntry *entry = history.entry(id);
            if (auto applied = apply(schema, entry->revision.upgrade, policy); !applied)
                return failIn(entry->fileName, std::move(applied.error()));
        }
    }
    return schema;
}

/// Databases may have any of the branches first. Errors: Conflict when that would make a
/// difference.
Result<MetaData> mergedSchema(
    const ProjectContext &context, const History &history, QStringList heads)
{
    const ReplayPolicy &replay = context.dialect->replayPolicy();
    const auto clash = [&](const QString &what) {
        return fail(ErrorCode::Conflict,
            u"the branches %1 do not go together: %2; nothing was written"_s.arg(
                heads.join(u" and "_s), what),
            u"change one of their revisions so that it follows the other (its down_revision), and "
            "no longer contradicts it"_s);
    };
    const Result<MetaData> schema = afterBranches(history, heads, replay);
    if (!schema)
        return clash(schema.error().message);
    std::reverse(heads.begin(), heads.end());
    const Result<MetaData> other = afterBranches(history, heads, replay);
    if (!other)
        return clash(other.error().message);
    const Result<Difference> difference
        = compare(*schema, *other, context.dialect->comparePolicy(), replay);
    if (!difference)
        return fail(difference.error());
    if (!difference->isEmpty())
        return clash(u"which of them runs first decides over «%1»"_s.arg(
            describe(difference->operations.first())));
    return schema;
}

} // namespace

Result<MergeOutcome> mergeRevisions(const ProjectContext &context, const MergeRequest &request)
{
    if (auto initialized = requireMigrations(context.project); !initialized)
        return fail(initialized.error());
    const Result<History> history = loadHistory(context, nullptr);
    if (!history)
        return fail(history.error());
    const Result<QStringList> heads = revisionsToMerge(history->graph(), request.targets);
    if (!heads)
        return fail(heads.error());
    const Result<MetaData> schema = mergedSchema(context, *history, *heads);
    if (!schema)
        return fail(schema.error());
    const QString message
        = request.message.isEmpty() ? u"merge "_s + heads->join(u" and "_s) : request.message;
    const Revision revision = draftRevision(*heads, message, {}, *history, request.revisionId);
    if (history->graph().contains(revision.id))
        return fail(ErrorCode::Conflict, u"revision %1 exists already"_s.arg(revision.id),
            u"give another --rev-id, or none"_s);
    const Result<QString> path = writeRevisionFiles(context, revision, *schema);
    if (!path)
        return fail(path.error());
    return MergeOutcome {.revision = revision.id, .path = *path, .merged = *heads};
}

} // namespace joinery
