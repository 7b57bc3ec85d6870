// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/inspector.h"
#include "joinery/dialects/sqlite/scratchschema.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::sqlite;
using namespace Qt::StringLiterals;

namespace {

MetaData reflected(const QString &script)
{
    const auto database = ConnectionProvider().scratch(u"sqlite"_s);
    if (!database || !(*database)->executeScript(script))
        qFatal("cannot load: %s", qPrintable(script));
    return *SqliteInspector().reflect(**database);
}

Table tableOf(const QString &columns, const QString &more = {})
{
    return reflected(u"CREATE TABLE t (%1);%2"_s.arg(columns, more)).tables.value(u"t"_s);
}

} // namespace

class TestComparePolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameTables_data();
    void sameTables();
    void differentTables_data();
    void differentTables();
    void optionsAndStorageCount();
    void enumsConverge();
    void modelsConvergeWithWhatTheyCreate();
    void defaults_data();
    void defaults();
    void viewsAndTriggersIgnoreSpelling();
    void namesKeepTheirSpelling();
    void families_data();
    void families();

private:
    const SqliteComparePolicy m_policy {};
};

void TestComparePolicy::sameTables_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    const auto row = [](const char *name, const QString &a, const QString &b) {
        QTest::newRow(name) << a << b;
    };
    row("case of a type", u"a varchar(50)"_s, u"a VARCHAR(50)"_s);
    row("blanks in a type", u"a NUMERIC( 10 , 2 )"_s, u"a NUMERIC(10,2)"_s);
    row("number in quotes", u"a INTEGER DEFAULT '1'"_s, u"a INTEGER DEFAULT 1"_s);
    row("number for text", u"a TEXT DEFAULT 1"_s, u"a TEXT DEFAULT '1'"_s);
    row("bare word", u"a TEXT DEFAULT x"_s, u"a TEXT DEFAULT 'x'"_s);
    row("bare word that begins like a value", u"a TEXT DEFAULT Current_timestahp"_s,
        u"a TEXT DEFAULT 'Current_timestahp'"_s);
    row("parentheses", u"a INT DEFAULT (1)"_s, u"a INT DEFAULT 1"_s);
    row("plus", u"a INT DEFAULT +1"_s, u"a INT DEFAULT 1"_s);
    row("blank behind minus", u"a INT DEFAULT - 1"_s, u"a INT DEFAULT -1"_s);
    row("TRUE", u"a BOOLEAN DEFAULT TRUE"_s, u"a BOOLEAN DEFAULT 1"_s);
    row("case of CURRENT_TIMESTAMP", u"a DEFAULT current_timestamp"_s,
        u"a DEFAULT (CURRENT_TIMESTAMP)"_s);
    row("case in an expression", u"a DEFAULT (DateTime('now'))"_s,
        u"a DEFAULT (datetime( 'now' ))"_s);
    row("COLLATE BINARY", u"a TEXT COLLATE BINARY"_s, u"a TEXT"_s);
    row("case of COLLATE", u"a TEXT COLLATE nocase"_s, u"a TEXT COLLATE NOCASE"_s);
    row("NO ACTION", u"a REFERENCES b(c) ON DELETE NO ACTION"_s, u"a REFERENCES b(c)"_s);
    row("NOT DEFERRABLE", u"a REFERENCES b(c) NOT DEFERRABLE"_s, u"a REFERENCES b(c)"_s);
    row("MATCH", u"a REFERENCES b(c) MATCH FULL"_s, u"a REFERENCES b(c)"_s);
    row("place of a unique", u"a INT UNIQUE, b INT"_s, u"a INT, b INT, UNIQUE (a)"_s);
    row("place of a key", u"a INTEGER PRIMARY KEY"_s, u"a INTEGER, PRIMARY KEY (a)"_s);
    row("order of constraints", u"a, b, UNIQUE (a), UNIQUE (b), CHECK (a), CHECK (b)"_s,
        u"a, b, CHECK (b), UNIQUE (b), CHECK (a), UNIQUE (a)"_s);
    row("order of keys", u"a REFERENCES x(c), b REFERENCES y(c)"_s,
        u"a, b, FOREIGN KEY (b) REFERENCES y(c), FOREIGN KEY (a) REFERENCES x(c)"_s);
    row("ASC", u"a, UNIQUE (a ASC)"_s, u"a, UNIQUE (a)"_s);
    row("quotes and blanks in a check", u"a, CHECK (a>0 AND \"a\" < 9)"_s,
        u"a, CHECK ([a] > 0 and A<9)"_s);
    row("text in double quotes", u"a, CHECK (a IN (\"x\"))"_s, u"a, CHECK (a IN ('x'))"_s);
    row("comment in a check", u"a, CHECK (a /* why */ > 0)"_s, u"a, CHECK (a > 0)"_s);
    row("ON CONFLICT ABORT", u"a UNIQUE ON CONFLICT ABORT"_s, u"a UNIQUE"_s);
    row("name of NOT NULL", u"a CONSTRAINT n NOT NULL"_s, u"a NOT NULL"_s);
    row("collation of a part", u"a COLLATE NOCASE, UNIQUE (a COLLATE nocase)"_s,
        u"a COLLATE NOCASE, UNIQUE (a)"_s);
}

