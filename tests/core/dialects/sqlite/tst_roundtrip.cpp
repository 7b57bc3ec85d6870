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
