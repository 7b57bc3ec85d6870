// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/operations/operation.h"

namespace joinery::sqlite {

/// Operations, from a position on, that SQLite carries out by itself.
struct NativeStep
{
    qsizetype count = 1; ///< how many operations it takes in
    QStringList statements {}; ///< none when nothing SQLite stores is changed

    bool operator==(const NativeStep &) const = default;
};

/// How the operation at `index` of a list on one table is carried out without a rebuild, safely on
/// a filled table; unset where it cannot be. `schemas` holds the schema before each operation and,
/// last, after all. A foreign key or check of an added column alone is taken in with its ADD
/// COLUMN.
std::optional<NativeStep> nativeStep(
    const QList<MetaData> &schemas, const QList<Operation> &operations, qsizetype index);

/// ALTER TABLE … RENAME; through a temporary name where only the case changes, which SQLite refuses
/// for tables.
QStringList renameStatements(const MetaData &before, const RenameTable &rename);
QStringList renameStatements(const RenameColumn &rename);

} // namespace joinery::sqlite
