// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/migration/migrator.h"

namespace joinery {

/// Compares what the steps touch with the live database: a rebuild copies the columns it knows, so
/// a table that somebody changed by hand would lose what they added. Errors: Conflict, naming the
/// object and what differs; nothing was changed.
[[nodiscard]] Result<> verifyNoDrift(
    Executor &executor, const Dialect &dialect, const QList<MigrationStep> &steps);

} // namespace joinery
