// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QStringList>

namespace joinery::sqlite {

/// The statements of a script that can change the schema: CREATE, DROP, ALTER, the pragmas that
/// govern those, and whatever names sqlite_schema.
QStringList schemaStatements(const QString &script);

} // namespace joinery::sqlite
