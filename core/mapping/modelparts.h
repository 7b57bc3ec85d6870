// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/enumtype.h"
#include "joinery/mapping/modelinfo.h"
#include "joinery/mapping/qttypes.h"
#include "joinery/mapping/relations.h"

#include <algorithm>
#include <tuple>

namespace joinery {

// What the words of mappingwords.h make: the parts of a model.
namespace mapping_detail {

// Called where a mapping contradicts itself: not constexpr, so that the compiler names them.
void setNullNeedsAnOptionalMember();
void thisIsNoReferentialAction();
void theMemberIsNotMappedToAColumn();
void aVersionIsAnInteger();
void aColumnHasNoName();
void twoColumnsHaveOneName();
void twoColumnsHaveOneMember();

/// As SQL compares names: ASCII letters in any case.
constexpr bool sameColumnName(std::string_view one, std::string_view other)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c; };
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
        [&](char a, char b) { return lower(a) == lower(b); });
}

template <typename M> inline constexpr bool isInteger = Integer<M>;
template <typename M> inline constexpr bool isInteger<std::optional<M>> = Integer<M>;

struct NoReference
{ };

template <typename C, typename M> struct ReferenceTo
{
    M C::*member;
    std::string_view onDelete {};
    std::string_view onUpdate {};
};

template <typename C, typename M, typename R> struct ColumnPart
{
    using Owner = C;
    using Member = M;
    M C::*member;
    ColumnOptions options;
    R reference;
};

template <typename... Ms> struct KeyPartsOf
{
    TableOptions::Group::Kind kind;
    std::string_view name;
    std::tuple<Ms...> members;
    std::string_view condition {};

    /// Of an index: a partial one.
    constexpr KeyPartsOf where(std::string_view sql) const { return {kind, name, members, sql}; }
};

struct CheckPart
{
    std::string_view name;
    std::string_view sql;
};

struct TextPart
{
    std::string_view TableOptions::*option;
    std::string_view text;
};

struct AdjustPart
{
    void (*function)(Table &);
};

template <typename Member, typename Key, typename Link = std::nullptr_t> struct RelationPart
{
    RelationshipInfo::Kind kind;
    Member member;
    Key key;
    Link link {};
    bool cascade = false;
    bool passive = false;
    LoaderStrategy loading = LoaderStrategy::Lazy;

    /// Objects go with the one they belong to, and when they are taken out of its list.
    constexpr RelationPart cascadeDelete() const
    {
        RelationPart part = *this;
        part.cascade = true;
        return part;
    }
    /// On a deletion the foreign key's ON DELETE does what is to be done; nothing is loaded for it.
    constexpr RelationPart passiveDeletes() const
    {
        RelationPart part = *this;
        part.passive = true;
        return part;
    }

    // How objects of the session have it loaded where a query's options say nothing of it, with
    // the words of those options. What is loaded along loads its own, unless it leads back.

    /// By one further query for all objects; best for lists.
    constexpr RelationPart selectIn() const { return loadedBy(LoaderStrategy::SelectIn); }
    /// By the same query, through an outer join; by a further one where a query has a limit.
    constexpr RelationPart joined() const { return loadedBy(LoaderStrategy::Joined); }
    /// Not at all: load() is an error, unless the query asked for it.
    constexpr RelationPart raise() const { return loadedBy(LoaderStrategy::Raise); }

    constexpr RelationPart loadedBy(LoaderStrategy strategy) const
    {
        RelationPart part = *this;
        part.loading = strategy;
        return part;
    }
};

/// The part is about members of T.
template <typename T, typename Part> inline constexpr bool isPartOf = true;
template <typename T, typename C, typename M, typename R>
inline constexpr bool isPartOf<T, ColumnPart<C, M, R>> = std::derived_from<T, C>;
template <typename T, typename C, typename M, typename Key, typename Link>
inline constexpr bool isPartOf<T, RelationPart<M C::*, Key, Link>> = std::derived_from<T, C>;

