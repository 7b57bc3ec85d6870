// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/tablechanges.h"

namespace joinery::detail {

/// What happens to tables.
struct TableWork
{
    QList<TableChanges> changed {}; ///< with at least one operation each
    QList<Table> created {};
    QList<Table> dropped {};
};

/// The operations on tables in an order that can be carried out.
struct TableOperations
{
    /// Drops of triggers and indexes whose names are needed, or that change.
    QList<Operation> before {};
    /// Changed tables, each in one run, and new ones, those referred to first; then dropped ones,
    /// those that refer first.
    QList<Operation> main {};
    QList<Operation> after {}; ///< indexes that take the name of a dropped table, triggers
};

TableOperations ordered(TableWork work, const ComparePolicy &policy);

} // namespace joinery::detail
