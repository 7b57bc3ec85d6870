// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/order.h"

#include "joinery/base/toposort.h"

namespace joinery::detail {

namespace {

QList<QString> referredTables(const QList<Constraint> &constraints)
{
    QList<QString> names;
    for (const Constraint &constraint : constraints) {
        if (const auto *key = std::get_if<ForeignKeyConstraint>(&constraint))
            names.append(key->referredTable);
    }
    return names;
}

QList<QString> referredTables(const Table &table)
{
    QList<QString> names;
    for (const ForeignKeyConstraint &key : table.foreignKeys)
        names.append(key.referredTable);
    return names;
}

/// Tables as nodes of a graph, found by name.
class TableGraph
{
public:
    explicit TableGraph(const ComparePolicy &policy)
        : m_policy(policy)
    { }

    void add(const QString &table)
    {
        m_nodes.insert(m_policy.nameKey(table), m_dependencies.size());
        m_dependencies.append(QList<qsizetype> {});
    }
    /// A no-op for tables that are no nodes.
    void addLink(const QString &dependent, const QString &dependency)
    {
        const qsizetype from = m_nodes.value(m_policy.nameKey(dependent), -1);
        const qsizetype to = m_nodes.value(m_policy.nameKey(dependency), -1);
        if (from >= 0 && to >= 0)
            m_dependencies[from].append(to);
    }
    QList<qsizetype> order() const { return topologicalOrder(m_dependencies); }

private:
    const ComparePolicy &m_policy;
    QHash<QString, qsizetype> m_nodes;
    QList<QList<qsizetype>> m_dependencies;
};

/// Names that come into use: of tables, of indexes by which table, and of triggers.
class NewNames
{
public:
    NewNames(const TableWork &work, const ComparePolicy &policy)
        : m_policy(policy)
    {
        for (const TableChanges &changes : work.changed) {
            note(changes.createdIndexes, changes.table, m_indexes);
            note(changes.createdTriggers, changes.table, m_triggers);
        }
        for (const Table &table : work.created) {
            m_tables.insert(m_policy.nameKey(table.name));
            note(table.indexes, table.name, m_indexes);
            note(table.triggers, table.name, m_triggers);
        }
    }

    bool neededElsewhere(const Index &index, const QString &table) const
    {
        const QString key = m_policy.nameKey(index.name);
        const auto user = m_indexes.constFind(key);
        return m_tables.contains(key)
            || (user != m_indexes.constEnd() && *user != m_policy.nameKey(table));
    }
    bool needed(const Trigger &trigger) const
    {
        return m_triggers.contains(m_policy.nameKey(trigger.name));
    }

private:
    template <typename T>
    void note(const QList<T> &elements, const QString &table, QHash<QString, QString> &users)
    {
        for (const T &element : elements)
            users.insert(m_policy.nameKey(element.name), m_policy.nameKey(table));
    }

    const ComparePolicy &m_policy;
    QSet<QString> m_tables;
    QHash<QString, QString> m_indexes;
    QHash<QString, QString> m_triggers;
};

/// Moves drops of indexes whose name another table or its index takes to the front.
void freeIndexNames(
    QList<Index> &indexes, const QString &table, const NewNames &names, TableOperations &operations)
{
    indexes.removeIf([&](const Index &index) {
        if (!names.neededElsewhere(index, table))
            return false;
        operations.before.append(DropIndex {table, index});
        return true;
    });
}

void freeTriggerNames(Table &table, const NewNames &names, TableOperations &operations)
{
    table.triggers.removeIf([&](const Trigger &trigger) {
        if (!names.needed(trigger))
            return false;
        operations.before.append(DropTrigger {table.name, trigger});
        return true;
    });
}

void writeBefore(TableWork &work, TableOperations &operations, const ComparePolicy &policy)
{
    for (const TableChanges &changes : std::as_const(work.changed)) {
        for (const Trigger &trigger : changes.droppedTriggers)
            operations.before.append(DropTrigger {changes.table, trigger});
    }
    const NewNames names(work, policy);
    for (Table &table : work.dropped) {
        freeTriggerNames(table, names, operations);
        freeIndexNames(table.indexes, table.name, names, operations);
    }
    for (TableChanges &changes : work.changed)
        freeIndexNames(changes.droppedIndexes, changes.table, names, operations);
}

/// An index that takes the name of a table comes when that is gone.
void waitForTableNames(TableWork &work, TableOperations &operations, const ComparePolicy &policy)
{
    QSet<QString> leaving;
    for (const Table &table : std::as_const(work.dropped))
        leaving.insert(policy.nameKey(table.name));
    const auto wait = [&](QList<Index> &indexes, const QString &table) {
        indexes.removeIf([&](const Index &index) {
            const bool waits = leaving.contains(policy.nameKey(index.name));
            if (waits)
                operations.after.append(CreateIndex {.table = table, .index = index});
            return waits;
        });
    };
    for (TableChanges &changes : work.changed)
        wait(changes.createdIndexes, changes.table);
    for (Table &table : work.created)
        wait(table.indexes, table.name);
}

/// A table that gets a reference comes behind the one referred to; one that loses a reference comes
/// before it, so that the key there may go.
TableGraph graphOfStaying(const TableWork &work, const ComparePolicy &policy)
{
    TableGraph graph(policy);
    for (const TableChanges &changes : work.changed)
        graph.add(changes.table);
    for (const Table &table : work.created)
        graph.add(table.name);
    for (const TableChanges &changes : work.changed) {
        for (const QString &referred : referredTables(changes.addedConstraints))
            graph.addLink(changes.table, referred);
        for (const QString &referred : referredTables(changes.droppedConstraints))
            graph.addLink(referred, changes.table);
    }
    for (const Table &table : work.created) {
        for (const QString &referred : referredTables(table))
            graph.addLink(table.name, referred);
    }
    return graph;
}

TableGraph graphOfDropped(const QList<Table> &dropped, const ComparePolicy &policy)
{
    TableGraph graph(policy);
    for (const Table &table : dropped)
        graph.add(table.name);
    for (const Table &table : dropped) {
        for (const QString &referred : referredTables(table))
            graph.addLink(referred, table.name);
    }
    return graph;
}

} // namespace

TableOperations ordered(TableWork work, const ComparePolicy &policy)
{
    TableOperations operations;
    writeBefore(work, operations, policy);
    waitForTableNames(work, operations, policy);
    const qsizetype changed = work.changed.size();
    for (const qsizetype node : graphOfStaying(work, policy).order()) {
        if (node < changed)
            operations.main += operationsOf(work.changed[node]);
        else
            operations.main.append(CreateTable {work.created[node - changed]});
    }
    for (const qsizetype node : graphOfDropped(work.dropped, policy).order())
        operations.main.append(DropTable {.table = work.dropped[node]});
    for (const TableChanges &changes : std::as_const(work.changed)) {
        for (const Trigger &trigger : changes.createdTriggers)
            operations.after.append(CreateTrigger {changes.table, trigger});
    }
    return operations;
}

} // namespace joinery::detail
