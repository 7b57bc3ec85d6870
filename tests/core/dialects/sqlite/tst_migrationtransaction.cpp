// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/migrationtransaction.h"
#include "support/databasefiles.h"
#include "support/migrationbench.h"
#include "support/sqlitefacts.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::MigrationBench;

using Operations = QList<Operation>;

namespace {

QList<Operation> rebuild(const QString &table)
{
    return {AddConstraint {
        .table = table, .constraint = CheckConstraint {.name = u"ck"_s, .sql = u"1"_s}}};
}

const QStringList family {u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"_s,
    u"INSERT INTO t VALUES (1, 'x'), (2, 'y')"_s,
    u"CREATE TABLE c (id INTEGER PRIMARY KEY, t_id INT REFERENCES t(id) ON DELETE CASCADE)"_s,
    u"INSERT INTO c VALUES (1, 1), (2, 2), (3, 2)"_s};

const QString docs = u"CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT)"_s;
const QString docRows
    = u"INSERT INTO docs VALUES (1, 'red fox', 'runs'), (5, 'blue sea', 'sleeps')"_s;

/// A plan of one step with statements of the test's own.
Plan planOf(const QStringList &statements, bool foreignKeysOff = false)
{
    PlanStep step {.operations = {0}, .title = u"the step"_s};
    for (const QString &sql : statements)
        step.statements.append({.sql = sql});
    return {.dialect = u"sqlite"_s, .steps = {step}, .foreignKeysOff = foreignKeysOff};
}

} // namespace

