// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/plan.h"

namespace joinery::sqlite {

/// The step for an operation that makes, drops or renames a whole object, renames a column, or runs
/// SQL.
struct ObjectStep
{
    PlanStep step;
    bool foreignKeysOff = false; ///< must run with them off
    bool foreignKeysOn = false; ///< must run with them on
};

/// `before` and `after` are the schemas around the operation.
/// Errors: Unsupported, naming object and operation.
[[nodiscard]] Result<ObjectStep> objectStep(
    const Operation &operation, const MetaData &before, const MetaData &after);

/// True for ALTER TABLE … DROP COLUMN.
bool isDropColumn(const QString &sql);

/// Whether SQLite looks at every view and trigger when it runs the statement, so that those in its
/// way are moved.
bool looksAround(const QString &sql);

} // namespace joinery::sqlite
