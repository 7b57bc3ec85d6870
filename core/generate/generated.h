// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

#include <QMap>
#include <QStringList>

namespace joinery {

/// Text made from a schema, to be kept in files.
struct GeneratedFiles
{
    QMap<QString, QByteArray> files {}; ///< name -> text, UTF-8
    QStringList notes {}; ///< what of the schema is not in it as one might expect, a line each
};

/// How files on disk stand to generated ones.
struct GeneratedDifference
{
    QStringList changed {}; ///< absent, or with another text
    QStringList obsolete {}; ///< generated once, for something that is gone

    bool isEmpty() const { return changed.isEmpty() && obsolete.isEmpty(); }
};

/// Compares. Files that do not begin as generated ones do are somebody else's, unless they have the
/// name of one. Errors: Io.
[[nodiscard]] Result<GeneratedDifference> compareGenerated(
    const QString &folder, const GeneratedFiles &generated);

/// Writes what differs, each file as a whole, and removes what is obsolete. Returns what was done.
/// Errors: Io; Conflict for a file that has the name of a generated one and was written by hand.
[[nodiscard]] Result<GeneratedDifference> writeGenerated(
    const QString &folder, const GeneratedFiles &generated);

} // namespace joinery
