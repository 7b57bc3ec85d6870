// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QStringView>

namespace joinery {

/// What a statement is for, as far as its text tells.
enum class StatementKind
{
    Read, ///< only looks: SELECT, VALUES, EXPLAIN, a PRAGMA that asks
    Write, ///< changes rows
    Schema, ///< changes the schema: CREATE, ALTER, DROP, …
    Transaction, ///< BEGIN, COMMIT, SAVEPOINT, …
    Session, ///< changes the connection alone: ATTACH, temporary objects, a PRAGMA that sets
    Other, ///< whatever else: VACUUM, REINDEX, no SQL at all
};

struct StatementFacts
{
    StatementKind kind = StatementKind::Other;
    /// Rows come back even when it writes (RETURNING).
    bool returnsRows = false;

    bool operator==(const StatementFacts &) const = default;
};

/// What one statement is. Comments in front of it are skipped. A statement that a database takes
/// for something else than its text looks like (a function that writes) is not found out.
StatementFacts statementFacts(QStringView sql);

} // namespace joinery
