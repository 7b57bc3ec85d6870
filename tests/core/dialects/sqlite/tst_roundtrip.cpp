// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/inspector.h"
#include "joinery/dialects/sqlite/scratchschema.h"
#include "joinery/serialization/modelfile.h"
#include "support/corpus.h"
#include "support/sqlitefacts.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<Executor> loaded(const QString &script)
{
    auto database = ConnectionProvider().scratch(u"sqlite"_s);
    if (!database)
        return nullptr;
    if (const Result<> run = (*database)->executeScript(u"PRAGMA foreign_keys = OFF;\n"_s + script);
        !run) {
        qWarning().noquote() << testing::errorText(run.error()).left(400);
        return nullptr;
    }
    return *std::move(database);
}

/// What sqlite_schema holds of the schema itself.
QString storedTexts(Executor &database)
{
    const Result<RowSet> rows = database.query(
        u"SELECT type || ' ' || name || ' on ' || tbl_name || x'0A' || sql FROM sqlite_schema "
        "WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name"_s);
    QStringList texts;
    if (rows) {
        for (const QList<Value> &row : rows->rows)
            texts.append(toText(row.first()));
    }
    return texts.join(u"\n\n"_s);
}

} // namespace

class TestRoundTrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCorpusSchemaSurvives_data()
    {
        QTest::addColumn<QString>("script");
        const QList<testing::CorpusSchema> schemas = testing::sqliteSchemas();
        if (schemas.isEmpty())
            QTest::newRow("none") << QString();
        for (const testing::CorpusSchema &schema : schemas)
            QTest::newRow(qPrintable(schema.name)) << schema.script;
    }

    void everyCorpusSchemaSurvives()
    {
        QFETCH(QString, script);
        if (testing::corpusFolder().isEmpty())
            QSKIP("no corpus beside this checkout");
        const auto original = loaded(script);
        QVERIFY(original);
        const sqlite::SqliteInspector inspector;
        const auto first = inspector.reflect(*original);
        VERIFY_RESULT(first);
        const auto copy = loaded({});
        VERIFY_RESULT(sqlite::createAll(*copy, *first));
        const auto second = inspector.reflect(*copy);
        VERIFY_RESULT(second);
        QCOMPARE(testing::factsDifference(
                     testing::sqliteFacts(*copy), testing::sqliteFacts(*original), true)
                     .join(u'\n'),
            QString());
        QVERIFY(*first == *second);
    }

    void everyStoredTextIsMadeAgainAsItStands_data()
    {
        everyCorpusSchemaSurvives_data();
        const auto row = [](const char *name, const char *script) {
            QTest::newRow(name) << QString::fromUtf8(script);
        };
        row("comments and layout",
            "CREATE TABLE  t ( -- first\n\ta int /* kept */ , b\n\n) ; "
            "CREATE /* gone */ INDEX i\n ON t(a desc) WHERE b>0 ; CREATE VIEW v AS SELECT 1 -- "
            "end\n;");
        row("names that are keywords or hold quotes",
            "CREATE TABLE [select](\"a\"\"b\" int, `c``d`, 'from', [x y]);"
            "CREATE INDEX \"in\"\"dex\" ON [select](`c``d`)");
        row("shadow tables belong to their modules",
            "CREATE VIRTUAL TABLE f3 USING fts3(a); CREATE VIRTUAL TABLE f4 USING fts4(a, b);"
            "CREATE VIRTUAL TABLE f5 USING fts5(a, content=''); CREATE VIRTUAL TABLE r USING "
            "rtree(i, x, y)");
        row("broken objects",
            "CREATE TABLE t (a); CREATE VIEW v AS SELECT gone FROM t;"
            "CREATE VIEW w AS SELECT * FROM nowhere; CREATE TRIGGER tr AFTER INSERT ON t BEGIN "
            "INSERT INTO nowhere VALUES (1); END");
        row("triggers of views",
            "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t;"
            "CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.a); END");
        row("what ALTER TABLE leaves behind",
            "CREATE TABLE t (a -- first\n); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b "
            "DEFAULT 2;"
            "CREATE INDEX i ON t(b); ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME COLUMN a TO "
            "\"c d\"");
        row("options of the table",
            "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT) STRICT; CREATE TABLE w (k TEXT "
            "PRIMARY KEY) without  rowid,strict;"
            "CREATE TABLE g (a, b AS (a + 1), c ANY GENERATED ALWAYS AS (a) STORED); CREATE TABLE "
            "s AS SELECT * FROM t");
    }

    void everyStoredTextIsMadeAgainAsItStands()
    {
        QFETCH(QString, script);
        if (QLatin1String(QTest::currentDataTag()) == QLatin1String("none"))
            QSKIP("no corpus beside this checkout");
        const auto original = loaded(script);
        QVERIFY(original);
        const auto statements = sqlite::SqliteInspector().storedStatements(*original);
        VERIFY_RESULT(statements);
        const auto copy = loaded({});
        for (const QString &statement : *statements)
            VERIFY_RESULT(copy->execute(statement));
        QCOMPARE(storedTexts(*copy), storedTexts(*original));
    }

    void everyCorpusObjectIsAModelFile_data() { everyCorpusSchemaSurvives_data(); }

    void everyCorpusObjectIsAModelFile()
    {
        QFETCH(QString, script);
        if (testing::corpusFolder().isEmpty())
            QSKIP("no corpus beside this checkout");
        const auto metaData = sqlite::SqliteInspector().reflect(*loaded(script));
        VERIFY_RESULT(metaData);
        for (const SchemaObject &object : objects(*metaData)) {
            const QByteArray text = writeModel(object);
            const auto read = readModel(text, nameOf(object));
            VERIFY_RESULT(read);
            QVERIFY2(*read == object, text.constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestRoundTrip)
#include "tst_roundtrip.moc"
