// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/inverse.h"
#include "support/migrationbench.h"
#include "support/sqlitefacts.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::MigrationBench;

namespace {

/// A change that only a rebuild can make and that leaves every row as it is.
QList<Operation> harmlessRebuild(const QString &table)
{
    return {AddConstraint {
        .table = table, .constraint = CheckConstraint {.name = u"ck_new"_s, .sql = u"1"_s}}};
}

struct Case
{
    QString name;
    QStringList setup;
    QString table = u"t"_s;
    QStringList then {}; ///< statements that must work afterwards, with foreign keys on
    QString ask {}; ///< a query after them
    QStringList answer {};
};

QList<Case> childCases()
{
    const QString parent = u"CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)"_s;
    const QString rows = u"INSERT INTO t VALUES (1, 'a'), (2, 'b'), (7, NULL)"_s;
    return {
        {.name = u"cascade_child"_s,
            .setup = {parent, rows,
                u"CREATE TABLE c (id INTEGER PRIMARY KEY, t_id INT NOT NULL REFERENCES t(id) ON DELETE CASCADE)"_s,
                u"INSERT INTO c VALUES (1, 1), (2, 1), (3, 7)"_s},
            .then = {u"DELETE FROM t WHERE id = 1"_s},
            .ask = u"SELECT id FROM c"_s,
            .answer = {u"3"_s}},
        {.name = u"restrict_child"_s,
            .setup = {parent, rows,
                u"CREATE TABLE c (id INTEGER PRIMARY KEY, t_id INT REFERENCES t ON DELETE RESTRICT ON UPDATE RESTRICT)"_s,
                u"INSERT INTO c VALUES (1, 1), (2, NULL)"_s},
            .ask = u"DELETE FROM t WHERE id = 1"_s,
            .answer = {u"error: FOREIGN KEY constraint failed"_s}},
        {.name = u"set_null_child"_s,
            .setup = {parent, rows,
                u"CREATE TABLE c (id INTEGER PRIMARY KEY, t_id INT REFERENCES t(id) ON DELETE SET NULL ON UPDATE CASCADE)"_s,
                u"INSERT INTO c VALUES (1, 1), (2, 2)"_s},
            .then = {u"DELETE FROM t WHERE id = 1"_s, u"UPDATE t SET id = 20 WHERE id = 2"_s},
            .ask = u"SELECT t_id FROM c ORDER BY id"_s,
            .answer = {u"NULL"_s, u"20"_s}},
        {.name = u"deferrable"_s,
            .setup = {u"CREATE TABLE p (id INTEGER PRIMARY KEY)"_s, u"INSERT INTO p VALUES (1)"_s,
                u"CREATE TABLE t (id INTEGER PRIMARY KEY, p_id INT CONSTRAINT fk_p REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED)"_s,
                u"INSERT INTO t VALUES (1, 1)"_s},
            .then = {u"BEGIN"_s, u"INSERT INTO t VALUES (2, 5)"_s, u"INSERT INTO p VALUES (5)"_s,
                u"COMMIT"_s}},
        {.name = u"self_fk"_s,
            .setup
            = {u"CREATE TABLE t (id INTEGER PRIMARY KEY, boss INT REFERENCES t(id) ON DELETE CASCADE)"_s,
                u"INSERT INTO t VALUES (1, NULL), (2, 1), (3, 2)"_s},
            .then = {u"DELETE FROM t WHERE id = 1"_s},
            .ask = u"SELECT count(*) FROM t"_s,
            .answer = {u"0"_s}},
        {.name = u"mutual_fk"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY, u_id INT REFERENCES u(id))"_s,
                u"CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INT REFERENCES t(id) ON DELETE CASCADE)"_s,
                u"INSERT INTO t VALUES (1, 1)"_s, u"INSERT INTO u VALUES (1, 1)"_s},
            .ask = u"DELETE FROM u"_s,
            .answer = {u"error: FOREIGN KEY constraint failed"_s}},
        {.name = u"orphans_that_were_there"_s,
            .setup = {parent, rows, u"CREATE TABLE c (t_id INT REFERENCES t(id))"_s,
                u"INSERT INTO c VALUES (1), (99)"_s}},
        {.name = u"key_that_never_worked"_s,
            .setup = {parent, rows, u"CREATE TABLE c (t_name INT REFERENCES t(name))"_s,
                u"INSERT INTO c VALUES ('a')"_s}},
    };
}

