// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/generate/cppschema.h"

namespace joinery::generate {

/// The parts of a mapping, as text: what stands between the parentheses of model(), the table's
/// name aside. `nameSpace` qualifies the structs.
QStringList mappingParts(const CppSchema &schema, qsizetype model, const QString &nameSpace);

/// Statements on `joinery::Table &table` that make it the model's table, after mappingParts() have
/// made what they have words for; none where that is all.
QStringList adjustments(const CppSchema &schema, qsizetype model);

} // namespace joinery::generate
