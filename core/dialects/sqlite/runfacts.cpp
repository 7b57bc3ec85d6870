// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/runfacts.h"

#include "joinery/dialects/sqlite/brokenobjects.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/objectsteps.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/soundness.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/tablechange.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// Beyond this many only the number counts, so that a file full of orphans fits in memory.
constexpr qsizetype mostRowsKept = 1000000;

bool sameNames(const QStringList &a, const QStringList &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), sameName);
}

void renameIn(QStringList &names, const QString &from, const QString &to)
{
    for (QString &name : names) {
        if (sameName(name, from))
            name = to;
    }
}

/// The keys by table, each with its number within the table.
using KeysOfTables = QMap<QString, QMap<qint64, LiveForeignKey>>;

Result<KeysOfTables> declaredKeys(Executor &executor)
{
    KeysOfTables tables;
    const Result<> done = executor.stream(
        u"SELECT m.name, f.id, f.\"table\", f.\"from\" FROM main.sqlite_master AS m "
        "JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq"_s,
        {}, [&](const QList<Value> &row) {
            LiveForeignKey &key = tables[toText(row[0])][toInt(row[1])];
            key.child = toText(row[0]);
            key.parent = toText(row[2]);
            key.columns.append(toText(row[3]));
            return true;
        });
    if (!done)
        return fail(done.error());
    return tables;
}

/// A key that cannot work makes the whole check of its table fail: then all its keys are marked.
Result<> countViolations(
    Executor &executor, const QString &table, QMap<qint64, LiveForeignKey> &keys)
{
    const Result<> done
        = executor.stream(u"PRAGMA main.foreign_key_check("_s + quotedName(table) + u')', {},
            [&](const QList<Value> &row) {
                LiveForeignKey &key = keys[toInt(row[3])];
                ++key.violations;
                if (!isNull(row[1]) && key.rows.size() < mostRowsKept)
                    key.rows.insert(toInt(row[1]));
                return true;
            });
    if (done)
        return {};
    if (done.error().code == ErrorCode::Interrupted || done.error().code == ErrorCode::Io)
        return done;
    for (LiveForeignKey &key : keys)
        key.mismatch = done.error().driverText;
    return {};
}

Result<QList<StoredTrigger>> storedTriggers(Executor &executor)
{
    const Result<RowSet> rows = executor.query(
        u"SELECT name, tbl_name, sql FROM main.sqlite_master WHERE type = 'trigger'"_s);
    if (!rows)
        return fail(rows.error());
    QList<StoredTrigger> triggers;
    for (const QList<Value> &row : rows->rows)
        triggers.append({toText(row[0]), toText(row[1]), toText(row[2])});
    return triggers;
}

Result<QStringList> virtualTables(Executor &executor)
{
    const Result<RowSet> rows = executor.query(
        u"SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL %'"_s);
    if (!rows)
        return fail(rows.error());
    QStringList names;
    for (const QList<Value> &row : rows->rows)
        names.append(toText(row[0]));
    return names;
}

void forget(QStringList &names, const QString &name)
{
    names.removeIf([&](const QString &other) { return sameName(other, name); });
}

Error orphaned(const LiveForeignKey &now, qint64 added)
{
    const QString columns = now.columns.join(u", "_s);
    const QString example
        = now.rows.isEmpty() ? QString() : u", for instance rowid %1"_s.arg(*now.rows.begin());
    return {.code = ErrorCode::Violation,
        .message
        = u"%1 of table \"%2\" would be left without a parent in \"%3\" (%4)%5; nothing was changed"_s
              .arg(added == 1 ? u"1 row"_s : u"%1 rows"_s.arg(added), now.child, now.parent,
                  columns, example),
        .hint = u"let the migration say what becomes of them: give them another parent or NULL, or "
                "delete them, before their parents go"_s};
}

Error mismatched(const LiveForeignKey &now)
{
    return {.code = ErrorCode::Violation,
        .message
        = u"the foreign key of table \"%1\" to \"%2\" would no longer work; nothing was changed"_s
              .arg(now.child, now.parent),
        .driverText = now.mismatch,
        .hint = u"keep a primary key or a unique index on just the columns it refers to"_s};
}

} // namespace

Result<QList<LiveForeignKey>> readForeignKeys(Executor &executor)
{
    Result<KeysOfTables> tables = declaredKeys(executor);
    if (!tables)
        return fail(tables.error());
    QList<LiveForeignKey> all;
    for (auto it = tables->begin(); it != tables->end(); ++it) {
        if (const Result<> done = countViolations(executor, it.key(), *it); !done)
            return fail(done.error());
        all += it->values();
    }
    return all;
}

