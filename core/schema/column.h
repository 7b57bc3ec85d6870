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
    QString name;
    DataType type {};
    bool nullable = true;
    std::optional<QString>
        serverDefault {}; ///< SQL expression without outer parentheses; unset means none
    std::optional<Computed> computed {};
    std::optional<Identity> identity {};
    QString collation {};
    QString comment {};
    QString renamedFrom {}; ///< the name before, until a revision consumes it
    Options options {};

    bool operator==(const Column &) const = default;
};

} // namespace joinery
