// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/plan.h"

namespace joinery::testing {

/// What a migration between two schemas has to do with, one word or a few for each: the features of
/// both schemas, the kinds of operations, and how the plan carries them out.
QStringList featuresOf(const Plan &plan, const QList<Operation> &operations);

/// The kinds of answers among the flags that were taken.
QStringList answersIn(const QStringList &decided);

/// All that a run of so many random pairs has to reach, so that no test is true because nothing is
/// tried any more: what is rare only in a long run.
QStringList featuresToReach(int pairs);

} // namespace joinery::testing
