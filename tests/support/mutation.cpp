// SPDX-License-Identifier: MPL-2.0
#include "support/mutation.h"

#include "joinery/sql/quoting.h"
#include "support/random.h"
#include "support/randomschema.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

const QStringList types {u"bigint"_s, u"text"_s, u"varchar(20)"_s, u"boolean"_s,
    u"enum(draft, live)"_s, u"enum(draft, live, gone)"_s, u"numeric(8,3)"_s, u"json"_s,
    u"NVARCHAR(7)"_s};

class Mutator
{
public:
    Mutator(const MetaData &schema, quint32 seed, const ReplayPolicy &policy)
        : m_schema(schema)
        , m_random(seed)
        , m_policy(policy)
    {
        for (Table &table : m_schema.tables) {
            table.renamedFrom = table.name;
            for (Column &column : table.columns)
                column.renamedFrom = column.name;
        }
    }

    void edit()
    {
        static const QList<void (Mutator::*)()> edits {&Mutator::addColumn, &Mutator::dropColumn,
            &Mutator::alterColumn, &Mutator::alterColumn, &Mutator::renameColumn,
            &Mutator::renameColumn, &Mutator::swapColumns, &Mutator::moveColumn,
            &Mutator::addConstraint, &Mutator::addConstraint, &Mutator::dropConstraint,
            &Mutator::addIndex, &Mutator::dropIndex, &Mutator::addTable, &Mutator::dropTable,
            &Mutator::renameTable, &Mutator::swapTables, &Mutator::changeTrigger,
            &Mutator::changeView, &Mutator::changePrimaryKey};
        if (m_schema.tables.isEmpty())
            addTable();
        else
            (this->*m_random.pick(edits))();
    }

    MetaData result()
    {
        for (Table &table : m_schema.tables) {
            if (table.renamedFrom == table.name)
                table.renamedFrom.clear();
            for (Column &column : table.columns) {
                if (column.renamedFrom == column.name)
                    column.renamedFrom.clear();
            }
        }
        return m_schema;
    }

private:
    /// A name that nothing has.
    QString fresh(const QString &stem) { return stem + u" #"_s + QString::number(++m_made); }

    Table &anyTable() { return m_schema.tables[m_random.pick(m_schema.tables.keys())]; }
    static const QStringList &typesFor(const Table &table)
    {
        static const QStringList strict {u"integer"_s, u"text"_s, u"real"_s, u"ANY"_s};
        return hasOption(table.options, u"sqlite"_s, u"strict"_s) ? strict : types;
    }
    Column &anyColumn(Table &table)
    {
        return table.columns[m_random.below(int(table.columns.size()))];
    }

    /// A column that has the name it always had: where names were exchanged, a key that comes anew
    /// on a name that had one cannot be told from a key that nobody carried along.
    const Column *steadyColumn(const Table &table)
    {
        QList<const Column *> steady;
        for (const Column &column : table.columns) {
            if (column.renamedFrom == column.name)
                steady.append(&column);
        }
        return steady.isEmpty() ? nullptr : m_random.pick(steady);
    }

    static QString origin(const Table &table)
    {
        return table.renamedFrom.isEmpty() ? table.name : table.renamedFrom;
    }

    /// A key or index that came anew must not get the old one's columns by a later exchange either.
    bool isRekeyed(const Table &table) const { return m_rekeyed.contains(origin(table)); }

    static bool mentions(const QString &sql, const QString &name)
    {
        return sql.contains(quotedName(name));
    }

    static bool inKey(const Table &table, const QString &column)
    {
        return table.primaryKey && columnNames(table.primaryKey->columns).contains(column);
    }

    /// Takes away views and triggers that speak of the table, and if `column` is given of that too.
    void forgetText(const QString &table, const QString &column = {})
    {
        const auto speaks = [&](const QString &sql) {
            return mentions(sql, table) && (column.isEmpty() || mentions(sql, column));
        };
        QStringList gone;
        const auto goes = [&](const std::pair<const QString &, View &> &view) {
            const QString &sql = view.second.sql;
            const bool uses = speaks(sql)
                || std::any_of(gone.begin(), gone.end(),
                    [&](const QString &name) { return mentions(sql, name); });
            if (uses)
                gone.append(view.first);
            return uses;
        };
        while (m_schema.views.removeIf(goes) > 0) { } // views on views
        for (View &view : m_schema.views)
            view.triggers.removeIf([&](const Trigger &trigger) { return speaks(trigger.sql); });
        for (Table &other : m_schema.tables)
            other.triggers.removeIf([&](const Trigger &trigger) { return speaks(trigger.sql); });
    }

