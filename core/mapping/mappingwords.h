// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/modelparts.h"

namespace joinery {

/// How a struct is kept in a table. Specialise it for each model, in the header of the struct:
///
///     template <> inline constexpr auto joinery::mapping<Hero> = joinery::model<Hero>("hero",
///         column("id", &Hero::id, primaryKey),
///         column("name", &Hero::name, index),
///         column("team_id", &Hero::teamId, references(&Team::id, onDelete("set null"))),
///         manyToOne(&Hero::team, &Hero::teamId));
///
/// Write it in namespace joinery and the words below need no prefix. Whatever contradicts itself
/// does not compile: a column of a type nobody can store, a foreign key of another type than what
/// it refers to, SET NULL on a member that cannot be empty.
template <typename T> inline constexpr std::nullptr_t mapping = nullptr;

/// A struct that has a mapping.
template <typename T>
concept Mapped = !std::same_as<std::remove_cv_t<decltype(mapping<T>)>, std::nullptr_t>;

// --- Columns

/// The column is the primary key: `column("id", &Hero::id, primaryKey)`. Of several columns, as a
/// part of model(): `primaryKey(&Link::heroId, &Link::teamId)`.
inline constexpr mapping_detail::PrimaryKeyWord primaryKey {};
/// The column has an index, named by convention. Of several columns, as a part of model():
/// `index("ix_hero_name", &Hero::name, &Hero::age)`, and `.where("age > 40")` makes it a partial
/// one.
inline constexpr mapping_detail::KeyWord<&ColumnOptions::index,
    mapping_detail::TableOptions::Group::Kind::Index>
    index {};
/// No two rows have the same value. Of several columns: `unique("uq_hero", &Hero::name,
/// &Hero::team)`.
inline constexpr mapping_detail::KeyWord<&ColumnOptions::unique,
    mapping_detail::TableOptions::Group::Kind::Unique>
    unique {};
/// The column counts the changes of its row: an UPDATE or DELETE that finds another number than was
/// read is a Conflict. The session counts; the member is an integer.
inline constexpr mapping_detail::OptionWord<&ColumnOptions::version, bool> version {true};
/// The member's initialiser (`int age = 42;`) is the column's server default too, so that the
/// column can be added to a table with rows.
inline constexpr mapping_detail::OptionWord<&ColumnOptions::memberDefault, bool> memberDefault {
    true};
/// For computed(): the value is kept in the table, not calculated whenever it is read.
inline constexpr mapping_detail::StoredWord stored {};

/// VARCHAR(n) instead of TEXT.
constexpr auto maxLength(int length)
{
    return mapping_detail::OptionWord<&ColumnOptions::maxLength, int> {length};
}
/// Overrides what the member says: std::optional is nullable, others are not.
constexpr auto nullable(bool yes = true)
{
    return mapping_detail::OptionWord<&ColumnOptions::nullable, int> {yes ? 1 : 0};
}
/// A type of docs/types.md, or native text, instead of that of the member.
constexpr auto type(std::string_view text)
{
    return mapping_detail::TextWord<&ColumnOptions::type> {text};
}
/// An SQL expression, without outer parentheses. On an std::optional member that is empty, an
/// INSERT leaves the column to it.
constexpr auto serverDefault(std::string_view sql)
{
    return mapping_detail::ServerDefault {sql};
}
/// How texts of the column are compared and ordered: a word of the database, such as NOCASE.
constexpr auto collation(std::string_view name)
{
    return mapping_detail::TextWord<&ColumnOptions::collation> {name};
}
/// GENERATED ALWAYS AS (sql); the session reads the member and never writes it.
constexpr auto computed(std::string_view sql)
{
    return mapping_detail::Computation {sql, false};
}
/// The same, kept in the table: `computed("price * amount", stored)`.
constexpr auto computed(std::string_view sql, mapping_detail::StoredWord)
{
    return mapping_detail::Computation {sql, true};
}

/// What becomes of a row when the one it refers to goes: "cascade", "set null", "set default",
/// "restrict" or "no action". Any other word does not compile.
constexpr auto onDelete(std::string_view action)
{
    return mapping_detail::ActionWord {.onDelete = mapping_detail::checkedAction(action)};
}
/// The same for when the key that it refers to changes.
constexpr auto onUpdate(std::string_view action)
{
    return mapping_detail::ActionWord {.onUpdate = mapping_detail::checkedAction(action)};
}
/// A foreign key to that column, with what onDelete() and onUpdate() say.
template <typename C, typename M, typename... Actions>
constexpr auto references(M C::*member, Actions... actions)
{
    mapping_detail::ReferenceTo<C, M> reference {member};
    (
        [&](const mapping_detail::ActionWord &action) {
            if (!action.onDelete.empty())
                reference.onDelete = action.onDelete;
            if (!action.onUpdate.empty())
                reference.onUpdate = action.onUpdate;
        }(actions),
        ...);
    return reference;
}

/// Keeps the member in the column of that name.
template <typename C, typename M, typename... Options>
constexpr auto column(std::string_view name, M C::*member, const Options &...options)
{
    static_assert(ColumnValue<M>,
        "Joinery cannot keep a member of this type in a column: give it a ColumnType "
        "(joinery/mapping/columntype.h), or include joinery/mapping/chronotypes.h for <chrono>");
    static_assert((!std::same_as<Options, mapping_detail::ActionWord> && ...),
        "onDelete() and onUpdate() say what a foreign key does: write them into references()");
    ColumnOptions chosen {.name = name};
    (mapping_detail::applyOption(options, chosen), ...);
    if (name.empty())
        mapping_detail::aColumnHasNoName();
    if (chosen.version && !mapping_detail::isInteger<M>)
        mapping_detail::aVersionIsAnInteger();
    const auto reference = mapping_detail::pickReference(options...);
    using Reference = std::remove_const_t<decltype(reference)>;
    if constexpr (mapping_detail::ReferenceAmong<Reference>::is) {
        if (reference.onDelete == "set null" && !isOptional<M>)
            mapping_detail::setNullNeedsAnOptionalMember();
    }
    return mapping_detail::ColumnPart<C, M, Reference> {member, chosen, reference};
}

// --- Tables

/// A CHECK of the column, named `ck_<table>_<column>`.
constexpr auto check(std::string_view sql)
{
    return mapping_detail::CheckOption {sql};
}
/// A CHECK of the table.
constexpr auto check(std::string_view name, std::string_view sql)
{
    return mapping_detail::CheckPart {name, sql};
}
/// What column or table were called before. Stays harmless once the migration is made.
constexpr auto renamedFrom(std::string_view name)
{
    return mapping_detail::EitherText<&ColumnOptions::renamedFrom,
        &mapping_detail::TableOptions::renamedFrom> {name};
}
/// Of a column or a table.
constexpr auto comment(std::string_view text)
{
    return mapping_detail::EitherText<&ColumnOptions::comment,
        &mapping_detail::TableOptions::comment> {text};
}

/// Lets a function finish the Table that the other words have made, for what none of them says:
/// options of a dialect, expressions in an index, triggers. It leaves the columns in their order.
constexpr auto adjust(void (*function)(Table &))
{
    return mapping_detail::AdjustPart {function};
}

// --- Relationships

/// The member is the object that the foreign key `key` of this model refers to.
template <typename C, typename R, typename K>
constexpr auto manyToOne(Related<R> C::*member, K C::*key)
{
    return mapping_detail::RelationPart<Related<R> C::*, K C::*> {
        RelationshipInfo::Kind::ManyToOne, member, key};
}
/// The member is the list of those whose foreign key `key` refers to this object.
template <typename C, typename R, typename K>
constexpr auto oneToMany(RelatedList<R> C::*member, K R::*key)
{
    return mapping_detail::RelationPart<RelatedList<R> C::*, K R::*> {
        RelationshipInfo::Kind::OneToMany, member, key};
}
/// The same where there is one at most: what is assigned takes the place of what was there, which is
/// looked up where it was not loaded.
template <typename C, typename R, typename K>
constexpr auto oneToOne(Related<R> C::*member, K R::*key)
{
    return mapping_detail::RelationPart<Related<R> C::*, K R::*> {
        RelationshipInfo::Kind::OneToMany, member, key};
}
/// The member is the list of those that rows of the link model join with this object: `key` refers
/// to this model, `linkedKey` to the other one. A link with columns of its own is a model like any
/// other, with manyToOne() on both sides.
template <typename C, typename R, typename L, typename K, typename K2>
constexpr auto manyToMany(RelatedList<R> C::*member, K L::*key, K2 L::*linkedKey)
{
    return mapping_detail::RelationPart<RelatedList<R> C::*, K L::*, K2 L::*> {
        RelationshipInfo::Kind::ManyToMany, member, key, linkedKey};
}

/// A model: its table and what it consists of. T is an aggregate, or at least default-constructible
/// and copyable.
template <typename T, typename... Parts>
constexpr auto model(std::string_view tableName, const Parts &...parts)
{
    static_assert(std::default_initializable<T> && std::copyable<T>,
        "A model has to be default-constructible and copyable");
    static_assert((mapping_detail::isPartOf<T, Parts> && ...),
        "A column or relationship of the model is a member of a struct that the model is not");
    mapping_detail::checkParts(parts...);
    return mapping_detail::ModelPart<T, Parts...> {tableName, std::tuple<Parts...>(parts...)};
}

} // namespace joinery
