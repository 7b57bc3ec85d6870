// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"
#include "joinery/dialects/sqlite/projection.h"
#include "joinery/dialects/sqlite/rowrules.h"

namespace joinery::sqlite {

// A few rows that show a person what a decision is about.

/// What to select of a table's rows: its key, the columns in question, then others as long as they
/// fit on a line. Without a key the rowid, which `place` gives, stands in front.
QStringList exampleColumns(const Table &table, const QStringList &inQuestion, const QString &place);

/// At most 5 of the rows of "FROM …", long values cut. No rows where they cannot be read.
RowSet exampleRows(
    Executor &live, const Projection &projection, const QStringList &columns, const QString &from);

/// The rows that the rule's key takes for equal to another: "FROM … WHERE …" over `rows`, with
/// joinery_rank counting within each group. `table` is quoted.
QString groupsOf(const QString &rows, const QString &table, const RowRule &rule);

/// Rows that break the rule of a key, each beside those it repeats: "FROM … ORDER BY …".
QString rowsOfGroups(const QString &rows, const QString &table, const RowRule &rule);

} // namespace joinery::sqlite
