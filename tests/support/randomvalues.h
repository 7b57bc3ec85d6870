// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/operations/revision.h"

namespace joinery::testing {

// Values with something in every field, for what must hold whatever the values say (writing and
// reading back). They are well-formed, but no database would take them.

/// Text of all kinds: words, numbers, SQL of several lines, control characters, other scripts.
QString randomText(quint32 seed);
SchemaObject randomObject(quint32 seed);
/// All kinds of operations take turns: seeds 0, 1, 2, … give each kind.
Operation randomOperation(quint32 seed);
Revision randomRevision(quint32 seed);

} // namespace joinery::testing
