// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/otherobjects.h"

#include "joinery/compare/names.h"

namespace joinery::detail {

namespace {

template <typename T> struct Differences
{
    QList<T> dropped {};
    QList<T> created {};
    QList<std::pair<T, T>> changed {};
};

template <typename T, typename Same>
Differences<T> differences(const QMap<QString, T> &from, const QMap<QString, T> &to,
    const ComparePolicy &policy, const Same &same)
{
    Differences<T> found;
    Spellings before = spellings(from, policy);
    for (const T &object : to) {
        const QString old = before.take(policy.nameKey(object.name));
        if (old.isNull())
            found.created.append(object);
        else if (!same(from[old], object))
            found.changed.append({from[old], object});
    }
    for (const T &object : from) {
        if (before.contains(policy.nameKey(object.name)))
            found.dropped.append(object);
    }
    return found;
}

/// Drops and creates them anew: there is no other way to change them.
template <typename Drop, typename Create, typename T>
void writePlain(const Differences<T> &found, ObjectOperations &operations)
{
    for (const auto &[old, object] : found.changed) {
        operations.before.append(Drop {old});
        operations.before.append(Create {object});
    }
    for (const T &object : found.created)
        operations.before.append(Create {object});
    for (const T &object : found.dropped)
        operations.last.append(Drop {object});
}

void compareVirtualTables(const MetaData &from, const MetaData &to, const ComparePolicy &policy,
    ObjectOperations &operations)
{
    // The rows go when a virtual table is made anew: not for a comment or the spelling of its name.
    const auto same = [&](const VirtualTable &a, const VirtualTable &b) {
        return a.sql == b.sql || policy.normalized(a).sql == policy.normalized(b).sql;
    };
    const auto found = differences(from.virtualTables, to.virtualTables, policy, same);
    for (const VirtualTable &table : found.dropped)
        operations.before.append(DropVirtualTable {.table = table});
    for (const auto &[old, table] : found.changed) {
        operations.before.append(DropVirtualTable {.table = old});
        operations.after.append(CreateVirtualTable {table});
    }
    for (const VirtualTable &table : found.created)
        operations.after.append(CreateVirtualTable {table});
}

} // namespace

ObjectOperations compareOtherObjects(
    const MetaData &from, const MetaData &to, const ComparePolicy &policy)
{
    ObjectOperations operations;
    const auto sameEnum = [](const Enum &a, const Enum &b) { return a.values == b.values; };
    const auto sameSequence
        = [](const Sequence &a, const Sequence &b) { return a.options == b.options; };
    writePlain<DropEnum, CreateEnum>(
        differences(from.enums, to.enums, policy, sameEnum), operations);
    writePlain<DropSequence, CreateSequence>(
        differences(from.sequences, to.sequences, policy, sameSequence), operations);
    compareVirtualTables(from, to, policy, operations);
    return operations;
}

} // namespace joinery::detail
