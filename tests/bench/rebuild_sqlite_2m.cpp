// SPDX-License-Identifier: MPL-2.0
// The rebuild of a table of 2,000,000 rows of about 100 bytes with two indexes, as a plan compiles
// and a migration runs it, against the bare statements: copy, drop, rename, build the indexes,
// commit. Each run gets a fresh copy of the file. `--rows=N` for another size. Four figures:
//   rebuild_sqlite_2m          what changes the file, without the checks
//   rebuild_sqlite_2m_checked  all of it, as a migration runs it
//   rebuild_sqlite_2m_checks   the checks alone, against PRAGMA quick_check
//   rebuild_sqlite_2m_backup   the backup that is taken before, against SQLite's own online backup
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "support/contest.h"
#include "support/manytables.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Result<> makeTable(const QString &path, qint64 rows)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    return runBare(db->get(),
        R"(CREATE TABLE item (id INTEGER PRIMARY KEY, code TEXT, note TEXT, amount INTEGER);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < )"
            + QByteArray::number(rows) + R"()
INSERT INTO item SELECT i, printf('code %010d', (i * 2654435761) % 4294967296), printf('%.70c', 'x'), i % 1000 FROM n;
CREATE INDEX ix_item_code ON item (code);
CREATE INDEX ix_item_amount ON item (amount, id);
COMMIT;)");
}

/// Another collation: SQLite can only do it by a rebuild.
Operation alteration()
{
    return AlterColumn {.table = u"item"_s,
        .column = u"note"_s,
        .from = {.collation = QString()},
        .to = {.collation = u"NOCASE"_s}};
}

/// What a run spent on changing the file, and on looking whether all is well.
struct Parts
{
    double statements = 0;
    double checks = 0;
};

/// Books the time since it was last asked.
class Clock
{
public:
    Clock() { m_timer.start(); }
    void book(double &account)
    {
        account += static_cast<double>(m_timer.nsecsElapsed()) / 1e9;
        m_timer.start();
    }

private:
    QElapsedTimer m_timer;
};

/// Runs the plan. Whatever comes before its first statement looks at the file as it was.
Result<> runBooked(MigrationTransaction &transaction, const Plan &plan, Parts &parts)
{
    Clock clock;
    double *account = &parts.checks;
    const auto observe = [&](const PlanStep &, const Statement &statement) {
        clock.book(*account);
        account = statement.kind == Statement::Kind::Check ? &parts.checks : &parts.statements;
        return true;
    };
    Result<> done = transaction.begin(plan.foreignKeysOff).and_then([&] {
        return transaction.run(plan, observe);
    });
    clock.book(*account);
    done = done.and_then([&] { return transaction.verify(); });
    clock.book(parts.checks);
    done = done.and_then([&] { return transaction.commit(); });
    clock.book(parts.statements);
    return done;
}

Result<> migrateByPlan(
    const ConnectionProvider &provider, const Dialect &dialect, const Url &url, Parts &parts)
{
    const auto db = provider.open(url, {.access = Access::Change});
    if (!db)
        return fail(db.error());
    const Result<MetaData> before = dialect.inspector().reflect(**db);
    if (!before)
        return fail(before.error());
    const Result<Plan> plan = dialect.ddl().compile(*before, {alteration()});
    if (!plan)
        return fail(plan.error());
    const auto transaction = dialect.migrationTransaction(**db);
    return runBooked(*transaction, *plan, parts);
}

Result<> migrateByHand(const QString &path)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    return runBare(db->get(), R"(BEGIN IMMEDIATE;
CREATE TABLE item_new (id INTEGER PRIMARY KEY, code TEXT, note TEXT COLLATE NOCASE, amount INTEGER);
INSERT INTO item_new SELECT id, code, note, amount FROM item;
DROP TABLE item;
ALTER TABLE item_new RENAME TO item;
CREATE INDEX ix_item_code ON item (code);
CREATE INDEX ix_item_amount ON item (amount, id);
COMMIT)");
}

Result<> checkOutcome(const QString &path)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    // A row that the first lines of the table must hold under the new collation.
    return runBare(db->get(),
        "CREATE TABLE expected (n CHECK (n > 0));"
        "INSERT INTO expected SELECT count(*) FROM (SELECT note FROM item LIMIT 10) WHERE note = "
        "upper(note)");
}

