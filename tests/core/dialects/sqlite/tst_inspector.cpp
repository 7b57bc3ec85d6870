// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/inspector.h"
#include "joinery/dialects/sqlite/pragmareader.h"
#include "support/corpus.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::sqlite;
using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<Executor> loaded(const QString &script)
{
    auto database = ConnectionProvider().scratch(u"sqlite"_s);
    if (!database || !(*database)->executeScript(u"PRAGMA foreign_keys = OFF;"_s + script))
        qFatal("cannot load: %s", qPrintable(script.left(200)));
    return *std::move(database);
}

/// Counts the queries that pass through it.
class CountingExecutor final : public Executor
{
public:
    explicit CountingExecutor(Executor &executor)
        : m_executor(executor)
    { }

    Result<RowSet> query(const QString &sql, const QList<Value> &parameters) override
    {
        ++count;
        return m_executor.query(sql, parameters);
    }
    Result<qint64> execute(const QString &sql, const QList<Value> &parameters) override
    {
        ++count;
        return m_executor.execute(sql, parameters);
    }
    Result<> stream(const QString &sql, const QList<Value> &parameters, const RowHandler &handler,
        QStringList *columns) override
    {
        ++count;
        return m_executor.stream(sql, parameters, handler, columns);
    }
    Result<> executeScript(const QString &sql) override { return m_executor.executeScript(sql); }
    bool inTransaction() const override { return m_executor.inTransaction(); }
    bool isReadOnly() const override { return m_executor.isReadOnly(); }
    QString dialectName() const override { return m_executor.dialectName(); }
    QList<int> serverVersion() const override { return m_executor.serverVersion(); }
    void interrupt() override { m_executor.interrupt(); }
    void setProgressHandler(std::function<bool()> handler) override
    {
        m_executor.setProgressHandler(std::move(handler));
    }

    int count = 0;

private:
    Executor &m_executor;
};

int queriesFor(int tables)
{
    QString script = u"CREATE VIRTUAL TABLE f USING fts5(x); CREATE TABLE q (a 'quoted type');"_s;
    for (int i = 0; i < tables; ++i)
        script
            += u"CREATE TABLE t%1 (a INTEGER PRIMARY KEY, b TEXT REFERENCES t%1(a)); CREATE INDEX i%1 ON t%1 (b);"_s
                   .arg(i);
    const auto database = loaded(script);
    CountingExecutor counting(*database);
    const auto metaData = SqliteInspector().reflect(counting);
    return metaData && metaData->tables.size() == tables + 1 ? counting.count : -1;
}

/// What pragmas tell of a table that was read from its text.
Table asPragmasTell(const Table &table)
{
    Table told {.name = table.name};
    for (Column column : table.columns) {
        column.type = {declaredType(table, column)};
        column.collation.clear();
        column.options.clear();
        if (column.computed)
            column.computed->sql = u"NULL"_s;
        told.columns.append(column);
    }
    return told;
}

} // namespace

class TestInspector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNumberOfQueriesDoesNotGrow();
    void whatIsNotTheSchemaIsLeftOut();
    void textAndPragmasAgree_data();
    void textAndPragmasAgree();
    void pragmasTellTablesWithoutTheirText();
    void brokenViewsAndTriggersAreNamed();
    void quotedTypesLoseTheirQuotes();
    void addedColumnsAreRead();
    void aTableIsFoundByItsExactName();
    void reflectionIsReadOnly();
};

void TestInspector::theNumberOfQueriesDoesNotGrow()
{
    const int few = queriesFor(1);
    QVERIFY(few > 0);
    QCOMPARE(queriesFor(50), few);
}

void TestInspector::whatIsNotTheSchemaIsLeftOut()
{
    const auto database = loaded(
        u"CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (1); ANALYZE;"
        "CREATE TABLE joinery_revision (a UNIQUE); CREATE INDEX ij ON joinery_revision (a);"
        "CREATE TABLE alembic_version (a); CREATE TABLE alembic_versions (a);"
        "CREATE VIRTUAL TABLE f USING fts5(x); CREATE VIEW v AS SELECT 1"_s);
    const auto metaData = SqliteInspector().reflect(*database);
    VERIFY_RESULT(metaData);
    QCOMPARE(metaData->tables.keys(), (QStringList {u"alembic_versions"_s, u"t"_s}));
    QCOMPARE(metaData->virtualTables.keys(), QStringList {u"f"_s});
    QCOMPARE(metaData->views.keys(), QStringList {u"v"_s});
}

