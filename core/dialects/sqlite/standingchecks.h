// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/plan.h"
#include "joinery/dialects/sqlite/tablechange.h"

namespace joinery::sqlite {

/// The statement that copies a table's rows, such that rows which broke a check before and still do
/// come through as they are: checks that stay, over columns that stay, are not enforced, and all
/// others are looked at after it. `into` is the new table, unquoted.
QList<Statement> pastStandingChecks(
    const TableChange &change, const Statement &copy, const QString &into);

} // namespace joinery::sqlite
