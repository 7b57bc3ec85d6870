// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/project/backups.h"

namespace joinery {

/// What the history page shows, read at one moment.
struct HistoryView
{
    std::shared_ptr<const History> history {}; ///< nullptr when none is kept
    QList<HistoryEntry> newestFirst {};
    QStringList current {}; ///< the revisions that the database is at; none = base
    QList<Backup> backups {};
};

/// One revision in full.
struct RevisionDetail
{
    QStringList operations {}; ///< in words
    QString up {}; ///< SQL, or a comment that says why there is none
    QString down {};
};

/// Reads files and the database's own records. A project without migrations gives no history.
/// Errors: those of loadHistory().
[[nodiscard]] Result<HistoryView> readHistory(const ProjectContext &context, Executor &live);

/// Compiles the revision as it would run. What does not compile is said in place of the SQL.
RevisionDetail readDetail(
    const ProjectContext &context, const History &history, const HistoryEntry &entry);

/// Makes a project for the database where it has none, and the baseline of a history in it; returns
/// the project. The database gets its record of it, nothing else. Errors: those of adopt().
[[nodiscard]] Result<Project> beginHistory(const ProjectContext &context);

} // namespace joinery
