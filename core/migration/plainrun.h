// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/migration/migrator.h"

namespace joinery {

/// Runs a step outside of any transaction, statement by statement, with its progress recorded in
/// the version table; a run that stopped goes on behind its last statement that was done. Errors:
/// that of the statement; the record then says how far it came.
[[nodiscard]] Result<> runPlainly(
    Executor &executor, const Dialect &dialect, const MigrationStep &step);

} // namespace joinery
