// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/plan.h"

namespace joinery::sqlite {

class SqliteStoredTexts;

/// Neighbouring operations on one table, none of them a rename.
struct TableRun
{
    QList<MetaData> schemas; ///< before each operation and, last, after all
    QList<Operation> operations;
    bool copies = false; ///< the schemas differ by more than the operations: only a rebuild will do
};

/// A step of a TableRun.
struct TableStep
{
    PlanStep step;
    bool foreignKeysOff = false; ///< must run with them off
};

/// True for the operations that tableSteps() takes, when their target is a table.
bool isTableChange(const Operation &operation);

/// How many operations from `first` on make up one TableRun; 1 for an operation that is none.
qsizetype runLength(const QList<Operation> &operations, qsizetype first);

/// What a person accepted of rows without a parent, as PlanStep::acceptedOrphans has it.
std::optional<std::pair<QString, QStringList>> acceptedOrphans(const Operation &operation);

/// Whether the run, which one rebuild could take, needs one: SQLite cannot do all of it by itself.
bool copiesRows(const TableRun &run);

/// The fills and casts of the operations, as one text.
QString expressionsOf(const QList<Operation> &operations);

/// The steps that carry out the run: one for each operation where SQLite can do all of them by
/// itself or, with `texts`, without touching the rows; else one rebuild of the table. An expression
/// over a column that the run itself adds or changes needs that to have happened, and so begins
/// another rebuild. `operations` of the steps count from the run's first. The texts follow.
QList<TableStep> tableSteps(const TableRun &run, SqliteStoredTexts *texts);

} // namespace joinery::sqlite
