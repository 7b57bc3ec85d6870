// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/generate/generated.h"
#include "joinery/schema/metadata.h"

namespace joinery {

/// models.py: a class of SQLModel for each table that has a primary key, with keys, constraints,
/// indexes and relationships. What SQLModel has no class for stands in the notes, and in a comment.
GeneratedFiles generateSqlModel(const MetaData &metaData);

} // namespace joinery
