// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/operations/apply.h"

namespace joinery::testing {

/// The schema after so many random edits of every kind, as a person makes them over some days: what
/// no longer fits goes with what it used. Renamed tables and columns say so in `renamedFrom`. The
/// same result for the same seed. Requires: a schema of randomMetaData(), whose SQL quotes every
/// name.
MetaData mutated(const MetaData &schema, quint32 seed, int edits, const ReplayPolicy &policy);

} // namespace joinery::testing
