// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/operation.h"

namespace joinery {

namespace {

template <typename T> void set(T &member, const std::optional<T> &value)
{
    if (value)
        member = *value;
}

template <typename T> std::optional<T> changed(const T &from, const T &to)
{
    return from == to ? std::nullopt : std::optional<T>(to);
}

} // namespace

void applyPatch(Column &column, const ColumnPatch &patch)
{
    set(column.type, patch.type);
    set(column.nullable, patch.nullable);
    set(column.serverDefault, patch.serverDefault);
    set(column.computed, patch.computed);
    set(column.identity, patch.identity);
    set(column.collation, patch.collation);
    set(column.comment, patch.comment);
    set(column.options, patch.options);
}

ColumnPatch patchBetween(const Column &from, const Column &to)
{
    return {
        .type = changed(from.type, to.type),
        .nullable = changed(from.nullable, to.nullable),
        .serverDefault = changed(from.serverDefault, to.serverDefault),
        .computed = changed(from.computed, to.computed),
        .identity = changed(from.identity, to.identity),
        .collation = changed(from.collation, to.collation),
        .comment = changed(from.comment, to.comment),
        .options = changed(from.options, to.options),
    };
}

} // namespace joinery
