// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/project/context.h"

namespace joinery {

/// Writes the revision's file, and its companion for each of the project's dialects this build has.
/// `before` is the schema it applies to. Without `companions` only the revision is written.
/// Returns the revision file's path. Errors: Io, and those of compiling; nothing is left behind.
[[nodiscard]] Result<QString> writeRevisionFiles(const ProjectContext &context,
    const Revision &revision, const MetaData &before, bool companions = true);

/// The text of a companion: a header, the SQL up, the SQL down.
[[nodiscard]] Result<QByteArray> companionText(
    const Revision &revision, const MetaData &before, const Dialect &dialect);

/// The companion files that no longer say what would run (or are missing where one stood), oldest
/// first.
[[nodiscard]] Result<QStringList> staleCompanions(
    const ProjectContext &context, const History &history, const QStringList &revisions);

/// Writes every companion anew; returns the paths of those that changed.
[[nodiscard]] Result<QStringList> renewCompanions(
    const ProjectContext &context, const History &history);

/// A revision that follows `heads`, made now (later than the newest of `history`).
Revision draftRevision(const QStringList &heads, const QString &message,
    const QList<Operation> &operations, const History &history, const QString &id = {});

} // namespace joinery