void TestInspector::textAndPragmasAgree_data()
{
    QTest::addColumn<QString>("script");
    const QList<testing::CorpusSchema> schemas = testing::sqliteSchemas();
    if (schemas.isEmpty())
        QTest::newRow("none") << QString();
    for (const testing::CorpusSchema &schema : schemas)
        QTest::newRow(qPrintable(schema.name)) << schema.script;
}

void TestInspector::textAndPragmasAgree()
{
    QFETCH(QString, script);
    if (testing::corpusFolder().isEmpty())
        QSKIP("no corpus beside this checkout");
    const auto database = loaded(script);
    const auto byText = SqliteInspector().reflect(*database);
    VERIFY_RESULT(byText);
    const auto byPragmas = readByPragmas(*database, byText->tables.keys());
    VERIFY_RESULT(byPragmas);
    for (const Table &table : byText->tables) {
        const Table told = asPragmasTell(table);
        const Table pragmas = byPragmas->value(table.name);
        QCOMPARE(pragmas.columns.size(), told.columns.size());
        for (qsizetype i = 0; i < told.columns.size(); ++i) {
            QCOMPARE(pragmas.columns[i].name, told.columns[i].name);
            QCOMPARE(pragmas.columns[i].type.text.compare(
                         told.columns[i].type.text, Qt::CaseInsensitive),
                0);
            QCOMPARE(pragmas.columns[i].computed, told.columns[i].computed);
            QCOMPARE(pragmas.columns[i].serverDefault.has_value(),
                told.columns[i].serverDefault.has_value());
        }
        QCOMPARE(pragmas.foreignKeys.size(), table.foreignKeys.size());
        for (qsizetype i = 0; i < table.foreignKeys.size(); ++i) {
            QCOMPARE(pragmas.foreignKeys[i].columns, table.foreignKeys[i].columns);
            QCOMPARE(pragmas.foreignKeys[i].referredColumns, table.foreignKeys[i].referredColumns);
            QCOMPARE(pragmas.foreignKeys[i].onDelete, table.foreignKeys[i].onDelete);
        }
        QCOMPARE(pragmas.primaryKey.has_value(), table.primaryKey.has_value());
        if (table.primaryKey)
            QCOMPARE(
                columnNames(pragmas.primaryKey->columns), columnNames(table.primaryKey->columns));
    }
}

void TestInspector::pragmasTellTablesWithoutTheirText()
{
    const auto database = loaded(
        u"CREATE TABLE \"o'dd\" (a INT NOT NULL DEFAULT 'x', b, c AS (a) STORED, PRIMARY KEY (b, "
        u"a),"
        " UNIQUE (b, c), FOREIGN KEY (a, b) REFERENCES p (x, y) ON DELETE CASCADE, FOREIGN KEY (a) REFERENCES p) WITHOUT ROWID"_s);
    const auto tables = readByPragmas(*database, {u"o'dd"_s});
    VERIFY_RESULT(tables);
    const Table table = tables->value(u"o'dd"_s);
    QCOMPARE(table.columns.size(), 3);
    QCOMPARE(table.columns[0].serverDefault, u"'x'"_s);
    QVERIFY(table.columns[2].computed->persisted);
    QCOMPARE(columnNames(table.primaryKey->columns), (QStringList {u"b"_s, u"a"_s}));
    QCOMPARE(table.uniques.size(), 1);
    QCOMPARE(columnNames(table.uniques[0].columns), (QStringList {u"b"_s, u"c"_s}));
    QCOMPARE(table.foreignKeys.size(), 2);
    QCOMPARE(table.foreignKeys[0].referredColumns, (QStringList {u"x"_s, u"y"_s}));
    QCOMPARE(table.foreignKeys[0].onDelete, u"cascade"_s);
    QCOMPARE(table.foreignKeys[1].referredColumns, QStringList());
    QVERIFY(hasOption(table.options, u"sqlite"_s, u"without_rowid"_s));
}

