// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/scratchschema.h"

#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rewrite.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/sql/quoting.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

void appendTriggers(QList<SqlObject> &objects, const QString &table, const QList<Trigger> &triggers,
    const QString &name)
{
    for (const Trigger &trigger : triggers) {
        if (mentions(trigger.sql, name))
            objects.append({trigger.name, table, trigger.sql});
    }
}

/// The tables, views and virtual tables that some texts need, what those need in turn included.
class Needed
{
public:
    explicit Needed(const MetaData &metaData)
        : m_metaData(metaData)
    {
        index(metaData.tables);
        index(metaData.views);
        index(metaData.virtualTables);
    }

    void add(const QString &name)
    {
        const auto found = m_spelling.constFind(nameKey(name));
        if (found != m_spelling.constEnd() && !m_seen.contains(*found)) {
            m_seen.insert(*found);
            m_open.append(*found);
        }
    }

    void addAllIn(const QString &sql)
    {
        for (const QString &name : namesIn(sql))
            add(name);
    }

    /// Follows views until nothing is open.
    QSet<QString> complete()
    {
        while (!m_open.isEmpty()) {
            const auto view = m_metaData.views.constFind(m_open.takeLast());
            if (view != m_metaData.views.constEnd())
                addAllIn(createView(*view));
        }
        return m_seen;
    }

private:
    template <typename Objects> void index(const Objects &objects)
    {
        for (const auto &object : objects)
            m_spelling.insert(nameKey(object.name), object.name);
    }

    const MetaData &m_metaData;
    QHash<QString, QString> m_spelling {};
    QSet<QString> m_seen {};
    QStringList m_open {};
};

/// A table with the same names and nothing else: no rule of it can keep it from being created.
QString bareTable(const Table &table)
{
    QStringList columns;
    for (const Column &column : table.columns)
        columns.append(quotedName(column.name));
    return u"CREATE TABLE %1 (%2)"_s.arg(quotedName(table.name), columns.join(u", "_s));
}

void createNeeded(Executor &executor, const MetaData &before, const QSet<QString> &names)
{
    // What cannot be created is left out, as if it were broken; the outcome of each does not
    // matter.
    const auto run = [&](const QString &sql) { static_cast<void>(executor.execute(sql)); };
    for (const QString &name : names) {
        if (const auto table = before.tables.constFind(name); table != before.tables.constEnd())
            run(bareTable(*table));
        if (const auto table = before.virtualTables.constFind(name);
            table != before.virtualTables.constEnd())
            run(table->sql);
    }
    for (const QString &name : names) {
        if (const auto view = before.views.constFind(name); view != before.views.constEnd())
            run(createView(*view));
    }
}

/// The object that SQLite's refusal names: "error in view v: no such column: x".
const SqlObject *culprit(const Error &error, const QList<SqlObject> &present)
{
    const QString text = error.driverText.isEmpty() ? error.message : error.driverText;
    for (const SqlObject &object : present) {
        const QString start
            = u"error in %1 %2"_s.arg(object.isTrigger() ? u"trigger"_s : u"view"_s, object.name);
        const qsizetype at = text.indexOf(start);
        if (at < 0)
            continue;
        const QString rest = text.mid(at + start.size());
        if (rest.startsWith(u':') || rest.startsWith(u" after "_s))
            return &object;
    }
    return nullptr;
}

QList<SqlObject> presentObjects(
    const MetaData &before, const QSet<QString> &names, const QList<SqlObject> &objects)
{
    QList<SqlObject> present = objects;
    for (const QString &name : names) {
        const auto view = before.views.constFind(name);
        if (view != before.views.constEnd())
            present.append({view->name, {}, {}});
    }
    return present;
}

Result<> alterWithoutBroken(
    Executor &executor, const QString &alterStatement, const QList<SqlObject> &present)
{
    for (qsizetype attempt = 0; attempt <= present.size(); ++attempt) {
        const Result<qint64> done = executor.execute(alterStatement);
        if (done)
            return {};
        const SqlObject *broken = culprit(done.error(), present);
        if (!broken || attempt == present.size())
            return fail(done.error());
        const QString kind = broken->isTrigger() ? u"TRIGGER "_s : u"VIEW "_s;
        if (const auto dropped = executor.execute(u"DROP "_s + kind + quotedName(broken->name));
            !dropped)
            return fail(done.error());
    }
    return {};
}