QList<Case> viewAndTriggerCases()
{
    const QString table = u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"_s;
    const QString rows = u"INSERT INTO t VALUES (1, 'x'), (2, 'y')"_s;
    const QString log = u"CREATE TABLE log (what TEXT)"_s;
    return {
        {.name = u"view"_s,
            .setup = {table, rows, u"CREATE VIEW v AS SELECT a FROM t WHERE id > 1"_s},
            .ask = u"SELECT * FROM v"_s,
            .answer = {u"'y'"_s}},
        {.name = u"view_on_view"_s,
            .setup = {table, rows, u"CREATE VIEW v AS SELECT * FROM t"_s,
                u"CREATE VIEW w (letter) AS SELECT a FROM v"_s},
            .ask = u"SELECT letter FROM w ORDER BY 1"_s,
            .answer = {u"'x'"_s, u"'y'"_s}},
        {.name = u"trigger_self"_s,
            .setup = {table, rows, log,
                u"CREATE TRIGGER tr AFTER UPDATE OF a ON t WHEN new.a <> old.a BEGIN INSERT INTO log VALUES (old.a || '>' || new.a); END"_s},
            .then = {u"UPDATE t SET a = 'z' WHERE id = 1"_s},
            .ask = u"SELECT what FROM log"_s,
            .answer = {u"'x>z'"_s}},
        {.name = u"trigger_other"_s,
            .setup = {table, rows, log,
                u"CREATE TRIGGER tr AFTER INSERT ON log BEGIN UPDATE t SET a = new.what; DELETE FROM t WHERE id = 2; END"_s},
            .then = {u"INSERT INTO log VALUES ('q')"_s},
            .ask = u"SELECT * FROM t"_s,
            .answer = {u"1|'q'"_s}},
        {.name = u"instead_of"_s,
            .setup = {table, rows, u"CREATE VIEW v AS SELECT id, a FROM t"_s,
                u"CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.id, upper(new.a)); END"_s},
            .then = {u"INSERT INTO v VALUES (3, 'k')"_s},
            .ask = u"SELECT a FROM t WHERE id = 3"_s,
            .answer = {u"'K'"_s}},
        {.name = u"broken_unrelated_view"_s,
            .setup = {table, rows, u"CREATE VIEW v AS SELECT nope FROM missing"_s}},
        {.name = u"broken_unrelated_trigger"_s,
            .setup = {table, rows, log,
                u"CREATE TRIGGER tr AFTER INSERT ON log BEGIN INSERT INTO missing VALUES (1); END"_s}},
    };
}

