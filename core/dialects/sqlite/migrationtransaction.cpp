// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/migrationtransaction.h"

#include "joinery/dialects/sqlite/rebuild.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/statistics.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

Result<> execute(Executor &executor, const QString &sql)
{
    const Result<qint64> done = executor.execute(sql);
    return done ? Result<>() : fail(done.error());
}

Result<> executeOnCatalogue(Executor &executor, const QString &sql)
{
    const Result<qint64> done = executor.executeOnCatalogue(sql);
    return done ? Result<>() : fail(done.error());
}

Result<bool> isOn(Executor &executor, const QString &pragma)
{
    const Result<RowSet> rows = executor.query(u"PRAGMA "_s + pragma);
    if (!rows)
        return fail(rows.error());
    return toInt(rows->scalar()) != 0;
}

QString assignment(const QString &pragma, bool on)
{
    return u"PRAGMA %1 = %2"_s.arg(pragma, on ? u"ON"_s : u"OFF"_s);
}

/// SQL that would end or escape the transaction that all of this runs in.
bool leavesTransaction(const QString &sql)
{
    static const QSet<QString> words {u"BEGIN"_s, u"COMMIT"_s, u"END"_s, u"ROLLBACK"_s,
        u"SAVEPOINT"_s, u"RELEASE"_s, u"VACUUM"_s, u"ATTACH"_s, u"DETACH"_s};
    return words.contains(firstWord(sql));
}

/// SQLite ignores it inside a transaction, so whoever wrote it would not get what it says.
bool setsForeignKeys(const QString &sql)
{
    return firstWord(sql) == u"PRAGMA" && mentions(sql, u"foreign_keys"_s);
}

Error escaping(const QString &sql)
{
    if (setsForeignKeys(sql))
        return {.code = ErrorCode::Unsupported,
            .message = u"PRAGMA foreign_keys has no effect inside the migration's transaction"_s,
            .statement = sql,
            .hint
            = u"leave it out: where a table that others refer to is dropped, foreign keys are "
              "off for the whole run and checked at its end"_s};
    return {.code = ErrorCode::Unsupported,
        .message = u"%1 cannot run inside the migration's transaction"_s.arg(firstWord(sql)),
        .statement = sql,
        .hint = u"leave it out, or give the revision `transaction: none`"_s};
}

/// Nothing but new objects: no rows and nothing that is there can come to harm.
bool onlyCreates(const Plan &plan)
{
    for (const PlanStep &step : plan.steps) {
        for (const Statement &statement : step.statements) {
            if (!step.rebuilds.isEmpty() || firstWord(statement.sql) != u"CREATE")
                return false;
        }
    }
    return true;
}

/// Where the step failed, in words that do not name the rebuild's temporary table.
Error inStep(const PlanStep &step, Error error)
{
    if (!step.rebuilds.isEmpty())
        error.message.replace(rebuildPrefix + step.rebuilds, step.rebuilds);
    error.message = u"%1: %2; nothing was changed"_s.arg(step.title, error.message);
    return error;
}

Error failedCheck(const Statement &statement, const RowSet &problems)
{
    QStringList texts;
    for (const QList<Value> &row : problems.rows.first(qMin<qsizetype>(3, problems.rows.size())))
        texts.append(toText(row.value(0)));
    return {.code = ErrorCode::Violation,
        .message = u"a check failed (%1): %2"_s.arg(statement.purpose, texts.join(u"; "_s)),
        .statement = statement.sql,
        .hint
        = u"this is a fault of Joinery or of the file; check the file with PRAGMA integrity_check"_s};
}

} // namespace

SqliteMigrationTransaction::SqliteMigrationTransaction(Executor &executor)
    : m_executor(executor)
{ }

SqliteMigrationTransaction::~SqliteMigrationTransaction()
{
    rollBack();
}