void TestComparePolicy::sameTables()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QVERIFY(m_policy.normalized(tableOf(a)) == m_policy.normalized(tableOf(b)));
}

void TestComparePolicy::differentTables_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    const auto row = [](const char *name, const QString &a, const QString &b) {
        QTest::newRow(name) << a << b;
    };
    row("INT and INTEGER", u"a INT"_s, u"a INTEGER"_s);
    row("length", u"a VARCHAR(50)"_s, u"a VARCHAR(60)"_s);
    row("no type", u"a"_s, u"a BLOB"_s);
    row("NOT NULL", u"a INT NOT NULL"_s, u"a INT"_s);
    row("NOT NULL of the rowid", u"a INTEGER PRIMARY KEY NOT NULL"_s, u"a INTEGER PRIMARY KEY"_s);
    row("default", u"a INT DEFAULT 1"_s, u"a INT DEFAULT 2"_s);
    row("no default", u"a INT DEFAULT 1"_s, u"a INT"_s);
    row("number in quotes without affinity", u"a DEFAULT '1'"_s, u"a DEFAULT 1"_s);
    row("leading zero", u"a INT DEFAULT '007'"_s, u"a TEXT DEFAULT '007'"_s);
    row("leading zero in text", u"a TEXT DEFAULT '007'"_s, u"a TEXT DEFAULT 7"_s);
    row("text that double quotes are forgiven for", u"a TEXT DEFAULT \"x\""_s,
        u"a TEXT DEFAULT 'x'"_s);
    row("case of a text", u"a TEXT DEFAULT 'x'"_s, u"a TEXT DEFAULT 'X'"_s);
    row("case of a text in double quotes", u"a TEXT DEFAULT \"x\""_s, u"a TEXT DEFAULT \"X\""_s);
    row("word or text", u"a DEFAULT CURRENT_TIMESTAMP"_s, u"a DEFAULT 'CURRENT_TIMESTAMP'"_s);
    row("case of a word that begins like a value", u"a DEFAULT current_user"_s,
        u"a DEFAULT CURRENT_USER"_s);
    row("quoted word or value", u"a DEFAULT \"true\""_s, u"a DEFAULT true"_s);
    row("collation", u"a TEXT COLLATE NOCASE"_s, u"a TEXT"_s);
    row("collation taken back", u"a TEXT COLLATE NOCASE, UNIQUE (a COLLATE BINARY)"_s,
        u"a TEXT COLLATE NOCASE, UNIQUE (a)"_s);
    row("order of a key", u"a, b, PRIMARY KEY (a, b)"_s, u"a, b, PRIMARY KEY (b, a)"_s);
    row("rowid by its order", u"a INTEGER PRIMARY KEY DESC"_s, u"a INTEGER PRIMARY KEY"_s);
    row("action", u"a REFERENCES b(c) ON DELETE CASCADE"_s, u"a REFERENCES b(c)"_s);
    row("deferred", u"a REFERENCES b(c) DEFERRABLE INITIALLY DEFERRED"_s, u"a REFERENCES b(c)"_s);
    row("referred columns said", u"a REFERENCES b"_s, u"a REFERENCES b(id)"_s);
    row("ON CONFLICT", u"a UNIQUE ON CONFLICT REPLACE"_s, u"a UNIQUE"_s);
    row("ON CONFLICT of NOT NULL", u"a NOT NULL ON CONFLICT IGNORE"_s, u"a NOT NULL"_s);
    row("check", u"a, CHECK (a > 0)"_s, u"a, CHECK (a >= 0)"_s);
    row("case of a text in a check", u"a, CHECK (a IN ('x'))"_s, u"a, CHECK (a IN ('X'))"_s);
    row("case of a double-quoted text in a check", u"a, CHECK (a IN (\"x\"))"_s,
        u"a, CHECK (a IN (\"X\"))"_s);
    row("stored or virtual", u"a, b AS (a) STORED"_s, u"a, b AS (a) VIRTUAL"_s);
    row("generating expression", u"a, b AS (a)"_s, u"a, b AS (a + 1)"_s);
    row("AUTOINCREMENT", u"a INTEGER PRIMARY KEY AUTOINCREMENT"_s, u"a INTEGER PRIMARY KEY"_s);
}

