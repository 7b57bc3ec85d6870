// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/expression.h"

namespace joinery {

// --- Comparisons. With std::nullopt, or an empty std::optional, == means IS NULL.

namespace session_detail {

template <typename L, typename R> auto compare(SqlOperator op, const L &left, const R &right)
{
    static_assert(comparable<L, R>, JOINERY_COMPARES_ONLY_ITS_KIND);
    using Truth = truthOf<mayBeNull<L> || mayBeNull<R>>;
    return Expression<Truth>(expression::operation(op, operandNode(left), operandNode(right)));
}

template <typename L, typename R> auto combine(SqlOperator op, const L &left, const R &right)
{
    static_assert(isTruth<valueTypeOf<L>> && isTruth<valueTypeOf<R>>,
        "Joinery: && and || join conditions; compare the expression with something first");
    using Truth = truthOf<mayBeNull<L> || mayBeNull<R>>;
    return Expression<Truth>(expression::operation(op, operandNode(left), operandNode(right)));
}

/// One type for the numbers of an arithmetic operation.
template <typename L, typename R> struct NumberOf
{
    using A = withoutOptional<valueTypeOf<L>>;
    using B = withoutOptional<valueTypeOf<R>>;
    static_assert(isNumber<A> && isNumber<B>,
        "Joinery: only numbers can be calculated with; cast<T>() makes one of something else");
    using type = std::conditional_t<std::integral<A> && std::integral<B>, qint64, double>;
};

template <bool Null, typename L, typename R>
auto calculate(SqlOperator op, const L &left, const R &right)
{
    using T = optionalIf<Null || mayBeNull<L> || mayBeNull<R>, typename NumberOf<L, R>::type>;
    return Expression<T>(expression::operation(op, operandNode(left), operandNode(right)));
}

template <typename L, typename R>
inline constexpr bool joinsTexts = isText<valueTypeOf<L>> &&isText<valueTypeOf<R>>;

template <typename L, typename R> auto join(const L &left, const R &right)
{
    using Text = optionalIf<mayBeNull<L> || mayBeNull<R>, QString>;
    return Expression<Text>(
        expression::operation(SqlOperator::Concatenate, operandNode(left), operandNode(right)));
}

} // namespace session_detail

/// At least one of two operands is an expression.
template <typename L, typename R>
concept SqlOperands = SqlExpression<L> || SqlExpression<R>;

/// The same value.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator==(const L &left, const R &right)
{
    return session_detail::compare(SqlOperator::Equal, left, right);
}
/// Another value.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator!=(const L &left, const R &right)
{
    return session_detail::compare(SqlOperator::NotEqual, left, right);
}
/// Less.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator<(const L &left, const R &right)
{
    return session_detail::compare(SqlOperator::Less, left, right);
}
/// Less or the same.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator<=(const L &left, const R &right)
{
    return session_detail::compare(SqlOperator::LessOrEqual, left, right);
}
/// Greater.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator>(const L &left, const R &right)
{
    return session_detail::compare(SqlOperator::Greater, left, right);
}
/// Greater or the same.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator>=(const L &left, const R &right)
{
    return session_detail::compare(SqlOperator::GreaterOrEqual, left, right);
}

/// Both are true. Both sides are always evaluated, by the database.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator&&(const L &left, const R &right)
{
    return session_detail::combine(SqlOperator::And, left, right);
}
/// One at least is true.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator||(const L &left, const R &right)
{
    return session_detail::combine(SqlOperator::Or, left, right);
}
/// The opposite; of NULL it is NULL.
template <SqlExpression X> auto operator!(const X &operand)
{
    using Truth = session_detail::truthOf<isOptional<typename X::ValueType>>;
    return Expression<Truth>(expression::operation(SqlOperator::Not, Condition(operand).node()));
}

// --- Arithmetic. Whole numbers stay whole; + joins texts.

/// The sum, or two texts joined.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator+(const L &left, const R &right)
{
    if constexpr (session_detail::joinsTexts<L, R>)
        return session_detail::join(left, right);
    else
        return session_detail::calculate<false>(SqlOperator::Add, left, right);
}
/// The difference.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator-(const L &left, const R &right)
{
    return session_detail::calculate<false>(SqlOperator::Subtract, left, right);
}
/// The product.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator*(const L &left, const R &right)
{
    return session_detail::calculate<false>(SqlOperator::Multiply, left, right);
}
/// Of whole numbers: cut, as in C++. NULL where a database divides by zero without an error, so the
/// value is a std::optional.
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator/(const L &left, const R &right)
{
    return session_detail::calculate<true>(SqlOperator::Divide, left, right);
}
/// What is left of a division; as operator/().
template <typename L, typename R>
requires SqlOperands<L, R>
auto operator%(const L &left, const R &right)
{
    return session_detail::calculate<true>(SqlOperator::Modulo, left, right);
}
/// The number with the other sign.
template <SqlExpression X> auto operator-(const X &operand)
{
    using T = typename X::ValueType;
    static_assert(session_detail::isNumber<T>, "Joinery: only a number can be negated");
    return Expression<T>(expression::operation(SqlOperator::Negate, operand.node()));
}

} // namespace joinery