Result<> SqliteMigrationTransaction::begin(bool foreignKeysOff)
{
    if (m_executor.inTransaction())
        return fail(ErrorCode::Unsupported,
            u"the connection is in a transaction, in which foreign keys cannot be switched"_s,
            u"commit or roll back first"_s);
    m_foreignKeysOff = foreignKeysOff;
    const Result<bool> foreignKeys = isOn(m_executor, u"foreign_keys"_s);
    const Result<bool> legacy = isOn(m_executor, u"legacy_alter_table"_s);
    if (!foreignKeys || !legacy)
        return fail(foreignKeys ? legacy.error() : foreignKeys.error());
    m_foreignKeysWereOn = *foreignKeys;
    m_legacyRenameWasOn = *legacy;
    m_settingsChanged = true;
    Result<> done = setForeignKeys(!foreignKeysOff);
    if (done)
        done = execute(m_executor, assignment(u"legacy_alter_table"_s, false));
    if (done)
        done = execute(m_executor, u"BEGIN IMMEDIATE"_s);
    m_open = done.has_value();
    if (!done)
        rollBack();
    return done;
}

Result<> SqliteMigrationTransaction::setForeignKeys(bool on)
{
    if (const Result<> done = execute(m_executor, assignment(u"foreign_keys"_s, on)); !done)
        return done;
    const Result<bool> now = isOn(m_executor, u"foreign_keys"_s);
    if (!now)
        return fail(now.error());
    if (*now == on)
        return {};
    return fail(ErrorCode::Unsupported,
        u"SQLite would not switch foreign keys %1; nothing was changed"_s.arg(
            on ? u"on"_s : u"off"_s),
        u"no other statement of this connection may be running"_s);
}

Result<> SqliteMigrationTransaction::run(const Plan &plan, const StatementObserver &observer)
{
    if (plan.statementCount() == 0)
        return {};
    if (plan.foreignKeysOff && !m_foreignKeysOff)
        return fail(ErrorCode::Usage,
            u"the plan rebuilds or drops a table, but the transaction was begun with foreign keys on"_s);
    if (plan.foreignKeysOn && m_foreignKeysOff)
        return fail(ErrorCode::Unsupported,
            u"the plan relies on what foreign keys set off, but another one in the same "
            u"transaction needs "
            "them off; nothing was changed"_s,
            u"run the two revisions one after the other"_s);
    if (const Result<> done = checkLeftovers(plan); !done)
        return done;
    if (const Result<> done = remember(plan); !done)
        return done;
    if (const Result<> done = execute(m_executor, u"SAVEPOINT joinery_run"_s); !done)
        return done;
    const Result<> ran = runSteps(plan, observer);
    if (!ran && m_executor.inTransaction())
        static_cast<void>(execute(m_executor, u"ROLLBACK TO joinery_run"_s));
    const Result<> released
        = m_executor.inTransaction() ? execute(m_executor, u"RELEASE joinery_run"_s) : Result<>();
    return ran ? released : ran;
}

Result<> SqliteMigrationTransaction::remember(const Plan &plan)
{
    m_verified = false;
    if (!m_facts.isRemembered() && !onlyCreates(plan)) {
        if (const Result<> done = m_facts.remember(m_executor, m_foreignKeysOff); !done)
            return done;
    }
    return {};
}

/// What a rebuild would call its new table may be there already; it is not ours to drop.
Result<> SqliteMigrationTransaction::checkLeftovers(const Plan &plan)
{
    const bool rebuilds = std::any_of(plan.steps.begin(), plan.steps.end(),
        [](const PlanStep &step) { return !step.rebuilds.isEmpty(); });
    if (!rebuilds)
        return {};
    const Result<RowSet> names = m_executor.query(
        u"SELECT name FROM main.sqlite_master WHERE substr(name, 1, ?1) = ?2 COLLATE NOCASE"_s,
        {qint64(rebuildPrefix.size()), rebuildPrefix});
    if (!names)
        return fail(names.error());
    for (const QList<Value> &row : names->rows) {
        const QString create = u"CREATE TABLE "_s + quotedName(toText(row.first()));
        for (const PlanStep &step : plan.steps) {
            const auto wants = [&](const Statement &statement) {
                return statement.sql.startsWith(create, Qt::CaseInsensitive)
                    && !statement.sql.mid(create.size()).startsWith(u'"');
            };
            if (std::any_of(step.statements.begin(), step.statements.end(), wants))
                return fail(ErrorCode::Conflict,
                    u"\"%1\" is in the database, and the rebuild of \"%2\" needs that name; nothing was changed"_s
                        .arg(toText(row.first()), step.rebuilds),
                    u"it was left behind by something else: look what it holds, then rename or drop it"_s);
        }
    }
    return {};
}

