// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/sqlite/tablesteps.h"

namespace joinery::sqlite {

/// The run in parts that one rebuild each can take: a part ends before an expression that reads a
/// column which the part itself makes. Between two parts the table stands as SQLite can hold it:
/// where its key comes back only later it has no options that ask for one, and where it becomes
/// STRICT, or stops being so, no value is converted that the whole run would not convert. A
/// generated column is there once all that it reads is.
QList<TableRun> rebuildParts(const TableRun &run);

} // namespace joinery::sqlite
