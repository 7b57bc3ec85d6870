// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/db/value.h"

#include <optional>

namespace joinery {

/// How the values of a column are compared.
enum class FilterKind
{
    Text,
    Number,
    Any, ///< no declared type: 42 in an operator is a number, '42' a text
};

/// From the declared type, such as "VARCHAR(80)".
FilterKind filterKindOf(const QString &declaredType);

/// A condition on one column.
struct ColumnFilter
{
    enum class Operator
    {
        Contains, ///< the text is a part of the value, case aside as far as the database can fold
        Equal,
        NotEqual, ///< rows with NULL are left out, as in SQL
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
        Between, ///< value <= column <= upper
        IsNull,
        IsNotNull,
    };

    QString column;
    Operator op = Operator::Contains;
    Value value {};
    Value upper {}; ///< for Between alone

    bool operator==(const ColumnFilter &) const = default;
};

/// Reads what a person typed into the filter row above a column:
///
///     abc            contains abc
///     42             in a column of numbers: equals 42; else contains it
///     =x  <>x  <x  <=x  >x  >=x
///     a~b  a..b      from a to b, both included
///     =NULL  <>NULL  is, is not NULL
///     =''            is the empty text; quotes keep any value a text: ='42', ='NULL'
///     \=x  '=x'      contains =x: a backslash or quotes around all of it take operators as text
///
/// There are no patterns. Blanks around text and operators are ignored. Blank text is no filter.
/// Errors: Usage, naming the column.
[[nodiscard]] Result<std::optional<ColumnFilter>> parseFilter(
    const QString &column, FilterKind kind, const QString &text);

/// The text that filters by exactly this value; empty for a blob, by which one cannot filter.
QString filterTextFor(FilterKind kind, const Value &value);

} // namespace joinery
