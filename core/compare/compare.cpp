// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/compare.h"

#include "joinery/compare/candidates.h"
#include "joinery/compare/follow.h"
#include "joinery/compare/order.h"
#include "joinery/compare/otherobjects.h"
#include "joinery/compare/viewchanges.h"

namespace joinery {

namespace {

using namespace detail;

TableWork compareTables(
    const MetaData &from, const MetaData &to, const ComparePolicy &policy, bool columnOrder)
{
    const ReferredKeys keysBefore(from, policy);
    const ReferredKeys keysAfter(to, policy);
    const Surroundings surroundings {keysBefore, keysAfter, policy, columnOrder};
    TableWork work;
    Spellings before = spellings(from.tables, policy);
    for (const Table &table : to.tables) {
        const QString old = before.take(policy.nameKey(table.name));
        if (old.isNull()) {
            work.created.append(table);
            continue;
        }
        const TableChanges changes = changesOf(from.tables[old], table, surroundings);
        if (!isEmpty(changes))
            work.changed.append(changes);
    }
    for (const Table &table : from.tables) {
        if (before.contains(policy.nameKey(table.name)))
            work.dropped.append(table);
    }
    return work;
}

/// The name keys of tables that change or go: what a view over them cannot sit through.
QSet<QString> touchedTables(const TableWork &work, const ComparePolicy &policy)
{
    QSet<QString> touched;
    for (const TableChanges &changes : work.changed) {
        if (!operationsOf(changes).isEmpty())
            touched.insert(policy.nameKey(changes.table));
    }
    for (const Table &table : work.dropped)
        touched.insert(policy.nameKey(table.name));
    return touched;
}

QList<Operation> allOperations(const RenamePlan &renames, const ViewOperations &views,
    const ObjectOperations &objects, const TableOperations &tables)
{
    QList<Operation> operations = renames.operations;
    operations += views.droppedTriggers;
    operations += tables.before;
    operations += views.before;
    operations += objects.before;
    operations += tables.main;
    operations += objects.after;
    operations += views.after;
    operations += tables.after;
    operations += views.createdTriggers;
    operations += objects.last;
    return operations;
}

} // namespace

Result<Difference> compare(const MetaData &from, const MetaData &to, const ComparePolicy &policy,
    const ReplayPolicy &replay, const CompareOptions &options)
{
    if (Result<> distinct = checkNames(to, policy); !distinct)
        return fail(std::move(distinct.error()));
    const Result<RenamePlan> renames = planRenames(from, to, policy, replay, options.renames);
    if (!renames)
        return fail(renames.error());
    const MetaData &working = renames->working;
    Difference difference;
    difference.target = followedTarget(from, to, *renames, policy);
    const MetaData &target = difference.target;
    const TableWork work = compareTables(working, target, policy, options.columnOrder);
    const ViewOperations views
        = compareViews(working.views, target.views, touchedTables(work, policy), policy);
    difference.operations = allOperations(
        *renames, views, compareOtherObjects(working, target, policy), ordered(work, policy));
    difference.candidates = renameCandidates({work.changed, work.dropped, work.created,
        renames->tableBefore, options.notRenames, policy});
    return difference;
}

} // namespace joinery
