// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/generate/generated.h"
#include "joinery/schema/metadata.h"

namespace joinery {

/// Headers of C++: one for each table that has a primary key, with a struct, its mapping and its
/// relationships, and models.h, which includes all and has metaData(), equal to the schema down to
/// what has no struct. They compile alone and in any order.
/// `nameSpace` holds the structs and is a name of C++, "models" or "shop::models".
/// Errors: Usage for another.
[[nodiscard]] Result<GeneratedFiles> generateCpp(
    const MetaData &metaData, const QString &nameSpace = QStringLiteral("models"));

} // namespace joinery
