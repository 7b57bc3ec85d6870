// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/relationaccess.h"
#include "joinery/mapping/storeof.h"

#include <array>

namespace joinery {

template <Mapped T> const ModelInfo &modelInfo();

namespace mapping_detail {

template <typename T, size_t I> void addReference(ModelInfo &info)
{
    constexpr const auto &part = std::get<I>(columnParts<T>);
    using Member = typename std::remove_cvref_t<decltype(part)>::Member;
    using Referred = MemberOf<std::remove_cvref_t<decltype(part.reference.member)>>;
    using Model = typename Referred::Owner;
    static_assert(Mapped<Model>, "references(): that struct has no mapping");
    static_assert(std::same_as<withoutOptional<Member>, withoutOptional<typename Referred::Type>>,
        "references(): the member has another type than the one it refers to");
    constexpr int referred = columnIndexOrError<Model>(part.reference.member);
    addReference(info,
        ReferenceInfo {.column = int(I),
            .referredTable = mapping<Model>.name,
            .referredColumn
            = std::get<static_cast<size_t>(referred)>(columnParts<Model>).options.name,
            .onDelete = part.reference.onDelete,
            .onUpdate = part.reference.onUpdate,
            .referred = &modelInfo<Model>});
}

template <typename T, size_t I> void addColumn(ModelInfo &info)
{
    constexpr const auto &part = std::get<I>(columnParts<T>);
    using Member = typename std::remove_cvref_t<decltype(part)>::Member;
    addColumn(info, part.options, columnTypeText<Member>(), isOptional<Member>, isExact<Member>());
    if constexpr (ReferenceAmong<std::remove_cvref_t<decltype(part.reference)>>::is)
        addReference<T, I>(info);
}

template <typename T, size_t... Is> void addColumns(ModelInfo &info, std::index_sequence<Is...>)
{
    (addColumn<T, Is>(info), ...);
    info.writeColumn = &writeColumn<T>;
    const T initial {};
    setInitialValues(info, &initial);
}

template <typename T, size_t I> void addRelationship(ModelInfo &info)
{
    constexpr const auto &part = std::get<I>(mapping<T>.parts);
    using Member = typename MemberOf<std::remove_cvref_t<decltype(part.member)>>::Type;
    using R = typename RelatedType<Member>::Type;
    using KeyModel = typename MemberOf<std::remove_cvref_t<decltype(part.key)>>::Owner;
    static_assert(Mapped<R>, "a relationship leads to a struct that has no mapping");
    static_assert(Mapped<KeyModel>, "the struct that holds the foreign key has no mapping");
    constexpr int key = columnIndexOrError<KeyModel>(part.key);
    RelationshipInfo relation {.kind = part.kind,
        .list = RelatedType<Member>::list,
        .cascadeDelete = part.cascade,
        .passiveDeletes = part.passive,
        .loading = part.loading,
        .related = &modelInfo<R>,
        .column = key,
        .memberColumn = std::get<static_cast<size_t>(key)>(columnParts<KeyModel>).options.name};
    if constexpr (!std::same_as<std::remove_cvref_t<decltype(part.link)>, std::nullptr_t>) {
        relation.link = &modelInfo<KeyModel>;
        constexpr int linked = columnIndexOrError<KeyModel>(part.link);
        relation.linkedColumn = linked;
    }
    relation.member = [](void *object) -> void * {
        return &(static_cast<T *>(object)->*(std::get<I>(mapping<T>.parts).member));
    };
    relation.attach = [](void *member, RelationLoader *loader, void *owner) {
        RelationAccess::attach(*static_cast<Member *>(member), loader, owner);
    };
    relation.isLoaded
        = [](const void *member) { return static_cast<const Member *>(member)->isLoaded(); };
    relation.isChanged = [](const void *member) {
        return RelationAccess::isChanged(*static_cast<const Member *>(member));
    };
    relation.adopt = [](void *member, const RelationAccess::Adopt &adopt) {
        RelationAccess::adopt(*static_cast<Member *>(member), adopt);
    };
    relation.objects = [](const void *member) {
        return RelationAccess::objects(*static_cast<const Member *>(member));
    };
    relation.before = [](const void *member) {
        return RelationAccess::before(*static_cast<const Member *>(member));
    };
    relation.isBeforeKnown = [](const void *member) {
        return RelationAccess::isBeforeKnown(*static_cast<const Member *>(member));
    };
    relation.setBefore = [](void *member, const QList<void *> &objects) {
        RelationAccess::setBefore(*static_cast<Member *>(member), objects);
    };
    relation.set = [](void *member, const QList<void *> &objects) {
        RelationAccess::set(*static_cast<Member *>(member), objects);
    };
    relation.reset = [](void *member) { RelationAccess::reset(*static_cast<Member *>(member)); };
    addRelationship(info, relation);
}

/// Positions of the columns of a part that is a key of several.
template <typename T, size_t I> consteval auto keyColumns()
{
    return std::apply(
        [](const auto &...member) { return std::array {columnIndexOrError<T>(member)...}; },
        std::get<I>(mapping<T>.parts).members);
}
template <typename T, size_t I> void addKey(TableOptions &options)
{
    constexpr const auto &part = std::get<I>(mapping<T>.parts);
    constexpr auto columns = keyColumns<T, I>();
    addGroup(options, part.kind, part.name, columns, part.condition);
}
template <typename T> void addOption(const CheckPart &part, TableOptions &options)
{
    addCheck(options, part.name, part.sql);
}
template <typename T> void addOption(const AdjustPart &part, TableOptions &options)
{
    options.adjust = part.function;
}
template <typename T, auto Column, auto Table>
void addOption(const EitherText<Column, Table> &part, TableOptions &options)
{
    options.*Table = part.text;
}

template <typename T, size_t I> void addPart(ModelInfo &info, TableOptions &options)
{
    using Part = std::remove_cvref_t<std::tuple_element_t<I, PartsOf<T>>>;
    if constexpr (isRelation<Part>)
        addRelationship<T, I>(info);
    else if constexpr (isKey<Part>)
        addKey<T, I>(options);
    else if constexpr (!isColumn<Part>)
        addOption<T>(std::get<I>(mapping<T>.parts), options);
}

template <typename T, size_t... Is>
void addParts(ModelInfo &info, TableOptions &options, std::index_sequence<Is...>)
{
    (addPart<T, Is>(info, options), ...);
}

template <Mapped T> ModelInfo makeModelInfo()
{
    static_assert(std::same_as<T, typename std::remove_cvref_t<decltype(mapping<T>)>::Type>,
        "mapping<T> has to be a model<T>");
    ModelInfo info;
    addColumns<T>(info, std::make_index_sequence<columnCount<T>>());
    TableOptions options;
    addParts<T>(info, options, PartNumbers<T>());
    finish(info, mapping<T>.name, options);
    info.write = [](const void *object, ValueBuffer &to, ValueView *out) {
        return writeRow<T>(*static_cast<const T *>(object), to, out);
    };
    info.read = [](void *object, const ValueView *values) {
        return readRow<T>(*static_cast<T *>(object), values);
    };
    info.readColumn = &readColumn<T>;
    info.makeStore = [](const ModelInfo &model) -> std::unique_ptr<ModelStore> {
        return std::make_unique<StoreOf<T>>(model);
    };
    return info;
}

} // namespace mapping_detail

} // namespace joinery