QList<Case> columnCases()
{
    return {
        {.name = u"collate"_s,
            .setup = {u"CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE, b COLLATE RTRIM)"_s,
                u"INSERT INTO t VALUES ('x', 'y ')"_s},
            .ask = u"SELECT count(*) FROM t WHERE a = 'X' AND b = 'y'"_s,
            .answer = {u"1"_s}},
        {.name = u"on_conflict"_s,
            .setup
            = {u"CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, a TEXT NOT NULL ON CONFLICT IGNORE, b UNIQUE ON CONFLICT IGNORE)"_s,
                u"INSERT INTO t VALUES (1, 'x', 5)"_s},
            .then = {u"INSERT INTO t VALUES (1, 'y', 6)"_s, u"INSERT INTO t VALUES (2, NULL, 7)"_s,
                u"INSERT INTO t VALUES (3, 'z', 6)"_s},
            .ask = u"SELECT * FROM t"_s,
            .answer = {u"1|'y'|6"_s}},
        {.name = u"strict"_s,
            .setup = {u"CREATE TABLE t (a INT, b ANY, c BLOB) STRICT"_s,
                u"INSERT INTO t VALUES (1, '007', x'00'), (2, 1.5, NULL)"_s},
            .ask = u"INSERT INTO t VALUES ('x', 1, NULL)"_s,
            .answer = {u"error: cannot store TEXT value in INT column t.a"_s}},
        {.name = u"without_rowid"_s,
            .setup = {u"CREATE TABLE t (a TEXT, b INT, c, PRIMARY KEY (b DESC, a)) WITHOUT ROWID"_s,
                u"INSERT INTO t VALUES ('x', 1, 1), ('y', 2, NULL)"_s},
            .ask = u"SELECT b FROM t"_s,
            .answer = {u"2"_s, u"1"_s}},
        {.name = u"generated_virtual"_s,
            .setup = {u"CREATE TABLE t (a INT, b AS (a * 2) VIRTUAL, c INT, d AS (b + c))"_s,
                u"INSERT INTO t VALUES (1, 10), (2, NULL)"_s},
            .ask = u"SELECT a, b, c, d FROM t ORDER BY a"_s,
            .answer = {u"1|2|10|12"_s, u"2|4|NULL|NULL"_s}},
        {.name = u"generated_stored"_s,
            .setup = {u"CREATE TABLE t (a INT, b INT NOT NULL AS (a * 2) STORED UNIQUE, c INT)"_s,
                u"INSERT INTO t (a, c) VALUES (1, 10), (2, 20)"_s},
            .ask = u"SELECT a, b, c FROM t ORDER BY a"_s,
            .answer = {u"1|2|10"_s, u"2|4|20"_s}},
        {.name = u"partial_idx"_s,
            .setup
            = {u"CREATE TABLE t (a INT, b TEXT)"_s, u"INSERT INTO t VALUES (1, 'x'), (1, 'y')"_s,
                u"CREATE UNIQUE INDEX ix ON t (a) WHERE b = 'x'"_s},
            .ask = u"INSERT INTO t VALUES (1, 'x')"_s,
            .answer = {u"error: UNIQUE constraint failed: t.a"_s}},
        {.name = u"expr_idx"_s,
            .setup = {u"CREATE TABLE t (a TEXT)"_s, u"INSERT INTO t VALUES ('x'), ('Y')"_s,
                u"CREATE UNIQUE INDEX ix ON t (lower(a), length(a) DESC)"_s},
            .ask = u"INSERT INTO t VALUES ('X')"_s,
            .answer = {u"error: UNIQUE constraint failed: index 'ix'"_s}},
        {.name = u"desc_idx"_s,
            .setup = {u"CREATE TABLE t (a TEXT, b INT)"_s, u"INSERT INTO t VALUES ('x', 1)"_s,
                u"CREATE INDEX ix ON t (a COLLATE NOCASE DESC, b ASC)"_s}},
        {.name = u"check_that_names_its_table"_s,
            .setup
            = {u"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT CHECK (t.a > 0), g AS (a + 1))"_s,
                u"INSERT INTO t (a) VALUES (1), (2), (3)"_s, u"DELETE FROM t WHERE a = 3"_s},
            .ask = u"INSERT INTO t (a) VALUES (0)"_s,
            .answer = {u"error: CHECK constraint failed: t.a > 0"_s}},
        {.name = u"check_that_names_its_table_without_a_key"_s,
            .setup = {u"CREATE TABLE t (rowid TEXT, a CHECK (\"t\".a <> 'no'))"_s,
                u"INSERT INTO t VALUES ('r', 1), ('s', '1'), (NULL, 1.0)"_s,
                u"DELETE FROM t WHERE _rowid_ = 1"_s}},
    };
}