Result<> RunFacts::remember(Executor &executor, bool foreignKeysOff)
{
    m_remembered = true;
    m_foreignKeysOff = foreignKeysOff;
    if (foreignKeysOff) {
        Result<QList<LiveForeignKey>> keys = readForeignKeys(executor);
        if (!keys)
            return failIn(u"looking at the foreign keys before the change"_s, keys.error());
        m_foreignKeys = *std::move(keys);
    }
    const Result<RowSet> views
        = executor.query(u"SELECT name FROM main.sqlite_master WHERE type = 'view'"_s);
    if (!views)
        return failIn(u"looking at the views before the change"_s, views.error());
    for (const QList<Value> &row : views->rows) {
        if (whyViewFails(executor, toText(row[0])).isEmpty())
            m_views.append(toText(row[0]));
    }
    const Result<QStringList> tables = virtualTables(executor);
    if (!tables)
        return failIn(u"looking at the virtual tables before the change"_s, tables.error());
    for (const QString &table : *tables) {
        if (whyVirtualTableFails(executor, table).isEmpty())
            m_virtualTables.append(table);
    }
    const Result<QList<StoredTrigger>> triggers = storedTriggers(executor);
    if (!triggers)
        return failIn(u"looking at the triggers before the change"_s, triggers.error());
    for (const StoredTrigger &trigger : *triggers) {
        if (brokenTriggers(executor, {trigger}).isEmpty())
            m_triggers.append(trigger.name);
    }
    return {};
}

void RunFacts::expect(const Plan &plan, const PlanStep &step)
{
    if (!step.rebuilds.isEmpty())
        expectRebuild(plan, step.rebuilds);
    if (!step.redefines.isEmpty())
        m_checked.append(step.redefines);
    m_acceptedOrphans += step.acceptedOrphans;
}

/// With another key a row may have another rowid.
void RunFacts::expectRebuild(const Plan &plan, const QString &table)
{
    m_checked.append(table);
    const Table *before = findTable(plan.before, table);
    const Table *after = findTable(plan.after, table);
    const bool keeps = before && after && hasRowid(*before) && hasRowid(*after)
        && rowidAlias(*before) == rowidAlias(*after);
    if (!keeps)
        m_renumbered.append(table);
}

/// A rebuild, and a rename that finds views in its way, only put back what was there.
static bool putsBack(const PlanStep &step)
{
    return !step.rebuilds.isEmpty()
        || std::any_of(step.statements.begin(), step.statements.end(),
            [](const Statement &statement) { return looksAround(statement.sql); });
}

/// What the plan makes anew is its own business.
void RunFacts::follow(const PlanStep &step, const Statement &statement)
{
    const RenameText rename = renameIn(statement.sql);
    if (rename.isRename() && rename.column.isEmpty())
        followTableRename(rename.table, rename.to);
    else if (rename.isRename())
        followColumnRename(rename.table, rename.column, rename.to);
    else if (const QString view = madeOrDropped(statement.sql, u"view");
             !view.isEmpty() && !putsBack(step))
        forget(m_views, view);
    else if (const QString trigger = madeOrDropped(statement.sql, u"trigger");
             !trigger.isEmpty() && !putsBack(step))
        forget(m_triggers, trigger);
}

void RunFacts::followTableRename(const QString &from, const QString &to)
{
    for (LiveForeignKey &key : m_foreignKeys) {
        if (sameName(key.child, from))
            key.child = to;
        if (sameName(key.parent, from))
            key.parent = to;
    }
    for (auto &accepted : m_acceptedOrphans) {
        if (sameName(accepted.first, from))
            accepted.first = to;
    }
    renameIn(m_virtualTables, from, to);
    renameIn(m_checked, from, to);
    renameIn(m_renumbered, from, to);
}

void RunFacts::followColumnRename(const QString &table, const QString &from, const QString &to)
{
    for (LiveForeignKey &key : m_foreignKeys) {
        if (sameName(key.child, table))
            renameIn(key.columns, from, to);
    }
    for (auto &accepted : m_acceptedOrphans) {
        if (sameName(accepted.first, table))
            renameIn(accepted.second, from, to);
    }
}

const LiveForeignKey *RunFacts::before(const LiveForeignKey &key) const
{
    const auto found
        = std::find_if(m_foreignKeys.begin(), m_foreignKeys.end(), [&](const LiveForeignKey &old) {
              return sameName(old.child, key.child) && sameName(old.parent, key.parent)
                  && sameNames(old.columns, key.columns);
          });
    return found == m_foreignKeys.end() ? nullptr : &*found;
}

bool RunFacts::isAccepted(const LiveForeignKey &key) const
{
    return std::any_of(
        m_acceptedOrphans.begin(), m_acceptedOrphans.end(), [&](const auto &accepted) {
            if (accepted.second.isEmpty())
                return sameName(accepted.first, key.child) || sameName(accepted.first, key.parent);
            return sameName(accepted.first, key.child) && sameNames(accepted.second, key.columns);
        });
}

