// SPDX-License-Identifier: MPL-2.0
// The rebuild of a table of 2,000,000 rows of about 100 bytes with two indexes, as a plan compiles
// and a migration runs it, checks included, against the bare statements: copy, drop, rename, build
// the indexes, commit. Each run gets a fresh copy of the file. `--rows=N` for another size.
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "support/contest.h"
#include "support/manytables.h"

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

/// NOT NULL on a column: SQLite can only do it by a rebuild.
Operation alteration()
{
    return AlterColumn {.table = u"item"_s,
        .column = u"amount"_s,
        .from = {.nullable = true},
        .to = {.nullable = false}};
}

Result<> migrateByPlan(const ConnectionProvider &provider, const Dialect &dialect, const Url &url)
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
    return transaction->begin(plan->foreignKeysOff)
        .and_then([&] { return transaction->run(*plan, {}); })
        .and_then([&] { return transaction->verify(); })
        .and_then([&] { return transaction->commit(); });
}

Result<> migrateByHand(const QString &path)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    return runBare(db->get(), R"(BEGIN IMMEDIATE;
CREATE TABLE item_new (id INTEGER PRIMARY KEY, code TEXT, note TEXT, amount INTEGER NOT NULL);
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
    if (runBare(db->get(), "INSERT INTO item (code) VALUES ('no amount')"))
        return fail(ErrorCode::Failed, u"the table was not rebuilt"_s);
    return {};
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
    const auto ours = [&] {
        return onFreshCopy(
            original, url.database, [&] { return migrateByPlan(provider, **dialect, url); });
    };
    const auto limit = [&] {
        return onFreshCopy(original, url.database, [&] { return migrateByHand(url.database); });
    };
    return contest.run(u"rebuild_sqlite_2m"_s, 3, ours, limit);
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