    void forgetColumn(Table &table, const QString &column)
    {
        const QList<Column> columns = table.columns;
        for (const Column &other : columns) {
            if (other.computed && mentions(other.computed->sql, column))
                forgetColumn(table, other.name);
        }
        const auto names
            = [&](const auto &key) { return columnNames(key.columns).contains(column); };
        table.uniques.removeIf(names);
        table.foreignKeys.removeIf([&](const auto &key) { return key.columns.contains(column); });
        table.checks.removeIf([&](const auto &check) { return mentions(check.sql, column); });
        table.indexes.removeIf([&](const Index &index) {
            return names(index) || mentions(index.where, column)
                || std::any_of(index.columns.begin(), index.columns.end(),
                    [&](const KeyPart &part) { return mentions(part.expression, column); });
        });
        table.columns.removeIf([&](const Column &other) { return other.name == column; });
        forgetText(table.name, column);
    }

    void addColumn()
    {
        Table &table = anyTable();
        Column column {.name = fresh(u"new"_s), .type = {m_random.pick(typesFor(table))}};
        if (m_random.chance(40))
            column.serverDefault = u"'draft'"_s;
        table.columns.insert(m_random.below(int(table.columns.size()) + 1), column);
    }

    void dropColumn()
    {
        Table &table = anyTable();
        const QString name = anyColumn(table).name;
        if (table.columns.size() > 3 && !inKey(table, name))
            forgetColumn(table, name);
    }

    void alterColumn()
    {
        Table &table = anyTable();
        Column &column = anyColumn(table);
        if (inKey(table, column.name) || column.computed)
            return;
        if (m_random.chance(40))
            column.type = {m_random.pick(typesFor(table))};
        if (m_random.chance(40))
            column.nullable = !column.nullable;
        if (column.nullable)
            column.options.clear(); // what becomes of a NULL
        if (m_random.chance(40))
            column.serverDefault = u"'live'"_s;
        if (m_random.chance(20))
            column.collation = column.collation.isEmpty() ? u"NOCASE"_s : QString();
    }

    void rename(const QList<Operation> &operations)
    {
        if (const Result<> done = apply(m_schema, operations, m_policy); !done)
            qFatal("%s", qPrintable(done.error().message));
    }

    void renameColumn()
    {
        Table &table = anyTable();
        if (isRekeyed(table))
            return;
        const QString name = anyColumn(table).name;
        const QString to
            = m_random.chance(20) && name.toUpper() != name ? name.toUpper() : fresh(u"col"_s);
        rename({RenameColumn {table.name, name, to}});
    }

    void swapColumns()
    {
        const Table table = anyTable();
        if (isRekeyed(table))
            return;
        m_swapped.insert(origin(table));
        const QString a = m_random.pick(table.columns).name;
        const QString b = m_random.pick(table.columns).name;
        const QString aside = fresh(u"aside"_s);
        if (a != b) {
            rename({RenameColumn {table.name, a, aside}, RenameColumn {table.name, b, a},
                RenameColumn {table.name, aside, b}});
        }
    }

    void renameTable()
    {
        const QString name = anyTable().name;
        rename({RenameTable {name, fresh(u"table"_s)}});
    }

    void swapTables()
    {
        const QString a = anyTable().name;
        const QString b = anyTable().name;
        const QString aside = fresh(u"aside"_s);
        if (a != b)
            rename({RenameTable {a, aside}, RenameTable {b, a}, RenameTable {aside, b}});
    }

    void moveColumn()
    {
        Table &table = anyTable();
        table.columns.move(m_random.below(int(table.columns.size())), 0);
    }

    void addConstraint()
    {
        Table &table = anyTable();
        const Column *steady = steadyColumn(table);
        if (!steady)
            return;
        const QString column = steady->name;
        const QString name = m_random.chance(50) ? fresh(u"constraint"_s) : QString();
        switch (m_random.below(3)) {
        case 0:
            table.checks.append({name, quotedName(column) + u" <> 'never'"_s, {}});
            break;
        case 1:
            table.uniques.append({name, keyParts({column}), {}});
            break;
        default:
            addForeignKey(table, name, column);
        }
    }

    void addForeignKey(Table &table, const QString &name, const QString &column)
    {
        const Table &parent = anyTable();
        if (parent.primaryKey && parent.primaryKey->columns.size() == 1)
            table.foreignKeys.append(
                {.name = name, .columns = {column}, .referredTable = parent.name});
    }

    void dropReferencesTo(const QString &table)
    {
        for (Table &other : m_schema.tables)
            other.foreignKeys.removeIf([&](const auto &key) { return key.referredTable == table; });
    }

