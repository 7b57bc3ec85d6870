// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/operations/operation.h"

namespace joinery {

/// How much of an operation its inverse brings back.
enum class Reversibility
{
    WithData, ///< schema and values
    StructureOnly, ///< the schema, but not the values that were dropped
    No, ///< nothing can undo it
};

/// The operation that undoes `operation`.
/// Errors: Unsupported for an Execute without `reversed_by`.
[[nodiscard]] Result<Operation> inverse(const Operation &operation);

/// The operations that undo `operations`, in reverse order.
/// Errors: Unsupported, naming the step, when one of them is irreversible.
[[nodiscard]] Result<QList<Operation>> inverse(const QList<Operation> &operations);

/// How far the inverse of `operation` restores what was there.
Reversibility reversibility(const Operation &operation);

/// Why an operation is not reversible with data, in words: "its values are gone"; empty where it
/// is.
QString irreversibleBecause(const Operation &operation);

/// "with data", "structure only", "no".
QString reversibilityText(Reversibility reversibility);

} // namespace joinery
