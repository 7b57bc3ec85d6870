// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/expression.h"

namespace joinery {

/// A relationship, seen from a table of the statement: `leader(&Employee::team)` of an alias.
template <typename T, typename R> struct RelationshipOf
{
    TableReference from {}; ///< the table, under its alias
    int index = -1; ///< in ModelInfo::relationships; -1 = the member is mapped to none
};

namespace session_detail {

template <typename Member> struct RelatedModel;
template <typename R> struct RelatedModel<Related<R>>
{
    using type = R;
};
template <typename R> struct RelatedModel<RelatedList<R>>
{
    using type = R;
};
template <typename Member>
concept RelationMember = requires
{
    typename RelatedModel<Member>::type;
};
template <RelationMember Member> using relatedModel = typename RelatedModel<Member>::type;

template <typename T, typename Member> int relationshipIndex(Member T::*member)
{
    int found = -1;
    int index = 0;
    std::apply(
        [&](const auto &...part) {
            const auto look = [&](const auto &one) {
                using Part = std::remove_cvref_t<decltype(one)>;
                if constexpr (mapping_detail::isRelation<Part>) {
                    if constexpr (std::same_as<std::remove_cvref_t<decltype(one.member)>,
                                      Member T::*>) {
                        if (one.member == member)
                            found = index;
                    }
                    ++index;
                }
            };
            (look(part), ...);
        },
        mapping<T>.parts);
    return found;
}

// --- What join() and outerJoin() take. Each gives the joined model and how it is joined.

template <typename T> struct JoinOf
{
    using Model = T;
    JoinItem item;
};

template <typename T> JoinOf<T> joinOf(const Alias<T> &alias, const Condition &condition)
{
    return {{.table = alias.table(), .on = condition.node()}};
}
template <typename T, typename R> JoinOf<R> joinOf(const RelationshipOf<T, R> &relationship)
{
    return {{.kind = JoinItem::Kind::Relationship,
        .table = {&modelInfo<R>(), {}},
        .from = relationship.from,
        .relationship = relationship.index}};
}
template <typename T, typename R>
JoinOf<R> joinOf(const RelationshipOf<T, R> &relationship, const Alias<R> &alias)
{
    JoinOf<R> join = joinOf(relationship);
    join.item.table = alias.table();
    return join;
}
template <Mapped T, RelationMember M>
RelationshipOf<T, relatedModel<M>> relationshipOf(M T::*member, const QString &alias = {})
{
    return {{&modelInfo<T>(), alias}, relationshipIndex(member)};
}
template <Mapped T, RelationMember M, typename... Alias>
auto joinOf(M T::*member, const Alias &...alias)
{
    return joinOf(relationshipOf(member), alias...);
}
template <typename T> JoinItem joinOf(const Condition &condition)
{
    return {.table = {&modelInfo<T>(), {}}, .on = condition.node()};
}
template <typename T> JoinItem joinOf()
{
    return {.kind = JoinItem::Kind::ForeignKey, .table = {&modelInfo<T>(), {}}};
}

template <Mapped T, RelationMember M>
LoaderOption loaderOption(LoaderOption::Strategy strategy, M T::*member)
{
    return {
        .strategy = strategy, .model = &modelInfo<T>(), .relationship = relationshipIndex(member)};
}

} // namespace session_detail

// --- How a query loads what its objects are related to: values for Select::options().

/// By one further query for all objects; best for lists.
template <typename T, typename M> LoaderOption selectIn(M T::*member)
{
    return session_detail::loaderOption(LoaderOption::Strategy::SelectIn, member);
}
/// By the same query, through an outer join; best for the one object that a foreign key names.
template <typename T, typename M> LoaderOption joined(M T::*member)
{
    return session_detail::loaderOption(LoaderOption::Strategy::Joined, member);
}
/// By a query for each object, when load() asks for it.
template <typename T, typename M> LoaderOption lazy(M T::*member)
{
    return session_detail::loaderOption(LoaderOption::Strategy::Lazy, member);
}
/// Not at all: load() is an error, so that no query is made by oversight.
template <typename T, typename M> LoaderOption raise(M T::*member)
{
    return session_detail::loaderOption(LoaderOption::Strategy::Raise, member);
}

} // namespace joinery
