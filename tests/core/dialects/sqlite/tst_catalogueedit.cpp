// SPDX-License-Identifier: MPL-2.0
#include "support/migrationbench.h"
#include "support/sqlitefacts.h"
#include "support/testutils.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::MigrationBench;

namespace {

const QStringList shop {u"CREATE TABLE p (id INTEGER PRIMARY KEY)"_s,
    u"INSERT INTO p VALUES (1), (2)"_s, uR"(CREATE TABLE t ( -- things
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  a TEXT NOT NULL, -- A
  b INT DEFAULT 5 CHECK (b > 0), -- B
  p_id INT REFERENCES p (id), -- P
  free INT,
  CONSTRAINT ck_a CHECK (length(a) < 99), -- C
  UNIQUE (a, b)
))"_s,
    u"INSERT INTO t (a, b, p_id, free) VALUES ('x', 1, 1, 1), ('y', 2, 2, 2), ('z', 3, NULL, 1)"_s,
    u"DELETE FROM t WHERE id = 3"_s, u"ALTER TABLE t ADD COLUMN late INT DEFAULT 7"_s,
    u"CREATE INDEX ix ON t (b DESC) WHERE a > 'a'"_s,
    u"CREATE TABLE c (t_id INT NOT NULL REFERENCES t (id) ON DELETE CASCADE)"_s,
    u"INSERT INTO c VALUES (1), (2)"_s, u"CREATE TABLE log (what TEXT)"_s,
    u"CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (old.a); END"_s,
    u"CREATE VIEW v AS SELECT a, b FROM t"_s, u"ANALYZE"_s};

AlterColumn nullable(const QString &column, bool to)
{
    return {.table = u"t"_s, .column = column, .from = {.nullable = !to}, .to = {.nullable = to}};
}

AlterColumn type(const QString &column, const QString &from, const QString &to)
{
    return {.table = u"t"_s,
        .column = column,
        .from = {.type = DataType {.text = from}},
        .to = {.type = DataType {.text = to}}};
}

AddConstraint add(const Constraint &constraint)
{
    return {.table = u"t"_s, .constraint = constraint};
}

DropConstraint drop(const Constraint &constraint)
{
    return {.table = u"t"_s, .constraint = constraint};
}

const ForeignKeyConstraint toP {
    .columns = {u"p_id"_s}, .referredTable = u"p"_s, .referredColumns = {u"id"_s}};
const ForeignKeyConstraint freeToP {
    .name = u"fk"_s, .columns = {u"free"_s}, .referredTable = u"p"_s, .referredColumns = {u"id"_s}};
const CheckConstraint ckA {.name = u"ck_a"_s, .sql = u"length(a) < 99"_s};

struct Case
{
    QString name;
    QList<Operation> operations;
    QString must {}; ///< in the text afterwards
    QStringList setup = shop;
};

