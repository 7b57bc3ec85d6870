// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/inspector.h"
#include "joinery/dialects/sqlite/replaypolicy.h"
#include "joinery/dialects/sqlite/schemamirror.h"
#include "joinery/dialects/sqlite/scratchschema.h"
#include "joinery/operations/apply.h"
#include "support/sqlitefacts.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::sqlite;
using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<Executor> loaded(const QString &script)
{
    auto database = ConnectionProvider().scratch(u"sqlite"_s);
    if (!database || !(*database)->executeScript(script))
        qFatal("cannot load: %s", qPrintable(script));
    return *std::move(database);
}

MetaData reflected(const QString &script)
{
    return *SqliteInspector().reflect(*loaded(script));
}

} // namespace

class TestReplayPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void renamesEndWhereSqliteEnds_data();
    void renamesEndWhereSqliteEnds();
    void anotherCaseIsFollowed();
    void brokenObjectsDoNotStopARename();
    void upsertsStillReadTheExcludedRow();
    void obstaclesOfOneAnotherAreMovedOnce();
    void keywordsAndStringsAreNoColumns();
    void sqlIsReplayed();
    void sqlKeepsPortableSpelling();
    void rowsAreNotNeeded();
    void functionsAndModulesNeedNotBeHere();
    void theStatementThatFailsIsNamed();

private:
    const ConnectionProvider m_provider {};
    const SqliteReplayPolicy m_policy {m_provider};
};

void TestReplayPolicy::renamesEndWhereSqliteEnds_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("to");
    const auto row
        = [](const char *name, const QString &script, const QString &table, const QString &column,
              const QString &to) { QTest::newRow(name) << script << table << column << to; };
    const QString base
        = u"CREATE TABLE t (a INTEGER, b TEXT CHECK (a > 0 AND \"a\" <> t.a AND b <> 'a' AND "
          u"abs(a) > 0), c AS (a + length(b)), PRIMARY KEY (a), UNIQUE (a, b));"
          "CREATE TABLE u (x REFERENCES t (a), a);"
          "CREATE INDEX i ON t (abs(a), b COLLATE NOCASE) WHERE a > 1 AND A < 9;"
          "CREATE VIEW v AS SELECT a, t.b AS \"a b\", (SELECT max(a) FROM u) FROM t WHERE t.a > 0 "
          "/* a */;"
          "CREATE VIEW w AS SELECT v.\"a b\" FROM v JOIN u ON u.x = v.\"a b\";"
          "CREATE TRIGGER tr AFTER UPDATE OF a ON t WHEN new.a <> old.a BEGIN UPDATE u SET x = "
          "new.a WHERE x = old.a; END;"
          "CREATE TRIGGER tu AFTER INSERT ON u BEGIN INSERT INTO t (a, b) SELECT new.x, 'a' WHERE "
          "EXISTS (SELECT a FROM t); END;"
          "CREATE TRIGGER tv INSTEAD OF DELETE ON v BEGIN DELETE FROM t WHERE a = old.\"a b\"; END;"_s;
    row("a column", base, u"t"_s, u"a"_s, u"id"_s);
    row("a column to a keyword", base, u"t"_s, u"a"_s, u"order"_s);
    row("a column to a name with quotes", base, u"t"_s, u"b"_s, u"it's \"b\""_s);
    row("a column of the other table", base, u"u"_s, u"x"_s, u"t_id"_s);
    row("a column in other case", base, u"t"_s, u"a"_s, u"A"_s);
    row("a table", base, u"t"_s, {}, u"thing"_s);
    row("a table to a keyword", base, u"u"_s, {}, u"table"_s);
    row("a quoted table",
        u"CREATE TABLE \"my t\" (\"my a\", CHECK (\"my t\".\"my a\" > 0)); CREATE VIEW \"v v\" AS SELECT \"my a\" FROM \"my t\"; CREATE INDEX \"i i\" ON \"my t\" (\"my a\" || 'x')"_s,
        u"my t"_s, {}, u"t"_s);
    row("a quoted column",
        u"CREATE TABLE \"my t\" (\"my a\", CHECK (\"my a\" > 0)); CREATE VIEW \"v v\" AS SELECT \"my a\" FROM \"my t\"; CREATE INDEX \"i i\" ON \"my t\" (\"my a\" || 'x')"_s,
        u"my t"_s, u"my a"_s, u"a"_s);
    row("a table that refers to itself",
        u"CREATE TABLE n (id INTEGER PRIMARY KEY, up REFERENCES n (id), CHECK (n.up <> n.id)); CREATE TRIGGER tn AFTER DELETE ON n BEGIN DELETE FROM n WHERE up = old.id; END"_s,
        u"n"_s, {}, u"node"_s);
    row("beside a table of another module",
        u"CREATE TABLE t (a, b); CREATE VIRTUAL TABLE f USING fts5(a, content='t'); CREATE TRIGGER tf AFTER INSERT ON t BEGIN INSERT INTO f (rowid, a) VALUES (new.rowid, new.a); END"_s,
        u"t"_s, u"b"_s, u"a2"_s);
}

