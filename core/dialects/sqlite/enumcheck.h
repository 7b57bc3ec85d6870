// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/table.h"

namespace joinery::sqlite {

/// The values an `enum(…)` type lists, quotes undone; empty for any other type.
QStringList enumValues(const DataType &type);

/// The CHECK that holds a column to its enum's values, named ck_<table>_<column>; unset for any
/// other type.
std::optional<CheckConstraint> enumCheck(const Table &table, const Column &column);

/// The name by convention of the CHECK that holds a column to a list of values.
QString enumCheckName(const Table &table, const Column &column);

/// The column that a CHECK holds to a list of texts, `column IN ('a', 'b')`; nullptr for any other
/// CHECK.
const Column *columnHeldToList(const Table &table, const CheckConstraint &check);

/// The table's checks and those its enums stand for. An enum's own check takes the place of a
/// listed one of the same name.
QList<CheckConstraint> withEnumChecks(const Table &table);

} // namespace joinery::sqlite