QList<Case> editCases()
{
    return {
        {u"not_null_goes"_s, {nullable(u"a"_s, true)}, u"  a TEXT, -- A\n"_s},
        {u"not_null_comes"_s, {nullable(u"b"_s, false)}, u"b INT NOT NULL DEFAULT 5"_s},
        {u"check_goes"_s, {drop(ckA)}, u"late INT DEFAULT 7,\n  UNIQUE"_s},
        {u"check_at_a_column_goes"_s, {drop(CheckConstraint {.sql = u"b > 0"_s})},
            u"b INT DEFAULT 5, -- B"_s},
        {u"check_comes"_s, {add(CheckConstraint {.name = u"ck"_s, .sql = u"b < 10"_s})},
            u"CONSTRAINT \"ck\" CHECK (b < 10)"_s},
        {u"check_gets_a_name"_s,
            {drop(ckA), add(CheckConstraint {.name = u"ck_b"_s, .sql = u"length(a) < 99"_s})},
            u"  CONSTRAINT \"ck_b\" CHECK (length(a) < 99), -- C\n"_s},
        {u"foreign_key_goes"_s, {drop(toP)}, u"p_id INT, -- P"_s},
        {u"foreign_key_comes"_s, {add(freeToP)}, u"CONSTRAINT \"fk\" FOREIGN KEY (\"free\")"_s},
        {u"type_of_the_same_affinity"_s, {type(u"a"_s, u"text"_s, u"varchar(20)"_s)},
            u"a VARCHAR(20) NOT NULL"_s},
        {u"several_at_once"_s,
            {nullable(u"a"_s, true), drop(toP), type(u"b"_s, u"INT"_s, u"bigint"_s)},
            u"b BIGINT DEFAULT 5"_s},
        {u"strict_int_and_integer"_s, {type(u"b"_s, u"INT"_s, u"INTEGER"_s)}, u"b INTEGER"_s,
            {u"CREATE TABLE t (a TEXT, b INT) STRICT"_s, u"INSERT INTO t VALUES ('x', 1)"_s}},
        {u"without_rowid"_s, {nullable(u"b"_s, true)}, u"b INT)"_s,
            {u"CREATE TABLE t (a TEXT PRIMARY KEY, b INT NOT NULL) WITHOUT ROWID"_s,
                u"INSERT INTO t VALUES ('x', 1)"_s}},
        {u"names_that_need_quotes"_s, {nullable(u"b"_s, true)}, u"'it''s' -- b'\n"_s,
            {u"CREATE TABLE \"t\" (a DEFAULT 'it''s' -- b'\n, b INT NOT NULL)"_s,
                u"INSERT INTO t VALUES ('x', 1)"_s}},
    };
}

QList<Case> copyCases()
{
    const QStringList key {u"CREATE TABLE t (a INT PRIMARY KEY, b TEXT)"_s};
    const QStringList strict {u"CREATE TABLE t (a INT, b TEXT) STRICT"_s};
    const auto otherDefault = AlterColumn {.table = u"t"_s,
        .column = u"late"_s,
        .from = {.serverDefault = std::optional<QString>(u"7"_s)},
        .to = {.serverDefault = std::optional<QString>(u"8"_s)}};
    const auto collation = AlterColumn {.table = u"t"_s,
        .column = u"a"_s,
        .from = {.collation = QString()},
        .to = {.collation = u"NOCASE"_s}};
    AlterColumn filled = nullable(u"b"_s, false);
    filled.fill = u"1"_s;
    AddConstraint deleting = add(CheckConstraint {.name = u"ck"_s, .sql = u"b < 9"_s});
    deleting.accept = {accepts::deleteRows};
    return {
        {u"default"_s, {otherDefault}},
        {u"collation"_s, {collation}},
        {u"other_affinity"_s, {type(u"b"_s, u"INT"_s, u"text"_s)}},
        {u"fill_under_a_trigger"_s, {filled}},
        {u"rows_to_delete"_s, {deleting}},
        {u"unique"_s, {add(UniqueConstraint {.name = u"uq"_s, .columns = keyParts({u"b"_s})})}},
        {u"one_of_several"_s, {nullable(u"a"_s, true), otherDefault, drop(toP)}},
        {u"key_that_becomes_the_rowid"_s, {type(u"a"_s, u"INT"_s, u"INTEGER"_s)}, {}, key},
        {u"type_of_a_key"_s, {type(u"a"_s, u"INT"_s, u"BIGINT"_s)}, {}, key},
        {u"type_in_a_strict_table"_s, {type(u"b"_s, u"text"_s, u"ANY"_s)}, {}, strict},
        {u"generated"_s,
            {AlterColumn {.table = u"t"_s,
                .column = u"b"_s,
                .from = {.nullable = true},
                .to = {.nullable = false}}},
            {}, {u"CREATE TABLE t (a INT, b INT AS (a + 1))"_s}},
    };
}

bool copies(const Plan &plan)
{
    return std::any_of(plan.steps.begin(), plan.steps.end(),
        [](const PlanStep &step) { return !step.rebuilds.isEmpty(); });
}

