// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/session/selectstatement.h"

#include <QStringList>

namespace joinery {

class DmlCompiler;

/// Columns of a row that belong together.
struct RowPart
{
    const ModelInfo *model = nullptr; ///< an object of it; nullptr: one value
    int first = 0; ///< column it begins with
    int count = 1; ///< of a model: [its hidden key,] then ModelInfo::columns
    bool mayBeAbsent = false; ///< an outer join may leave the object's columns NULL
    int parent = -1; ///< of a joined relationship: the part whose objects have it
    int relationship = -1; ///< in the ModelInfo of the parent
    LoaderOption option {}; ///< of a joined relationship: what it was asked for by
};

/// A query in the words of a dialect.
struct CompiledSelect
{
    QString sql {};
    QList<Value> parameters {};
    /// First those of Select's row, in their order, then those of relationships loaded by joined():
    /// of lists there are several rows for one object.
    QList<RowPart> parts {};
    /// The loader options that are left to the session.
    QList<LoaderOption> options {};
    /// The result's columns go by name: RowOrder puts them into the order of the parts.
    bool byName = false;
    /// `options` and `parts` have what the mapping says of relationships that no option names.
    bool hasDefaults = false;

    /// What column of the row it is, for messages: `column "age" of model "hero"`.
    QString columnText(int column) const;
};

/// Errors: Usage, naming model and column: a table that the query does not read, a value that fits
/// no column, an ambiguous join, NULLs where the row has no room for them.
[[nodiscard]] Result<CompiledSelect> compile(
    const SelectStatement &statement, const DmlCompiler &dml);
/// For objects of a session: also loads what the mapping says is loaded with them.
[[nodiscard]] Result<CompiledSelect> compileForObjects(
    const SelectStatement &statement, const DmlCompiler &dml);

} // namespace joinery
