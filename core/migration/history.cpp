// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/history.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

RevisionNode nodeOf(const Revision &revision)
{
    return {.id = revision.id,
        .downRevisions = revision.downRevisions,
        .dependsOn = revision.dependsOn,
        .branchLabels = revision.branchLabels};
}

void markApplied(HistoryEntry &entry, const AppliedRevision &row)
{
    entry.row = row;
    entry.applied = row.isApplied();
    entry.adopted = row.state == RevisionState::Adopted;
    entry.edited = entry.applied && entry.hasFile && entry.hash != row.fileHash;
}

/// The database is what the revision was when it ran, not what its file became: replaying and
/// taking back go by the recorded text.
void useWhatWasApplied(HistoryEntry &entry)
{
    if (!entry.edited)
        return;
    Result<Revision> applied = parseRevision(entry.row.fileText.toUtf8(), entry.row.fileName);
    if (applied)
        entry.revision = *std::move(applied);
}

/// What the database remembers of a revision whose file is gone.
Result<HistoryEntry> entryFromDatabase(const AppliedRevision &row)
{
    const QString where = u"revision %1 as recorded in the database"_s.arg(row.revision);
    Result<Revision> revision = parseRevision(row.fileText.toUtf8(), row.fileName);
    if (!revision)
        return failIn(where, revision.error());
    HistoryEntry entry {.revision = *std::move(revision),
        .fileName = row.fileName,
        .text = row.fileText,
        .hash = row.fileHash,
        .hasFile = false};
    markApplied(entry, row);
    return entry;
}

} // namespace

Result<History> History::load(const ScriptDirectory &scripts, const QList<AppliedRevision> &applied)
{
    History history;
    QList<RevisionNode> nodes;
    const Result<QList<Revision>> revisions = scripts.revisions();
    if (!revisions)
        return fail(revisions.error());
    for (qsizetype i = 0; i < revisions->size(); ++i) {
        const ScriptFile &file = scripts.files()[i];
        const Revision &revision = (*revisions)[i];
        nodes.append(nodeOf(revision));
        history.m_entries.insert(revision.id,
            {.revision = revision,
                .fileName = file.fileName,
                .text = QString::fromUtf8(file.text),
                .hash = file.hash});
    }
    for (const AppliedRevision &row : applied) {
        if (const auto found = history.m_entries.find(row.revision);
            found != history.m_entries.end()) {
            markApplied(*found, row);
            useWhatWasApplied(*found);
            continue;
        }
        Result<HistoryEntry> entry = entryFromDatabase(row);
        if (!entry)
            return fail(entry.error());
        nodes.append(nodeOf(entry->revision));
        history.m_entries.insert(row.revision, *std::move(entry));
    }
    Result<RevisionGraph> graph = RevisionGraph::build(nodes);
    if (!graph)
        return fail(graph.error());
    history.m_graph = *std::move(graph);
    return history;
}

const HistoryEntry *History::entry(const QString &revision) const
{
    const auto found = m_entries.constFind(revision);
    return found == m_entries.constEnd() ? nullptr : &*found;
}

QList<HistoryEntry> History::ordered() const
{
    QList<HistoryEntry> all;
    for (const QString &id : m_graph.ordered())
        all.append(m_entries[id]);
    return all;
}

QStringList History::appliedHeads() const
{
    QSet<QString> applied;
    for (const HistoryEntry &entry : m_entries) {
        if (entry.applied)
            applied.insert(entry.revision.id);
    }
    return m_graph.headsOf(applied);
}

const HistoryEntry *History::unfinished() const
{
    for (const HistoryEntry &entry : m_entries) {
        if (!entry.row.revision.isEmpty() && !entry.applied)
            return &entry;
    }
    return nullptr;
}

Result<> History::verifyUnedited() const
{
    for (const HistoryEntry &entry : ordered()) {
        if (entry.edited)
            return fail(ErrorCode::Conflict,
                u"%1 was edited after it was applied to this database"_s.arg(entry.fileName),
                u"`joinery db show %1 --applied` prints it as it was applied: put that back and "
                u"write "
                "what is new into a revision of its own"_s.arg(entry.revision.id));
    }
    return {};
}

Result<> History::verifyFilesPresent() const
{
    for (const HistoryEntry &entry : ordered()) {
        if (entry.applied && !entry.hasFile)
            return fail(ErrorCode::Conflict,
                u"this database is at revision %1 (%2), which these migrations do not have"_s.arg(
                    entry.revision.id, entry.revision.message),
                u"get the newer migrations, or take it back with `joinery db downgrade` (the "
                u"database "
                "holds its text)"_s);
    }
    return {};
}

Result<MetaData> History::replay(const QStringList &revisions, const ReplayPolicy &policy) const
{
    const QSet<QString> wanted = m_graph.ancestors(revisions);
    MetaData metaData;
    for (const QString &id : m_graph.ordered()) {
        if (!wanted.contains(id))
            continue;
        const HistoryEntry &entry = m_entries[id];
        if (const auto done = apply(metaData, entry.revision.upgrade, policy); !done)
            return failIn(u"replaying %1"_s.arg(entry.fileName), done.error());
    }
    return metaData;
}

bool isAtHead(const ScriptDirectory &scripts, const QList<AppliedRevision> &applied)
{
    if (scripts.files().size() != applied.size())
        return false;
    QHash<QString, QString> hashes;
    for (const AppliedRevision &row : applied) {
        if (row.isApplied())
            hashes.insert(row.revision, row.fileHash);
    }
    return std::all_of(scripts.files().begin(), scripts.files().end(),
        [&](const ScriptFile &file) { return hashes.value(file.revision) == file.hash; });
}

} // namespace joinery
