// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/project.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace joinery;
using namespace Qt::StringLiterals;

class TestProject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qunsetenv("JOINERY_DB_URL"); }
    void cleanup() { qunsetenv("JOINERY_DB_URL"); }

    void createdProjectIsFoundFromBelow()
    {
        const QTemporaryDir folder;
        VERIFY_RESULT(createProject(folder.filePath(u"shop"_s), {}));
        QVERIFY(QDir().mkpath(folder.filePath(u"shop/models/deep"_s)));
        const auto project = findProject(folder.filePath(u"shop/models/deep"_s));
        VERIFY_RESULT(project);
        QCOMPARE(project->file.project, u"shop"_s);
        QCOMPARE(project->file.database, u"sqlite:///shop.db"_s);
    }

    void aSecondInitIsRefused()
    {
        const QTemporaryDir folder;
        VERIFY_RESULT(createProject(folder.path(), {}));
        const auto again = createProject(folder.path(), {});
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
    }

    void passwordsAreNotWritten()
    {
        const QTemporaryDir folder;
        const auto project = createProject(folder.path(), u"postgresql://me:s3cret@db/shop"_s);
        VERIFY_RESULT(project);
        QFile file(project->filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY2(!text.contains("s3cret"), text.constData());
        QVERIFY(text.contains("postgresql://me@db/shop"));
    }

    void urlsHaveAnOrderOfPrecedence()
    {
        const QTemporaryDir folder;
        Result<Project> project = createProject(folder.path(), {});
        VERIFY_RESULT(project);
        project->file.environments.insert(u"production"_s, {.database = u"sqlite:///prod.db"_s});
        const auto database = [&](const UrlChoice &choice) {
            return databaseUrl(*project, choice).value_or(Url()).database.section(u'/', -1);
        };
        QVERIFY(database({}).endsWith(u".db"_s));
        qputenv("JOINERY_DB_URL", "sqlite:///env.db");
        QCOMPARE(database({}), u"env.db"_s);
        QCOMPARE(database({.environment = u"production"_s}), u"prod.db"_s);
        QCOMPARE(database({.url = u"sqlite:///flag.db"_s}), u"flag.db"_s);
    }

    void variablesAreExpanded()
    {
        const QTemporaryDir folder;
        Result<Project> project = createProject(folder.path(), {});
        VERIFY_RESULT(project);
        project->file.database = u"sqlite:///${JOINERY_TEST_NAME}.db"_s;
        qunsetenv("JOINERY_TEST_NAME");
        const auto unset = databaseUrl(*project, {});
        QVERIFY(!unset);
        QVERIFY(unset.error().message.contains(u"JOINERY_TEST_NAME"_s));
        qputenv("JOINERY_TEST_NAME", "mine");
        const auto url = databaseUrl(*project, {});
        VERIFY_RESULT(url);
        QCOMPARE(url->database, folder.filePath(u"mine.db"_s));
        qunsetenv("JOINERY_TEST_NAME");
    }

    void anUnknownEnvironmentListsThoseThereAre()
    {
        const QTemporaryDir folder;
        Result<Project> project = createProject(folder.path(), {});
        VERIFY_RESULT(project);
        project->file.environments.insert(u"staging"_s, {.database = u"sqlite:///s.db"_s});
        const auto url = databaseUrl(*project, {.environment = u"live"_s});
        QVERIFY(!url);
        QCOMPARE(url.error().code, ErrorCode::Usage);
        QVERIFY(url.error().hint.contains(u"staging"_s));
    }
};

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
