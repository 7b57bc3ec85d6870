// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/mapping.h"
#include "joinery/session/operands.h"
#include "joinery/session/selectstatement.h"

namespace joinery {

template <typename T> class Expression;

/// A query, as a subquery of another one.
template <typename Q>
concept SqlQuery = requires(const Q &query)
{
    typename Q::RowType;
    {
        query.statement()
        } -> std::same_as<const SelectStatement &>;
};

/// A term of orderBy(): an expression, or expression.desc().nullsLast().
class OrderTerm
{
public:
    /// Ascending, unless told otherwise.
    template <SqlExpression X>
    OrderTerm(const X &expression, bool descending = false) // NOLINT(google-explicit-constructor)
        : m_item {.expression = expression.node(), .descending = descending}
    { }
    /// NULL before all values.
    OrderTerm nullsFirst() const { return with(NullsOrder::First); }
    /// NULL after all values.
    OrderTerm nullsLast() const { return with(NullsOrder::Last); }
    /// Without types.
    const OrderItem &item() const { return m_item; }

private:
    OrderTerm with(NullsOrder nulls) const
    {
        OrderTerm copy = *this;
        copy.m_item.nulls = nulls;
        return copy;
    }
    OrderItem m_item;
};

/// What can be said of every expression. `Self` is the expression, T the type of its values;
/// std::optional where they may be NULL.
template <typename Self, typename T> struct ExpressionWords : SqlExpressionTag
{
    /// The type of its values.
    using ValueType = T;
    using Truth = session_detail::truthOf<isOptional<T>>; ///< of a comparison with a value
    using Always = session_detail::truthOf<isOptional<T> && false>; ///< never NULL

    /// The smallest first.
    OrderTerm asc() const { return OrderTerm(self()); }
    /// The largest first.
    OrderTerm desc() const { return OrderTerm(self(), true); }

    /// True of NULL, otherwise false; never NULL itself.
    Expression<Always> isNull() const { return Expression<Always>(make(SqlOperator::IsNull)); }
    /// The opposite of isNull().
    Expression<Always> isNotNull() const
    {
        return Expression<Always>(make(SqlOperator::IsNotNull));
    }

    /// Both ends included.
    template <typename Low, typename High>
    Expression<Truth> between(const Low &low, const High &high) const
    {
        static_assert(session_detail::comparable<T, Low> && session_detail::comparable<T, High>,
            JOINERY_COMPARES_ONLY_ITS_KIND);
        return Expression<Truth>(make(SqlOperator::Between, operandNode(low), operandNode(high)));
    }
    /// One of these; never true when there are none.
    template <typename V> Expression<Truth> in(std::initializer_list<V> values) const
    {
        return among(values);
    }
    /// The same for any container.
    template <typename Range>
    requires(!SqlQuery<Range>) Expression<Truth> in(const Range &values)
    const { return among(values); }
    /// One of the values that the query of one column gives.
    template <SqlQuery Q> Expression<Truth> in(const Q &query) const
    {
        static_assert(
            session_detail::comparable<T, typename Q::RowType>, JOINERY_COMPARES_ONLY_ITS_KIND);
        return Expression<Truth>(expression::inSubquery(self().node(), query.statement()));
    }

    // Of texts. Whether case matters in them is the database's choice.

    /// `pattern` has % for any text and _ for any letter; '/' in front of one means itself.
    template <typename Pattern> Expression<Truth> like(const Pattern &pattern) const
    {
        static_assert(session_detail::isText<
                          T> && session_detail::isText<session_detail::valueTypeOf<Pattern>>,
            JOINERY_IS_FOR_TEXTS);
        return Expression<Truth>(make(SqlOperator::Like, operandNode(pattern)));
    }
    /// The text itself: % and _ are no wildcards.
    Expression<Truth> contains(const QString &text) const
    {
        return matching(expression::Match::Contains, text);
    }
    /// The same, at its beginning.
    Expression<Truth> startsWith(const QString &text) const
    {
        return matching(expression::Match::StartsWith, text);
    }
    /// The same, at its end.
    Expression<Truth> endsWith(const QString &text) const
    {
        return matching(expression::Match::EndsWith, text);
    }

private:
    const Self &self() const { return static_cast<const Self &>(*this); }
    template <typename... Nodes> ExpressionPtr make(SqlOperator op, const Nodes &...nodes) const
    {
        return expression::operation(op, self().node(), nodes...);
    }
    Expression<Truth> matching(expression::Match match, const QString &text) const
    {
        static_assert(session_detail::isText<T>, JOINERY_IS_FOR_TEXTS);
        return Expression<Truth>(expression::match(self().node(), match, text));
    }
    template <typename Range> Expression<Truth> among(const Range &values) const
    {
        using V = std::remove_cvref_t<decltype(*std::begin(values))>;
        static_assert(session_detail::comparable<T, V>, JOINERY_COMPARES_ONLY_ITS_KIND);
        QList<ExpressionPtr> operands {self().node()};
        for (const V &value : values)
            operands.append(operandNode(value));
        return Expression<Truth>(expression::operation(SqlOperator::In, std::move(operands)));
    }
};

/// An SQL expression whose values are of type T; std::optional where they may be NULL.
template <typename T> class Expression : public ExpressionWords<Expression<T>, T>
{
public:
    /// For the functions that make one.
    explicit Expression(ExpressionPtr node)
        : m_node(std::move(node))
    { }
    /// Without types.
    const ExpressionPtr &node() const { return m_node; }

private:
    ExpressionPtr m_node;
};

/// A column of a model, typed.
template <typename T, typename M> struct ColumnOf : ExpressionWords<ColumnOf<T, M>, M>
{
    /// Whose column it is.
    using Model = T;
    /// See col().
    constexpr explicit ColumnOf(int i)
        : index(i)
    { }
    /// Without types.
    ExpressionPtr node() const { return expression::column(modelInfo<T>(), index); }

    int index; ///< in ModelInfo::columns
};

/// The column that the member is mapped to: `col(&Hero::age) >= 35`. A member that is not mapped
/// does not compile. `col<Hero>(&HeroBase::age)` where the member is that of a base class.
template <Mapped T, typename M> consteval ColumnOf<T, M> col(M T::*member)
{
    return ColumnOf<T, M>(mapping_detail::columnIndexOrError<T>(member));
}
/// The same for a member of a base class.
template <Mapped T, typename C, typename M>
requires(std::derived_from<T, C> && !std::same_as<T, C>) consteval ColumnOf<T, M> col(M C::*member)
{
    return ColumnOf<T, M>(mapping_detail::columnIndexOrError<T>(member));
}

/// A condition: an expression that is true or false, or a column of type bool.
class Condition
{
public:
    /// Compiles for truth values alone.
    template <SqlExpression X>
    Condition(const X &expression) // NOLINT(google-explicit-constructor)
        : m_node(expression.node())
    {
        static_assert(std::same_as<withoutOptional<typename X::ValueType>, bool>,
            "Joinery: a condition has to be true or false; compare the expression with something");
    }
    /// Without types.
    const ExpressionPtr &node() const { return m_node; }

private:
    ExpressionPtr m_node;
};

// --- Aliases

/// A model under another name, where a statement has its table twice:
/// `const auto leader = alias<Hero>(u"leader"_s); … .where(leader(&Hero::age) > 40)`.
template <Mapped T> class Alias
{
public:
    /// What it is another name of.
    using Model = T;

    /// See alias().
    explicit Alias(QString name)
        : m_name(std::move(name))
    { }
    /// Without types.
    TableReference table() const { return {&modelInfo<T>(), m_name}; }

    /// The column, of this one: `leader(col(&Hero::age))`.
    template <typename M> Expression<M> operator()(const ColumnOf<T, M> &column) const
    {
        return Expression<M>(expression::column(modelInfo<T>(), column.index, m_name));
    }
    /// As col(), but a member that is not mapped is found out when the statement is compiled.
    template <typename M, typename C>
    requires std::derived_from<T, C> Expression<M>
    operator()(M C::*member) const
    {
        const int at = mapping_detail::columnIndex<T>(member);
        return Expression<M>(at < 0 ? expression::notMapped(modelInfo<T>())
                                    : expression::column(modelInfo<T>(), at, m_name));
    }

private:
    QString m_name;
};

/// Another name for a model; it has to be unique in the statement.
template <Mapped T> Alias<T> alias(const QString &name)
{
    return Alias<T>(name);
}

/// The objects of a model in a list of columns: `select(entity<Team>(), count())`.
template <Mapped T> struct Entity
{
    /// Without types.
    TableReference table() const { return {&modelInfo<T>(), {}}; }
};
/// The objects of T.
template <Mapped T> Entity<T> entity()
{
    return {};
}

} // namespace joinery