/// Says whether two parts are columns of one name, or of one member.
template <typename A, typename B> constexpr void checkApart(const A &, const B &) { }
template <typename C, typename M, typename R, typename C2, typename M2, typename R2>
constexpr void checkApart(const ColumnPart<C, M, R> &one, const ColumnPart<C2, M2, R2> &other)
{
    if (sameColumnName(one.options.name, other.options.name))
        twoColumnsHaveOneName();
    if constexpr (std::same_as<M C::*, M2 C2::*>) {
        if (one.member == other.member)
            twoColumnsHaveOneMember();
    }
}
constexpr void checkParts() { }
template <typename Part, typename... Others>
constexpr void checkParts(const Part &part, const Others &...others)
{
    (checkApart(part, others), ...);
    checkParts(others...);
}

template <typename T, typename... Parts> struct ModelPart
{
    using Type = T;
    std::string_view name;
    std::tuple<Parts...> parts;
};

// --- Options of a column: each sets what it is about.

template <auto Option, typename V> struct OptionWord
{
    V value;
    constexpr void apply(ColumnOptions &options) const { options.*Option = value; }
};
template <auto Option> using TextWord = OptionWord<Option, std::string_view>;

struct PrimaryKeyWord
{
    constexpr void apply(ColumnOptions &options) const { options.primaryKey = true; }
    /// The key of several columns, as a part of model().
    template <typename... Ms> constexpr auto operator()(Ms... members) const
    {
        return KeyPartsOf<Ms...> {
            TableOptions::Group::Kind::PrimaryKey, {}, std::tuple<Ms...>(members...)};
    }
};

template <bool ColumnOptions::*Option, TableOptions::Group::Kind Kind> struct KeyWord
{
    constexpr void apply(ColumnOptions &options) const { options.*Option = true; }
    /// Over several columns, as a part of model(); an empty name is one by convention.
    template <typename... Ms> constexpr auto operator()(std::string_view name, Ms... members) const
    {
        return KeyPartsOf<Ms...> {Kind, name, std::tuple<Ms...>(members...)};
    }
};

struct ServerDefault
{
    std::string_view sql;
    constexpr void apply(ColumnOptions &options) const
    {
        options.serverDefault = sql;
        options.hasServerDefault = true;
    }
};

struct Computation
{
    std::string_view sql;
    bool stored;
    constexpr void apply(ColumnOptions &options) const
    {
        options.computed = sql;
        options.stored = stored;
    }
};
struct StoredWord
{ };

/// Of a foreign key.
struct ActionWord
{
    std::string_view onDelete {};
    std::string_view onUpdate {};
};

constexpr std::string_view checkedAction(std::string_view action)
{
    if (action != "cascade" && action != "set null" && action != "set default"
        && action != "restrict" && action != "no action")
        thisIsNoReferentialAction();
    return action;
}

template <typename Option> struct ReferenceAmong
{
    static constexpr bool is = false;
};
template <typename C, typename M> struct ReferenceAmong<ReferenceTo<C, M>>
{
    static constexpr bool is = true;
};

constexpr NoReference pickReference()
{
    return {};
}
template <typename First, typename... Rest>
constexpr auto pickReference(const First &first, const Rest &...rest)
{
    if constexpr (ReferenceAmong<First>::is)
        return first;
    else
        return pickReference(rest...);
}

template <typename Option> constexpr void applyOption(const Option &option, ColumnOptions &options)
{
    if constexpr (!ReferenceAmong<Option>::is && !std::same_as<Option, ActionWord>)
        option.apply(options);
}

/// check() and the like: the option of a column or, with a name in front, a part of a table.
struct CheckOption
{
    std::string_view sql;
    constexpr void apply(ColumnOptions &options) const { options.check = sql; }
};
template <std::string_view ColumnOptions::*Column, std::string_view TableOptions::*Table>
struct EitherText
{
    std::string_view text;
    constexpr void apply(ColumnOptions &options) const { options.*Column = text; }
    static constexpr std::string_view TableOptions::*option = Table;
};

} // namespace mapping_detail

} // namespace joinery
