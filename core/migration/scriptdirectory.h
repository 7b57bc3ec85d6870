// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/operations/revision.h"

namespace joinery {

/// One revision file in migrations/versions: what its name and bytes tell, without parsing it.
struct ScriptFile
{
    QString path; ///< absolute
    QString fileName;
    QString revision; ///< the 12 digits in its name
    QByteArray text;
    QString hash; ///< revisionHash() of the text
};

/// The folder migrations/versions. Files are read once and parsed only when asked for.
class ScriptDirectory
{
public:
    /// Lists and reads the folder; a missing folder is an empty one. Companions
    /// (`<stem>.<dialect>.sql`) are no revisions.
    /// Errors: Io; Conflict for two files with the same revision; Parse for a name that is no
    /// revision's.
    [[nodiscard]] static Result<ScriptDirectory> load(const QString &folder);

    QString folder() const { return m_folder; }
    const QList<ScriptFile> &files() const { return m_files; } ///< by name, so oldest first
    const ScriptFile *file(const QString &revision) const;
    bool isEmpty() const { return m_files.isEmpty(); }

    /// Parses them all, oldest first. Errors: Parse; Conflict when a file and its name disagree.
    [[nodiscard]] Result<QList<Revision>> revisions() const;

private:
    QString m_folder;
    QList<ScriptFile> m_files;
};

/// Parses a revision's text by the suffix of its file name (.yaml or .sql).
[[nodiscard]] Result<Revision> parseRevision(const QByteArray &text, const QString &fileName);

/// "…/<stem>.<dialect>.sql" for "…/<stem>.yaml".
QString companionPath(const QString &revisionPath, const QString &dialect);

} // namespace joinery
