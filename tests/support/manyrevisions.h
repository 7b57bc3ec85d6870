// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

namespace joinery::testing {

/// Makes a project in `folder` with a history of `count` revisions of one operation each: every
/// tenth creates a table, the others add a column to it. Its database, bench.db, is not made.
[[nodiscard]] Result<> makeRevisionProject(const QString &folder, qint64 count);

/// What such a history amounts to when it is written by hand: one statement a revision.
QByteArray statementOf(qint64 number);

} // namespace joinery::testing
