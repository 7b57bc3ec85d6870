// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QStringList>

namespace joinery {

/// The type of a column that holds one of these texts: "enum(draft, live)". What the type's text
/// could not be read back from stands in single quotes: "enum('a,b', 'it''s')".
QString enumTypeOf(const QStringList &values);

} // namespace joinery