void TestComparePolicy::differentTables()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QVERIFY(!(m_policy.normalized(tableOf(a)) == m_policy.normalized(tableOf(b))));
}

void TestComparePolicy::optionsAndStorageCount()
{
    const auto form = [this](const QString &script) {
        return m_policy.normalized(reflected(script).tables.value(u"t"_s));
    };
    const Table plain = form(u"CREATE TABLE t (a TEXT PRIMARY KEY)"_s);
    QVERIFY(!(plain == form(u"CREATE TABLE t (a TEXT PRIMARY KEY) STRICT"_s)));
    QVERIFY(!(plain == form(u"CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID"_s)));
    QVERIFY(form(u"CREATE TABLE t (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"_s)
        == form(u"CREATE TABLE t (a TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID, STRICT"_s));
    QVERIFY(!(form(u"CREATE TABLE t (a); CREATE INDEX i ON t (a)"_s)
        == form(u"CREATE TABLE t (a); CREATE INDEX i ON t (a DESC)"_s)));
    QVERIFY(!(form(u"CREATE TABLE t (a); CREATE INDEX i ON t (a)"_s)
        == form(u"CREATE TABLE t (a); CREATE INDEX i ON t (a) WHERE a > 0"_s)));
    QVERIFY(form(u"CREATE TABLE t (a); CREATE INDEX i ON t (a ASC) WHERE \"a\">0"_s)
        == form(u"CREATE TABLE t (a); CREATE INDEX i ON t ([a]) WHERE a > 0"_s));
}

void TestComparePolicy::enumsConverge()
{
    Table model {.name = u"post"_s,
        .columns = {Column {.name = u"state"_s, .type = {u"enum(draft, 'it''s, live')"_s}}}};
    MetaData metaData;
    insert(metaData, model);
    const auto database = ConnectionProvider().scratch(u"sqlite"_s);
    VERIFY_RESULT(database);
    VERIFY_RESULT(createAll(**database, metaData));
    VERIFY_RESULT((*database)->execute(u"INSERT INTO post VALUES ('it''s, live')"_s));
    QVERIFY(!(*database)->execute(u"INSERT INTO post VALUES ('other')"_s));
    const auto live = SqliteInspector().reflect(**database);
    VERIFY_RESULT(live);
    QVERIFY(m_policy.normalized(live->tables[u"post"_s]) == m_policy.normalized(model));
    model.columns.first().type.text = u"enum(draft)"_s;
    QVERIFY(!(m_policy.normalized(live->tables[u"post"_s]) == m_policy.normalized(model)));
}

void TestComparePolicy::modelsConvergeWithWhatTheyCreate()
{
    Table model {.name = u"t"_s,
        .comment = u"words"_s,
        .columns
        = {Column {
               .name = u"id"_s, .type = {u"bigint"_s}, .nullable = false, .identity = Identity {}},
            Column {.name = u"b"_s,
                .type = {u"boolean"_s},
                .serverDefault = u"false"_s,
                .comment = u"c"_s},
            Column {.name = u"tags"_s, .type = {u"text[]"_s}},
            Column {.name = u"at"_s,
                .type = {u"timestamptz"_s},
                .serverDefault = u"CURRENT_TIMESTAMP"_s}},
        .options = {{u"mysql"_s, {{u"engine"_s, u"InnoDB"_s}}}}};
    MetaData metaData;
    insert(metaData, model);
    const auto database = ConnectionProvider().scratch(u"sqlite"_s);
    VERIFY_RESULT(createAll(**database, metaData));
    const auto live = SqliteInspector().reflect(**database);
    VERIFY_RESULT(live);
    QVERIFY(m_policy.normalized(live->tables[u"t"_s]) == m_policy.normalized(model));
}

