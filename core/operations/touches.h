// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/operations/apply.h"

#include <QHash>

namespace joinery::detail {

/// How an operation uses something.
enum class Use
{
    Reads, ///< needs it as it is
    Changes, ///< changes a part of it: others may change other parts
    Takes, ///< makes it, removes it, renames it, or puts all of it in another order
};

/// What an operation uses: tables, columns, the lists of a table, names. Two operations may pass
/// each other exactly when their uses agree.
using Touches = QHash<QString, Use>;

/// False for a step that nothing may pass: SQL of the user's own.
bool isMovable(const Operation &operation);
Touches touchesOf(const Operation &operation, const ReplayPolicy &policy);

/// Whether two uses of one thing exclude each other.
inline bool clash(Use a, Use b)
{
    return a == Use::Takes || b == Use::Takes || a != b;
}

/// The key of a table, of one of its columns.
QString tableKey(const QString &table, const ReplayPolicy &policy);
QString columnKey(const QString &table, const QString &column, const ReplayPolicy &policy);

/// What the operation leaves behind that a later one could be combined with.
QString leftBehind(const Operation &operation, const ReplayPolicy &policy);

} // namespace joinery::detail