void TestInspector::brokenViewsAndTriggersAreNamed()
{
    const auto database
        = loaded(u"CREATE TABLE t (a, \"x y\"); CREATE VIEW good AS SELECT a FROM t;"
                 "CREATE VIEW \"bad view\" AS SELECT b FROM gone; CREATE VIEW above AS SELECT * "
                 "FROM \"bad view\";"
                 "CREATE TRIGGER fine AFTER INSERT ON t BEGIN SELECT 1; END;"
                 "CREATE TRIGGER \"delete\" AFTER UPDATE OF \"x y\" ON t BEGIN INSERT INTO gone "
                 "VALUES (1); END;"
                 "CREATE TRIGGER wrong INSTEAD OF DELETE ON good BEGIN SELECT nope FROM t; END"_s);
    const auto broken = SqliteInspector().brokenObjects(*database);
    VERIFY_RESULT(broken);
    const QString all = broken->join(u'\n');
    QCOMPARE(broken->size(), 4);
    QVERIFY2(all.contains(u"view \"bad view\": no such table: main.gone"_s), qPrintable(all));
    QVERIFY2(all.contains(u"view \"above\": "_s), qPrintable(all));
    QVERIFY2(all.contains(u"trigger \"delete\": no such table: main.gone"_s), qPrintable(all));
    QVERIFY2(all.contains(u"trigger \"wrong\": no such column: nope"_s), qPrintable(all));
}

void TestInspector::quotedTypesLoseTheirQuotes()
{
    const auto database
        = loaded(u"CREATE TABLE t (a \"my type\" CHECK (a > 0), b 'TEXT', c INTEGER)"_s);
    const auto metaData = SqliteInspector().reflect(*database);
    VERIFY_RESULT(metaData);
    const Table table = metaData->tables[u"t"_s];
    QCOMPARE(table.columns[0].type.text, u"my type"_s);
    QCOMPARE(table.columns[1].type.text, u"text"_s);
    QCOMPARE(table.columns[2].type.text, u"integer"_s);
    QCOMPARE(table.checks.size(), 1);
}

void TestInspector::addedColumnsAreRead()
{
    const auto database = loaded(
        u"CREATE TABLE t (a, CHECK (a > 0)); ALTER TABLE t ADD COLUMN b INT DEFAULT 7 REFERENCES t (a)"_s);
    const auto metaData = SqliteInspector().reflect(*database);
    VERIFY_RESULT(metaData);
    const Table table = metaData->tables[u"t"_s];
    QCOMPARE(table.columns.size(), 2);
    QCOMPARE(table.columns[1].serverDefault, u"7"_s);
    QCOMPARE(table.foreignKeys.size(), 1);
}

void TestInspector::aTableIsFoundByItsExactName()
{
    const auto database = loaded(u"CREATE TABLE \"O'Hara\" (a); CREATE VIEW v AS SELECT 1"_s);
    const SqliteInspector inspector;
    QCOMPARE(*inspector.hasTable(*database, u"O'Hara"_s), true);
    QCOMPARE(*inspector.hasTable(*database, u"v"_s), false);
    QCOMPARE(*inspector.hasTable(*database, u"none"_s), false);
}

void TestInspector::reflectionIsReadOnly()
{
    const auto database = loaded(
        u"CREATE TABLE t (a); CREATE VIEW v AS SELECT nope FROM t; CREATE TRIGGER tr AFTER DELETE ON t BEGIN SELECT 1; END; INSERT INTO t VALUES (1); PRAGMA query_only = ON"_s);
    VERIFY_RESULT(SqliteInspector().reflect(*database));
    VERIFY_RESULT(SqliteInspector().brokenObjects(*database));
    QCOMPARE(toInt((*database->query(u"SELECT count(*) FROM t"_s)).scalar()), 1);
}

QTEST_GUILESS_MAIN(TestInspector)
#include "tst_inspector.moc"
