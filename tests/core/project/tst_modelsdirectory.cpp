// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/modelsdirectory.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace joinery;
using namespace Qt::StringLiterals;

static MetaData someModels()
{
    MetaData models;
    insert(models,
        Table {.name = u"post"_s,
            .columns = {Column {.name = u"id"_s, .type = {.text = u"integer"_s}}}});
    insert(models,
        Table {.name = u"Post/2"_s,
            .columns = {Column {.name = u"größe"_s, .type = {.text = u"TEXT"_s}}}});
    insert(models, View {.name = u"recent"_s, .sql = u"SELECT * FROM post"_s});
    return models;
}

class TestModelsDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSavedIsLoaded()
    {
        const QTemporaryDir folder;
        VERIFY_RESULT(saveModels(folder.path(), someModels()));
        const auto models = loadModels(folder.path());
        VERIFY_RESULT(models);
        QCOMPARE(*models, someModels());
    }

    void savingAgainWritesNothing()
    {
        const QTemporaryDir folder;
        VERIFY_RESULT(saveModels(folder.path(), someModels()));
        const auto saved = saveModels(folder.path(), someModels());
        VERIFY_RESULT(saved);
        QVERIFY(saved->written.isEmpty());
        QVERIFY(saved->removed.isEmpty());
    }

    void filesOfAbsentObjectsGoAndOthersStay()
    {
        const QTemporaryDir folder;
        VERIFY_RESULT(saveModels(folder.path(), someModels()));
        QFile notes(folder.filePath(u"notes.txt"_s));
        QVERIFY(notes.open(QIODevice::WriteOnly));
        MetaData fewer = someModels();
        fewer.tables.remove(u"post"_s);
        const auto saved = saveModels(folder.path(), fewer);
        VERIFY_RESULT(saved);
        QCOMPARE(saved->removed.size(), 1);
        QVERIFY(notes.exists());
        QCOMPARE(loadModels(folder.path()).value_or(MetaData()), fewer);
    }

    void anObjectKeepsTheFileItIsIn()
    {
        const QTemporaryDir folder;
        VERIFY_RESULT(saveModels(folder.path(), someModels()));
        QVERIFY(
            QFile::rename(folder.filePath(u"post.yaml"_s), folder.filePath(u"articles.yaml"_s)));
        MetaData changed = someModels();
        changed.tables[u"post"_s].comment = u"what people wrote"_s;
        const auto saved = saveModels(folder.path(), changed);
        VERIFY_RESULT(saved);
        QCOMPARE(saved->written, QStringList {folder.filePath(u"articles.yaml"_s)});
        QVERIFY(!QFile::exists(folder.filePath(u"post.yaml"_s)));
    }

    void twoFilesForOneObjectAreNamed()
    {
        const QTemporaryDir folder;
        VERIFY_RESULT(saveModels(folder.path(), someModels()));
        QVERIFY(QFile::copy(folder.filePath(u"post.yaml"_s), folder.filePath(u"copy.yaml"_s)));
        const auto models = loadModels(folder.path());
        QVERIFY(!models);
        QCOMPARE(models.error().code, ErrorCode::Conflict);
        QVERIFY(models.error().message.contains(u"copy.yaml"_s));
        QVERIFY(models.error().message.contains(u"post.yaml"_s));
    }

    void aMalformedFileIsNamedWithItsLine()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"bad.yaml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("joinery: 1\ntable: t\ncolumns: [\n");
        file.close();
        const auto models = loadModels(folder.path());
        QVERIFY(!models);
        QCOMPARE(models.error().code, ErrorCode::Parse);
        QVERIFY2(
            models.error().message.contains(u"bad.yaml:"_s), qPrintable(models.error().message));
    }
};

QTEST_GUILESS_MAIN(TestModelsDirectory)
#include "tst_modelsdirectory.moc"
