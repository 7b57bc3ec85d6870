// SPDX-License-Identifier: MPL-2.0
// Files of other programs name collations and functions that only those register.
#include "joinery/compare/compare.h"
#include "joinery/dialects/sqlite/foreignnames.h"
#include "joinery/migration/trial.h"
#include "support/migrationbench.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::MigrationBench;

class TestForeignNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTextIsKept_data();
    void theTextIsKept();
    void indexesOverItsColumnsTakeTheCollation_data();
    void indexesOverItsColumnsTakeTheCollation();
    void otherErrorsStay();
    void aChangeBesideThemIsTried_data();
    void aChangeBesideThemIsTried();
};

namespace {

const QString deck = u"CREATE TABLE deck (id INTEGER PRIMARY KEY, name TEXT COLLATE unicase)"_s;
const QString tag = u"CREATE TABLE tag (word TEXT)"_s;

/// The bench's database with objects that SQLite alone would not create.
Result<> load(MigrationBench &bench, const QStringList &statements)
{
    for (const QString &statement : statements) {
        if (auto done = sqlite::createAsStored(bench.db(), statement); !done)
            return done;
    }
    return {};
}

} // namespace

void TestForeignNames::theTextIsKept_data()
{
    QTest::addColumn<QString>("statement");
    QTest::newRow("collation of a column") << deck;
    QTest::newRow("collations of a key, quoted, beside one that is known")
        << u"CREATE TABLE d (a TEXT COLLATE \"uni case\", b TEXT COLLATE NOCASE, UNIQUE (a COLLATE LOCALIZED, b)) STRICT"_s;
    QTest::newRow("function of a check")
        << u"CREATE TABLE d (a TEXT CHECK (is_uuid(a) AND title_sort(a, 1) <> ''), b)"_s;
    QTest::newRow("operator of a check")
        << u"CREATE TABLE d (a TEXT, CONSTRAINT c CHECK (a REGEXP '^x'))"_s;
    QTest::newRow("function of a generated column")
        << u"CREATE TABLE d (a TEXT, b AS (unaccent(a)) STORED, c AS (now_utc()))"_s;
    QTest::newRow("known names only") << u"CREATE TABLE d (a TEXT CHECK (length(a) > 1))"_s;
}

void TestForeignNames::theTextIsKept()
{
    QFETCH(QString, statement);
    MigrationBench bench;
    const QString index = u"CREATE INDEX i ON tag (unaccent(word) COLLATE uni)"_s;
    VERIFY_RESULT(load(bench, {statement, tag, index}));
    const Result<RowSet> texts
        = bench.db().query(u"SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"_s);
    VERIFY_RESULT(texts);
    QCOMPARE(toText(texts->rows[0][0]), statement);
    QCOMPARE(toText(texts->rows[2][0]), index);
}

void TestForeignNames::indexesOverItsColumnsTakeTheCollation_data()
{
    QTest::addColumn<QString>("index");
    QTest::newRow("one column") << u"CREATE UNIQUE INDEX i ON deck (name)"_s;
    QTest::newRow("order, another collation and an expression")
        << u"CREATE INDEX i ON deck (name DESC, id, name COLLATE NOCASE ASC, lower(name || ',')) WHERE name > ''"_s;
    QTest::newRow("its own name and another one")
        << u"CREATE INDEX i ON deck (name, name COLLATE other DESC)"_s;
}

void TestForeignNames::indexesOverItsColumnsTakeTheCollation()
{
    QFETCH(QString, index);
    MigrationBench bench;
    VERIFY_RESULT(load(bench, {deck, index}));
    const Result<RowSet> texts
        = bench.db().query(u"SELECT sql FROM sqlite_master WHERE name = 'i'"_s);
    VERIFY_RESULT(texts);
    QCOMPARE(toText(texts->rows[0][0]), index);
}

void TestForeignNames::otherErrorsStay()
{
    MigrationBench bench;
    const auto done = load(bench, {u"CREATE TABLE t (a CHECK (b > 0))"_s});
    QVERIFY(!done);
    QVERIFY2(done.error().driverText.contains(u"no such column: b"),
        qPrintable(done.error().driverText));
}

void TestForeignNames::aChangeBesideThemIsTried_data()
{
    QTest::addColumn<Table>("table");
    QTest::addColumn<QString>("trouble");
    const Column id {.name = u"id"_s, .type = {u"integer"_s}};
    const Column name {.name = u"name"_s, .type = {u"text"_s}, .collation = u"unicase"_s};
    const Table decks {.name = u"deck"_s,
        .columns = {id, name},
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}};
    QTest::newRow("of another table")
        << Table {.name = u"tag"_s, .columns = {{.name = u"word"_s, .type = {u"integer"_s}}}}
        << QString();
    Table more = decks;
    more.columns.append({.name = u"kind"_s, .type = {u"integer"_s}});
    QTest::newRow("that copies nothing") << more << QString();
    Table other = decks;
    other.columns[1].type = {u"integer"_s};
    QTest::newRow("that copies") << other << u"no such collation sequence: unicase"_s;
}

void TestForeignNames::aChangeBesideThemIsTried()
{
    QFETCH(Table, table);
    QFETCH(QString, trouble);
    MigrationBench bench;
    VERIFY_RESULT(load(bench, {deck, tag}));
    VERIFY_RESULT(bench.load({u"INSERT INTO deck VALUES (1, 'a')"_s}));
    const Result<MetaData> from = bench.reflect();
    VERIFY_RESULT(from);
    MetaData to = *from;
    to.tables[table.name] = table;
    const sqlite::SqliteDialect &dialect = bench.dialect();
    const Result<Difference> found
        = compare(*from, to, dialect.comparePolicy(), dialect.replayPolicy());
    VERIFY_RESULT(found);
    const Result<Plan> plan = bench.compile(found->operations);
    VERIFY_RESULT(plan);
    const ConnectionProvider provider;
    const Result<> tried = tryPlan(*plan, to, dialect, provider);
    QCOMPARE(tried ? QString() : tried.error().driverText, trouble);
    if (tried)
        VERIFY_RESULT(bench.run(*plan));
    QCOMPARE(bench.rows(u"SELECT id, name FROM deck"_s), QStringList {u"1|'a'"_s});
}

QTEST_GUILESS_MAIN(TestForeignNames)
#include "tst_foreignnames.moc"