    void dropConstraint()
    {
        Table &table = anyTable();
        if (m_swapped.contains(origin(table))) // what stays may look like what was dropped
            return;
        m_rekeyed.insert(origin(table));
        if (!table.checks.isEmpty() && m_random.chance(50))
            table.checks.removeFirst();
        if (!table.uniques.isEmpty() && m_random.chance(50))
            table.uniques.removeLast();
        if (!table.foreignKeys.isEmpty() && m_random.chance(50))
            table.foreignKeys.removeFirst();
    }

    void addIndex()
    {
        Table &table = anyTable();
        const Column *steady = steadyColumn(table);
        if (!steady)
            return;
        Index index {.name = fresh(u"index"_s), .columns = keyParts({steady->name})};
        if (m_random.chance(30))
            index.columns.append(
                {.expression = u"lower(%1)"_s.arg(quotedName(anyColumn(table).name))});
        if (m_random.chance(30))
            index.where = quotedName(anyColumn(table).name) + u" IS NOT NULL"_s;
        table.indexes.append(index);
    }

    void dropIndex()
    {
        Table &table = anyTable();
        if (table.indexes.isEmpty())
            return;
        const Index index = table.indexes.takeFirst();
        if (m_random.chance(30)) { // its name goes on in another table
            Table &other = anyTable();
            m_rekeyed.insert(origin(other));
            if (const Column *steady = steadyColumn(other))
                other.indexes.append({.name = index.name, .columns = keyParts({steady->name})});
        }
    }

    void addTable()
    {
        Table table = randomMetaData(quint32(m_random.below(100000)), 1).tables.first();
        table.name = fresh(u"made"_s);
        table.foreignKeys.clear();
        table.triggers.clear();
        for (Index &index : table.indexes)
            index.name = fresh(u"index"_s);
        insert(m_schema, table);
    }

    void dropTable()
    {
        const QString name = anyTable().name;
        m_schema.tables.remove(name);
        forgetText(name);
        dropReferencesTo(name);
    }

    void changeTrigger()
    {
        Table &table = anyTable();
        if (!table.triggers.isEmpty()) {
            table.triggers[0].sql.replace(u"'a: b; c'"_s, u"'other', %1"_s.arg(++m_made));
            return;
        }
        const QString name = fresh(u"trigger"_s);
        table.triggers.append({name,
            u"CREATE TRIGGER %1 AFTER DELETE ON %2 BEGIN SELECT 'a: b; c', OLD.%3; END"_s.arg(
                quotedName(name), quotedName(table.name), quotedName(anyColumn(table).name))});
    }

    void changeView()
    {
        const QStringList views = m_schema.views.keys();
        if (!views.isEmpty() && m_random.chance(70)) {
            const QString view = m_random.pick(views);
            if (m_random.chance(50))
                m_schema.views[view].sql += u"\nLIMIT "_s + QString::number(++m_made);
            else
                m_schema.views.remove(view);
            m_schema.views.removeIf([&](const std::pair<const QString &, View &> &other) {
                return other.second.sql.count(u"LIMIT"_s) > 1 || mentions(other.second.sql, view);
            });
            return;
        }
        Table &table = anyTable();
        const QString name = fresh(u"view"_s);
        insert(m_schema,
            View {.name = name,
                .sql = u"SELECT %1 AS x FROM %2"_s.arg(
                    quotedName(anyColumn(table).name), quotedName(table.name))});
    }

    void changePrimaryKey()
    {
        Table &table = anyTable();
        const bool free = std::none_of(table.columns.begin(), table.columns.end(),
            [](const Column &column) { return column.identity.has_value(); });
        if (!free || !table.options.isEmpty())
            return;
        dropReferencesTo(table.name);
        m_rekeyed.insert(origin(table));
        if (table.primaryKey && m_random.chance(50)) {
            table.primaryKey.reset();
            return;
        }
        if (const Column *column = steadyColumn(table); column && !column->computed)
            table.primaryKey = PrimaryKeyConstraint {{}, keyParts({column->name}), {}};
    }

    MetaData m_schema;
    Random m_random;
    const ReplayPolicy &m_policy;
    QSet<QString> m_rekeyed {};
    QSet<QString> m_swapped {};
    int m_made = 0;
};

} // namespace

MetaData mutated(const MetaData &schema, quint32 seed, int edits, const ReplayPolicy &policy)
{
    Mutator mutator(schema, seed, policy);
    for (int i = 0; i < edits; ++i)
        mutator.edit();
    return mutator.result();
}

} // namespace joinery::testing