void TestReplayPolicy::renamesEndWhereSqliteEnds()
{
    QFETCH(QString, script);
    QFETCH(QString, table);
    QFETCH(QString, column);
    QFETCH(QString, to);
    const auto live = loaded(script);
    MetaData replayed = *SqliteInspector().reflect(*live);
    const auto quoted = [](QString name) { return u'"' + name.replace(u"\""_s, u"\"\""_s) + u'"'; };
    const QString clause
        = column.isEmpty() ? u" RENAME TO "_s : u" RENAME COLUMN "_s + quoted(column) + u" TO "_s;
    VERIFY_RESULT(live->execute(u"ALTER TABLE "_s + quoted(table) + clause + quoted(to)));
    const Operation operation = column.isEmpty() ? Operation(RenameTable {table, to})
                                                 : Operation(RenameColumn {table, column, to});
    VERIFY_RESULT(apply(replayed, operation, m_policy));
    const auto copy = loaded({});
    VERIFY_RESULT(createAll(*copy, replayed));
    QCOMPARE(
        testing::factsDifference(testing::sqliteFacts(*copy), testing::sqliteFacts(*live), true)
            .join(u'\n'),
        QString());
}

void TestReplayPolicy::anotherCaseIsFollowed()
{
    MetaData metaData = reflected(
        u"CREATE TABLE t (a, CHECK (t.a > 0)); CREATE TABLE u (b REFERENCES t (a)); CREATE VIEW v AS SELECT t.a FROM t"_s);
    VERIFY_RESULT(apply(metaData, RenameTable {u"t"_s, u"T"_s}, m_policy));
    QCOMPARE(metaData.tables.keys(), (QStringList {u"T"_s, u"u"_s}));
    QCOMPARE(metaData.tables[u"u"_s].foreignKeys.first().referredTable, u"T"_s);
    QCOMPARE(metaData.views[u"v"_s].sql, u"SELECT t.a FROM t"_s);
}

void TestReplayPolicy::brokenObjectsDoNotStopARename()
{
    MetaData metaData = reflected(
        u"CREATE TABLE t (a); CREATE VIEW bad AS SELECT a FROM gone; CREATE VIEW worse AS SELECT a "
        u"FROM bad;"
        "CREATE VIEW good AS SELECT a FROM t; CREATE TRIGGER tb AFTER INSERT ON t BEGIN INSERT INTO gone VALUES (new.a); END"_s);
    VERIFY_RESULT(apply(metaData, RenameColumn {u"t"_s, u"a"_s, u"z"_s}, m_policy));
    QCOMPARE(metaData.views[u"good"_s].sql, u"SELECT \"z\" FROM t"_s);
    QCOMPARE(metaData.views[u"bad"_s].sql, u"SELECT a FROM gone"_s);
}

