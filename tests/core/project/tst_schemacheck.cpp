// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/schemacheck.h"
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QCryptographicHash>
#include <QFile>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

/// The start-up check of a program, in each state a database can be in.
class TestSchemaCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void allIsWell();
    void modelsThatMovedOnAreNoticed();
    void unappliedScriptsComeFirst();
    void withoutAProjectOnlyModelsAreCompared();
    void aMissingDatabaseIsAnError();
    void lookingChangesNothing();

private:
    Result<SchemaCheck> check(const MetaData &models) const
    {
        return checkSchema(m_project->databaseUrl(), models, m_project->folder());
    }
    MetaData withIsbn() const
    {
        MetaData models = m_project->models();
        models.tables[u"book"_s].columns.append(
            Column {.name = u"isbn"_s, .type = {.text = u"text"_s}});
        return models;
    }

    std::unique_ptr<CliProject> m_project {};
};

void TestSchemaCheck::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(
        u"CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR(80)); INSERT INTO book VALUES (1, 'A')"_s));
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, m_project->run({u"db"_s, u"adopt"_s}));
}

void TestSchemaCheck::allIsWell()
{
    const auto result = check(m_project->models());
    VERIFY_RESULT(result);
    QVERIFY(result->isUpToDate());
    QVERIFY(result->message().isEmpty());
}

void TestSchemaCheck::modelsThatMovedOnAreNoticed()
{
    const auto result = check(withIsbn());
    VERIFY_RESULT(result);
    QVERIFY(result->modelsDiffer);
    QCOMPARE(result->message(),
        u"Detected database schema changes. Run joinery db makemigrations to generate migration scripts."_s);
}

void TestSchemaCheck::unappliedScriptsComeFirst()
{
    m_project->setModels(withIsbn());
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    const auto result = check(m_project->models());
    VERIFY_RESULT(result);
    QVERIFY(result->unappliedScripts);
    QCOMPARE(result->message(),
        u"Target database is not up to date. Run joinery db migrate to update database."_s);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    const auto after = check(m_project->models());
    VERIFY_RESULT(after);
    QVERIFY(after->isUpToDate());
}

void TestSchemaCheck::withoutAProjectOnlyModelsAreCompared()
{
    const auto result
        = checkSchema(m_project->databaseUrl(), withIsbn(), m_project->scratchPath(u""_s));
    VERIFY_RESULT(result);
    QVERIFY(!result->unappliedScripts);
    QVERIFY(result->modelsDiffer);
}

void TestSchemaCheck::aMissingDatabaseIsAnError()
{
    QVERIFY(QFile::remove(m_project->databasePath()));
    const auto result = check({});
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    QVERIFY(!QFile::exists(m_project->databasePath()));
}

void TestSchemaCheck::lookingChangesNothing()
{
    const auto hash = [&] {
        QFile file(m_project->databasePath());
        return file.open(QIODevice::ReadOnly)
            ? QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256)
            : QByteArray();
    };
    const QByteArray before = hash();
    VERIFY_RESULT(check(withIsbn()));
    QCOMPARE(hash(), before);
}

QTEST_GUILESS_MAIN(TestSchemaCheck)
#include "tst_schemacheck.moc"
