// SPDX-License-Identifier: MPL-2.0
#include "support/parsercheck.h"
#include "support/testutils.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The statements of a JSON list as one script.
QString scriptOf(const QJsonValue &statements)
{
    QString script;
    for (const QJsonValue &statement : statements.toArray())
        script += statement.toString() + u";\n"_s;
    return script;
}

void addFiles(const QString &folder, const QStringList &patterns)
{
    QDirIterator files(folder, patterns, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        if (path.endsWith(u".upstream.sql"_s)) // needs its before.sql
            continue;
        QTest::addRow("%s", qPrintable(path.mid(corpusFolder().size() + 1)))
            << QString::fromUtf8(contentOf(path));
    }
}

void addSteps(const QString &folder)
{
    QDirIterator files(folder, {u"*.upstream.sql"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const QString before = QString(path).replace(u".upstream."_s, u".before."_s);
        QTest::addRow("%s", qPrintable(path.mid(corpusFolder().size() + 1)))
            << QString::fromUtf8(contentOf(before) + ";\n" + contentOf(path));
    }
}

void addCases(const QString &path)
{
    for (const QByteArray &line : contentOf(path).split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        for (const QString &side : {u"before"_s, u"after"_s}) {
            if (object.contains(side))
                QTest::addRow("%s, %s", qPrintable(object[u"name"_s].toString()), qPrintable(side))
                    << scriptOf(object[side]);
        }
    }
}

} // namespace

class TestCreateParserCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (corpusFolder().isEmpty())
            QSKIP("no shared corpus beside this checkout");
    }

    void realSchemasAreReadAsSqliteReadsThem_data()
    {
        QTest::addColumn<QString>("script");
        const QString corpus = corpusFolder();
        addFiles(corpus + u"/sqlite"_s, {u"*.sql"_s});
        addFiles(corpus + u"/steps/sqlite"_s, {u"*.sql"_s});
        addFiles(corpus + u"/data"_s, {u"*sqlite*.sql"_s});
        addSteps(corpus + u"/steps/sqlite"_s);
        addCases(corpus + u"/alembic_cases.sqlite.jsonl"_s);
        addCases(corpus + u"/cases.sqlite.jsonl"_s);
    }

    void realSchemasAreReadAsSqliteReadsThem()
    {
        QFETCH(QString, script);
        MemoryDatabase database;
        QCOMPARE(database.executeScript(script), QStringList());
        const QString found = parserDisagreements(database).join(u'\n');
        QVERIFY2(found.isEmpty(), qPrintable(found));
    }
};

QTEST_GUILESS_MAIN(TestCreateParserCorpus)
#include "tst_createparser_corpus.moc"
