// SPDX-License-Identifier: MPL-2.0
#pragma once

// Internal to core/serialization: what the headers of YAML and SQL revisions have in common.

#include "joinery/operations/revision.h"

namespace joinery {

/// Whether the text can name a revision or a branch: ASCII letters, digits and underscores.
/// Anything else would be misread on the command line (`-1`, `label@head`, `a:b`).
bool isRevisionWord(const QString &text);
QString revisionWordHint();

/// "2026-11-22T10:12:33Z".
QString createdText(const QDateTime &created);
/// Invalid when the text is not of that form; another offset than Z is allowed.
QDateTime parseCreated(const QString &text);
QString createdHint();

/// In the order of the enum.
const QStringList &transactionWords();
QString transactionWord(TransactionMode mode);

} // namespace joinery
