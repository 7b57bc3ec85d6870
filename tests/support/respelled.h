// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery::testing {

/// A CREATE statement as another hand writes it, the same one for the same seed: comments, line
/// breaks and blanks between its words, keywords in another case, names in other quotes. It means
/// the same. Requires: every name stands in double quotes.
QString respelled(const QString &sql, quint32 seed);

} // namespace joinery::testing
