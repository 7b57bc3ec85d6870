// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/mapping.h"
#include "joinery/session/operands.h"

// How rows become values of the program: models, plain values, tuples and plain structs.
namespace joinery {

namespace session_detail {

template <typename T> inline constexpr bool isTuple = false;
template <typename... Ts> inline constexpr bool isTuple<std::tuple<Ts...>> = true;

/// A struct without a mapping whose members are the columns, by position.
template <typename T>
concept PlainStruct = std::is_aggregate_v<T> && std::is_class_v<T> && !Mapped<T> && !ColumnValue<T>;

/// The members of a struct; 12 at most.
template <PlainStruct S> auto fieldsOf(S &s)
{
    if constexpr (requires { S {{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}; }) {
        static_assert(sizeof(S) == 0, "Joinery: a struct for rows has at most 12 members");
    } else if constexpr (requires { S {{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}; }) {
        auto &[a, b, c, d, e, f, g, h, i, j, k, l] = s;
        return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
    } else if constexpr (requires { S {{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}; }) {
        auto &[a, b, c, d, e, f, g, h, i, j, k] = s;
        return std::tie(a, b, c, d, e, f, g, h, i, j, k);
    } else if constexpr (requires { S {{}, {}, {}, {}, {}, {}, {}, {}, {}, {}}; }) {
        auto &[a, b, c, d, e, f, g, h, i, j] = s;
        return std::tie(a, b, c, d, e, f, g, h, i, j);
    } else if constexpr (requires { S {{}, {}, {}, {}, {}, {}, {}, {}, {}}; }) {
        auto &[a, b, c, d, e, f, g, h, i] = s;
        return std::tie(a, b, c, d, e, f, g, h, i);
    } else if constexpr (requires { S {{}, {}, {}, {}, {}, {}, {}, {}}; }) {
        auto &[a, b, c, d, e, f, g, h] = s;
        return std::tie(a, b, c, d, e, f, g, h);
    } else if constexpr (requires { S {{}, {}, {}, {}, {}, {}, {}}; }) {
        auto &[a, b, c, d, e, f, g] = s;
        return std::tie(a, b, c, d, e, f, g);
    } else if constexpr (requires { S {{}, {}, {}, {}, {}, {}}; }) {
        auto &[a, b, c, d, e, f] = s;
        return std::tie(a, b, c, d, e, f);
    } else if constexpr (requires { S {{}, {}, {}, {}, {}}; }) {
        auto &[a, b, c, d, e] = s;
        return std::tie(a, b, c, d, e);
    } else if constexpr (requires { S {{}, {}, {}, {}}; }) {
        auto &[a, b, c, d] = s;
        return std::tie(a, b, c, d);
    } else if constexpr (requires { S {{}, {}, {}}; }) {
        auto &[a, b, c] = s;
        return std::tie(a, b, c);
    } else if constexpr (requires { S {{}, {}}; }) {
        auto &[a, b] = s;
        return std::tie(a, b);
    } else {
        auto &[a] = s;
        return std::tie(a);
    }
}

/// A member of type F takes what the query gives as T.
template <typename F, typename T>
inline constexpr bool fieldFits
    = std::same_as<F,
          T> || std::same_as<F, std::optional<T>> || (isOptional<F> >= isOptional<T> && sameKind<F, T> && !(std::integral<withoutOptional<F>> && std::floating_point<withoutOptional<T>>));

template <typename Fields, typename Row> struct FieldsFit
{
    static constexpr bool value = false;
};
template <typename F, typename T>
requires(!isTuple<T>) struct FieldsFit<std::tuple<F &>, T>
{
    static constexpr bool value = fieldFits<F, T>;
};
template <typename... Fs, typename... Ts>
requires(sizeof...(Fs) == sizeof...(Ts)) struct FieldsFit<std::tuple<Fs &...>, std::tuple<Ts...>>
{
    static constexpr bool value = (fieldFits<Fs, Ts> && ...);
};
template <typename S> consteval auto fieldTypes()
{
    return std::type_identity<decltype(fieldsOf(std::declval<S &>()))>();
}
template <typename S, typename Row> consteval bool structFits()
{
    if constexpr (PlainStruct<S>)
        return FieldsFit<typename decltype(fieldTypes<S>())::type, Row>::value;
    else
        return false;
}
template <typename S, typename Row> inline constexpr bool fits = structFits<S, Row>();

} // namespace session_detail

/// How many columns a part of a row takes. `T` is a model, a value, or std::optional of either.
template <typename T> int columnsOf()
{
    using Plain = withoutOptional<T>;
    if constexpr (Mapped<Plain>)
        return int(mapping_detail::columnCount<Plain>) + (modelInfo<Plain>().hiddenKey ? 1 : 0);
    else
        return 1;
}

/// True when the columns of a model are those of no row: an outer join found none.
bool isAbsent(const ModelInfo &model, const ValueView *columns);

/// Sets a row from its columns; `at` begins with the first one and ends behind the last, or at the
/// one that does not fit. False when one does not.
template <typename T> [[nodiscard]] bool readColumns(const ValueView *values, int &at, T &row)
{
    using Plain = withoutOptional<T>;
    if constexpr (session_detail::isTuple<T>) {
        return std::apply(
            [&](auto &...part) { return (readColumns(values, at, part) && ...); }, row);
    } else if constexpr (session_detail::PlainStruct<T>) {
        auto fields = session_detail::fieldsOf(row);
        return readColumns(values, at, fields);
    } else if constexpr (Mapped<Plain>) {
        const int width = columnsOf<T>();
        if constexpr (isOptional<T>) {
            if (isAbsent(modelInfo<Plain>(), values + at)) {
                at += width;
                row.reset();
                return true;
            }
            return readColumns(values, at, row ? *row : row.emplace());
        } else {
            const int first = at + (modelInfo<Plain>().hiddenKey ? 1 : 0);
            const int failed = mapping_detail::readRow(row, values + first);
            at = failed < 0 ? at + width : first + failed;
            return failed < 0;
        }
    } else {
        static_assert(ColumnValue<T>,
            "Joinery: a row consists of models, of values that have a ColumnType, of tuples and of "
            "plain structs of those");
        const bool fits = readValue(values[at], row);
        at += fits ? 1 : 0;
        return fits;
    }
}

} // namespace joinery
