// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery {

// SQL compares keywords, and SQLite names as well, without regard to the case of A to Z alone. Qt's
// case folding is Unicode's ("K" would match the Kelvin sign), so it must not be used for that.

/// A to Z in lower case, all other characters as they are.
QString asciiLower(QStringView text);

/// True when the two differ at most in the case of A to Z.
bool sameAscii(QStringView a, QStringView b);

} // namespace joinery
