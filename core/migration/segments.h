// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/migration/migrator.h"

namespace joinery {

/// A run of steps that share one transaction, or one step outside of any.
struct Segment
{
    qsizetype first = 0;
    qsizetype count = 1;
    bool foreignKeysOff = false;
    bool inTransaction = true;
};

/// Cuts the steps into as few transactions as their modes allow. A step that changes rows by SQL of
/// the user's own, in a schema with cascading keys, never shares a transaction with one that needs
/// foreign keys off: its cascades would not fire.
/// Errors: Unsupported when one revision needs both.
[[nodiscard]] Result<QList<Segment>> segmentsOf(const QList<MigrationStep> &steps);

} // namespace joinery
