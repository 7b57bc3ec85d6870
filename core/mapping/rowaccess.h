// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/mappingwords.h"

#include <utility>

// How the columns of a mapping meet the members of its objects, unrolled by the compiler.
namespace joinery::mapping_detail {

template <typename Part> inline constexpr bool isColumn = false;
template <typename C, typename M, typename R>
inline constexpr bool isColumn<ColumnPart<C, M, R>> = true;

template <typename Part> inline constexpr bool isRelation = false;
template <typename Member, typename Key, typename Link>
inline constexpr bool isRelation<RelationPart<Member, Key, Link>> = true;

template <typename Part> inline constexpr bool isKey = false;
template <typename... Ms> inline constexpr bool isKey<KeyPartsOf<Ms...>> = true;

template <typename M> struct MemberOf;
template <typename C, typename M> struct MemberOf<M C::*>
{
    using Owner = C;
    using Type = M;
};
template <typename R> struct RelatedType;
template <typename R> struct RelatedType<Related<R>>
{
    using Type = R;
    static constexpr bool list = false;
};
template <typename R> struct RelatedType<RelatedList<R>>
{
    using Type = R;
    static constexpr bool list = true;
};

template <typename T> using PartsOf = std::remove_cvref_t<decltype(mapping<T>.parts)>;
template <typename T> using PartNumbers = std::make_index_sequence<std::tuple_size_v<PartsOf<T>>>;

/// The tuple of the parts that are columns, in order.
template <typename... Parts> constexpr auto columnsOnly(const std::tuple<Parts...> &parts)
{
    return std::apply(
        [](const auto &...part) {
            return std::tuple_cat([](const auto &one) {
                if constexpr (isColumn<std::remove_cvref_t<decltype(one)>>)
                    return std::make_tuple(one);
                else
                    return std::tuple<>();
            }(part)...);
        },
        parts);
}
template <typename T> inline constexpr auto columnParts = columnsOnly(mapping<T>.parts);
template <typename T>
inline constexpr size_t columnCount
    = std::tuple_size_v<std::remove_cvref_t<decltype(columnParts<T>)>>;

/// Calls f(part) for each column, in order.
template <typename T, typename F> constexpr void forEachColumn(F &&f)
{
    std::apply([&](const auto &...part) { (f(part), ...); }, columnParts<T>);
}

/// Which column the member is mapped to; -1 = none.
template <typename T, typename M, typename C> constexpr int columnIndex(M C::*member)
{
    int found = -1;
    int index = 0;
    forEachColumn<T>([&](const auto &part) {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(part.member)>, M C::*>) {
            if (part.member == member)
                found = index;
        }
        ++index;
    });
    return found;
}

template <typename T, typename M, typename C> constexpr int columnIndexOrError(M C::*member)
{
    const int index = columnIndex<T>(member);
    if (index < 0)
        theMemberIsNotMappedToAColumn();
    return index;
}

// --- Rows: every column with its member.

/// What a statement gets of an object; see ModelInfo::write.
template <typename T> int writeRow(const T &object, ValueBuffer &buffer, ValueView *out)
{
    int index = 0;
    const bool fits = std::apply(
        [&](const auto &...part) {
            return (
                (writeValue(object.*(part.member), buffer, out[index]) && (++index, true)) && ...);
        },
        columnParts<T>);
    return fits ? -1 : index;
}

/// Sets an object from a row; see ModelInfo::read.
template <typename T> int readRow(T &object, const ValueView *values)
{
    int index = 0;
    const bool fits = std::apply(
        [&](const auto &...part) {
            return ((readValue(values[index], object.*(part.member)) && (++index, true)) && ...);
        },
        columnParts<T>);
    return fits ? -1 : index;
}

template <typename T>
bool writeColumn(const void *object, int column, ValueBuffer &buffer, ValueView &out)
{
    int index = 0;
    bool fits = false;
    forEachColumn<T>([&](const auto &part) {
        if (index++ == column)
            fits = writeValue(static_cast<const T *>(object)->*(part.member), buffer, out);
    });
    return fits;
}

template <typename T> bool readColumn(void *object, int column, const ValueView &value)
{
    int index = 0;
    bool fits = false;
    forEachColumn<T>([&](const auto &part) {
        if (index++ == column)
            fits = readValue(value, static_cast<T *>(object)->*(part.member));
    });
    return fits;
}

} // namespace joinery::mapping_detail
