// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"

namespace joinery::sqlite {

/// Expressions that could fill a column which must hold a value in every row, the most plausible
/// first: its own default, what a key or check of it asks for, then a neutral value of its type.
/// Never empty.
QStringList fillCandidates(const MetaData &schema, const Table &table, const Column &column);

/// The name as SQL, without quotes where that reads the same.
QString plainName(const QString &name);

} // namespace joinery::sqlite
