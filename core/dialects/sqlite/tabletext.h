// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/table.h"

namespace joinery::sqlite {

/// The CREATE TABLE text of a table after a change, made from the text a database has of it before:
/// what does not change keeps its text, comments and layout. Between `before` and `after` no column
/// was renamed. `name` overrides the table's name (a rebuild's new table).
///
/// Definitions that stay are taken over byte for byte; in a column that changes, only the clauses
/// that do; new ones stand as their neighbours do; those that go take their own comments along.
/// Names of constraints and their order apart from what changes stay as stored, and so does the
/// spelling of all that means the same.
///
/// Null where the text cannot be read, or where what was made would not mean exactly `after`:
/// createTable() it is then.
QString editedTableText(
    const QString &stored, const Table &before, const Table &after, const QString &name = {});

/// The text with the primary key before all other table constraints, comments and layout kept; null
/// where it is so already, or cannot be read. The table stays what it was: its rows and, as long as
/// the key is the rowid, its indexes too.
QString withKeyFirst(const QString &stored);

} // namespace joinery::sqlite
