// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/functions.h"
#include "joinery/session/projection.h"
#include "joinery/session/relationship.h"
#include "joinery/session/selectbase.h"

namespace joinery {

namespace session_detail {

/// A term of select(): the type that it has in a row, and the model whose outer join leaves it
/// empty.
template <typename Term> struct TermOf;
template <SqlExpression X> struct TermOf<X>
{
    using Row = typename X::ValueType;
    using Source = void;
    static RowItem item(const X &term)
    {
        return {.expression = term.node(), .nullable = isOptional<Row>};
    }
};
template <typename T, typename M> struct TermOf<ColumnOf<T, M>>
{
    using Row = M;
    using Source = T;
    static RowItem item(const ColumnOf<T, M> &term)
    {
        return {.expression = term.node(), .nullable = isOptional<M>};
    }
};
template <typename T> struct TermOf<Entity<T>>
{
    using Row = T;
    using Source = T;
    static RowItem item(const Entity<T> &term) { return {.table = term.table()}; }
};
template <typename T> struct TermOf<NullableAlias<T>>
{
    using Row = std::optional<T>;
    using Source = void;
    static RowItem item(const NullableAlias<T> &term)
    {
        return {.table = term.alias.table(), .nullable = true};
    }
};
template <typename T> struct TermOf<Alias<T>>
{
    using Row = T;
    using Source = void;
    static RowItem item(const Alias<T> &term) { return {.table = term.table()}; }
};

template <typename... Rows> struct RowOf
{
    using type = std::tuple<Rows...>;
};
template <typename Row> struct RowOf<Row>
{
    using type = Row;
};

template <typename T, typename Joined, typename Source>
using emptiedBy
    = std::conditional_t<std::same_as<Joined, Source>, std::optional<withoutOptional<T>>, T>;

/// The row when the model Joined is outer-joined.
template <typename Row, typename Joined, typename... Sources> struct OuterRow
{
    using type = Row;
};
template <typename Row, typename Joined, typename Source> struct OuterRow<Row, Joined, Source>
{
    using type = emptiedBy<Row, Joined, Source>;
};
template <typename... Ts, typename Joined, typename... Sources>
requires(sizeof...(Ts) == sizeof...(Sources)) struct OuterRow<std::tuple<Ts...>, Joined, Sources...>
{
    using type = std::tuple<emptiedBy<Ts, Joined, Sources>...>;
};

} // namespace session_detail

/// A query whose rows are of type Row: a model, a value, or a std::tuple of them; std::optional
/// where an outer join or an expression may leave one empty. A value: every call returns another
/// query and leaves this one alone. `Sources` are for the compiler.
template <typename Row, typename... Sources> class Select : public SelectBase
{
public:
    /// What its rows are.
    using RowType = Row;

    /// See select().
    explicit Select(SelectBase base)
        : SelectBase(std::move(base))
    { }
    /// So that a query can be kept as Select<Row>.
    template <typename... Others>
    requires(sizeof...(Sources) == 0) Select(const Select<Row, Others...> &other)
        : SelectBase(other)
    { }

    /// Several conditions must all be true.
    Select where(const Condition &condition) const { return Select(withWhere(condition.node())); }
    /// By the first term, rows alike in it by the next; a column, an expression or its desc().
    template <typename... Terms> Select orderBy(const OrderTerm &term, const Terms &...more) const
    {
        Select ordered(withOrder(term.item()));
        ((ordered = Select(ordered.withOrder(OrderTerm(more).item()))), ...);
        return ordered;
    }
    /// At most so many rows.
    Select limit(qint64 rows) const { return Select(withLimit(rows)); }
    /// Without the first so many.
    Select offset(qint64 rows) const { return Select(withOffset(rows)); }
    /// Equal rows once.
    Select distinct() const { return Select(withDistinct()); }
    /// One row for all that are alike in these.
    template <SqlExpression X, typename... More>
    Select groupBy(const X &expression, const More &...more) const
    {
        Select grouped(withGroup(expression.node()));
        ((grouped = Select(grouped.withGroup(more.node()))), ...);
        return grouped;
    }
    /// Only groups for which it is true.
    Select having(const Condition &condition) const { return Select(withHaving(condition.node())); }
    /// Locks the rows until the transaction ends, where the database has such locks; it makes no
    /// difference where writers exclude each other.
    Select forUpdate() const { return Select(withForUpdate()); }

    /// Reads a table that no column of the list names.
    template <Mapped T> Select selectFrom() const
    {
        return Select(withFrom({&modelInfo<T>(), {}}));
    }
    /// The same for an alias.
    template <typename T> Select selectFrom(const Alias<T> &alias) const
    {
        return Select(withFrom(alias.table()));
    }

    /// Joins by a relationship, `join(&Hero::team)` or, of an alias, `join(leader(&Hero::team))`;
    /// an Alias after it names what is joined. Or an alias by a condition.
    template <typename First, typename... More>
    Select join(const First &first, const More &...more) const
    {
        return Select(withJoin(session_detail::joinOf(first, more...).item));
    }
    /// Joins by a condition.
    template <Mapped T> Select join(const Condition &condition) const
    {
        return Select(withJoin(session_detail::joinOf<T>(condition)));
    }
    /// Joins by the one foreign key between T and the tables in front.
    template <Mapped T> Select join() const
    {
        return Select(withJoin(session_detail::joinOf<T>()));
    }
    /// The same, keeping rows to which nothing fits: what is joined is then std::optional.
    template <typename First, typename... More>
    auto outerJoin(const First &first, const More &...more) const
    {
        const auto join = session_detail::joinOf(first, more...);
        return outer<typename decltype(join)::Model>(join.item);
    }
    /// By a condition.
    template <Mapped T> auto outerJoin(const Condition &condition) const
    {
        return outer<T>(session_detail::joinOf<T>(condition));
    }
    /// By the one foreign key.
    template <Mapped T> auto outerJoin() const { return outer<T>(session_detail::joinOf<T>()); }

    /// The rows of both, equal ones once. What follows (orderBy, limit) is about all of them.
    template <typename... Others> Select union_(const Select<Row, Others...> &other) const
    {
        return Select(withUnion(other, false));
    }
    /// The rows of both, all of them.
    template <typename... Others> Select unionAll(const Select<Row, Others...> &other) const
    {
        return Select(withUnion(other, true));
    }

    /// How relationships of the objects are loaded: selectIn(), joined(), lazy(), raise().
    template <typename... Options> Select options(const Options &...options) const
    {
        Select copy = *this;
        ((copy = Select(copy.withOption(options))), ...);
        return copy;
    }

    /// The rows as a plain struct, its members in the order of the columns and of their types.
    template <typename Struct> Select<Struct> into() const
    {
        static_assert(session_detail::fits<Struct, Row>,
            "Joinery: into<T>() needs a struct with one member for each column, in their order and "
            "of their types; std::optional where a column may be NULL");
        return Select<Struct>(static_cast<const SelectBase &>(*this));
    }

private:
    template <typename, typename...> friend class Select;
    template <typename...> friend auto select();
    template <typename First, typename... More> friend auto select(const First &, const More &...);

    Select() = default;

    template <typename Joined> auto outer(const JoinItem &join) const
    {
        using OuterRow = typename session_detail::OuterRow<Row, Joined, Sources...>::type;
        return Select<OuterRow, Sources...>(
            withOuterJoin(join, {std::same_as<Joined, Sources>...}));
    }
};

/// All objects of a model; of several models, rows of one of each.
template <typename... Models> auto select()
{
    static_assert((Mapped<Models> && ...), "Joinery: select<T>() needs a struct with a mapping");
    if constexpr (sizeof...(Models) == 1) {
        Select<Models...> query;
        return Select<Models...>(query.withItem({.table = {&modelInfo<Models>()..., {}}}));
    } else {
        return select(entity<Models>()...);
    }
}

/// Rows of columns, expressions, entity<T>() and aliases. Of one column: its values.
template <typename First, typename... More> auto select(const First &first, const More &...more)
{
    using session_detail::TermOf;
    using Row = typename session_detail::RowOf<typename TermOf<First>::Row,
        typename TermOf<More>::Row...>::type;
    using Query = Select<Row, typename TermOf<First>::Source, typename TermOf<More>::Source...>;
    Query query(Query().withItem(TermOf<First>::item(first)));
    ((query = Query(query.withItem(TermOf<More>::item(more)))), ...);
    return query;
}

} // namespace joinery
