// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"

namespace joinery::testing {

/// A schema that SQLite accepts, the same one for the same seed: so many tables with columns of all
/// types, keys, constraints of every kind, indexes and triggers, and some views over them. Names
/// are awkward (quotes, spaces, keywords, Unicode), but differ by more than case.
MetaData randomMetaData(quint32 seed, int tables);

} // namespace joinery::testing
