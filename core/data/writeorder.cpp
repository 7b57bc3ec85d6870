// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/writeorder.h"

#include "joinery/base/toposort.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Kind = RowStatement::Kind;
using Changes = QList<qsizetype>; ///< positions in TableChanges::changes

QString folded(const QString &name)
{
    return name.toCaseFolded();
}

/// Positions of `tables`, those referred to before those that refer to them; also through tables
/// that have no changes.
QList<qsizetype> parentsFirst(const MetaData &schema, const QList<TableChanges> &tables)
{
    QHash<QString, qsizetype> node;
    const QList<Table> all = schema.tables.values();
    for (qsizetype i = 0; i < all.size(); ++i)
        node[folded(all[i].name)] = i;
    QList<QList<qsizetype>> dependencies(all.size());
    for (qsizetype i = 0; i < all.size(); ++i) {
        for (const ForeignKeyConstraint &key : all[i].foreignKeys) {
            if (const auto parent = node.constFind(folded(key.referredTable));
                parent != node.cend())
                dependencies[i].append(*parent);
        }
    }
    QList<qsizetype> rank(all.size());
    const QList<qsizetype> order = topologicalOrder(dependencies);
    for (qsizetype i = 0; i < order.size(); ++i)
        rank[order[i]] = i;
    const auto rankOf = [&](qsizetype table) {
        const auto found = node.constFind(folded(tables[table].table.name));
        return found == node.cend() ? all.size() : rank[*found];
    };
    QList<qsizetype> result;
    for (qsizetype i = 0; i < tables.size(); ++i)
        result.append(i);
    std::stable_sort(result.begin(), result.end(),
        [&](qsizetype a, qsizetype b) { return rankOf(a) < rankOf(b); });
    return result;
}

const ForeignKeyConstraint *selfReference(const Table &table)
{
    const auto found = std::find_if(
        table.foreignKeys.cbegin(), table.foreignKeys.cend(), [&](const ForeignKeyConstraint &key) {
            return folded(key.referredTable) == folded(table.name);
        });
    return found == table.foreignKeys.cend() ? nullptr : &*found;
}

/// The values of the row in these columns; empty when one is NULL or unknown: such a row is
/// nobody's equal.
RowKey valuesOf(const Table &table, const QStringList &columns, const QList<Value> &row)
{
    RowKey values;
    for (const QString &name : columns) {
        const qsizetype column = table.columnIndex(name);
        if (column < 0 || column >= row.size() || isNull(row[column]))
            return {};
        values.append(row[column]);
    }
    return values;
}

QList<Value> rowAfter(const RowChange &change)
{
    QList<Value> row = change.original;
    for (auto value = change.values.begin(); value != change.values.end(); ++value)
        row[value.key()] = value.value();
    return row;
}

QStringList primaryKeyColumns(const Table &table)
{
    return table.primaryKey ? columnNames(table.primaryKey->columns) : QStringList();
}

class TableOrder
{
public:
    TableOrder(const QList<TableChanges> &tables, qsizetype table)
        : m_index(table)
        , m_table(tables[table].table)
        , m_changes(tables[table].changes)
    { }

    /// Deletes, then updates: what is deleted gives unique values free. A table that refers to
    /// itself has its updates first: they may lead a row away from one that is deleted.
    QList<WriteStep> deletesAndUpdates()
    {
        QList<WriteStep> deletes;
        for (const qsizetype change : orderedDeletes(of(RowChange::Kind::Delete)))
            deletes.append({Kind::Delete, m_index, change, {}});
        const QList<WriteStep> updates = orderedUpdates(of(RowChange::Kind::Update));
        return selfReference(m_table) ? updates + deletes : deletes + updates;
    }

    QList<WriteStep> inserts() const
    {
        QList<WriteStep> steps;
        for (const qsizetype change : of(RowChange::Kind::Insert))
            steps.append({Kind::Insert, m_index, change, {}});
        return steps;
    }

private:
    Changes of(RowChange::Kind kind) const
    {
        Changes found;
        for (qsizetype i = 0; i < m_changes.size(); ++i) {
            if (m_changes[i].kind == kind)
                found.append(i);
        }
        return found;
    }

    /// Of a table that refers to itself: the referring rows first.
    Changes orderedDeletes(const Changes &deletes) const
    {
        const ForeignKeyConstraint *key = selfReference(m_table);
        if (!key)
            return deletes;
        const QStringList referred
            = key->referredColumns.isEmpty() ? primaryKeyColumns(m_table) : key->referredColumns;
        std::unordered_multimap<RowKey, qsizetype, RowKeyHash> referring;
        for (qsizetype i = 0; i < deletes.size(); ++i) {
            const RowKey to = valuesOf(m_table, key->columns, m_changes[deletes[i]].original);
            if (!to.isEmpty())
                referring.emplace(to, i);
        }
        QList<QList<qsizetype>> dependencies(deletes.size());
        for (qsizetype i = 0; i < deletes.size(); ++i) {
            const auto [from, to] = referring.equal_range(
                valuesOf(m_table, referred, m_changes[deletes[i]].original));
            for (auto row = from; row != to; ++row)
                dependencies[i].append(row->second);
        }
        Changes ordered;
        for (const qsizetype i : topologicalOrder(dependencies))
            ordered.append(deletes[i]);
        return ordered;
    }