/// Runs it on a fresh copy of the file and looks whether it did what it should.
Result<Cost> onFreshCopy(
    const QString &original, const QString &copy, const std::function<Result<>()> &run)
{
    QFile::remove(copy);
    if (!QFile::copy(original, copy))
        return fail(ErrorCode::Io, u"cannot copy \"%1\""_s.arg(original));
    const Result<Cost> cost = costOf(run);
    if (const Result<> checked = checkOutcome(copy); cost && !checked)
        return fail(checked.error());
    return cost;
}

/// What the rounds of the contest leave for the figures of its parts.
struct Timings
{
    QList<Cost> statements {};
    QList<Cost> checks {};
    QList<Cost> byHand {};

    void add(const Parts &parts, const Result<Cost> &whole)
    {
        if (!whole)
            return;
        statements.append(Cost {.seconds = parts.statements, .peakMib = whole->peakMib});
        checks.append(Cost {.seconds = parts.checks, .peakMib = whole->peakMib});
    }
    void addLimit(const Result<Cost> &cost)
    {
        if (cost)
            byHand.append(*cost);
    }
};

Result<> checkContest(const Contest &contest, const QString &file, const Timings &timings)
{
    QList<Cost> quickChecks;
    for (qsizetype round = 0; round < timings.checks.size(); ++round) {
        const Result<Cost> cost = costOf([&]() -> Result<> {
            const auto db = openBare(file);
            return db ? runBare(db->get(), "PRAGMA quick_check") : fail(db.error());
        });
        if (!cost)
            return fail(cost.error());
        quickChecks.append(*cost);
    }
    contest.report(u"rebuild_sqlite_2m"_s, timings.statements, timings.byHand);
    contest.report(u"rebuild_sqlite_2m_checks"_s, timings.checks, quickChecks);
    return {};
}

Result<> backUpByHand(const QString &from, const QString &to)
{
    const auto source = openBare(from);
    const auto target = openBare(to);
    if (!source || !target)
        return fail(source ? target.error() : source.error());
    sqlite3_backup *backup = sqlite3_backup_init(target->get(), "main", source->get(), "main");
    const int status = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    return status == SQLITE_DONE ? Result<>() : fail(ErrorCode::Io, u"the backup failed"_s);
}

Result<> backUp(const ConnectionProvider &provider, const QString &from, const QString &to)
{
    const auto source = provider.open({.dialect = u"sqlite"_s, .database = from});
    return source ? provider.copyToFile(**source, to, {}) : fail(source.error());
}

Result<> backupContest(
    const Contest &contest, const ConnectionProvider &provider, const QString &file)
{
    const QString copy = file + u".backup"_s;
    const auto toNewFile = [&](const std::function<Result<>()> &run) {
        QFile::remove(copy);
        return costOf(run);
    };
    return contest.run(
        u"rebuild_sqlite_2m_backup"_s, 3,
        [&] { return toNewFile([&] { return backUp(provider, file, copy); }); },
        [&] { return toNewFile([&] { return backUpByHand(file, copy); }); });
}

Result<> contest(const Contest &contest)
{
    const QTemporaryDir folder;
    const QString original = folder.filePath(u"original.db"_s);
    const Url url {.dialect = u"sqlite"_s, .database = folder.filePath(u"copy.db"_s)};
    if (const Result<> made = makeTable(original, contest.knob(u"rows"_s, 2'000'000)); !made)
        return made;
    const ConnectionProvider provider;
    const DialectRegistry dialects(provider);
    const Result<const Dialect *> dialect = dialects.find(url.dialect);
    if (!dialect)
        return fail(dialect.error());
    Timings timings;
    const auto ours = [&] {
        Parts parts;
        const Result<Cost> cost = onFreshCopy(
            original, url.database, [&] { return migrateByPlan(provider, **dialect, url, parts); });
        timings.add(parts, cost);
        return cost;
    };
    const auto limit = [&] {
        const Result<Cost> cost
            = onFreshCopy(original, url.database, [&] { return migrateByHand(url.database); });
        timings.addLimit(cost);
        return cost;
    };
    return contest.run(u"rebuild_sqlite_2m_checked"_s, 3, ours, limit)
        .and_then([&] { return checkContest(contest, original, timings); })
        .and_then([&] { return backupContest(contest, provider, original); });
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
