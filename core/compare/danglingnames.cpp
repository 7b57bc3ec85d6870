// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/follow.h"
#include "joinery/compare/names.h"

namespace joinery::detail {

namespace {

/// Old name keys to new names.
using NewNames = QHash<QString, QString>;

class DanglingNames
{
public:
    DanglingNames(const MetaData &from, const MetaData &target, const RenamePlan &plan,
        const ComparePolicy &policy)
        : m_policy(policy)
        , m_present(spellings(target.tables, policy))
    {
        for (const Table &table : target.tables) {
            const QString after = key(table.name);
            const QString before = plan.tableBefore.value(after);
            if (before.isNull())
                continue;
            if (key(before) != after && !m_present.contains(key(before)))
                m_tables.insert(key(before), table.name);
            noteColumns(table, from.tables[before], plan.working.tables[table.name]);
        }
    }

    void repair(Table &table) const
    {
        const NewNames columns = m_columns.value(key(table.name));
        if (!columns.isEmpty()) {
            if (table.primaryKey)
                replace(table.primaryKey->columns, columns);
            for (UniqueConstraint &unique : table.uniques)
                replace(unique.columns, columns);
            for (Index &index : table.indexes)
                replace(index.columns, columns);
        }
        for (ForeignKeyConstraint &foreignKey : table.foreignKeys) {
            replace(foreignKey.columns, columns);
            replace(foreignKey.referredTable, m_tables);
            replace(foreignKey.referredColumns, m_columns.value(key(foreignKey.referredTable)));
        }
    }

private:
    QString key(const QString &name) const { return m_policy.nameKey(name); }

    void noteColumns(const Table &target, const Table &before, const Table &working)
    {
        NewNames names;
        for (qsizetype i = 0; i < before.columns.size(); ++i) {
            const QString &old = before.columns[i].name;
            if (key(old) != key(working.columns[i].name))
                names.insert(key(old), working.columns[i].name);
        }
        if (names.isEmpty())
            return;
        for (const Column &column : target.columns)
            names.remove(key(column.name));
        m_columns.insert(key(target.name), names);
    }

    void replace(QString &name, const NewNames &names) const
    {
        if (const auto found = names.constFind(key(name)); found != names.constEnd())
            name = *found;
    }
    void replace(QStringList &list, const NewNames &names) const
    {
        for (QString &name : list)
            replace(name, names);
    }
    void replace(QList<KeyPart> &parts, const NewNames &names) const
    {
        for (KeyPart &part : parts)
            replace(part.column, names);
    }

    const ComparePolicy &m_policy;
    Spellings m_present;
    NewNames m_tables;
    QHash<QString, NewNames> m_columns; ///< by the table's name key
};

} // namespace

void repairDanglingNames(
    MetaData &target, const MetaData &from, const RenamePlan &plan, const ComparePolicy &policy)
{
    const DanglingNames names(from, target, plan, policy);
    for (Table &table : target.tables)
        names.repair(table);
}

} // namespace joinery::detail
