// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/replaypolicy.h"

#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/inspector.h"
#include "joinery/dialects/sqlite/rewrite.h"
#include "joinery/dialects/sqlite/schemasql.h"
#include "joinery/dialects/sqlite/scratchschema.h"
#include "joinery/dialects/sqlite/spelling.h"
#include "joinery/sql/quoting.h"

#include <QDeadlineTimer>

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// Passes all SQL text that belongs to the table itself through `rewrite`.
template <typename Rewrite> void rewriteOwnText(Table &table, Rewrite rewrite)
{
    const auto apply = [&](QString &sql) {
        if (!sql.isEmpty())
            sql = rewrite(sql);
    };
    for (CheckConstraint &check : table.checks)
        apply(check.sql);
    for (Column &column : table.columns) {
        if (column.computed)
            apply(column.computed->sql);
    }
    for (Index &index : table.indexes) {
        apply(index.where);
        for (KeyPart &part : index.columns)
            apply(part.expression);
    }
}

void setTriggerText(QList<Trigger> &triggers, const SqlObject &object)
{
    for (Trigger &trigger : triggers) {
        if (trigger.name == object.name)
            trigger.sql = object.sql;
    }
}

void setViewText(View &view, const QString &sql)
{
    if (const Result<View> parsed = parseCreateView(sql)) {
        view.columns = parsed->columns;
        view.sql = parsed->sql;
    } else {
        view.options[options::dialect][options::create] = sql;
    }
}

void setText(MetaData &metaData, const SqlObject &object, const RenameTable &rename)
{
    if (!object.isTrigger()) {
        setViewText(metaData.views[object.name], object.sql);
        return;
    }
    const QString owner = sameName(object.table, rename.from) ? rename.to : object.table;
    if (metaData.tables.contains(owner))
        setTriggerText(metaData.tables[owner].triggers, object);
    else if (metaData.views.contains(owner))
        setTriggerText(metaData.views[owner].triggers, object);
}

Result<> followOnScratch(const DatabaseProvider &provider, MetaData &metaData,
    const MetaData &before, const RenameTable &rename, const QString &mentioned,
    const QString &alterClause)
{
    const QList<SqlObject> objects = objectsMentioning(before, mentioned);
    if (objects.isEmpty())
        return {};
    const Result<QList<SqlObject>> changed = renamedOnScratch(provider, before, objects,
        rename.from, u"ALTER TABLE "_s + quotedName(rename.from) + alterClause);
    if (!changed)
        return failIn(u"renaming in table \"%1\""_s.arg(rename.from), changed.error());
    for (const SqlObject &object : *changed)
        setText(metaData, object, rename);
    return {};
}

/// What a scratch database held instead of tables that could not be created there.
using StandIns = QMap<QString, Table>;

Result<StandIns> prepare(Executor &scratch, const MetaData &before)
{
    const Result<QStringList> names = createAllOrStandIns(scratch, before);
    if (!names)
        return fail(names.error());
    StandIns standIns;
    if (names->isEmpty())
        return standIns;
    const Result<MetaData> made = SqliteInspector().reflect(scratch);
    if (!made)
        return fail(made.error());
    for (const QString &name : *names)
        standIns.insert(name, made->tables.value(name));
    return standIns;
}

/// Puts the tables back that something stood in for. Those that the SQL changed cannot be told.
Result<> exchangeStandIns(const MetaData &before, const StandIns &standIns, MetaData &after)
{
    for (const Table &standIn : standIns) {
        if (!after.tables.contains(standIn.name))
            continue;
        if (after.tables.value(standIn.name) != standIn) {
            return fail(ErrorCode::Unsupported,
                u"the SQL changes \"%1\", which needs a function or module that is not here"_s.arg(
                    standIn.name),
                u"list what the SQL amounts to under `changes:`"_s);
        }
        after.tables.remove(standIn.name);
        if (before.tables.contains(standIn.name))
            after.tables.insert(standIn.name, before.tables.value(standIn.name));
        else
            after.virtualTables.insert(standIn.name, before.virtualTables.value(standIn.name));
    }
    return {};
}

/// A statement that does not end must not hang whoever merely looks at revisions.
Result<> runAgainstTheClock(Executor &scratch, const QStringList &statements)
{
    const QDeadlineTimer deadline(30'000);
    scratch.setProgressHandler([&] { return !deadline.hasExpired(); });
    Result<> outcome {};
    for (const QString &statement : statements) {
        const Result<qint64> done = scratch.execute(statement);
        if (!done) {
            outcome = fail(done.error());
            break;
        }
    }
    scratch.setProgressHandler({});
    return outcome;
}

} // namespace

QString SqliteReplayPolicy::nameKey(const QString &name) const
{
    return sqlite::nameKey(name);
}

Result<> SqliteReplayPolicy::followRename(
    MetaData &metaData, const MetaData &before, const RenameTable &rename) const
{
    if (const auto table = metaData.tables.find(rename.to); table != metaData.tables.end()) {
        rewriteOwnText(*table,
            [&](const QString &sql) { return withTableRenamed(sql, rename.from, rename.to); });
    }
    // SQLite refuses another case of the same name, and no text needs it.
    if (sameName(rename.from, rename.to))
        return {};
    return followOnScratch(m_provider, metaData, before, rename, rename.from,
        u" RENAME TO "_s + quotedName(rename.to));
}

Result<> SqliteReplayPolicy::followRename(
    MetaData &metaData, const MetaData &before, const RenameColumn &rename) const
{
    if (const auto table = metaData.tables.find(rename.table); table != metaData.tables.end()) {
        rewriteOwnText(*table, [&](const QString &sql) {
            return withColumnRenamed(sql, rename.table, rename.from, rename.to);
        });
    }
    return followOnScratch(m_provider, metaData, before, RenameTable {rename.table, rename.table},
        rename.from,
        u" RENAME COLUMN %1 TO %2"_s.arg(quotedName(rename.from), quotedName(rename.to)));
}

Result<MetaData> SqliteReplayPolicy::afterSql(const MetaData &before, const QString &sql) const
{
    const QStringList statements = schemaStatements(sql);
    if (statements.isEmpty())
        return before;
    const Result<std::unique_ptr<Executor>> scratch = m_provider.scratch(dialectName());
    if (!scratch)
        return fail(scratch.error());
    const Result<StandIns> standIns = prepare(**scratch, before);
    if (!standIns)
        return failIn(u"replaying the schema"_s, standIns.error());
    if (const Result<> done = runAgainstTheClock(**scratch, statements); !done)
        return failIn(u"replaying SQL"_s, done.error());
    Result<MetaData> after = SqliteInspector().reflect(**scratch);
    if (!after)
        return after;
    if (const Result<> done = exchangeStandIns(before, *standIns, *after); !done)
        return fail(done.error());
    return withSpellingOf(before, *std::move(after));
}

QString SqliteReplayPolicy::dialectName() const
{
    return options::dialect;
}

} // namespace joinery::sqlite
