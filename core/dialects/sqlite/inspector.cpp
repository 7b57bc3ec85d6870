// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/inspector.h"

#include "joinery/dialects/sqlite/brokenobjects.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/pragmareader.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// A row of sqlite_schema.
struct StoredObject
{
    QString type;
    QString name;
    QString table;
    QString sql;

    bool isVirtual() const
    {
        return type == u"table"_s && sql.startsWith(u"CREATE VIRTUAL"_s, Qt::CaseInsensitive);
    }
};

Result<QList<StoredObject>> storedObjects(Executor &executor)
{
    QList<StoredObject> stored;
    const Result<> done = executor.stream(
        u"SELECT type, name, tbl_name, sql FROM main.sqlite_master ORDER BY rowid"_s, {},
        [&](const QList<Value> &row) {
            StoredObject object {toText(row[0]), toText(row[1]), toText(row[2]), toText(row[3])};
            if (!object.sql.isEmpty() && !isInternalName(object.name)
                && !isInternalName(object.table))
                stored.append(std::move(object));
            return true;
        });
    if (!done)
        return fail(done.error());
    return stored;
}

/// What belongs to modules is not part of the schema. Asked only where there is a virtual table:
/// the answer makes SQLite load every table.
Result<> removeShadows(Executor &executor, QList<StoredObject> &stored)
{
    if (std::none_of(stored.begin(), stored.end(), [](const auto &o) { return o.isVirtual(); }))
        return {};
    const Result<QSet<QString>> shadows = shadowTables(executor);
    if (!shadows)
        return fail(shadows.error());
    stored.removeIf([&](const StoredObject &object) {
        return shadows->contains(object.name) || shadows->contains(object.table);
    });
    return {};
}

Result<QList<StoredObject>> storedSchema(Executor &executor)
{
    Result<QList<StoredObject>> stored = storedObjects(executor);
    if (!stored)
        return stored;
    if (const Result<> done = removeShadows(executor, *stored); !done)
        return fail(done.error());
    return stored;
}

/// A table or view before what belongs to it; else the order in which they were made.
QList<StoredObject> inRunningOrder(const QList<StoredObject> &stored)
{
    QList<StoredObject> ordered;
    QHash<QString, QList<StoredObject>> waiting;
    QSet<QString> made;
    for (const StoredObject &object : stored) {
        const QString owner = nameKey(object.table);
        if (object.type == u"index"_s || object.type == u"trigger"_s) {
            made.contains(owner) ? ordered.append(object) : waiting[owner].append(object);
            continue;
        }
        const QString name = nameKey(object.name);
        ordered.append(object);
        ordered += waiting.take(name);
        made.insert(name);
    }
    return ordered;
}

void liftTypes(Table &table)
{
    for (Column &column : table.columns)
        column.type = liftedType(table, column, column.type.text);
}

/// Puts the objects of sqlite_schema into a MetaData.
class Assembler
{
public:
    MetaData metaData;
    QStringList unsure; ///< tables whose text does not tell all

    /// All that others belong to comes before what belongs to them.
    void take(const QList<StoredObject> &stored)
    {
        for (const StoredObject &object : stored) {
            if (object.isVirtual())
                takeVirtual(object);
            else if (object.type == u"table"_s)
                takeTable(object);
            else if (object.type == u"view"_s)
                takeView(object);
        }
        for (const StoredObject &object : stored) {
            if (object.type == u"index"_s)
                takeIndex(object);
            else if (object.type == u"trigger"_s)
                takeTrigger(object);
        }
    }

private:
    void takeTable(const StoredObject &object)
    {
        Result<ParsedTable> parsed = parseCreateTable(object.sql);
        const bool understood = parsed && !parsed->createdAs;
        if (!understood || hasQuotedType(parsed->table))
            unsure.append(object.name);
        Table table = understood ? std::move(parsed->table) : Table {.name = {}};
        table.name = object.name;
        liftTypes(table);
        metaData.tables.insert(object.name, std::move(table));
    }

    /// SQLite takes the quotes off a type; only it knows how.
    static bool hasQuotedType(const Table &table)
    {
        const auto quoted = [](const Column &column) {
            const QString &type = column.type.text;
            return type.contains(u'"') || type.contains(u'\'') || type.contains(u'`')
                || type.contains(u'[');
        };
        return std::any_of(table.columns.begin(), table.columns.end(), quoted);
    }

    void takeVirtual(const StoredObject &object)
    {
        metaData.virtualTables.insert(
            object.name, VirtualTable {.name = object.name, .sql = object.sql});
    }

