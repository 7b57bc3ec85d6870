// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/table.h"

namespace joinery::sqlite {

// A column named "true" or "false" has no name outside of its table: what a subquery or a common
// table expression gives under it can only be read as the word. Queries call it otherwise.

/// Whether the name is such a word.
bool isTruthWord(const QString &name);

/// A column of the table that is named so; nullptr when there is none. Which of its rows are to go
/// cannot be told in a plan, whose statements must be plain SQL.
const Column *truthColumn(const Table &table);

/// The query with another name for each quoted one that is such a word, behind `main.` excepted.
QString withTruthNames(const QString &query);

/// The column's own name for one that withTruthNames() gave it.
QString withoutTruthName(const QString &name);

} // namespace joinery::sqlite