void TestReplayPolicy::upsertsStillReadTheExcludedRow()
{
    const QString script
        = u"CREATE TABLE t (a, b); CREATE TABLE u (c UNIQUE, d); CREATE TRIGGER tr AFTER INSERT ON "
          u"t "
          "BEGIN INSERT INTO u (c, d) VALUES (new.a, new.b) ON CONFLICT (c) DO UPDATE SET d = "
          "excluded.d WHERE excluded.d > u.d; END"_s;
    const auto live = loaded(script);
    const MetaData before = *SqliteInspector().reflect(*live);
    MetaData after = before;
    VERIFY_RESULT(apply(after, RenameTable {u"u"_s, u"w"_s}, m_policy));
    const QString trigger = after.tables[u"t"_s].triggers.first().sql;
    QVERIFY2(trigger.contains(u"d = excluded.d WHERE excluded.d > \"w\".d"_s), qPrintable(trigger));
    const auto statements
        = withObstaclesMoved(m_provider, before, after, {u"ALTER TABLE u RENAME TO \"w\""_s});
    VERIFY_RESULT(statements);
    for (const QString &statement : *statements)
        VERIFY_RESULT(live->execute(statement));
    VERIFY_RESULT(
        live->executeScript(u"INSERT INTO t VALUES (1, 5); INSERT INTO t VALUES (1, 7)"_s));
    QCOMPARE(toInt((*live->query(u"SELECT d FROM w"_s)).scalar()), 7);
    QCOMPARE(*SqliteInspector().reflect(*live), after);
}

void TestReplayPolicy::obstaclesOfOneAnotherAreMovedOnce()
{
    const auto live
        = loaded(u"CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a, nope FROM t; "
                 "CREATE TRIGGER one INSTEAD OF INSERT ON v BEGIN SELECT gone FROM t; END;"
                 "CREATE TRIGGER two INSTEAD OF DELETE ON v BEGIN SELECT 1; END;"
                 "CREATE TRIGGER three AFTER INSERT ON t BEGIN SELECT missing FROM t; END"_s);
    const MetaData before = *SqliteInspector().reflect(*live);
    MetaData after = before;
    VERIFY_RESULT(apply(after, RenameColumn {u"t"_s, u"b"_s, u"z"_s}, m_policy));
    const auto statements = withObstaclesMoved(
        m_provider, before, after, {u"ALTER TABLE t RENAME COLUMN b TO \"z\""_s});
    VERIFY_RESULT(statements);
    for (const QString &statement : *statements)
        VERIFY_RESULT(live->execute(statement));
    const MetaData found = *SqliteInspector().reflect(*live);
    QCOMPARE(found.tables, after.tables);
    QCOMPARE(SqliteComparePolicy().normalized(found.views[u"v"_s]),
        SqliteComparePolicy().normalized(after.views[u"v"_s]));
}

void TestReplayPolicy::keywordsAndStringsAreNoColumns()
{
    MetaData metaData = reflected(
        u"CREATE TABLE t (\"like\", \"end\", \"integer\", \"nocase\", match, \"and\", b,"
        "CHECK (b LIKE 'like' AND \"like\" LIKE 'x' AND match MATCH 'match'),"
        "CHECK (CASE WHEN b THEN \"end\" END AND CAST(b AS integer) AND \"integer\"), CHECK (b COLLATE nocase > nocase))"_s);
    for (const QString &column :
        {u"like"_s, u"end"_s, u"integer"_s, u"nocase"_s, u"match"_s, u"and"_s})
        VERIFY_RESULT(apply(metaData, RenameColumn {u"t"_s, column, u"n_"_s + column}, m_policy));
    const Table &table = metaData.tables[u"t"_s];
    QCOMPARE(table.checks[0].sql,
        u"b LIKE 'like' AND \"n_like\" LIKE 'x' AND \"n_match\" MATCH 'match'"_s);
    QCOMPARE(table.checks[1].sql,
        u"CASE WHEN b THEN \"n_end\" END AND CAST(b AS integer) AND \"n_integer\""_s);
    QCOMPARE(table.checks[2].sql, u"b COLLATE nocase > \"n_nocase\""_s);
}

