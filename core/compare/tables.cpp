// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/tablechanges.h"

namespace joinery::detail {

namespace {

bool changesPrimaryKey(const TableChanges &changes)
{
    const auto isKey = [](const Constraint &constraint) {
        return std::holds_alternative<PrimaryKeyConstraint>(constraint);
    };
    return std::any_of(changes.droppedConstraints.begin(), changes.droppedConstraints.end(), isKey)
        || std::any_of(changes.addedConstraints.begin(), changes.addedConstraints.end(), isKey);
}

Table reachedTable(const TableChanges &changes, const Table &from, const Table &to)
{
    Table reached = withChangedColumns(changes, from);
    if (changesPrimaryKey(changes))
        reached.primaryKey = to.primaryKey;
    return reached;
}

bool isAltered(const AlterTable &altered)
{
    return altered.toComment || altered.toOptions;
}

/// The members of the column that the patch names, as they were.
ColumnPatch oldMembers(const AlteredColumn &column)
{
    Column changed = column.from;
    applyPatch(changed, column.patch);
    return patchBetween(changed, column.from);
}

} // namespace

void compareOptions(
    TableChanges &changes, const Table &from, const Table &to, const ComparePolicy &policy)
{
    const Table normalFrom = policy.normalized(from);
    const Table normalTo = policy.normalized(to);
    if (normalFrom.comment != normalTo.comment && from.comment != to.comment) {
        changes.altered.fromComment = from.comment;
        changes.altered.toComment = to.comment;
    }
    if (normalFrom.options != normalTo.options && from.options != to.options) {
        changes.altered.fromOptions = from.options;
        changes.altered.toOptions = to.options;
    }
}

TableChanges changesOf(const Table &from, const Table &to, const Surroundings &surroundings)
{
    const ComparePolicy &policy = surroundings.policy;
    TableChanges changes {.table = to.name};
    changes.altered.table = to.name;
    compareTriggers(
        changes.droppedTriggers, changes.createdTriggers, from.triggers, to.triggers, policy);
    if (from == to || policy.normalized(from) == policy.normalized(to))
        return changes;
    compareOptions(changes, from, to, policy);
    compareColumns(changes, from, to, policy);
    comparePrimaryKey(changes, Sides(withChangedColumns(changes, from), to, policy));
    amendColumns(changes, reachedTable(changes, from, to), to, policy);
    const Sides sides(reachedTable(changes, from, to), to, policy);
    compareUniques(changes, sides);
    compareChecks(changes, from, sides);
    compareForeignKeys(changes, sides, surroundings.keysBefore, surroundings.keysAfter);
    compareIndexes(changes, sides);
    if (surroundings.columnOrder)
        compareColumnOrder(changes, from, to, policy);
    return changes;
}

bool isEmpty(const TableChanges &changes)
{
    return changes.droppedTriggers.isEmpty() && changes.createdTriggers.isEmpty()
        && operationsOf(changes).isEmpty();
}

QList<Operation> operationsOf(const TableChanges &changes)
{
    const QString &table = changes.table;
    QList<Operation> operations;
    for (const Index &index : changes.droppedIndexes)
        operations.append(DropIndex {table, index});
    // They were found keys first; what refers to a key goes before it.
    for (auto it = changes.droppedConstraints.crbegin(); it != changes.droppedConstraints.crend();
         ++it)
        operations.append(DropConstraint {table, *it});
    if (isAltered(changes.altered))
        operations.append(changes.altered);
    for (const AlteredColumn &column : changes.columns) {
        if (!column.patch.isEmpty())
            operations.append(AlterColumn {.table = table,
                .column = column.to.name,
                .from = oldMembers(column),
                .to = column.patch});
    }
    for (const Column &column : changes.addedColumns)
        operations.append(AddColumn {.table = table, .column = column});
    for (const Column &column : changes.droppedColumns)
        operations.append(DropColumn {.table = table, .column = column});
    if (changes.reordered)
        operations.append(*changes.reordered);
    for (const Constraint &constraint : changes.addedConstraints)
        operations.append(AddConstraint {.table = table, .constraint = constraint});
    for (const Index &index : changes.createdIndexes)
        operations.append(CreateIndex {.table = table, .index = index});
    return operations;
}

} // namespace joinery::detail
