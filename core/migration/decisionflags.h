// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/migration/autogenerate.h"

namespace joinery {

/// Adds flags as they stand on a command line: "--fill t.c=0 --allow data_loss:t". What is decided
/// twice counts as it was decided last. Errors: Usage.
[[nodiscard]] Result<> addFlags(DecisionFlags &flags, const QString &shellText);

/// Writes fills, casts and acceptances into the operations they belong to. Returns the flags, as
/// given on the command line, that fit none.
QStringList applyFlags(
    QList<Operation> &operations, const DecisionFlags &flags, const ReplayPolicy &policy);

/// Writes those acceptances of `flags` that decide one of `decisions` into its operations; returns
/// the flags that did.
QStringList applyAcceptances(
    QList<Operation> &operations, const QList<Decision> &decisions, const DecisionFlags &flags);

/// Turns "this column's values would be lost" into "is it a rename?" where a candidate says so.
QList<Decision> withRenameQuestions(const QList<Decision> &decisions,
    const QList<RenameCandidate> &candidates, const QList<Operation> &operations);

/// Fills in what a downgrade needs where a column that must hold a value comes back. `from` is the
/// schema the operations apply to.
void addRestoreFills(QList<Operation> &operations, const MetaData &from, const Dialect &dialect);

} // namespace joinery