class TestMigrationTransaction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesInATransaction()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        VERIFY_RESULT(bench.db().execute(u"BEGIN"_s));
        const auto plan = bench.compile(rebuild(u"t"_s));
        VERIFY_RESULT(plan);
        const auto done = bench.run(*plan);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Unsupported);
        VERIFY_RESULT(bench.db().execute(u"COMMIT"_s));
        QCOMPARE(bench.rows(u"SELECT count(*) FROM c"_s), QStringList {u"3"_s});
    }

    void refusesPlansThatNeedAnotherSetting()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        const auto plan = bench.compile(rebuild(u"t"_s));
        VERIFY_RESULT(plan);
        const auto on = bench.dialect().migrationTransaction(bench.db());
        VERIFY_RESULT(on->begin(false));
        QVERIFY(!on->run(*plan, {}));
        const auto cascading = bench.compile({Execute {.sql = {{QString(), u"DELETE FROM t"_s}}}});
        VERIFY_RESULT(cascading);
        VERIFY_RESULT(on->run(*cascading, {}));
        VERIFY_RESULT(on->verify());
        VERIFY_RESULT(on->commit());
        QCOMPARE(bench.rows(u"SELECT count(*) FROM c"_s), QStringList {u"0"_s});
        const auto off = bench.dialect().migrationTransaction(bench.db());
        VERIFY_RESULT(off->begin(true));
        const auto refused = off->run(*cascading, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
    }

    void restoresTheSettings_data()
    {
        QTest::addColumn<bool>("commits");
        QTest::newRow("after commit") << true;
        QTest::newRow("after rollback") << false;
    }
    void restoresTheSettings()
    {
        QFETCH(bool, commits);
        for (const QString &setting : {u"ON"_s, u"OFF"_s}) {
            MigrationBench bench;
            VERIFY_RESULT(bench.load(family));
            VERIFY_RESULT(bench.db().execute(u"PRAGMA foreign_keys = "_s + setting));
            VERIFY_RESULT(bench.db().execute(u"PRAGMA legacy_alter_table = "_s + setting));
            const auto plan = bench.compile(rebuild(u"t"_s));
            VERIFY_RESULT(plan);
            auto transaction = bench.dialect().migrationTransaction(bench.db());
            VERIFY_RESULT(transaction->begin(true));
            QCOMPARE(bench.rows(u"PRAGMA foreign_keys"_s), QStringList {u"0"_s});
            VERIFY_RESULT(transaction->run(*plan, {}));
            if (commits)
                VERIFY_RESULT(transaction->commit());
            transaction.reset();
            const QStringList wanted {setting == u"ON" ? u"1"_s : u"0"_s};
            QCOMPARE(bench.rows(u"PRAGMA foreign_keys"_s), wanted);
            QCOMPARE(bench.rows(u"PRAGMA legacy_alter_table"_s), wanted);
            QVERIFY(!bench.db().inTransaction());
            const auto reflected = bench.reflect();
            QCOMPARE(reflected->tables[u"t"_s].checks.size(), commits ? 1 : 0);
        }
    }

    void leftoverOfARebuildIsNotTouched()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family
            + QStringList {
                u"CREATE TABLE JOINERY_NEW_T (x)"_s, u"INSERT INTO joinery_new_t VALUES (1)"_s}));
        const auto done = bench.migrate(rebuild(u"t"_s));
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Conflict);
        QVERIFY(done.error().message.contains(u"JOINERY_NEW_T"));
        QCOMPARE(bench.rows(u"SELECT * FROM joinery_new_t"_s), QStringList {u"1"_s});
        VERIFY_RESULT(bench.migrate(rebuild(u"c"_s)));
    }

    void newOrphansAreReported()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        const auto before = bench.contents();
        const auto done = bench.migrate({AddConstraint {.table = u"t"_s,
            .constraint = CheckConstraint {.sql = u"a <> 'y'"_s},
            .accept = {accepts::deleteRows}}});
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Violation);
        QVERIFY2(done.error().message.contains(u"2 rows of table \"c\""),
            qPrintable(done.error().message));
        QVERIFY(done.error().message.contains(u"nothing was changed"));
        QCOMPARE(bench.contents(), before);
    }

    void acceptedOrphansAreThoseOfTheNameAtThatPoint()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE \"p, (x)\" (id INTEGER PRIMARY KEY)"_s,
            u"CREATE TABLE a (id INTEGER PRIMARY KEY)"_s, u"CREATE TABLE b (\"n, m\" INT)"_s,
            u"INSERT INTO b VALUES (7)"_s}));
        VERIFY_RESULT(bench.migrate({RenameTable {u"a"_s, u"aside"_s}, RenameTable {u"b"_s, u"a"_s},
            RenameTable {u"aside"_s, u"b"_s},
            AddConstraint {.table = u"a"_s,
                .constraint
                = ForeignKeyConstraint {.columns = {u"n, m"_s}, .referredTable = u"p, (x)"_s},
                .accept = {accepts::orphans}}}));
        QCOMPARE(bench.rows(u"SELECT * FROM a"_s), QStringList {u"7"_s});
    }

    void orphansThatWereThereAreNotOurs()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family + QStringList {u"INSERT INTO c VALUES (9, 77)"_s}));
        VERIFY_RESULT(bench.migrate({RenameColumn {u"c"_s, u"t_id"_s, u"owner"_s},
            RenameTable {u"t"_s, u"people"_s}, RenameTable {u"c"_s, u"pets"_s},
            AddConstraint {.table = u"pets"_s, .constraint = CheckConstraint {.sql = u"1"_s}},
            AddConstraint {.table = u"people"_s, .constraint = CheckConstraint {.sql = u"1"_s}}}));
        QCOMPARE(bench.rows(u"SELECT owner FROM pets ORDER BY 1"_s),
            (QStringList {u"1"_s, u"2"_s, u"2"_s, u"77"_s}));
    }

    void keyThatStopsWorkingIsReported()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        const auto done = bench.migrate({DropConstraint {
            .table = u"t"_s, .constraint = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}}});
        QVERIFY(!done);
        QVERIFY2(done.error().message.contains(u"foreign key of table \"c\""),
            qPrintable(done.error().message));
    }

    void viewThatBreaksIsReported()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family
            + QStringList {
                u"CREATE VIEW v AS SELECT a FROM t"_s, u"CREATE VIEW w AS SELECT * FROM v"_s}));
        const DropColumn drop {.table = u"t"_s, .column = {.name = u"a"_s}};
        const auto done = bench.migrate({drop});
        QVERIFY(!done);
        QVERIFY2(done.error().message.contains(u"view \"v\""), qPrintable(done.error().message));
        const View old {.name = u"v"_s, .sql = u"SELECT a FROM t"_s};
        VERIFY_RESULT(bench.migrate(
            {drop, AlterView {.from = old, .to = {.name = u"v"_s, .sql = u"SELECT id FROM t"_s}}}));
        QCOMPARE(bench.rows(u"SELECT * FROM w"_s), (QStringList {u"1"_s, u"2"_s}));
    }

    void virtualTableThatBreaksIsReported_data()
    {
        QTest::addColumn<QString>("module");
        QTest::addColumn<Operations>("operations");
        const RenameColumn column {u"docs"_s, u"title"_s, u"heading"_s};
        const DropColumn drop {.table = u"docs"_s, .column = {.name = u"title"_s}};
        const RenameTable table {u"docs"_s, u"documents"_s};
        const DropTable gone {.table = {.name = u"docs"_s}};
        for (const QString &module : {u"fts5(title, body, content='docs', content_rowid='id')"_s,
                 u"fts4(title, body, content=\"docs\")"_s}) {
            const auto row = [&](const QString &name, const Operation &operation) {
                QTest::newRow(qPrintable(module.left(4) + u' ' + name))
                    << module << Operations {operation};
            };
            row(u"column it reads renamed"_s, column);
            row(u"column it reads dropped"_s, drop);
            row(u"table it reads renamed"_s, table);
            row(u"table it reads dropped"_s, gone);
        }
    }
    void virtualTableThatBreaksIsReported()
    {
        QFETCH(QString, module);
        QFETCH(Operations, operations);
        MigrationBench bench;
        const VirtualTable search {
            .name = u"docs_fts"_s, .sql = u"CREATE VIRTUAL TABLE docs_fts USING "_s + module};
        VERIFY_RESULT(bench.load(
            {docs, docRows, search.sql, u"INSERT INTO docs_fts (docs_fts) VALUES ('rebuild')"_s}));
        const auto before = bench.contents();
        const auto done = bench.migrate(operations);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Violation);
        QVERIFY2(done.error().message.contains(u"virtual table \"docs_fts\""),
            qPrintable(done.error().message));
        QVERIFY(done.error().message.contains(u"nothing was changed"));
        QCOMPARE(bench.contents(), before);
        VERIFY_RESULT(
            bench.migrate(QList<Operation> {DropVirtualTable {.table = search}} + operations));
        QCOMPARE(bench.rows(u"SELECT count(*) FROM sqlite_master WHERE name LIKE 'docs_fts%'"_s),
            QStringList {u"0"_s});
    }

    void virtualTableThatIsChangedAlongWorks()
    {
        MigrationBench bench;
        const QString sql
            = u"CREATE VIRTUAL TABLE docs_fts USING fts5(%1, content='docs', content_rowid='id')"_s;
        const VirtualTable old {.name = u"docs_fts"_s, .sql = sql.arg(u"title, body"_s)};
        const VirtualTable now {.name = u"docs_fts"_s, .sql = sql.arg(u"heading, body"_s)};
        VERIFY_RESULT(bench.load({docs, docRows, old.sql}));
        const RenameColumn rename {u"docs"_s, u"title"_s, u"heading"_s};
        VERIFY_RESULT(
            bench.migrate({DropVirtualTable {.table = old}, rename, CreateVirtualTable {now}}));
        QCOMPARE(bench.rows(u"SELECT heading FROM docs_fts ORDER BY rowid"_s),
            (QStringList {u"'red fox'"_s, u"'blue sea'"_s}));
    }

    void virtualTableThatWasBrokenIsNotOurs()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(
            family + QStringList {u"CREATE VIRTUAL TABLE f USING fts5(a, content='nowhere')"_s}));
        VERIFY_RESULT(bench.migrate({RenameColumn {u"t"_s, u"a"_s, u"b"_s}}));
        QCOMPARE(bench.rows(u"SELECT b FROM t"_s), (QStringList {u"'x'"_s, u"'y'"_s}));
    }

    void viewThatARenameBreaksIsReported()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family
            + QStringList {u"CREATE VIEW v AS SELECT a FROM t"_s,
                u"CREATE VIEW w AS SELECT a FROM v WHERE a <> ''"_s}));
        const RenameColumn rename {.table = u"t"_s, .from = u"a"_s, .to = u"b"_s};
        const auto done = bench.migrate({rename});
        QVERIFY(!done);
        QVERIFY2(done.error().message.contains(u"view \"w\""), qPrintable(done.error().message));
        QVERIFY(!bench.rows(u"SELECT a FROM w"_s).isEmpty());
        const View old {.name = u"w"_s, .sql = u"SELECT a FROM v WHERE a <> ''"_s};
        VERIFY_RESULT(bench.migrate({rename,
            AlterView {
                .from = old, .to = {.name = u"w"_s, .sql = u"SELECT b FROM v WHERE b <> ''"_s}}}));
        QVERIFY(!bench.rows(u"SELECT b FROM w"_s).isEmpty());
    }

    void triggerThatBreaksIsReported()
    {
        MigrationBench bench;
        const QString sql
            = u"CREATE TRIGGER tr AFTER DELETE ON c BEGIN UPDATE t SET a = 'gone' WHERE id = old.t_id; END"_s;
        VERIFY_RESULT(bench.load(family + QStringList {sql}));
        const DropColumn drop {.table = u"t"_s, .column = {.name = u"a"_s}};
        const auto done = bench.migrate({drop});
        QVERIFY(!done);
        QVERIFY2(done.error().message.contains(u"trigger \"tr\" of \"c\""),
            qPrintable(done.error().message));
        const Trigger old {.name = u"tr"_s, .sql = sql};
        VERIFY_RESULT(bench.migrate({DropTrigger {u"c"_s, old}, drop}));
    }

    void statisticsFollowARename()
    {
        MigrationBench bench;
        VERIFY_RESULT(
            bench.load(family + QStringList {u"CREATE INDEX ix ON t (a)"_s, u"ANALYZE"_s}));
        const auto before = bench.rows(u"SELECT idx, stat FROM sqlite_stat1 ORDER BY 1, 2"_s);
        VERIFY_RESULT(bench.migrate({RenameTable {u"t"_s, u"u"_s}}));
        QCOMPARE(bench.rows(u"SELECT idx, stat FROM sqlite_stat1 ORDER BY 1, 2"_s), before);
        QCOMPARE(bench.rows(u"SELECT DISTINCT tbl FROM sqlite_stat1 WHERE idx = 'ix'"_s),
            QStringList {u"'u'"_s});
    }

    void statisticsOfAnotherIndexAreNotKept()
    {
        MigrationBench bench;
        VERIFY_RESULT(
            bench.load(family + QStringList {u"CREATE INDEX ix ON t (a)"_s, u"ANALYZE"_s}));
        const Index old {.name = u"ix"_s, .columns = keyParts({u"a"_s})};
        VERIFY_RESULT(bench.migrate({DropIndex {u"t"_s, old},
            CreateIndex {
                u"t"_s, Index {.name = u"ix"_s, .columns = keyParts({u"a"_s, u"id"_s})}, {}},
            rebuild(u"t"_s).first()}));
        QCOMPARE(bench.rows(u"SELECT count(*) FROM sqlite_stat1 WHERE idx = 'ix'"_s),
            QStringList {u"0"_s});
    }

    void sqlCannotLeaveTheTransaction_data()
    {
        QTest::addColumn<QString>("sql");
        for (const QString &sql : {u"COMMIT"_s, u"/* x */ end transaction"_s, u"ROLLBACK"_s,
                 u"BEGIN"_s, u"VACUUM"_s, u"SAVEPOINT s"_s, u"release s"_s, u"ATTACH 'x' AS y"_s})
            QTest::newRow(qPrintable(sql)) << sql;
    }
    void sqlCannotLeaveTheTransaction()
    {
        QFETCH(QString, sql);
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        const auto before = bench.contents();
        const auto done = bench.run(planOf({u"DELETE FROM c"_s, sql}));
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Unsupported);
        QCOMPARE(done.error().statement, sql);
        QCOMPARE(bench.contents(), before);
    }

    void failingStatementNamesStepAndStatement()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        const auto before = bench.contents();
        const auto done
            = bench.run(planOf({u"DELETE FROM c"_s, u"INSERT INTO t VALUES (1, 'again')"_s}));
        QVERIFY(!done);
        QVERIFY2(done.error().message.startsWith(u"the step: "), qPrintable(done.error().message));
        QVERIFY(done.error().message.contains(u"nothing was changed"));
        QCOMPARE(done.error().statement, u"INSERT INTO t VALUES (1, 'again')"_s);
        QCOMPARE(bench.contents(), before);
    }

    void failedRunLeavesTheOthersOfTheTransaction()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        const auto transaction = bench.dialect().migrationTransaction(bench.db());
        VERIFY_RESULT(transaction->begin(false));
        VERIFY_RESULT(transaction->run(planOf({u"INSERT INTO t VALUES (3, 'z')"_s}), {}));
        QVERIFY(!transaction->run(planOf({u"DELETE FROM c"_s, u"nonsense"_s}), {}));
        VERIFY_RESULT(transaction->commit());
        QCOMPARE(bench.rows(u"SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM c)"_s),
            QStringList {u"3|3"_s});
    }

    void copyThatLosesARowIsNoticed()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        auto plan = bench.compile(rebuild(u"t"_s));
        VERIFY_RESULT(plan);
        for (Statement &statement : plan->steps.first().statements)
            statement.sql.replace(u"\nORDER BY rowid"_s, u" WHERE id = 1\nORDER BY rowid"_s);
        const auto before = bench.contents();
        const auto done = bench.run(*plan);
        QVERIFY(!done);
        QVERIFY2(done.error().message.contains(u"has 2 rows to keep, its copy has 1"),
            qPrintable(done.error().message));
        QCOMPARE(bench.contents(), before);
    }

    void observerSeesEachStatementAndCanCancel()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        const auto before = bench.contents();
        const auto plan = bench.compile(rebuild(u"t"_s));
        VERIFY_RESULT(plan);
        for (qsizetype stop = 0; stop < plan->statementCount(); ++stop) {
            qsizetype seen = 0;
            const auto transaction = bench.dialect().migrationTransaction(bench.db());
            VERIFY_RESULT(transaction->begin(true));
            const auto done = transaction->run(*plan, [&](const PlanStep &step, const Statement &) {
                return step.rebuilds == u"t" && seen++ < stop;
            });
            QVERIFY(!done);
            QCOMPARE(done.error().code, ErrorCode::Interrupted);
            QCOMPARE(seen, stop + 1);
        }
        QCOMPARE(bench.contents(), before);
    }

    void anotherWriterIsReportedAsLocked()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        const auto other = testing::openFile(bench.file(), Access::Change);
        VERIFY_RESULT(other);
        VERIFY_RESULT(bench.db().execute(u"BEGIN IMMEDIATE"_s));
        const sqlite::SqliteDialect &dialect = bench.dialect();
        const auto transaction = dialect.migrationTransaction(**other);
        const auto begun = transaction->begin(true);
        QVERIFY(!begun);
        QCOMPARE(begun.error().code, ErrorCode::Locked);
        VERIFY_RESULT(bench.db().execute(u"ROLLBACK"_s));
    }

    void planWithoutStatementsLooksAtNothing()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(family));
        const auto transaction = bench.dialect().migrationTransaction(bench.db());
        VERIFY_RESULT(transaction->begin(false));
        VERIFY_RESULT(transaction->run(planOf({}), {}));
        VERIFY_RESULT(transaction->verify());
        VERIFY_RESULT(transaction->commit());
    }
};

QTEST_GUILESS_MAIN(TestMigrationTransaction)
#include "tst_migrationtransaction.moc"
