// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/migration/autogenerate.h"

namespace joinery {

/// What deciding goes by. All of it must outlive this.
struct Deciding
{
    const MetaData &from; ///< the schema of the live database
    const MetaData &after; ///< the one that the operations make
    const Dialect &dialect;
    Executor &live;
};

/// The operations with the flags taken, and what is open then.
struct Trial
{
    QList<Operation> operations {};
    QList<Decision> open {};
};

/// Counts, takes what the flags accept of it, and counts again: what is accepted can bring up more.
/// Returns the flags that were of use. Errors: those of DecisionFinder::find.
[[nodiscard]] Result<QStringList> takeAcceptances(
    const Deciding &deciding, Trial &trial, const DecisionFlags &flags);

/// Lets the first flags of all decisions together go through, and each other one in the place of
/// its first: what they bring up is asked now. Flags that would not are not offered.
void foresee(
    const Deciding &deciding, const QList<Operation> &operations, QList<Decision> &decisions);

} // namespace joinery
