// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/elements.h"
#include "joinery/operations/operation.h"

namespace joinery::detail {

/// A column that both sides have and what differs.
struct AlteredColumn
{
    Column from;
    Column to;
    ColumnPatch patch {}; ///< what must be set on `from`; may be empty
};

/// What differs between a table and what it is to be, both under the same names.
struct TableChanges
{
    QString table {}; ///< its name
    AlterTable altered {}; ///< comment and options
    QList<AlteredColumn> columns {}; ///< all that stay, in the order of the target
    QList<Column> addedColumns {};
    QList<Column> droppedColumns {};
    std::optional<ReorderColumns> reordered {};
    QList<Constraint> droppedConstraints {};
    QList<Constraint> addedConstraints {};
    QList<Index> droppedIndexes {};
    QList<Index> createdIndexes {};
    QList<Trigger> droppedTriggers {};
    QList<Trigger> createdTriggers {};
};

/// Whether nothing differs.
bool isEmpty(const TableChanges &changes);

/// The schemas that two tables under comparison are part of.
struct Surroundings
{
    const ReferredKeys &keysBefore;
    const ReferredKeys &keysAfter;
    const ComparePolicy &policy;
    bool columnOrder = false;
};

/// Compares a table that stays. The changes carry the values of `from` and `to` as they are, not
/// their normal forms.
TableChanges changesOf(const Table &from, const Table &to, const Surroundings &surroundings);

/// The changes as operations, all but those of triggers, in an order that can be carried out.
QList<Operation> operationsOf(const TableChanges &changes);

/// A table with its columns as they will be but its keys, checks and indexes as they were, and what
/// it is to be.
struct Sides
{
    Sides(const Table &reachedTable, const Table &target, const ComparePolicy &comparePolicy)
        : reached(reachedTable)
        , to(target)
        , policy(comparePolicy)
        , reachedForms(reached, policy)
        , toForms(to, policy)
    { }

    Table reached;
    const Table &to;
    const ComparePolicy &policy;
    ElementForms reachedForms;
    ElementForms toForms;
};

// The steps of changesOf, one a topic. Each fills its part of `changes`.

void compareOptions(
    TableChanges &changes, const Table &from, const Table &to, const ComparePolicy &policy);
void compareColumns(
    TableChanges &changes, const Table &from, const Table &to, const ComparePolicy &policy);
void compareColumnOrder(
    TableChanges &changes, const Table &from, const Table &to, const ComparePolicy &policy);
/// Makes up for what follows from several members together: alters in full the columns of `reached`
/// that do not have the target's normal form.
void amendColumns(
    TableChanges &changes, const Table &reached, const Table &to, const ComparePolicy &policy);

void comparePrimaryKey(TableChanges &changes, const Sides &sides);
void compareUniques(TableChanges &changes, const Sides &sides);
/// Also sets the type of columns whose types stand for checks that differ. `from` is the table
/// before any change.
void compareChecks(TableChanges &changes, const Table &from, const Sides &sides);
void compareForeignKeys(TableChanges &changes, const Sides &sides, const ReferredKeys &keysBefore,
    const ReferredKeys &keysAfter);
void compareIndexes(TableChanges &changes, const Sides &sides);
void compareTriggers(QList<Trigger> &dropped, QList<Trigger> &created, const QList<Trigger> &from,
    const QList<Trigger> &to, const ComparePolicy &policy);

/// The table as the changes to its columns and options leave it.
Table withChangedColumns(const TableChanges &changes, const Table &from);

} // namespace joinery::detail
