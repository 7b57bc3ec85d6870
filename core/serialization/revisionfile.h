// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/operations/revision.h"

namespace joinery {

// A revision as a YAML file, or as a hand-written .sql file with the same header in comments.
// Format: docs/revision-format.md.

/// The YAML text. Deterministic; ends in one newline.
QByteArray writeRevision(const Revision &revision);

/// Reads YAML. Errors: Parse with "file:line:column: …".
[[nodiscard]] Result<Revision> readRevision(const QByteArray &text, const QString &fileName);

/// Writes the file in one step, after reading its text back and comparing it with the revision.
/// Errors: Io; Failed when the revision holds what YAML cannot (half of a surrogate pair). The old
/// file, if any, is then untouched.
[[nodiscard]] Result<> writeRevisionFile(const QString &path, const Revision &revision);

/// Reads the header comments and the `-- upgrade` and `-- downgrade` parts of a .sql revision into
/// a Revision of one Execute. Errors: Parse with "file:line: …".
[[nodiscard]] Result<Revision> readSqlRevision(const QByteArray &text, const QString &fileName);

/// "20261122T101233_3f2a9c1b7d10_headline_instead_of_title": the file's name without its suffix.
QString revisionFileStem(const Revision &revision);

/// SHA-256 over the text with CRLF and CR made LF, as 64 hexadecimal digits.
QString revisionHash(const QByteArray &text);

/// The operations as YAML (a list), for `diff --format yaml` and `--json`.
QByteArray writeOperations(const QList<Operation> &operations);

} // namespace joinery
