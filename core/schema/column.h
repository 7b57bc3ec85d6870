// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/datatype.h"
#include "joinery/schema/options.h"

#include <optional>

namespace joinery {

/// GENERATED ALWAYS AS (sql) STORED | VIRTUAL.
struct Computed
{
    QString sql; ///< the expression without its outer parentheses
    bool persisted = false; ///< STORED

    bool operator==(const Computed &) const = default;
};

/// GENERATED … AS IDENTITY: the database numbers the rows.
struct Identity
{
    bool always = false; ///< ALWAYS; otherwise BY DEFAULT

    bool operator==(const Identity &) const = default;
};

/// One column of a Table.
struct Column
{
    QString name; ///< unique in the table
    DataType type {}; ///< as the models spell it
    bool nullable = true; ///< without NOT NULL
    std::optional<QString>
        serverDefault {}; ///< SQL expression without outer parentheses; unset means none
    std::optional<Computed> computed {}; ///< unset: an ordinary column
    std::optional<Identity> identity {}; ///< unset: not numbered
    QString collation {}; ///< empty = the database's own
    QString comment {}; ///< for people
    QString renamedFrom {}; ///< the name before, until a revision consumes it
    Options options {}; ///< by dialect

    bool operator==(const Column &) const = default;
};

} // namespace joinery