    void takeView(const StoredObject &object)
    {
        const View whole {
            .name = object.name, .options = {{options::dialect, {{options::create, object.sql}}}}};
        View view = parseCreateView(object.sql).value_or(whole);
        view.name = object.name;
        metaData.views.insert(object.name, view);
    }

    void takeIndex(const StoredObject &object)
    {
        const auto table = metaData.tables.find(object.table);
        if (table == metaData.tables.end())
            return;
        const Index whole {
            .name = object.name, .options = {{options::dialect, {{options::create, object.sql}}}}};
        const Result<ParsedIndex> parsed = parseCreateIndex(object.sql);
        Index index = parsed ? parsed->index : whole;
        index.name = object.name;
        table->indexes.append(index);
    }

    void takeTrigger(const StoredObject &object)
    {
        const Trigger trigger {.name = object.name, .sql = object.sql};
        if (const auto table = metaData.tables.find(object.table); table != metaData.tables.end())
            table->triggers.append(trigger);
        else if (const auto view = metaData.views.find(object.table); view != metaData.views.end())
            view->triggers.append(trigger);
    }
};

void takeTypes(Table &table, const Table &told)
{
    for (Column &column : table.columns) {
        if (const Column *same = told.column(column.name))
            column.type = same->type;
    }
}

/// The columns and keys that pragmas tell take the place of those that text did not.
Result<> fillIn(Executor &executor, Assembler &assembler)
{
    if (assembler.unsure.isEmpty())
        return {};
    Result<QMap<QString, Table>> tables = readByPragmas(executor, assembler.unsure);
    if (!tables)
        return fail(tables.error());
    for (const Table &told : *tables) {
        Table &table = assembler.metaData.tables[told.name];
        if (table.columns.isEmpty()) {
            const Table known = std::exchange(table, told);
            table.indexes = known.indexes;
            table.triggers = known.triggers;
        }
        takeTypes(table, told);
        liftTypes(table);
    }
    return {};
}

void noteBrokenView(Executor &executor, const StoredObject &view, QStringList &broken)
{
    const QString reason = whyViewFails(executor, view.name);
    if (!reason.isEmpty())
        broken.append(u"view %1: %2"_s.arg(quotedName(view.name), reason));
}

void noteUnreadTable(const StoredObject &table, QStringList &broken)
{
    const Result<ParsedTable> parsed = parseCreateTable(table.sql);
    if (!parsed)
        broken.append(
            u"table %1: its text was not understood, so its checks are not shown: %2"_s.arg(
                quotedName(table.name), parsed.error().message));
}

} // namespace

bool isInternalName(const QString &name)
{
    return name.startsWith(u"sqlite_"_s, Qt::CaseInsensitive)
        || name.startsWith(u"joinery_"_s, Qt::CaseInsensitive)
        || sameName(name, u"alembic_version"_s);
}

Result<MetaData> SqliteInspector::reflect(Executor &executor) const
{
    const Result<QList<StoredObject>> stored = storedSchema(executor);
    if (!stored)
        return fail(stored.error());
    Assembler assembler;
    assembler.take(*stored);
    if (const Result<> done = fillIn(executor, assembler); !done)
        return fail(done.error());
    return std::move(assembler.metaData);
}

Result<bool> SqliteInspector::hasTable(Executor &executor, const QString &table) const
{
    const Result<RowSet> rows = executor.query(
        u"SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?1"_s, {table});
    if (!rows)
        return fail(rows.error());
    return !rows->isEmpty();
}

Result<QStringList> SqliteInspector::storedStatements(Executor &executor) const
{
    const Result<QList<StoredObject>> stored = storedSchema(executor);
    if (!stored)
        return fail(stored.error());
    QStringList statements;
    for (const StoredObject &object : inRunningOrder(*stored))
        statements.append(object.sql);
    return statements;
}

Result<QStringList> SqliteInspector::brokenObjects(Executor &executor) const
{
    const Result<QList<StoredObject>> stored = storedObjects(executor);
    if (!stored)
        return fail(stored.error());
    QStringList broken;
    QList<StoredTrigger> triggers;
    for (const StoredObject &object : *stored) {
        if (object.type == u"view"_s)
            noteBrokenView(executor, object, broken);
        else if (object.type == u"trigger"_s)
            triggers.append({object.name, object.table, object.sql});
        else if (object.type == u"table"_s && !object.isVirtual())
            noteUnreadTable(object, broken);
    }
    return broken + brokenTriggers(executor, triggers);
}

} // namespace joinery::sqlite
