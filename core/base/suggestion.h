// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QStringList>

namespace joinery {

/// The candidate that `word` was most likely meant to be: at most a third of its letters differ,
/// two at least being allowed for. An empty string when none is close. The first of equally close
/// ones wins.
QString closestTo(const QString &word, const QStringList &candidates);

} // namespace joinery
