// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QString>

namespace joinery {

/// The identifier in double quotes, as the SQL standard has it; quotes in it are doubled.
QString quotedName(const QString &identifier);
/// The text as an SQL string literal: 'it''s'.
QString quotedText(const QString &text);

} // namespace joinery
