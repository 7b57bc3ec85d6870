// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/schema/metadata.h"

namespace joinery {

/// How a database stands to a program's models and migrations.
struct SchemaCheck
{
    bool initialized = true; ///< the project has migrations
    bool unappliedScripts = false; ///< revisions are waiting to be applied
    bool modelsDiffer = false; ///< the models and the database (at head) are not the same

    bool isUpToDate() const
    {
        return initialized && !unappliedScripts && !modelsDiffer;
    } ///< all well
    /// Reflex's sentence for the state, naming the program that has the verbs; empty when all is
    /// well.
    QString message(const QString &program = QStringLiteral("joinery")) const;
};

/// The start-up check of a program: are there unapplied revisions, do its models differ from the
/// database? Scripts come first: with some unapplied, the models are not compared; before
/// `db init` nothing is, and the database need not be there. Looks only; never changes the
/// database. `projectFolder` holds joinery.yaml (empty: the current folder or one
/// above it); without a project only the models are compared. Blocks; call it from any one thread.
/// Errors: those of opening the database and reading the project; a program may log them and go on.
[[nodiscard]] Result<SchemaCheck> checkSchema(
    const QString &url, const MetaData &metaData, const QString &projectFolder = {});

} // namespace joinery
