// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/inspector.h"
#include "joinery/dialects/sqlite/scratchschema.h"
#include "joinery/serialization/modelfile.h"
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

} // namespace

class TestCreateCompiler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTableReadsWell()
    {
        const Table table {.name = u"post"_s,
            .columns = {Column {.name = u"id"_s, .type = {u"bigint"_s}, .nullable = false},
                Column {.name = u"author_id"_s, .type = {u"bigint"_s}},
                Column {.name = u"state"_s,
                    .type = {u"enum(draft, live)"_s},
                    .serverDefault = u"'draft'"_s},
                Column {.name = u"at"_s,
                    .type = {u"timestamp"_s},
                    .serverDefault = u"datetime('now')"_s},
                Column {.name = u"n"_s,
                    .type = {u"integer"_s},
                    .computed = Computed {u"length(state)"_s, true}}},
            .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})},
            .foreignKeys = {ForeignKeyConstraint {.name = u"fk"_s,
                .columns = {u"author_id"_s},
                .referredTable = u"user"_s,
                .referredColumns = {u"id"_s},
                .onDelete = u"cascade"_s,
                .deferrable = true,
                .initiallyDeferred = true}},
            .options
            = {{u"sqlite"_s, {{u"autoincrement"_s, u"true"_s}, {u"strict"_s, u"true"_s}}}}};
        QCOMPARE(createTable(table), uR"(CREATE TABLE "post" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "author_id" INTEGER,
  "state" TEXT DEFAULT 'draft',
  "at" TEXT DEFAULT (datetime('now')),
  "n" INTEGER GENERATED ALWAYS AS (length(state)) STORED,
  CONSTRAINT "ck_post_state" CHECK ("state" IN ('draft', 'live')),
  CONSTRAINT "fk" FOREIGN KEY ("author_id") REFERENCES "user" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT)"_s);
        QVERIFY(createTable(table, u"new \"post\""_s)
                    .startsWith(u"CREATE TABLE \"new \"\"post\"\"\" ("_s));
    }

    void oddStatementsComeBack_data()
    {
        QTest::addColumn<QString>("script");
        const auto row
            = [](const char *name, const QString &script) { QTest::newRow(name) << script; };
        row("names",
            u"CREATE TABLE \"select\" (\"a\"\"b\" INT, [c]]d] INT, `e``f` INT, \"g h\" INT, 'i' INT, \"ünï\" INT, \"\" INT)"_s
                .replace(u"[c]]d] INT, "_s, u"[c d] INT, "_s));
        row("defaults",
            u"CREATE TABLE t (a DEFAULT 'x''y', b DEFAULT \"x\", c DEFAULT word, d DEFAULT (1 + 2), e DEFAULT -1.5e3, f DEFAULT ('x'), g DEFAULT NULL, h DEFAULT CURRENT_DATE, i DEFAULT X'00', j DEFAULT ((1)), k DEFAULT [q r], l DEFAULT TRUE, m DEFAULT (1 -- one\n), n DEFAULT +0x10, o DEFAULT -'a')"_s);
        row("conflicts",
            u"CREATE TABLE t (a INTEGER PRIMARY KEY ON CONFLICT REPLACE, b CONSTRAINT nn NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT FAIL, c, UNIQUE (b, c) ON CONFLICT ROLLBACK, CHECK (c > 0) ON CONFLICT ABORT)"_s);
        row("keys", u"CREATE TABLE t (a INTEGER PRIMARY KEY DESC)"_s);
        row("table-level rowid", u"CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC))"_s);
        row("autoincrement at the table",
            u"CREATE TABLE t (a INTEGER, CONSTRAINT pk PRIMARY KEY (a AUTOINCREMENT))"_s);
        row("descending keys",
            u"CREATE TABLE t (a, b TEXT, PRIMARY KEY (a DESC, b COLLATE NOCASE ASC), UNIQUE (b DESC)) WITHOUT ROWID"_s);
        row("foreign keys",
            u"CREATE TABLE t (a REFERENCES t, b REFERENCES t (a) MATCH FULL ON UPDATE SET NULL ON DELETE SET DEFAULT NOT DEFERRABLE, c REFERENCES \"x y\" DEFERRABLE, d REFERENCES u (e) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY (a, b) REFERENCES u (c, d) ON DELETE RESTRICT)"_s);
        row("types",
            u"CREATE TABLE t (a varchar  ( 50 ), b \"my type\", c double precision, d NUMERIC(10,-2), e UNSIGNED BIG INT, f 'x', g \"a-b\", h [select], i, j text, k DECIMAL(5) NOT NULL)"_s);
        row("gaps in quoted types",
            u"CREATE TABLE t (a \"quot\t\tKEY\te\", b [int  8], c 'int /* of */ 8', d \" int\")"_s);
        row("defaults that begin like values",
            u"CREATE TABLE t (a DEFAULT Current_Timestahp, b DEFAULT current_, c DEFAULT Truely)"_s);
        row("checks",
            u"CREATE TABLE t (a CHECK (a > 0 -- positive\n), b CONSTRAINT \"c k\" CHECK (b IN ('x', \"y\")), CHECK ((a) < (b)))"_s);
        row("generated",
            u"CREATE TABLE t (a, b AS (a || ')') STORED, c GENERATED ALWAYS AS (upper(a)) VIRTUAL, d INT AS (a))"_s);
        row("strict", u"CREATE TABLE t (a INT, b ANY, c TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"_s);
        row("collations",
            u"CREATE TABLE t (a TEXT COLLATE BINARY, b TEXT COLLATE rtrim, c COLLATE \"NOCASE\")"_s);
        row("indexes",
            u"CREATE TABLE t (a, b); CREATE UNIQUE INDEX \"i 1\" ON t (a COLLATE NOCASE DESC, lower(b) ASC, a + b); CREATE INDEX i2 ON t (b ASC) WHERE a IS NOT NULL AND b > 'x'"_s);
        row("views",
            u"CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW \"w x\" (\"c d\", e) AS WITH q AS (SELECT * FROM t) SELECT a, b FROM q -- end"_s);
        row("triggers",
            u"CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER IF NOT EXISTS tr AFTER UPDATE OF a ON t WHEN new.a > 0 BEGIN UPDATE t SET b = 1; SELECT CASE WHEN 1 THEN 2 END; END; CREATE TRIGGER \"tr 2\" INSTEAD OF INSERT ON v BEGIN INSERT INTO t(a) VALUES (new.a); END"_s);
        row("virtual",
            u"CREATE VIRTUAL TABLE f USING fts5(title, body, tokenize = 'porter ascii'); CREATE VIRTUAL TABLE r USING rtree(id, a, b); CREATE TABLE t (a)"_s);
    }

    void oddStatementsComeBack()
    {
        QFETCH(QString, script);
        const auto original = loaded(script);
        const auto first = SqliteInspector().reflect(*original);
        VERIFY_RESULT(first);
        const auto copy = loaded({});
        VERIFY_RESULT(createAll(*copy, *first));
        QCOMPARE(testing::factsDifference(
                     testing::sqliteFacts(*copy), testing::sqliteFacts(*original), true)
                     .join(u'\n'),
            QString());
        const auto second = SqliteInspector().reflect(*copy);
        VERIFY_RESULT(second);
        QVERIFY(*first == *second);
        QCOMPARE(*SqliteInspector().brokenObjects(*original), QStringList());
        for (const SchemaObject &object : objects(*first))
            QVERIFY(readModel(writeModel(object), nameOf(object)).value() == object);
    }

    void aChangedDefaultLosesItsOldSpelling()
    {
        const auto database = loaded(u"CREATE TABLE t (a DEFAULT \"x\")"_s);
        Table table = SqliteInspector().reflect(*database)->tables[u"t"_s];
        QCOMPARE(columnDefinition(table, table.columns.first()), u"\"a\" DEFAULT \"x\""_s);
        table.columns.first().serverDefault = u"'y'"_s;
        QCOMPARE(columnDefinition(table, table.columns.first()), u"\"a\" DEFAULT 'y'"_s);
    }

    void constraintsStandAlone()
    {
        QCOMPARE(constraintDefinition(CheckConstraint {.name = u"c"_s, .sql = u"a > 0 -- why"_s}),
            u"CONSTRAINT \"c\" CHECK (a > 0 -- why\n)"_s);
        QCOMPARE(constraintDefinition(PrimaryKeyConstraint {.columns = keyParts({u"a"_s, u"b"_s})}),
            u"PRIMARY KEY (\"a\", \"b\")"_s);
        QCOMPARE(
            constraintDefinition(UniqueConstraint {.columns
                = {KeyPart {.column = u"a"_s, .descending = true, .collation = u"my coll"_s}}}),
            u"UNIQUE (\"a\" COLLATE \"my coll\" DESC)"_s);
    }
};

QTEST_GUILESS_MAIN(TestCreateCompiler)
#include "tst_createcompiler.moc"