Result<QList<SqlObject>> changedTexts(Executor &executor, const QList<SqlObject> &objects)
{
    const Result<RowSet> rows = executor.query(
        u"SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')"_s);
    if (!rows)
        return fail(rows.error());
    QHash<QString, QString> texts;
    for (const QList<Value> &row : rows->rows)
        texts.insert(toText(row[0]), toText(row[1]));
    QList<SqlObject> changed;
    for (const SqlObject &object : objects) {
        const QString text = withExcludedRestored(object.sql, texts.value(object.name, object.sql));
        if (text != object.sql)
            changed.append({object.name, object.table, text});
    }
    return changed;
}

Result<> runAll(Executor &executor, const QStringList &statements)
{
    for (const QString &sql : statements) {
        if (const Result<qint64> done = executor.execute(sql); !done)
            return fail(done.error());
    }
    return {};
}

QStringList tableStatements(const Table &table)
{
    QStringList statements {createTable(table)};
    for (const Index &index : table.indexes)
        statements.append(createIndex(table.name, index));
    return statements;
}

QStringList viewAndTriggerStatements(const MetaData &metaData)
{
    QStringList statements;
    for (const View &view : metaData.views)
        statements.append(createView(view));
    for (const View &view : metaData.views) {
        for (const Trigger &trigger : view.triggers)
            statements.append(trigger.sql);
    }
    for (const Table &table : metaData.tables) {
        for (const Trigger &trigger : table.triggers)
            statements.append(trigger.sql);
    }
    return statements;
}

} // namespace

QList<SqlObject> objectsMentioning(const MetaData &metaData, const QString &name)
{
    QList<SqlObject> objects;
    for (const View &view : metaData.views) {
        const QString sql = createView(view);
        if (mentions(sql, name))
            objects.append({view.name, {}, sql});
        appendTriggers(objects, view.name, view.triggers, name);
    }
    for (const Table &table : metaData.tables)
        appendTriggers(objects, table.name, table.triggers, name);
    return objects;
}

Result<QList<SqlObject>> renamedOnScratch(const DatabaseProvider &provider, const MetaData &before,
    const QList<SqlObject> &objects, const QString &table, const QString &alterStatement)
{
    Needed needed(before);
    needed.add(table);
    for (const SqlObject &object : objects) {
        needed.add(object.isTrigger() ? object.table : object.name);
        needed.addAllIn(object.sql);
    }
    const Result<std::unique_ptr<Executor>> scratch = provider.scratch(u"sqlite"_s);
    if (!scratch)
        return fail(scratch.error());
    Executor &executor = **scratch;
    const QSet<QString> names = needed.complete();
    createNeeded(executor, before, names);
    for (const SqlObject &object : objects) {
        if (object.isTrigger())
            static_cast<void>(executor.execute(object.sql));
    }
    const Result<> altered
        = alterWithoutBroken(executor, alterStatement, presentObjects(before, names, objects));
    if (!altered)
        return fail(altered.error());
    return changedTexts(executor, objects);
}

Result<> createAll(Executor &executor, const MetaData &metaData)
{
    for (const Table &table : metaData.tables) {
        if (const Result<> done = runAll(executor, tableStatements(table)); !done)
            return done;
    }
    for (const VirtualTable &table : metaData.virtualTables) {
        if (const Result<> done = runAll(executor, {table.sql}); !done)
            return done;
    }
    return runAll(executor, viewAndTriggerStatements(metaData));
}

Result<QStringList> createAllOrStandIns(Executor &executor, const MetaData &metaData)
{
    QStringList standIns;
    for (const Table &table : metaData.tables) {
        if (runAll(executor, tableStatements(table)))
            continue;
        const QString drop = u"DROP TABLE IF EXISTS "_s + quotedName(table.name);
        if (const Result<> done = runAll(executor, {drop, bareTable(table)}); !done)
            return fail(done.error());
        standIns.append(table.name);
    }
    for (const VirtualTable &table : metaData.virtualTables) {
        if (runAll(executor, {table.sql}))
            continue;
        const Table standIn {.name = table.name, .columns = {Column {.name = u"rank"_s}}};
        if (const Result<> done = runAll(executor, {bareTable(standIn)}); !done)
            return fail(done.error());
        standIns.append(table.name);
    }
    if (const Result<> done = runAll(executor, viewAndTriggerStatements(metaData)); !done)
        return fail(done.error());
    return standIns;
}

} // namespace joinery::sqlite
