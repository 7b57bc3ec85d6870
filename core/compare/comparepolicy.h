// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"

namespace joinery {

/// What comparing two schemas must ask a dialect. Dialects implement it.
class ComparePolicy
{
public:
    virtual ~ComparePolicy() = default;

    /// The form under which two names are the same ("Post" and "post" where case does not count).
    virtual QString nameKey(const QString &name) const = 0;

    /// The object lowered to the dialect and brought to one spelling: native types, portable enums
    /// and booleans as the dialect stores them, expressions without spare white space, case and
    /// quotes, what is a default left out. Two objects behave the same exactly when their normal
    /// forms are equal. Names of tables, columns and constraints keep their spelling.
    virtual Table normalized(const Table &table) const = 0;
    virtual View normalized(const View &view) const = 0;
    virtual VirtualTable normalized(const VirtualTable &table) const = 0;
    virtual Trigger normalized(const Trigger &trigger) const = 0;

    /// Whether a reference that names no columns stays one, and follows the primary key it means
    /// when that becomes another; false where the database writes down the columns that are meant.
    virtual bool keepsBareReferences() const { return false; }

    /// True when values of one column could have moved to the other: used to propose renames.
    virtual bool sameFamily(const DataType &a, const DataType &b) const = 0;
};

} // namespace joinery