QString textOf(MigrationBench &bench)
{
    return bench.rows(u"SELECT sql FROM sqlite_schema WHERE name = 't'"_s).join(u""_s);
}

void addNumbers(const QList<Case> &cases)
{
    QTest::addColumn<int>("number");
    for (int i = 0; i < cases.size(); ++i)
        QTest::newRow(qPrintable(cases[i].name)) << i;
}

/// Runs the plan until the statement that begins so is done; then `stop` decides.
Result<> runUntil(MigrationBench &bench, const Plan &plan, const QString &start,
    const std::function<bool()> &stop)
{
    const auto transaction = bench.dialect().migrationTransaction(bench.db());
    if (auto begun = transaction->begin(plan.foreignKeysOff); !begun)
        return begun;
    bool passed = false;
    return transaction->run(plan, [&](const PlanStep &, const Statement &statement) {
        const bool goesOn = !passed || stop();
        passed |= statement.sql.startsWith(start);
        return goesOn;
    });
}

} // namespace

class TestCatalogueEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesRowsWhereTheyAre_data() { addNumbers(editCases()); }

    void leavesRowsWhereTheyAre()
    {
        QFETCH(const int, number);
        const Case test = editCases().at(number);
        MigrationBench bench;
        VERIFY_RESULT(bench.load(test.setup));
        const QStringList contents = bench.contents();
        const QString pages = u"SELECT name, rootpage FROM sqlite_schema ORDER BY name"_s;
        const QStringList places = bench.rows(pages);
        const Result<Plan> plan = bench.compileForTexts(test.operations);
        VERIFY_RESULT(plan);
        QVERIFY(!copies(*plan));
        VERIFY_RESULT(bench.run(*plan));
        QVERIFY2(textOf(bench).contains(QString(test.must).replace(u"'"_s, u"''"_s)),
            qPrintable(textOf(bench)));
        QCOMPARE(bench.rows(pages), places);
        QCOMPARE(bench.contents(), contents);
        QCOMPARE(bench.rows(u"PRAGMA integrity_check"_s), QStringList {u"'ok'"_s});
        bench.reopen();
        QCOMPARE(bench.contents(), contents);

        MigrationBench copied; // the schema is what a rebuild makes of it
        VERIFY_RESULT(copied.load(test.setup));
        VERIFY_RESULT(copied.migrate(test.operations));
        const QStringList difference = testing::factsDifference(
            testing::sqliteFacts(bench.db()), testing::sqliteFacts(copied.db()), true);
        QVERIFY2(difference.isEmpty(), qPrintable(difference.join(u'\n')));
    }

    void copiesWhatReachesTheDisk_data() { addNumbers(copyCases()); }

    void copiesWhatReachesTheDisk()
    {
        QFETCH(const int, number);
        const Case test = copyCases().at(number);
        MigrationBench bench;
        VERIFY_RESULT(bench.load(test.setup));
        const Result<Plan> plan = bench.compileForTexts(test.operations);
        VERIFY_RESULT(plan);
        QCOMPARE(plan->steps.size(), 1);
        QVERIFY(copies(*plan));
        VERIFY_RESULT(bench.run(*plan));
    }

    /// Why defaults are not edited so, although SQLite's documentation names them too.
    void aDefaultInTheTextIsTheValueOfRowsFromBeforeTheColumn()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(shop));
        for (const QString &sql :
            {u"PRAGMA writable_schema = ON"_s,
                u"UPDATE sqlite_schema SET sql = replace(sql, 'DEFAULT 7', 'DEFAULT 8') WHERE name = 't'"_s,
                u"PRAGMA writable_schema = RESET"_s})
            VERIFY_RESULT(bench.db().executeOnCatalogue(sql));
        const QString query = u"SELECT DISTINCT late FROM t"_s;
        QCOMPARE(bench.rows(query), QStringList {u"8"_s}); // values have changed

        MigrationBench other;
        VERIFY_RESULT(other.load(shop));
        const Result<Plan> plan = other.compileForTexts(copyCases().at(0).operations);
        VERIFY_RESULT(plan);
        VERIFY_RESULT(other.run(*plan));
        QCOMPARE(other.rows(query), QStringList {u"7"_s});
    }

    void everythingAroundStillWorks()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(shop));
        const Result<Plan> plan = bench.compileForTexts({nullable(u"a"_s, true)});
        VERIFY_RESULT(plan);
        QVERIFY(!plan->foreignKeysOff);
        VERIFY_RESULT(bench.run(*plan));
        VERIFY_RESULT(bench.db().execute(u"INSERT INTO t (a, b) VALUES (NULL, 9)"_s));
        QCOMPARE(bench.rows(u"SELECT max(id) FROM t"_s), QStringList {u"4"_s});
        VERIFY_RESULT(bench.db().execute(u"UPDATE t SET b = 8 WHERE id = 1"_s));
        QCOMPARE(bench.rows(u"SELECT * FROM log"_s), QStringList {u"'x'"_s});
        VERIFY_RESULT(bench.db().execute(u"DELETE FROM t WHERE id = 1"_s));
        QCOMPARE(bench.rows(u"SELECT t_id FROM c"_s), QStringList {u"2"_s});
    }

    void anotherConnectionSeesTheChange()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(shop));
        ConnectionProvider provider;
        const auto other = provider.open(
            Url {.dialect = u"sqlite"_s, .database = bench.file()}, {.access = Access::Change});
        VERIFY_RESULT(other);
        const QString insert = u"INSERT INTO t (a, b) VALUES (NULL, 9)"_s;
        QVERIFY(!(*other)->execute(insert));
        const Result<Plan> plan = bench.compileForTexts({nullable(u"a"_s, true)});
        VERIFY_RESULT(plan);
        VERIFY_RESULT(bench.run(*plan));
        VERIFY_RESULT((*other)->execute(insert));
        VERIFY_RESULT((*other)->execute(u"DELETE FROM t WHERE a IS NULL"_s));
        const Result<Plan> back = bench.compileForTexts({nullable(u"a"_s, false)});
        VERIFY_RESULT(back);
        VERIFY_RESULT(bench.run(*back));
        QVERIFY(!(*other)->execute(insert));
    }

    void isTakenBackWhenALaterStatementFails_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::newRow("while_open") << u"PRAGMA writable_schema = ON"_s;
        QTest::newRow("before_it_is_read") << u"UPDATE main.sqlite_schema"_s;
        QTest::newRow("after_it_was_read") << u"PRAGMA writable_schema = RESET"_s;
        QTest::newRow("after_all") << u"CREATE VIEW"_s;
    }

    void isTakenBackWhenALaterStatementFails()
    {
        QFETCH(const QString, statement);
        MigrationBench bench;
        VERIFY_RESULT(bench.load(shop));
        const QString before = textOf(bench);
        const Result<Plan> plan = bench.compileForTexts({nullable(u"a"_s, true)});
        VERIFY_RESULT(plan);
        QVERIFY(!runUntil(bench, *plan, statement, [] { return false; }));
        QCOMPARE(textOf(bench), before);
        QVERIFY(!bench.db().execute(u"INSERT INTO t (a, b) VALUES (NULL, 9)"_s));
        QCOMPARE(bench.rows(u"PRAGMA writable_schema"_s), QStringList {u"0"_s});
        VERIFY_RESULT(bench.run(*plan));
        VERIFY_RESULT(bench.db().execute(u"INSERT INTO t (a, b) VALUES (NULL, 9)"_s));
    }

    void isTakenBackWhenTheProcessIsKilled_data() { isTakenBackWhenALaterStatementFails_data(); }

    void isTakenBackWhenTheProcessIsKilled()
    {
        QFETCH(const QString, statement);
        MigrationBench bench;
        VERIFY_RESULT(bench.load(shop));
        const QString before = textOf(bench);
        const Result<Plan> plan = bench.compileForTexts({nullable(u"a"_s, true)});
        VERIFY_RESULT(plan);
        bench.close();
        const pid_t child = fork();
        if (child == 0) {
            bench.reopen();
            static_cast<void>(runUntil(bench, *plan, statement, [] {
                kill(getpid(), SIGKILL);
                return false;
            }));
            std::_Exit(1);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        bench.reopen();
        QCOMPARE(textOf(bench), before);
        QCOMPARE(bench.rows(u"PRAGMA integrity_check"_s), QStringList {u"'ok'"_s});
    }

    void refusesRowsThatBreakANewRule_data()
    {
        QTest::addColumn<QString>("row");
        QTest::addColumn<int>("number");
        QTest::newRow("not_null") << u"INSERT INTO t (a, b) VALUES ('n', NULL)"_s << 1;
        QTest::newRow("check") << u"INSERT INTO t (a, b) VALUES ('n', 10)"_s << 4;
        QTest::newRow("foreign_key") << u"INSERT INTO t (a, free) VALUES ('n', 99)"_s << 7;
    }

    void refusesRowsThatBreakANewRule()
    {
        QFETCH(const QString, row);
        QFETCH(const int, number);
        MigrationBench bench;
        VERIFY_RESULT(bench.load(shop + QStringList {row}));
        const QString before = textOf(bench);
        const Result<Plan> plan = bench.compileForTexts(editCases().at(number).operations);
        VERIFY_RESULT(plan);
        QVERIFY(!copies(*plan));
        const Result<> done = bench.run(*plan);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Violation);
        QCOMPARE(textOf(bench), before);
    }

    void fillsWithoutACopy()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE t (a INT, b INT /* B */, c INT UNIQUE)"_s,
            u"INSERT INTO t VALUES (1, NULL, NULL), (NULL, 2, 2), (NULL, NULL, 3)"_s}));
        AlterColumn a = nullable(u"a"_s, false);
        a.fill = u"coalesce(b, 7)"_s;
        AlterColumn b = nullable(u"b"_s, false);
        b.fill = u"coalesce(c, 8) -- of the old row"_s;
        const Result<Plan> plan = bench.compileForTexts({a, b});
        VERIFY_RESULT(plan);
        QVERIFY(!copies(*plan));
        VERIFY_RESULT(bench.run(*plan));
        QCOMPARE(bench.rows(u"SELECT * FROM t ORDER BY rowid"_s),
            (QStringList {u"1|8|NULL"_s, u"2|2|2"_s, u"7|3|3"_s}));
        QCOMPARE(bench.rows(u"PRAGMA integrity_check"_s), QStringList {u"'ok'"_s});
        QVERIFY(textOf(bench).contains(u"b INT NOT NULL /* B */"_s));
    }

    /// With foreign keys on SQLite 3.40 does not find the parent by the number it makes real.
    void fillsARealColumnFromTheNumbersOfItsParents()
    {
        MigrationBench bench;
        VERIFY_RESULT(
            bench.load({u"CREATE TABLE p (id INTEGER PRIMARY KEY)"_s, u"INSERT INTO p VALUES (1)"_s,
                u"CREATE TABLE t (r REAL REFERENCES p (id))"_s, u"INSERT INTO t VALUES (NULL)"_s}));
        AlterColumn alter = nullable(u"r"_s, false);
        alter.fill = u"(SELECT min(id) FROM p)"_s;
        const Result<Plan> plan = bench.compileForTexts({alter});
        VERIFY_RESULT(plan);
        QCOMPARE(plan->steps.first().redefines, u"t"_s);
        VERIFY_RESULT(bench.run(*plan));
        QCOMPARE(bench.rows(u"SELECT r FROM t"_s), QStringList {u"1.0"_s});
        QCOMPARE(bench.rows(u"PRAGMA foreign_key_check"_s), QStringList());
    }

    void renamesTheRowidUnderAUniqueConstraintBeforeTheKey_data()
    {
        QTest::addColumn<QString>("table");
        QTest::newRow("one_column")
            << u"CREATE TABLE t (id INTEGER, b,\n  UNIQUE (id), -- U\n  PRIMARY KEY (id) -- K\n)"_s;
        QTest::newRow("several")
            << u"CREATE TABLE t (b UNIQUE, id INTEGER, UNIQUE (b, id), PRIMARY KEY (id))"_s;
        QTest::newRow("key_first") << u"CREATE TABLE t (b, id INTEGER PRIMARY KEY, UNIQUE (id))"_s;
    }

    void renamesTheRowidUnderAUniqueConstraintBeforeTheKey()
    {
        QFETCH(const QString, table);
        MigrationBench bench;
        VERIFY_RESULT(bench.load({table, u"INSERT INTO t (id, b) VALUES (7, 'x'), (3, 'y')"_s,
            u"CREATE VIEW v AS SELECT id FROM t"_s}));
        const Result<Plan> plan = bench.compileForTexts(
            {RenameColumn {.table = u"t"_s, .from = u"id"_s, .to = u"number"_s}});
        VERIFY_RESULT(plan);
        QVERIFY(!copies(*plan));
        VERIFY_RESULT(bench.run(*plan));
        QCOMPARE(bench.rows(u"SELECT number, b FROM t ORDER BY number"_s),
            (QStringList {u"3|'y'"_s, u"7|'x'"_s}));
        QCOMPARE(bench.rows(u"PRAGMA integrity_check"_s), QStringList {u"'ok'"_s});
        QCOMPARE(textOf(bench).count(u"--"_s), table.count(u"--"_s));
    }

    void refusesATextThatMoved()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(shop));
        const Result<Plan> plan = bench.compileForTexts({nullable(u"a"_s, true)});
        VERIFY_RESULT(plan);
        VERIFY_RESULT(bench.db().execute(u"ALTER TABLE t ADD COLUMN later INT"_s));
        const QString before = textOf(bench);
        const Result<> done = bench.run(*plan);
        QVERIFY(!done);
        QVERIFY2(done.error().message.contains(u"was changed elsewhere"_s),
            qPrintable(done.error().message));
        QCOMPARE(textOf(bench), before);
    }

    /// Each edit begins with the text that the one before it leaves.
    void severalInOneRun()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(shop));
        AlterColumn later = nullable(u"b"_s, false);
        later.table = u"u"_s;
        const Result<Plan> plan = bench.compileForTexts({nullable(u"a"_s, true),
            CreateIndex {
                .table = u"t"_s, .index = {.name = u"ix2"_s, .columns = keyParts({u"a"_s})}},
            drop(toP), RenameTable {.from = u"t"_s, .to = u"u"_s}, later});
        VERIFY_RESULT(plan);
        QVERIFY(!copies(*plan));
        QCOMPARE(plan->steps.size(), 5);
        VERIFY_RESULT(bench.run(*plan));
        const QString text
            = bench.rows(u"SELECT sql FROM sqlite_schema WHERE name = 'u'"_s).join(u""_s);
        for (const QString &part : {u"a TEXT, -- A"_s, u"b INT NOT NULL DEFAULT 5"_s,
                 u"p_id INT, -- P"_s, u"CREATE TABLE \"u\" ( -- things"_s})
            QVERIFY2(text.contains(part), qPrintable(text));
    }

    void sqlOfTheUsersOwnCannotEditTheCatalogue()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(shop));
        const QString before = textOf(bench);
        const Execute own {
            .sql = {{QString(),
                u"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'x' WHERE name = 't'"_s}}};
        const Result<Plan> plan = bench.compileForTexts({own, nullable(u"a"_s, true)});
        if (plan)
            QVERIFY(!bench.run(*plan));
        QCOMPARE(textOf(bench), before);
    }
};

QTEST_GUILESS_MAIN(TestCatalogueEdit)
#include "tst_catalogueedit.moc"