Result<> SqliteMigrationTransaction::runSteps(const Plan &plan, const StatementObserver &observer)
{
    for (const PlanStep &step : plan.steps) {
        const Result<TableStatistics> statistics = step.rebuilds.isEmpty()
            ? Result<TableStatistics>(TableStatistics())
            : TableStatistics::read(m_executor, step.rebuilds);
        if (!statistics)
            return fail(inStep(step, statistics.error()));
        m_facts.expect(plan, step);
        if (const Result<> done = runStep(step, observer); !done)
            return fail(inStep(step, done.error()));
        if (const Result<> done = statistics->restore(m_executor, step.rebuilds); !done)
            return fail(inStep(step, done.error()));
    }
    return {};
}

Result<> SqliteMigrationTransaction::runStep(
    const PlanStep &step, const StatementObserver &observer)
{
    for (const Statement &statement : step.statements) {
        if (observer && !observer(step, statement))
            return fail(ErrorCode::Interrupted, u"cancelled"_s);
        if (const Result<> done = runStatement(step, statement); !done)
            return done;
        m_facts.follow(step, statement);
    }
    return {};
}

Result<> SqliteMigrationTransaction::runStatement(const PlanStep &step, const Statement &statement)
{
    if (statement.kind == Statement::Kind::Check) {
        const Result<RowSet> problems = m_executor.query(statement.sql);
        if (!problems)
            return fail(problems.error());
        return problems->isEmpty() ? Result<>() : fail(failedCheck(statement, *problems));
    }
    if (leavesTransaction(statement.sql) || setsForeignKeys(statement.sql))
        return fail(escaping(statement.sql));
    m_catalogueOpened |= statement.kind == Statement::Kind::Catalogue;
    const Result<> done = statement.kind == Statement::Kind::Catalogue
        ? executeOnCatalogue(m_executor, statement.sql)
        : execute(m_executor, statement.sql);
    if (!done)
        return done;
    const RenameText rename = renameIn(statement.sql);
    if (step.rebuilds.isEmpty() && rename.isRename() && rename.column.isEmpty())
        return renameStatistics(m_executor, rename.table, rename.to);
    return {};
}

Result<> SqliteMigrationTransaction::verify()
{
    const Result<> done = m_facts.verify(m_executor);
    m_verified = done.has_value();
    return done;
}

Result<> SqliteMigrationTransaction::commit()
{
    if (!m_open)
        return fail(ErrorCode::Usage, u"no migration was begun"_s);
    if (!m_verified) {
        if (const Result<> done = verify(); !done)
            return done;
    }
    if (const Result<> done = execute(m_executor, u"COMMIT"_s); !done)
        return failIn(u"committing"_s, done.error());
    m_open = false;
    return restoreSettings();
}

Result<> SqliteMigrationTransaction::restoreSettings()
{
    if (!m_settingsChanged)
        return {};
    m_settingsChanged = false;
    // A plan that failed may have left it on.
    if (std::exchange(m_catalogueOpened, false))
        static_cast<void>(execute(m_executor, assignment(u"writable_schema"_s, false)));
    // A rebuild that failed half-way leaves it on.
    static_cast<void>(execute(m_executor, assignment(u"ignore_check_constraints"_s, false)));
    const Result<> legacy
        = execute(m_executor, assignment(u"legacy_alter_table"_s, m_legacyRenameWasOn));
    const Result<> foreignKeys = setForeignKeys(m_foreignKeysWereOn);
    return legacy ? foreignKeys : legacy;
}

void SqliteMigrationTransaction::rollBack()
{
    if (m_open && m_executor.inTransaction())
        static_cast<void>(execute(m_executor, u"ROLLBACK"_s));
    m_open = false;
    static_cast<void>(restoreSettings());
}

} // namespace joinery::sqlite