void TestReplayPolicy::sqlIsReplayed()
{
    const MetaData before = reflected(u"CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t"_s);
    const auto after = m_policy.afterSql(before,
        u"ALTER TABLE t ADD COLUMN b INT; -- more; \nCREATE TABLE u (c); DROP VIEW v;"
        "CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE u SET c = 1; SELECT 2; END;"_s);
    VERIFY_RESULT(after);
    QCOMPARE(after->tables.keys(), (QStringList {u"t"_s, u"u"_s}));
    QCOMPARE(after->tables[u"t"_s].columns.size(), 2);
    QCOMPARE(after->tables[u"t"_s].triggers.size(), 1);
    QVERIFY(after->views.isEmpty());
}

void TestReplayPolicy::sqlKeepsPortableSpelling()
{
    MetaData before;
    Table table {.name = u"t"_s,
        .comment = u"words"_s,
        .columns = {Column {.name = u"id"_s, .type = {u"bigint"_s}, .identity = Identity {}},
            Column {.name = u"state"_s, .type = {u"enum(a, b)"_s}, .comment = u"which"_s},
            Column {.name = u"at"_s, .type = {u"timestamptz"_s}}},
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})},
        .options = {{u"mysql"_s, {{u"engine"_s, u"InnoDB"_s}}}}};
    insert(before, table);
    table.name = u"untouched"_s;
    insert(before, table);
    before.enums.insert(u"e"_s, Enum {u"e"_s, {u"x"_s}});
    const auto after = m_policy.afterSql(
        before, u"ALTER TABLE t ADD COLUMN n INTEGER; CREATE INDEX i ON t (n)"_s);
    VERIFY_RESULT(after);
    QCOMPARE(after->tables[u"untouched"_s], before.tables[u"untouched"_s]);
    QCOMPARE(after->enums, before.enums);
    Table expected = before.tables[u"t"_s];
    expected.columns.append(Column {.name = u"n"_s, .type = {u"integer"_s}});
    expected.indexes.append(Index {.name = u"i"_s, .columns = keyParts({u"n"_s})});
    QCOMPARE(after->tables[u"t"_s], expected);
}

void TestReplayPolicy::rowsAreNotNeeded()
{
    const MetaData before = reflected(u"CREATE TABLE t (a NOT NULL REFERENCES u (b))"_s);
    const auto after = m_policy.afterSql(before,
        u"INSERT INTO t VALUES (1); UPDATE t SET a = unknown_function(a); PRAGMA foreign_keys = OFF; VACUUM"_s);
    VERIFY_RESULT(after);
    QVERIFY(*after == before);
}

void TestReplayPolicy::functionsAndModulesNeedNotBeHere()
{
    MetaData before = reflected(
        u"CREATE TABLE t (a); CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END"_s);
    before.tables[u"t"_s].checks.append(CheckConstraint {.sql = u"our_function(a) > 0"_s});
    before.virtualTables.insert(u"v"_s,
        VirtualTable {.name = u"v"_s, .sql = u"CREATE VIRTUAL TABLE v USING our_module(x)"_s});
    const auto after = m_policy.afterSql(before, u"CREATE TABLE u (b)"_s);
    VERIFY_RESULT(after);
    QCOMPARE(after->tables.size(), 2);
    QCOMPARE(after->tables[u"t"_s], before.tables[u"t"_s]);
    QCOMPARE(after->virtualTables, before.virtualTables);
    const auto dropped = m_policy.afterSql(before, u"DROP TABLE v; DROP TABLE t"_s);
    VERIFY_RESULT(dropped);
    QVERIFY(dropped->isEmpty());
    const auto changed = m_policy.afterSql(before, u"ALTER TABLE t ADD COLUMN b"_s);
    QVERIFY(!changed);
    QCOMPARE(changed.error().code, ErrorCode::Unsupported);
}

void TestReplayPolicy::theStatementThatFailsIsNamed()
{
    const auto after = m_policy.afterSql({}, u"CREATE TABLE t (a); DROP TABLE gone"_s);
    QVERIFY(!after);
    QCOMPARE(after.error().statement, u"DROP TABLE gone"_s);
}

QTEST_GUILESS_MAIN(TestReplayPolicy)
#include "tst_replaypolicy.moc"
