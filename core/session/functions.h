// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/operators.h"

class QDate;
class QDateTime;

namespace joinery {

/// A value of the program where an expression is needed: `select(literal(1))`.
template <typename V> auto literal(const V &value)
{
    return Expression<session_detail::valueTypeOf<V>>(operandNode(value));
}

/// The same expression, with room for NULL: for what an outer join may leave empty.
template <SqlExpression X> auto nullable(const X &expression)
{
    return Expression<std::optional<withoutOptional<typename X::ValueType>>>(expression.node());
}

/// The same for the objects of an alias.
template <typename T> struct NullableAlias
{
    Alias<T> alias; ///< whose objects
};
/// The objects of an alias, where an outer join may find none.
template <typename T> NullableAlias<T> nullable(const Alias<T> &alias)
{
    return {alias};
}

// --- Aggregates. Of no rows all but count() are NULL.

/// One value of many rows: of a group, or of all.
template <typename T> class Aggregate : public Expression<T>
{
public:
    using Expression<T>::Expression;
    /// Equal values count once.
    Aggregate distinct() const { return Aggregate(expression::withDistinct(this->node())); }
    /// Only rows for which the condition is true.
    Aggregate filter(const Condition &condition) const
    {
        return Aggregate(expression::withFilter(this->node(), condition.node()));
    }
};

/// The number of rows.
inline Aggregate<qint64> count()
{
    return Aggregate<qint64>(expression::aggregate(QStringLiteral("count"), {}));
}
/// The number of rows in which it is not NULL.
template <SqlExpression X> Aggregate<qint64> count(const X &operand)
{
    return Aggregate<qint64>(expression::aggregate(QStringLiteral("count"), {operand.node()}));
}
/// Of whole numbers a whole number, otherwise a double.
template <SqlExpression X> auto sum(const X &operand)
{
    using T = withoutOptional<typename X::ValueType>;
    static_assert(session_detail::isNumber<T>, "Joinery: only numbers can be summed");
    using Sum = std::conditional_t<std::integral<T>, qint64, double>;
    return Aggregate<std::optional<Sum>>(
        expression::aggregate(QStringLiteral("sum"), {operand.node()}));
}
/// The mean, always a double.
template <SqlExpression X> auto avg(const X &operand)
{
    static_assert(
        session_detail::isNumber<typename X::ValueType>, "Joinery: only numbers have an average");
    return Aggregate<std::optional<double>>(
        expression::aggregate(QStringLiteral("avg"), {operand.node()}));
}
/// The smallest.
template <SqlExpression X> auto min(const X &operand)
{
    return Aggregate<std::optional<withoutOptional<typename X::ValueType>>>(
        expression::aggregate(QStringLiteral("min"), {operand.node()}));
}
/// The largest.
template <SqlExpression X> auto max(const X &operand)
{
    return Aggregate<std::optional<withoutOptional<typename X::ValueType>>>(
        expression::aggregate(QStringLiteral("max"), {operand.node()}));
}

// --- Functions

/// Any function of the database, its values taken for T: `function<double>(u"sqrt"_s, col(…))`.
template <typename T, typename... Args>
Expression<T> function(const QString &name, const Args &...arguments)
{
    return Expression<T>(expression::function(name, {operandNode(arguments)...}));
}

namespace session_detail {

template <typename T, SqlExpression X, typename... Args>
auto call(const QString &name, const X &first, const Args &...further)
{
    using Of = optionalIf<isOptional<typename X::ValueType>, T>;
    return Expression<Of>(expression::function(name, {first.node(), operandNode(further)...}));
}

template <typename T> using SelfOrDouble = std::conditional_t<std::integral<T>, qint64, double>;

} // namespace session_detail

/// In small letters; which letters the database knows is its own choice: SQLite's alone are those
/// of ASCII.
template <SqlExpression X> auto lower(const X &text)
{
    static_assert(session_detail::isText<typename X::ValueType>, JOINERY_IS_FOR_TEXTS);
    return session_detail::call<QString>(QStringLiteral("lower"), text);
}
/// In capital letters; as lower().
template <SqlExpression X> auto upper(const X &text)
{
    static_assert(session_detail::isText<typename X::ValueType>, JOINERY_IS_FOR_TEXTS);
    return session_detail::call<QString>(QStringLiteral("upper"), text);
}
/// Without blanks at both ends.
template <SqlExpression X> auto trim(const X &text)
{
    static_assert(session_detail::isText<typename X::ValueType>, JOINERY_IS_FOR_TEXTS);
    return session_detail::call<QString>(QStringLiteral("trim"), text);
}
/// Of a text in letters, of a QByteArray in bytes.
template <SqlExpression X> auto length(const X &operand)
{
    return session_detail::call<qint64>(QStringLiteral("length"), operand);
}
/// From the letter at `from`, the first being 1.
template <SqlExpression X> auto substr(const X &text, int from)
{
    static_assert(session_detail::isText<typename X::ValueType>, JOINERY_IS_FOR_TEXTS);
    return session_detail::call<QString>(QStringLiteral("substr"), text, from);
}
/// So many letters at most.
template <SqlExpression X> auto substr(const X &text, int from, int length)
{
    static_assert(session_detail::isText<typename X::ValueType>, JOINERY_IS_FOR_TEXTS);
    return session_detail::call<QString>(QStringLiteral("substr"), text, from, length);
}
/// With every `before` replaced by `after`.
template <SqlExpression X, typename B, typename A>
auto replace(const X &text, const B &before, const A &after)
{
    static_assert(session_detail::isText<typename X::ValueType>, JOINERY_IS_FOR_TEXTS);
    return session_detail::call<QString>(QStringLiteral("replace"), text, before, after);
}
/// Without its sign.
template <SqlExpression X> auto abs(const X &number)
{
    using T = withoutOptional<typename X::ValueType>;
    static_assert(session_detail::isNumber<T>, "Joinery: abs() is for numbers");
    return session_detail::call<session_detail::SelfOrDouble<T>>(QStringLiteral("abs"), number);
}
/// To so many digits after the point.
template <SqlExpression X> auto round(const X &number, int digits = 0)
{
    static_assert(
        session_detail::isNumber<typename X::ValueType>, "Joinery: round() is for numbers");
    return session_detail::call<double>(QStringLiteral("round"), number, digits);
}
/// The first that is not NULL; a value of the program at the end makes it never NULL.
template <typename First, typename... Rest> auto coalesce(const First &first, const Rest &...rest)
{
    using T = withoutOptional<session_detail::valueTypeOf<First>>;
    static_assert((session_detail::comparable<First, Rest> && ...), JOINERY_COMPARES_ONLY_ITS_KIND);
    constexpr bool null
        = session_detail::mayBeNull<First> && (session_detail::mayBeNull<Rest> && ...);
    return Expression<session_detail::optionalIf<null, T>>(expression::function(
        QStringLiteral("coalesce"), {operandNode(first), operandNode(rest)...}));
}
/// Converted by the database to the type that a member of type T has there.
template <ColumnValue T, SqlExpression X> auto cast(const X &operand)
{
    constexpr bool null = isOptional<typename X::ValueType>;
    return Expression<session_detail::optionalIf<null, withoutOptional<T>>>(
        expression::cast(operand.node(), columnTypeText<T>()));
}
/// The database's clock, as columns of type QDateTime are kept.
template <typename T = QDateTime> Expression<T> now()
{
    return Expression<T>(expression::now());
}

// --- Subqueries

/// The value of a query of one column and, at most, one row; NULL when there is none.
template <SqlQuery Q> auto scalar(const Q &query)
{
    return Expression<std::optional<withoutOptional<typename Q::RowType>>>(
        expression::subquery(query.statement()));
}
/// True when the query has rows. Columns of tables that it does not read are those of the query
/// around it.
template <SqlQuery Q> Expression<bool> exists(const Q &query)
{
    return Expression<bool>(expression::exists(query.statement()));
}

// --- CASE

/// case_() or case_(x) so far. It is an expression itself: NULL where no branch fits. `Null`: a
/// branch may be NULL.
template <typename T, typename Operand, bool Null>
class CaseBranches : public Expression<std::optional<T>>
{
public:
    /// See case_().
    CaseBranches(QList<ExpressionPtr> parts, bool hasOperand)
        : Expression<std::optional<T>>(expression::caseOf(parts, hasOperand))
        , m_parts(std::move(parts))
        , m_hasOperand(hasOperand)
    { }
    /// One more branch; the first that fits counts.
    template <typename W, typename V> auto when(const W &when, const V &value) const
    {
        static_assert(session_detail::comparable<T, V>, JOINERY_BRANCHES_ARE_OF_ONE_KIND);
        static_assert(session_detail::comparable<Operand, W>, JOINERY_COMPARES_ONLY_ITS_KIND);
        return CaseBranches < T, Operand,
               Null
                   || session_detail::mayBeNull < V
                       >> (m_parts + QList<ExpressionPtr> {operandNode(when), operandNode(value)},
                           m_hasOperand);
    }
    /// What it is where no branch fits: the end.
    template <typename V> auto otherwise(const V &value) const
    {
        static_assert(session_detail::comparable<T, V>, JOINERY_BRANCHES_ARE_OF_ONE_KIND);
        using Of = session_detail::optionalIf<Null || session_detail::mayBeNull<V>, T>;
        return Expression<Of>(
            expression::caseOf(m_parts + QList<ExpressionPtr> {operandNode(value)}, m_hasOperand));
    }

private:
    QList<ExpressionPtr> m_parts;
    bool m_hasOperand;
};

/// case_() or case_(x) without a branch yet.
template <typename Operand> class CaseBegin
{
public:
    /// See case_().
    CaseBegin(QList<ExpressionPtr> parts, bool hasOperand)
        : m_parts(std::move(parts))
        , m_hasOperand(hasOperand)
    { }
    /// The first branch.
    template <typename W, typename V> auto when(const W &when, const V &value) const
    {
        static_assert(session_detail::comparable<Operand, W>, JOINERY_COMPARES_ONLY_ITS_KIND);
        using T = withoutOptional<session_detail::valueTypeOf<V>>;
        return CaseBranches<T, Operand, session_detail::mayBeNull<V>>(
            m_parts + QList<ExpressionPtr> {operandNode(when), operandNode(value)}, m_hasOperand);
    }

private:
    QList<ExpressionPtr> m_parts;
    bool m_hasOperand;
};

/// `case_().when(col(&Hero::age) < 18, u"young"_s).otherwise(u"grown up"_s)`
inline CaseBegin<bool> case_()
{
    return CaseBegin<bool>({}, false);
}
/// `case_(col(&Hero::age)).when(18, u"just grown up"_s).otherwise(u"other"_s)`
template <SqlExpression X> CaseBegin<typename X::ValueType> case_(const X &operand)
{
    return CaseBegin<typename X::ValueType>({operand.node()}, true);
}

} // namespace joinery