QList<Case> storageCases()
{
    return {
        {.name = u"autoinc_gap"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)"_s,
                u"INSERT INTO t (a) VALUES (1), (2), (3)"_s, u"DELETE FROM t WHERE id = 3"_s},
            .then = {u"INSERT INTO t (a) VALUES (4)"_s},
            .ask = u"SELECT max(id) FROM t"_s,
            .answer = {u"4"_s}},
        {.name = u"autoinc_empty"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)"_s,
                u"INSERT INTO t (a) VALUES (1), (2)"_s, u"DELETE FROM t"_s},
            .then = {u"INSERT INTO t (a) VALUES (4)"_s},
            .ask = u"SELECT id FROM t"_s,
            .answer = {u"3"_s}},
        {.name = u"autoinc_never_used"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)"_s}},
        {.name = u"stat1"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE, b INT)"_s,
                u"CREATE INDEX ix ON t (b, a)"_s, u"INSERT INTO t VALUES (1, 1, 1), (2, 2, 1)"_s,
                u"CREATE TABLE u (a)"_s, u"INSERT INTO u VALUES (1)"_s, u"ANALYZE"_s}},
        {.name = u"rowid"_s,
            .setup = {u"CREATE TABLE t (a TEXT PRIMARY KEY)"_s,
                u"INSERT INTO t VALUES ('x'), ('y'), ('z')"_s, u"DELETE FROM t WHERE a = 'x'"_s,
                u"INSERT INTO t (rowid, a) VALUES (-5, 'n'), (9223372036854775807, 'm')"_s}},
        {.name = u"rowid_shadowed"_s,
            .setup = {u"CREATE TABLE t (rowid TEXT, _rowid_ INT)"_s,
                u"INSERT INTO t (oid, rowid, _rowid_) VALUES (5, 'x', 1), (3, 'y', 2)"_s}},
        {.name = u"integer_key_desc_is_no_rowid"_s,
            .setup = {u"CREATE TABLE t (id INTEGER PRIMARY KEY DESC, a)"_s,
                u"INSERT INTO t (rowid, id, a) VALUES (10, 1, 'x'), (11, NULL, 'y')"_s}},
        {.name = u"big_values"_s,
            .setup = {u"CREATE TABLE t (a, b, c)"_s,
                u"INSERT INTO t VALUES (9223372036854775807, -9223372036854775808, "
                u"1.7976931348623157e308), "
                "(zeroblob(3000000), 'a' || char(0) || 'b', 4.9e-324), (x'', '', 0.1), (NULL, '日本語 🦊 é', 9e999)"_s}},
        {.name = u"values_that_do_not_fit_their_type"_s,
            .setup = {u"CREATE TABLE t (a INT, b TEXT, c REAL, d BLOB, e DATE)"_s,
                u"INSERT INTO t VALUES ('x', x'00', 'y', 5, '2020-01-02'), (1.5, 'z', 1, 'w', 7)"_s}},
        {.name = u"quoted_names"_s,
            .setup
            = {u"CREATE TABLE \"we\"\"ird ' ] [t\" (\"co\"\"l\" TEXT DEFAULT 'it''s', [se lect] INT, `gr'oup` INT CHECK (`gr'oup` > 0), \"ü\" TEXT, \"Ü\" TEXT)"_s,
                u"INSERT INTO \"we\"\"ird ' ] [t\" VALUES ('x', 1, 2, 'u', 'U')"_s,
                u"CREATE INDEX \"i'\"\"x\" ON \"we\"\"ird ' ] [t\" (\"co\"\"l\", [se lect])"_s,
                u"CREATE TRIGGER \"t'r\" AFTER INSERT ON \"we\"\"ird ' ] [t\" BEGIN SELECT 1; END"_s,
                u"CREATE VIEW \"v'\" AS SELECT \"co\"\"l\" FROM \"we\"\"ird ' ] [t\""_s},
            .table = u"we\"ird ' ] [t"_s},
        {.name = u"keywords_as_names"_s,
            .setup
            = {u"CREATE TABLE \"select\" (\"from\" INTEGER PRIMARY KEY AUTOINCREMENT, \"where\" TEXT, \"rowid\" INT)"_s,
                u"INSERT INTO \"select\" VALUES (4, 'x', 1)"_s, u"DELETE FROM \"select\""_s},
            .table = u"select"_s},
        {.name = u"empty"_s, .setup = {u"CREATE TABLE t (a)"_s}},
    };
}

} // namespace

