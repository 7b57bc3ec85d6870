// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/columntype.h"
#include "joinery/session/expressionnode.h"

#include <iterator>

// What may be said of which types; the messages are what people read when it may not.
#define JOINERY_COMPARES_ONLY_ITS_KIND                                                             \
    "Joinery: values are compared with their own kind only: numbers with numbers, texts with "     \
    "texts, anything else with its own type. cast<T>() converts"
#define JOINERY_IS_FOR_TEXTS                                                                       \
    "Joinery: this is for texts (QString, std::string); cast<QString>() makes one of something "   \
    "else"
#define JOINERY_BRANCHES_ARE_OF_ONE_KIND                                                           \
    "Joinery: all branches of a case_() have values of one kind"

namespace joinery {

/// What every typed expression derives from.
struct SqlExpressionTag
{ };

template <typename X>
concept SqlExpression = std::derived_from<X, SqlExpressionTag>;

namespace session_detail {

template <typename V>
concept TextLiteral
    = std::is_convertible_v<const V &, QStringView> || std::is_convertible_v<const V &,
        std::string_view> || std::same_as<V, QLatin1StringView>;

template <typename V> struct OperandType
{
    using type = V;
};
template <SqlExpression V> struct OperandType<V>
{
    using type = typename V::ValueType;
};
template <TextLiteral V>
requires(!SqlExpression<V>) struct OperandType<V>
{
    using type = QString;
};
/// Type of the values that the expression has, or that a value of the program has in SQL.
template <typename V> using valueTypeOf = typename OperandType<V>::type;

template <typename T>
inline constexpr bool isText
    = std::same_as<withoutOptional<T>, QString> || std::same_as<withoutOptional<T>, std::string>;
template <typename T>
inline constexpr bool isNumber
    = std::is_arithmetic_v<withoutOptional<T>> && !std::same_as<withoutOptional<T>, bool>;
template <typename T> inline constexpr bool isTruth = std::same_as<withoutOptional<T>, bool>;
template <typename T> inline constexpr bool isNull = std::same_as<T, std::nullopt_t>;

template <typename A, typename B>
inline constexpr bool sameKind
    = std::same_as<withoutOptional<A>, withoutOptional<B>> || (isNumber<A> && isNumber<B>)
    || (isText<A> && isText<B>);
template <typename L, typename R>
inline constexpr bool comparable
    = isNull<L> || isNull<R> || sameKind<valueTypeOf<L>, valueTypeOf<R>>;

/// As the operand of a comparison; with std::nullopt it is IS NULL, which is never NULL.
template <typename V> inline constexpr bool mayBeNull = isOptional<valueTypeOf<V>>;

template <bool Optional, typename T>
using optionalIf = std::conditional_t<Optional, std::optional<T>, T>;
template <bool Optional> using truthOf = optionalIf<Optional, bool>;

template <TextLiteral V> QString toText(const V &text)
{
    if constexpr (std::is_convertible_v<const V &, QStringView>) {
        return QStringView(text).toString();
    } else if constexpr (std::same_as<V, QLatin1StringView>) {
        return QString(text);
    } else {
        const std::string_view view(text);
        return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
    }
}

template <typename V> ExpressionPtr valueNode(const V &value)
{
    if constexpr (std::same_as<V, QString>) {
        return expression::text(value);
    } else if constexpr (TextLiteral<V>) {
        return expression::text(toText(value));
    } else if constexpr (std::integral<V>) {
        if (!std::in_range<qint64>(+value)) // a bool is no integer for it
            return expression::tooLarge(static_cast<quint64>(value));
        return expression::number(static_cast<qint64>(value));
    } else if constexpr (std::floating_point<V>) {
        return expression::number(static_cast<double>(value));
    } else {
        static_assert(ColumnValue<V>,
            "Joinery: a value of this type has no place in SQL: give the type a ColumnType "
            "(joinery/mapping/columntype.h)");
        ValueBuffer buffer;
        ValueView view;
        const bool fits = writeValue(value, buffer, view);
        return expression::value(fits, view);
    }
}

} // namespace session_detail

/// The SQL of an expression, or a parameter for a value of the program.
template <typename V> ExpressionPtr operandNode(const V &operand)
{
    if constexpr (SqlExpression<V>)
        return operand.node();
    else if constexpr (session_detail::isNull<V>)
        return expression::value(Value());
    else if constexpr (isOptional<V>)
        return operand ? session_detail::valueNode(*operand) : expression::value(Value());
    else
        return session_detail::valueNode(operand);
}

} // namespace joinery
