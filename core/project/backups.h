// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/project/context.h"

namespace joinery {

/// One copy in the project's backups/ folder.
struct Backup
{
    QString path; ///< absolute
    QString name; ///< its file name: DATABASE-TIME-REVISION.db, the time in UTC
    QDateTime takenAt {}; ///< UTC
    QString revision {}; ///< which was about to run
    qint64 bytes = 0; ///< its size
};

/// The copies of the context's database, newest first.
QList<Backup> listBackups(const ProjectContext &context);

/// Copies the open database into backups/ and keeps the last ten. Returns the copy's path. Two
/// that do so in the same moment get a file each.
/// Errors: Io (also: not enough room); nothing is left behind.
[[nodiscard]] Result<QString> takeBackup(
    const ProjectContext &context, Executor &live, const QString &revision);

/// Copies the open database to a file of the caller's choice, which must not exist.
[[nodiscard]] Result<QString> backUpTo(
    const ProjectContext &context, Executor &live, const QString &path);

/// Puts a copy back in place of the database's content, in one transaction that other programs wait
/// for; what was there is backed up first. `name` is a name of listBackups, a path, or empty for
/// the newest. Returns the path of the backup of what was there.
/// Errors: NotFound, NotADatabase, Locked, Io; the database is then unchanged.
[[nodiscard]] Result<QString> restoreBackup(const ProjectContext &context, const QString &name);

} // namespace joinery
