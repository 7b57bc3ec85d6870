// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/projectfile.h"
#include "joinery/serialization/revisionfile.h"
#include "support/randomschema.h"
#include "support/randomvalues.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

/// Whatever the values hold, what is written reads back the same, and is written the same again.
class TestRoundTrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void objectsWithAnythingInThem()
    {
        for (quint32 seed = 0; seed < 1500; ++seed)
            check(testing::randomObject(seed), seed);
    }

    void schemasForADatabase()
    {
        for (quint32 seed = 0; seed < 60; ++seed) {
            for (const SchemaObject &object : objects(testing::randomMetaData(seed, 6)))
                check(object, seed);
        }
    }

    void revisionsWithAnythingInThem()
    {
        for (quint32 seed = 0; seed < 800; ++seed)
            check(testing::randomRevision(seed), seed);
    }

    void everyKindOfOperation()
    {
        for (quint32 seed = 0; seed < 25 * 20; ++seed)
            check(Revision {.id = u"a1"_s, .upgrade = {testing::randomOperation(seed)}}, seed);
    }

private:
    static void check(const SchemaObject &object, quint32 seed)
    {
        const QByteArray text = writeModel(object);
        const Result<SchemaObject> read = readModel(text, u"x.yaml"_s);
        const QByteArray about = "seed " + QByteArray::number(seed) + "\n" + text;
        QVERIFY2(read.has_value(),
            about + (read ? "" : testing::errorText(read.error()).toUtf8()).constData());
        QVERIFY2(*read == object, about);
        QCOMPARE(writeModel(*read), text);
    }

    static void check(const Revision &revision, quint32 seed)
    {
        const QByteArray text = writeRevision(revision);
        const Result<Revision> read = readRevision(text, u"x.yaml"_s);
        const QByteArray about = "seed " + QByteArray::number(seed) + "\n" + text;
        QVERIFY2(read.has_value(),
            about + (read ? "" : testing::errorText(read.error()).toUtf8()).constData());
        QVERIFY2(*read == revision, about);
        QCOMPARE(writeRevision(*read), text);
    }
};

QTEST_GUILESS_MAIN(TestRoundTrip)
#include "tst_roundtrip.moc"