    /// The column lists no two rows may share values in.
    QList<QStringList> uniqueColumns() const
    {
        QList<QStringList> lists;
        if (m_table.primaryKey)
            lists.append(columnNames(m_table.primaryKey->columns));
        for (const UniqueConstraint &unique : m_table.uniques)
            lists.append(columnNames(unique.columns));
        for (const Index &index : m_table.indexes) {
            if (index.unique)
                lists.append(columnNames(index.columns));
        }
        return lists;
    }

    struct Passing
    {
        qsizetype taker; ///< positions in the list of updates
        qsizetype giver;
        QStringList columns;
    };

    /// Who gets a unique value that another update has to give free first.
    QList<Passing> passings(const Changes &updates) const
    {
        QList<Passing> found;
        for (const QStringList &columns : uniqueColumns()) {
            std::unordered_map<RowKey, qsizetype, RowKeyHash> givers;
            QList<RowKey> taken(updates.size());
            for (qsizetype i = 0; i < updates.size(); ++i) {
                const RowChange &change = m_changes[updates[i]];
                const RowKey given = valuesOf(m_table, columns, change.original);
                taken[i] = valuesOf(m_table, columns, rowAfter(change));
                if (given == taken[i])
                    taken[i].clear();
                else if (!given.isEmpty())
                    givers[given] = i;
            }
            for (qsizetype i = 0; i < updates.size(); ++i) {
                const auto giver = givers.find(taken[i]);
                if (!taken[i].isEmpty() && giver != givers.end() && giver->second != i)
                    found.append({i, giver->second, columns});
            }
        }
        return found;
    }

    QList<WriteStep> orderedUpdates(const Changes &updates)
    {
        const QList<Passing> passed = passings(updates);
        QList<QList<qsizetype>> dependencies(updates.size());
        for (const Passing &passing : passed)
            dependencies[passing.taker].append(passing.giver);
        const QList<qsizetype> order = topologicalOrder(dependencies);
        QList<qsizetype> place(updates.size());
        for (qsizetype i = 0; i < order.size(); ++i)
            place[order[i]] = i;
        QMap<qsizetype, QMap<int, Value>> parked;
        for (const Passing &passing : passed) {
            if (place[passing.giver] > place[passing.taker])
                park(m_changes[updates[passing.giver]], passing.columns, parked[passing.giver]);
        }
        QList<WriteStep> steps;
        for (auto park = parked.cbegin(); park != parked.cend(); ++park)
            steps.append({Kind::Park, m_index, updates[park.key()], park.value()});
        for (const qsizetype i : order)
            steps.append({Kind::Update, m_index, updates[i], parked.value(i)});
        return steps;
    }

    /// One of the columns that the change sets anyway gets a value that hardly any row has.
    void park(const RowChange &change, const QStringList &columns, QMap<int, Value> &parked)
    {
        for (const QString &name : columns) {
            const auto column = int(m_table.columnIndex(name));
            if (!change.values.contains(column))
                continue;
            const bool key = primaryKeyColumns(m_table).contains(name);
            parked[column] = m_table.columns[column].nullable && !key
                ? Value()
                : parkingValue(change.original[column]);
            return;
        }
    }

    Value parkingValue(const Value &like)
    {
        constexpr qint64 farOut = -(qint64(1) << 52); // exact also as a double
        const int number = ++m_parkings;
        if (std::holds_alternative<QString>(like))
            return u"joinery-swap-%1"_s.arg(number);
        if (std::holds_alternative<QByteArray>(like))
            return QByteArray("joinery-swap-") + QByteArray::number(number);
        if (std::holds_alternative<double>(like))
            return double(farOut - number);
        return farOut - number;
    }

    qsizetype m_index;
    const Table &m_table;
    const QList<RowChange> &m_changes;
    int m_parkings = 0;
};

} // namespace

QList<WriteStep> writeOrder(const MetaData &schema, const QList<TableChanges> &tables)
{
    const QList<qsizetype> parents = parentsFirst(schema, tables);
    QList<WriteStep> steps;
    for (auto table = parents.crbegin(); table != parents.crend(); ++table)
        steps += TableOrder(tables, *table).deletesAndUpdates();
    for (const qsizetype table : parents)
        steps += TableOrder(tables, table).inserts();
    return steps;
}

} // namespace joinery