Result<> RunFacts::verify(Executor &executor) const
{
    if (!m_remembered)
        return {};
    if (const Result<> done = verifyForeignKeys(executor); !done)
        return done;
    if (const Result<> done = verifyViews(executor); !done)
        return done;
    if (const Result<> done = verifyVirtualTables(executor); !done)
        return done;
    if (const Result<> done = verifyTriggers(executor); !done)
        return done;
    return verifyTables(executor);
}

Result<> RunFacts::verifyForeignKeys(Executor &executor) const
{
    if (!m_foreignKeysOff)
        return {};
    const Result<QList<LiveForeignKey>> keys = readForeignKeys(executor);
    if (!keys)
        return failIn(u"looking at the foreign keys after the change"_s, keys.error());
    for (const LiveForeignKey &now : *keys) {
        const LiveForeignKey *old = before(now);
        if (!now.mismatch.isEmpty() && old && old->mismatch.isEmpty())
            return fail(mismatched(now));
        const qint64 known = old ? old->violations : 0;
        const bool sameRows
            = old && (containsName(m_renumbered, now.child) || old->rows.contains(now.rows));
        if (now.violations > known && !isAccepted(now))
            return fail(orphaned(now, now.violations - known));
        if (now.violations > 0 && !sameRows && !isAccepted(now))
            return fail(orphaned(now, now.violations));
    }
    return {};
}

Result<> RunFacts::verifyViews(Executor &executor) const
{
    for (const QString &view : m_views) {
        const QString reason = whyViewFails(executor, view);
        if (reason.isEmpty())
            continue;
        return fail(Error {.code = ErrorCode::Violation,
            .message = u"view \"%1\" would no longer work; nothing was changed"_s.arg(view),
            .driverText = reason,
            .hint = u"change the view in the same revision, or drop it"_s});
    }
    return {};
}

/// One that was dropped and made anew in the same run is looked at as well: nothing else tells that
/// what it reads is not there.
Result<> RunFacts::verifyVirtualTables(Executor &executor) const
{
    const Result<QStringList> tables = virtualTables(executor);
    if (!tables)
        return failIn(u"looking at the virtual tables after the change"_s, tables.error());
    for (const QString &table : *tables) {
        const QString reason = containsName(m_virtualTables, table)
            ? whyVirtualTableFails(executor, table)
            : QString();
        if (reason.isEmpty())
            continue;
        return fail(Error {.code = ErrorCode::Violation,
            .message
            = u"virtual table \"%1\" could no longer be read (%2); nothing was changed"_s.arg(
                table, reason),
            .driverText = reason,
            .hint = u"change the virtual table in the same revision to read what is there then, or "
                    "drop it"_s});
    }
    return {};
}

Result<> RunFacts::verifyTriggers(Executor &executor) const
{
    const Result<QList<StoredTrigger>> triggers = storedTriggers(executor);
    if (!triggers)
        return failIn(u"looking at the triggers after the change"_s, triggers.error());
    for (const StoredTrigger &trigger : *triggers) {
        if (!containsName(m_triggers, trigger.name))
            continue;
        const QStringList broken = brokenTriggers(executor, {trigger});
        if (broken.isEmpty())
            continue;
        return fail(Error {.code = ErrorCode::Violation,
            .message = u"trigger \"%1\" of \"%2\" would no longer work; nothing was changed"_s.arg(
                trigger.name, trigger.table),
            .driverText = broken.first(),
            .hint = u"change the trigger in the same revision, or drop it"_s});
    }
    return {};
}

/// Rows may break a check of their table since before the run, so checks are left out here; those
/// that are new have had a look of their own.
Result<> RunFacts::verifyTables(Executor &executor) const
{
    if (m_checked.isEmpty())
        return {};
    if (const auto off = executor.execute(u"PRAGMA ignore_check_constraints = ON"_s); !off)
        return fail(off.error());
    Result<> verified = verifyRebuilt(executor);
    const auto on = executor.execute(u"PRAGMA ignore_check_constraints = OFF"_s);
    return verified && !on ? fail(on.error()) : verified;
}

Result<> RunFacts::verifyRebuilt(Executor &executor) const
{
    for (const QString &table : m_checked) {
        const Result<RowSet> there = executor.query(
            u"SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE"_s,
            {table});
        if (!there)
            return fail(there.error());
        if (there->isEmpty()) // dropped by a later step
            continue;
        const Result<RowSet> problems
            = executor.query(u"PRAGMA main.quick_check("_s + quotedName(table) + u')');
        if (!problems)
            return failIn(u"checking table \"%1\""_s.arg(table), problems.error());
        const Result<QString> unsound = firstProblem(executor, table, *problems);
        if (!unsound)
            return fail(unsound.error());
        if (unsound->isEmpty())
            continue;
        return fail(Error {.code = ErrorCode::Failed,
            .message
            = u"table \"%1\" is not sound after the change; nothing was changed"_s.arg(table),
            .driverText = *unsound,
            .hint = u"check the file with PRAGMA integrity_check"_s});
    }
    return {};
}

} // namespace joinery::sqlite