void TestComparePolicy::defaults_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("form");
    const auto row = [](const QString &sql, const QString &type, const QString &form) {
        QTest::addRow("%s of %s", qPrintable(sql), qPrintable(type)) << sql << type << form;
    };
    row(u"((1))"_s, u"INT"_s, u"1"_s);
    row(u"'1.50'"_s, u"NUMERIC"_s, u"1.5"_s);
    row(u"'1.5'"_s, u"NUMERIC"_s, u"1.5"_s);
    row(u"'-3'"_s, u"INT"_s, u"-3"_s);
    row(u"''"_s, u"INT"_s, u"''"_s);
    row(u"NULL"_s, u"INT"_s, u"null"_s);
    row(u"(a) || (b)"_s, u"TEXT"_s, u"( a ) || ( b )"_s);
    row(u"'it''s'"_s, u"TEXT"_s, u"'it''s'"_s);
    row(u"\"it's\""_s, u"TEXT"_s, u"'it''s'"_s);
    row(u"Current_User"_s, u"TEXT"_s, u"'Current_User'"_s);
    row(u"Current_Date"_s, u"TEXT"_s, u"current_date"_s);
    row(u"X'0aFf'"_s, u"BLOB"_s, u"x'0aff'"_s);
}

void TestComparePolicy::defaults()
{
    QFETCH(QString, sql);
    QFETCH(QString, type);
    QTEST(canonicalDefault(sql, type), "form");
}

void TestComparePolicy::viewsAndTriggersIgnoreSpelling()
{
    const View a {.name = u"v"_s, .sql = u"SELECT a -- first\nFROM t WHERE b = 'X';"_s};
    const View b {.name = u"v"_s, .comment = u"c"_s, .sql = u"select \"a\" from T where b='X'"_s};
    const View c {.name = u"v"_s, .sql = u"select a from t where b = 'x'"_s};
    QVERIFY(m_policy.normalized(a) == m_policy.normalized(b));
    QVERIFY(!(m_policy.normalized(a) == m_policy.normalized(c)));
    const Trigger stored {u"tr"_s, u"CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END"_s};
    const Trigger typed {u"tr"_s,
        u"create trigger if not exists main.\"tr\" after insert on t begin select 1; end;"_s};
    QVERIFY(m_policy.normalized(stored) == m_policy.normalized(typed));
    const VirtualTable f {.name = u"f"_s, .sql = u"CREATE VIRTUAL TABLE f USING fts5(a, b)"_s};
    const VirtualTable g {
        .name = u"f"_s, .sql = u"create virtual table if not exists f using FTS5(a,b);"_s};
    QVERIFY(m_policy.normalized(f) == m_policy.normalized(g));
}

void TestComparePolicy::namesKeepTheirSpelling()
{
    const Table table = m_policy.normalized(tableOf(u"\"Aa\" INT CONSTRAINT Uq UNIQUE"_s));
    QCOMPARE(table.columns.first().name, u"Aa"_s);
    QCOMPARE(table.uniques.first().name, u"Uq"_s);
    QCOMPARE(m_policy.nameKey(u"ÄPost"_s), u"Äpost"_s);
}

void TestComparePolicy::families_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<bool>("same");
    QTest::newRow("text and varchar") << u"text"_s << u"varchar(9)"_s << true;
    QTest::newRow("integer and numeric") << u"integer"_s << u"NUMERIC(9)"_s << true;
    QTest::newRow("enum and text") << u"enum(a)"_s << u"text"_s << true;
    QTest::newRow("integer and text") << u"integer"_s << u"text"_s << false;
    QTest::newRow("blob and text") << u"blob"_s << u"text"_s << false;
}

void TestComparePolicy::families()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QTEST(m_policy.sameFamily({a}, {b}), "same");
}

QTEST_GUILESS_MAIN(TestComparePolicy)
#include "tst_comparepolicy.moc"
