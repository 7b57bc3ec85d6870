// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/dialect.h"

namespace joinery {

/// Runs the plan on a scratch database that has its `before` schema and holds no rows, and compares
/// what comes out with `target`. What is broken in `before` already (a view over a missing table)
/// may stay broken.
/// Errors: that of the statement that fails; Failed, naming the difference, when the schema is
/// another.
[[nodiscard]] Result<> tryPlan(const Plan &plan, const MetaData &target, const Dialect &dialect,
    const DatabaseProvider &provider, bool columnOrder = false);

/// Creates every object of the schema in an empty database, tables first.
[[nodiscard]] Result<> createAll(
    Executor &executor, const MetaData &metaData, const Dialect &dialect);

} // namespace joinery
