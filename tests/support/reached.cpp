// SPDX-License-Identifier: MPL-2.0
#include "support/reached.h"

#include "joinery/base/overloaded.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

constexpr int manyPairs = 4000; ///< enough for what one pair in some hundred has

bool has(const Table &table, const QString &option)
{
    return hasOption(table.options, u"sqlite"_s, option);
}

class Features
{
public:
    void add(const QString &feature, bool isThere = true)
    {
        if (isThere)
            m_found.insert(feature);
    }

    void add(const Column &column)
    {
        add(u"generated column"_s, column.computed && !column.computed->persisted);
        add(u"stored generated column"_s, column.computed && column.computed->persisted);
        add(u"identity"_s, column.identity.has_value());
        add(u"collation"_s, !column.collation.isEmpty());
        add(u"enum"_s, column.type.text.startsWith(u"enum("_s));
        add(u"ON CONFLICT"_s, !column.options.isEmpty());
    }

    void add(const Index &index)
    {
        add(u"partial index"_s, !index.where.isEmpty());
        add(u"unique index"_s, index.unique);
        for (const KeyPart &part : index.columns) {
            add(u"expression index"_s, !part.expression.isEmpty());
            add(u"DESC index"_s, part.descending);
        }
    }

    void add(const Table &table)
    {
        add(u"STRICT"_s, has(table, u"strict"_s));
        add(u"WITHOUT ROWID"_s, has(table, u"without_rowid"_s));
        add(u"AUTOINCREMENT"_s, has(table, u"autoincrement"_s));
        add(u"key of several columns"_s, table.primaryKey && table.primaryKey->columns.size() > 1);
        add(u"trigger"_s, !table.triggers.isEmpty());
        add(u"check"_s, !table.checks.isEmpty());
        add(u"unique constraint"_s, !table.uniques.isEmpty());
        for (const Column &column : table.columns)
            add(column);
        for (const Index &index : table.indexes)
            add(index);
        for (const ForeignKeyConstraint &key : table.foreignKeys) {
            add(u"self reference"_s, key.referredTable == table.name);
            add(u"reference to another table"_s, key.referredTable != table.name);
            add(u"cascade"_s, key.onDelete == u"cascade");
            add(u"deferred key"_s, key.initiallyDeferred);
        }
    }

    void add(const MetaData &schema)
    {
        for (const Table &table : schema.tables)
            add(table);
        for (const View &view : schema.views) {
            add(u"view"_s);
            add(u"trigger of a view"_s, !view.triggers.isEmpty());
        }
        for (const VirtualTable &table : schema.virtualTables) {
            add(u"full-text table"_s, table.sql.contains(u"fts5"_s));
            add(u"R*Tree"_s, table.sql.contains(u"rtree"_s));
        }
    }

    void add(const Operation &operation)
    {
        add(std::visit(overloaded {
                           [](const RenameTable &) { return u"rename table"_s; },
                           [](const RenameColumn &rename) {
                               return rename.to.contains(u"_tmp"_s) ? u"columns exchanged"_s
                                                                    : u"rename column"_s;
                           },
                           [](const CreateTable &) { return u"create table"_s; },
                           [](const DropTable &) { return u"drop table"_s; },
                           [](const AlterTable &) { return u"alter table"_s; },
                           [](const AddColumn &) { return u"add column"_s; },
                           [](const DropColumn &) { return u"drop column"_s; },
                           [](const AlterColumn &) { return u"alter column"_s; },
                           [](const ReorderColumns &) { return u"reorder columns"_s; },
                           [](const AddConstraint &) { return u"add constraint"_s; },
                           [](const DropConstraint &) { return u"drop constraint"_s; },
                           [](const CreateIndex &) { return u"create index"_s; },
                           [](const DropIndex &) { return u"drop index"_s; },
                           [](const CreateTrigger &) { return u"create trigger"_s; },
                           [](const DropTrigger &) { return u"drop trigger"_s; },
                           [](const auto &) { return u"another operation"_s; },
                       },
            operation));
    }

    void add(const PlanStep &step)
    {
        add(u"rebuild"_s, !step.rebuilds.isEmpty());
        add(u"change where it stands"_s, !step.redefines.isEmpty());
        add(u"native change"_s, step.rebuilds.isEmpty() && step.redefines.isEmpty());
    }

    QStringList all() const { return m_found.values(); }

private:
    QSet<QString> m_found {};
};

} // namespace

QStringList featuresOf(const Plan &plan, const QList<Operation> &operations)
{
    Features features;
    features.add(plan.before);
    features.add(plan.after);
    for (const Operation &operation : operations)
        features.add(operation);
    QStringList rebuilt;
    for (const PlanStep &step : plan.steps) {
        features.add(step);
        features.add(u"two rebuilds of a table"_s,
            !step.rebuilds.isEmpty() && rebuilt.contains(step.rebuilds));
        rebuilt.append(step.rebuilds);
    }
    return features.all();
}

QStringList answersIn(const QStringList &decided)
{
    static const QStringList answers {u"--fill"_s, u"--cast"_s, u"--rename"_s, u"data_loss"_s,
        u"delete_rows"_s, u"orphans"_s, u"lossy_cast"_s, u"back:"_s};
    QStringList found;
    for (const QString &answer : answers) {
        if (decided.join(u' ').contains(answer))
            found.append(answer);
    }
    return found;
}

QStringList featuresToReach(int pairs)
{
    QStringList features {u"STRICT"_s, u"WITHOUT ROWID"_s, u"AUTOINCREMENT"_s,
        u"key of several columns"_s, u"trigger"_s, u"check"_s, u"unique constraint"_s,
        u"generated column"_s, u"stored generated column"_s, u"identity"_s, u"collation"_s,
        u"ON CONFLICT"_s, u"partial index"_s, u"unique index"_s, u"expression index"_s,
        u"DESC index"_s, u"self reference"_s, u"reference to another table"_s, u"cascade"_s,
        u"deferred key"_s, u"view"_s, u"trigger of a view"_s, u"full-text table"_s, u"R*Tree"_s,
        u"rename table"_s, u"rename column"_s, u"columns exchanged"_s, u"create table"_s,
        u"drop table"_s, u"alter table"_s, u"add column"_s, u"drop column"_s, u"alter column"_s,
        u"reorder columns"_s, u"add constraint"_s, u"drop constraint"_s, u"create index"_s,
        u"drop index"_s, u"create trigger"_s, u"drop trigger"_s, u"rebuild"_s,
        u"change where it stands"_s, u"native change"_s, u"--fill"_s, u"--cast"_s, u"data_loss"_s,
        u"delete_rows"_s, u"orphans"_s};
    if (pairs >= manyPairs)
        features += {u"two rebuilds of a table"_s, u"--rename"_s, u"lossy_cast"_s, u"back:"_s};
    return features;
}

} // namespace joinery::testing