class TestRebuild : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// PRAGMA quick_check of SQLite 3.40 says of this table that it held NULLs.
    void aTableWithoutRowidWhoseKeyComesLastIsRebuilt()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(
            {u"CREATE TABLE t (a INT NOT NULL, b TEXT NOT NULL, c INT NOT NULL, PRIMARY KEY (c, a)) WITHOUT ROWID"_s,
                u"INSERT INTO t VALUES (1, 'x', 0), (2, 'y', 0)"_s}));
        VERIFY_RESULT(bench.migrate(harmlessRebuild(u"t"_s)));
        QCOMPARE(bench.rows(u"SELECT a, b, c FROM t ORDER BY a"_s),
            (QStringList {u"1|'x'|0"_s, u"2|'y'|0"_s}));
    }

    /// SQLite makes an integer of every other whole real.
    void theSmallestIntegerAsRealIsCastForAStrictColumn()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE t (a REAL) STRICT"_s,
            u"INSERT INTO t VALUES (-9223372036854775808), (7)"_s}));
        AlterColumn alter {.table = u"t"_s,
            .column = u"a"_s,
            .from = {.type = DataType {u"real"_s}},
            .to = {.type = DataType {u"integer"_s}}};
        const auto asked = bench.decide({alter});
        VERIFY_RESULT(asked);
        QCOMPARE(asked->size(), 1);
        QCOMPARE(asked->first().rows, 1);
        alter.accept = {accepts::lossyCast};
        VERIFY_RESULT(bench.migrate({alter}));
        QCOMPARE(bench.rows(u"SELECT a, typeof(a) FROM t"_s),
            (QStringList {u"-9223372036854775808|'integer'"_s, u"7|'integer'"_s}));
    }

    /// And it finds no row by that real.
    void theSmallestIntegerAsRealNamesNoRow()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE p (id INTEGER PRIMARY KEY)"_s,
            u"CREATE TABLE t (a REAL)"_s, u"INSERT INTO p VALUES (-9223372036854775808), (7)"_s,
            u"INSERT INTO t VALUES (-9223372036854775808), (7)"_s}));
        AddConstraint add {.table = u"t"_s,
            .constraint = ForeignKeyConstraint {.columns = {u"a"_s}, .referredTable = u"p"_s}};
        const auto asked = bench.decide({add});
        VERIFY_RESULT(asked);
        QCOMPARE(asked->size(), 1);
        QCOMPARE(asked->first().rows, 1);
        add.accept = {accepts::orphans};
        VERIFY_RESULT(bench.migrate({add}));
        QCOMPARE(bench.rows(u"PRAGMA foreign_key_check"_s).size(), 1);
    }

    void aKeyIsAskedAnewWhereItsParentGetsAnotherPrimaryKey()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(
            {u"CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY, b INTEGER NOT NULL, c INTEGER REFERENCES t)"_s,
                u"INSERT INTO t VALUES (1, 10, 1), (2, 20, 2), (3, 2, NULL)"_s}));
        const Constraint key = ForeignKeyConstraint {.columns = {u"c"_s}, .referredTable = u"t"_s};
        const auto primary = [](const QString &column) -> Constraint {
            return PrimaryKeyConstraint {.columns = keyParts({column})};
        };
        const auto asked = bench.decide({DropConstraint {.table = u"t"_s, .constraint = key},
            DropConstraint {.table = u"t"_s, .constraint = primary(u"a"_s)},
            AddConstraint {.table = u"t"_s, .constraint = primary(u"b"_s)},
            AddConstraint {.table = u"t"_s, .constraint = key}});
        VERIFY_RESULT(asked);
        QCOMPARE(asked->size(), 1);
        QCOMPARE(asked->first().code, u"orphans"_s);
        QCOMPARE(asked->first().rows, 1);
    }

    void aFillThatNamesNoParentIsAllowedForTheTableOfTheKey()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE p (id INTEGER PRIMARY KEY)"_s,
            u"CREATE TABLE t (a INTEGER REFERENCES p (id))"_s, u"INSERT INTO t VALUES (NULL)"_s}));
        AlterColumn alter {.table = u"t"_s,
            .column = u"a"_s,
            .from = {.nullable = true},
            .to = {.nullable = false}};
        const auto asked = bench.decide({alter});
        VERIFY_RESULT(asked);
        QCOMPARE(asked->first().flags.value(0), u"--fill t.a=0 --allow orphans:t"_s);
        alter.fill = u"0"_s;
        alter.accept = {accepts::orphans};
        const auto rest = bench.decide({alter});
        VERIFY_RESULT(rest);
        QCOMPARE(rest->size(), 0);
        VERIFY_RESULT(bench.migrate({alter}));
    }

    void eachKeyTakesTheRowsThatRepeatIt()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE t (a, b)"_s,
            u"INSERT INTO t VALUES (1, 1), (1, 2), (2, 2), (3, 2), (4, 4)"_s}));
        const auto unique = [](const QString &column) {
            return AddConstraint {.table = u"t"_s,
                .constraint = UniqueConstraint {.columns = keyParts({column})},
                .accept = {accepts::deleteRows}};
        };
        VERIFY_RESULT(bench.migrate({unique(u"a"_s), unique(u"b"_s)}));
        QCOMPARE(bench.rows(u"SELECT * FROM t"_s), QStringList({u"1|1"_s, u"2|2"_s, u"4|4"_s}));
    }

    void aColumnBehindACommaInACommentIsDropped_data()
    {
        QTest::addColumn<QString>("end");
        QTest::newRow("it is the last") << u")"_s;
        QTest::newRow("a rule follows, which stays") << u", CHECK (a <> 'z'))"_s;
    }

    void aColumnBehindACommaInACommentIsDropped()
    {
        QFETCH(QString, end);
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE t (a TEXT, -- one, two\n b TEXT"_s + end,
            u"INSERT INTO t VALUES ('x', 'y')"_s}));
        const auto plan = bench.compileForTexts(
            {DropColumn {.table = u"t"_s, .column = {.name = u"b"_s, .type = {u"text"_s}}}});
        VERIFY_RESULT(plan);
        VERIFY_RESULT(bench.run(*plan));
        QCOMPARE(bench.rows(u"SELECT * FROM t"_s), QStringList {u"'x'"_s});
        const auto reflected = bench.reflect();
        VERIFY_RESULT(reflected);
        QVERIFY(*reflected == plan->after);
    }

    void keepsEverything_data()
    {
        QTest::addColumn<int>("index");
        const QList<Case> cases = allCases();
        for (qsizetype i = 0; i < cases.size(); ++i)
            QTest::newRow(qPrintable(cases[i].name)) << int(i);
    }

    void keepsEverything()
    {
        QFETCH(int, index);
        const Case test = allCases()[index];
        MigrationBench bench;
        VERIFY_RESULT(bench.load(test.setup));
        const QStringList contents = bench.contents();
        const auto facts = testing::sqliteFacts(bench.db());
        const QStringList violations = bench.rows(u"PRAGMA foreign_key_check"_s);

        const auto plan = bench.migrate(harmlessRebuild(test.table));
        VERIFY_RESULT(plan);
        QCOMPARE(plan->steps.size(), 1);
        QCOMPARE(plan->steps.first().rebuilds, test.table);
        QCOMPARE(bench.contents(), contents);
        const QStringList changed
            = testing::factsDifference(testing::sqliteFacts(bench.db()), facts, true);
        QCOMPARE(changed.size(), 1);
        QVERIFY2(changed.first().startsWith(u"checks "), qPrintable(changed.first()));
        QCOMPARE(bench.rows(u"PRAGMA foreign_key_check"_s), violations);
        QCOMPARE(bench.rows(u"PRAGMA integrity_check"_s), QStringList {u"'ok'"_s});
        QCOMPARE(bench.rows(u"PRAGMA foreign_keys"_s), QStringList {u"1"_s});
        const auto reflected = bench.reflect();
        VERIFY_RESULT(reflected);
        QVERIFY(*reflected == plan->after);
        goesBack(bench, test, facts, contents);
        stillWorks(bench, test);
    }

private:
    static QList<Case> allCases()
    {
        return childCases() + viewAndTriggerCases() + columnCases() + storageCases();
    }

    static void goesBack(MigrationBench &bench, const Case &test,
        const QMap<QString, QString> &facts, const QStringList &contents)
    {
        const auto back = inverse(harmlessRebuild(test.table));
        VERIFY_RESULT(back);
        VERIFY_RESULT(bench.migrate(*back));
        QCOMPARE(
            testing::factsDifference(testing::sqliteFacts(bench.db()), facts, true), QStringList());
        QCOMPARE(bench.contents(), contents);
    }

    static void stillWorks(MigrationBench &bench, const Case &test)
    {
        for (const QString &statement : test.then)
            VERIFY_RESULT(bench.db().execute(statement));
        if (!test.ask.isEmpty())
            QCOMPARE(bench.rows(test.ask), test.answer);
    }
};

QTEST_GUILESS_MAIN(TestRebuild)
#include "tst_rebuild.moc"
