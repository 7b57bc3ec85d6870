// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"
#include "joinery/schema/metadata.h"

namespace joinery::testing {

/// Fills the tables of an open SQLite database, whose schema this is, with up to so many rows each,
/// the same ones for the same seed: values of every storage class, whatever the column is declared
/// as; keys that mostly name a row that is there; rowids with gaps. What a constraint does not
/// take is left out. Foreign keys must be off.
void fillRandomly(Executor &db, const MetaData &schema, quint32 seed, int rowsPerTable);

} // namespace joinery::testing
