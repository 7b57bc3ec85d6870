// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/sqlite/typename.h"

namespace joinery::sqlite {

/// The one spelling of a constant in a column of this affinity: two have the same exactly when
/// SQLite stores the same for them. `literal` is in canonical form (see canonicalSql); what is no
/// number, nor a text that becomes one, is returned as it is.
QString canonicalConstant(const QString &literal, Affinity affinity);

} // namespace joinery::sqlite
