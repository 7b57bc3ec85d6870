// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/project/schemaproblems.h"

namespace joinery {

/// Tries the SQL of a table (defaults, generated columns, checks, indexes, triggers) on a scratch
/// database that holds nothing else, and then the whole table.
QList<SchemaProblem> expressionProblems(
    const Table &table, const Dialect &dialect, const DatabaseProvider &provider);

} // namespace joinery
