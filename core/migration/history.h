// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/migration/revisiongraph.h"
#include "joinery/migration/scriptdirectory.h"
#include "joinery/migration/versiontable.h"

namespace joinery {

/// One revision as files and database together know it.
struct HistoryEntry
{
    Revision revision; ///< from the database's text when it is applied and the file is gone
    QString fileName {};
    QString text {};
    QString hash {};
    bool hasFile = true;
    bool applied = false;
    bool adopted = false; ///< recorded here without having been executed
    bool edited = false; ///< applied, and the file differs from what was applied
    AppliedRevision row {}; ///< set when the database knows it
};

/// All revisions of a project, those of its files and those that only its database still holds.
class History
{
public:
    /// Joins both. Errors: those of parsing and of RevisionGraph::build.
    [[nodiscard]] static Result<History> load(
        const ScriptDirectory &scripts, const QList<AppliedRevision> &applied);

    const RevisionGraph &graph() const { return m_graph; }
    const HistoryEntry *entry(const QString &revision) const;
    QList<HistoryEntry> ordered() const; ///< oldest first
    QStringList appliedHeads() const;
    /// The applied revision outside of a transaction that did not end, or nullptr.
    const HistoryEntry *unfinished() const;

    /// Errors: Conflict for an applied revision whose file was edited; each names file and way out.
    [[nodiscard]] Result<> verifyUnedited() const;
    /// Errors: Conflict when the database is at a revision that has no file here.
    [[nodiscard]] Result<> verifyFilesPresent() const;

    /// The schema after all of `revisions` (and what they follow from) ran on an empty database.
    /// Errors: those of apply(), naming the revision's file.
    [[nodiscard]] Result<MetaData> replay(
        const QStringList &revisions, const ReplayPolicy &policy) const;

private:
    QHash<QString, HistoryEntry> m_entries;
    RevisionGraph m_graph;
};

/// True when every file is applied as it is and the database knows no other revision: nothing to
/// migrate. Parses nothing.
bool isAtHead(const ScriptDirectory &scripts, const QList<AppliedRevision> &applied);

} // namespace joinery
