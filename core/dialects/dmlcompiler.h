// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/value.h"
#include "joinery/schema/table.h"

#include <optional>

namespace joinery {

/// How the rows of a table are told apart and walked through in order.
struct RowAddress
{
    /// Names that SQL accepts: the primary key's columns, or the hidden row id. Never empty. Their
    /// values are never NULL, and walking in their order needs no sorting.
    QStringList columns {};
    bool hidden = false; ///< the columns are none of the table's own (a row id)
    bool integer = false; ///< one column of 64-bit integers: a position can be estimated from it

    bool operator==(const RowAddress &) const = default;
};

/// The words of a dialect for reading and changing rows. Stateless and thread-safe.
class DmlCompiler
{
public:
    virtual ~DmlCompiler() = default;

    /// How to address the table's rows; unset when they cannot be told apart.
    virtual std::optional<RowAddress> rowAddress(const Table &table) const = 0;
    /// An identifier, always quoted.
    virtual QString quote(const QString &identifier) const = 0;
    /// A value as a literal, for people to read and for scripts.
    virtual QString literal(const Value &value) const = 0;
    /// A condition that is true when both are equal or both NULL.
    virtual QString sameValue(const QString &left, const QString &right) const = 0;
    /// The expression as text, for searching in it.
    virtual QString asText(const QString &expression) const = 0;
    /// How many parameters a statement may have at most.
    virtual int maxParameters() const = 0;
};

} // namespace joinery
