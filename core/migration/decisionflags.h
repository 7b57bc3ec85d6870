// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/migration/autogenerate.h"

namespace joinery {

/// Adds flags as they stand on a command line: "--fill t.c=0 --allow data_loss:t". What is decided
/// twice counts as it was decided last. Errors: Usage.
[[nodiscard]] Result<> addFlags(DecisionFlags &flags, const QString &shellText);

/// "code:object" with quotes around those names alone that need them, as decisions have it.
QString withNamesInOneWay(const QString &allow);

/// Refuses names that are nowhere: unknown codes, tables and columns that neither schema has.
/// `from` is the schema before the change, `after` the one it makes.
/// Errors: Usage, with the name that was likely meant.
[[nodiscard]] Result<> checkFlags(const DecisionFlags &flags, const MetaData &from,
    const MetaData &after, const ReplayPolicy &policy);

/// Writes fills, casts and acceptances into the operations they belong to; a fill or cast for a
/// column that stays as it is gets an operation of its own where its table changes. `after` is the
/// schema that the operations make. Returns the flags, as given on the command line, that fit none.
QStringList applyFlags(QList<Operation> &operations, const DecisionFlags &flags,
    const MetaData &after, const ReplayPolicy &policy);

/// Writes those acceptances of `flags` that decide one of `decisions` into its operations, or into
/// one made for the column; returns the flags that did. The decisions' positions are of no use
/// after it.
QStringList applyAcceptances(QList<Operation> &operations, const QList<Decision> &decisions,
    const DecisionFlags &flags, const MetaData &after, const ReplayPolicy &policy);

/// Turns "this column's values would be lost" into "is it a rename?" where a candidate says so.
QList<Decision> withRenameQuestions(const QList<Decision> &decisions,
    const QList<RenameCandidate> &candidates, const QList<Operation> &operations);

/// Fills in what a downgrade needs where a column that must hold a value comes back. `from` is the
/// schema the operations apply to.
void addRestoreFills(QList<Operation> &operations, const MetaData &from, const Dialect &dialect);

} // namespace joinery
