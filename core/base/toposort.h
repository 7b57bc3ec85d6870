// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QList>

namespace joinery {

/// The nodes 0 … n-1 in an order in which each comes after the nodes it depends on:
/// `dependencies[i]` lists those of i, in any order, itself and repetitions allowed. Otherwise
/// nodes keep the order of their numbers. Of a cycle one link is ignored, always the same one.
/// Linear, and no recursion: a chain may be as long as memory is.
QList<qsizetype> topologicalOrder(const QList<QList<qsizetype>> &dependencies);

} // namespace joinery
