// SPDX-License-Identifier: MPL-2.0
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QFile>
#include <QJsonArray>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

/// joinery db stamp: a database whose record does not say where it stands.
class TestStamp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aBackupFromBeforeItsBaselineGoesOn();
    void aLostRecordIsWrittenAnew();
    void whatTheDatabaseDoesNotHoldIsRefused();
    void forceRecordsAllTheSame();
    void baseForgetsTheHistoryOfAnEmptyDatabase();
    void unknownRevisionsAreRefused();
    void aRecordWithoutAFileGoesWithPurge();
    void stampingTwiceChangesNothing();
    void aStampedRevisionIsTakenBack();

private:
    CliRun stamp(const QStringList &arguments) const
    {
        return m_project->run(QStringList {u"db"_s, u"stamp"_s} + arguments);
    }
    QString recorded() const
    {
        return m_project->scalar(u"SELECT count(*) FROM joinery_revision"_s);
    }
    QString revision(qsizetype number) const
    {
        return m_project->revisionFiles().value(number).section(u'_', 1, 1);
    }

    std::unique_ptr<CliProject> m_project {};
};

/// A baseline of one filled table, and a revision that adds a column, applied.
void TestStamp::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(
        u"CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO book VALUES (1, 'A')"_s));
    VERIFY_CLI(0, m_project->init());
    QVERIFY(QFile::copy(m_project->databasePath(), m_project->scratchPath(u"before.db"_s)));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"adopt"_s}));
    MetaData models = m_project->models();
    models.tables[u"book"_s].columns.append(
        Column {.name = u"isbn"_s, .type = {.text = u"varchar(20)"_s}});
    m_project->setModels(models);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QCOMPARE(m_project->revisionFiles().size(), 2);
}

void TestStamp::aBackupFromBeforeItsBaselineGoesOn()
{
    QVERIFY(QFile::remove(m_project->databasePath()));
    QVERIFY(QFile::copy(m_project->scratchPath(u"before.db"_s), m_project->databasePath()));
    const CliRun stuck = m_project->run({u"db"_s, u"migrate"_s});
    VERIFY_CLI(1, stuck);
    QVERIFY2(stuck.err.contains(u"joinery db stamp"_s), qPrintable(stuck.err));
    VERIFY_CLI(0, stamp({revision(0)}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"check"_s}));
    QCOMPARE(m_project->scalar(u"SELECT title || coalesce(isbn, '-') FROM book"_s), u"A-"_s);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"downgrade"_s, u"base"_s, u"--yes"_s}));
    QCOMPARE(m_project->scalar(u"SELECT title FROM book"_s), u"A"_s);
}

void TestStamp::aLostRecordIsWrittenAnew()
{
    QVERIFY(m_project->sql(u"DROP TABLE joinery_revision"_s));
    const CliRun run = stamp({u"head"_s, u"--json"_s});
    VERIFY_CLI(0, run);
    QCOMPARE(run.json()[u"recorded"_s].toArray().size(), 2);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"check"_s}));
}

void TestStamp::whatTheDatabaseDoesNotHoldIsRefused()
{
    const CliRun run = stamp({revision(0), u"--json"_s});
    VERIFY_CLI(4, run);
    const QJsonObject decision = run.json()[u"decisions"_s].toArray().first().toObject();
    QCOMPARE(decision[u"code"_s].toString(), u"schema_differs"_s);
    QCOMPARE(decision[u"flags"_s].toArray().first().toString(), u"--force"_s);
    QVERIFY(decision[u"examples"_s].toArray().first().toString().contains(u"isbn"_s));
    QCOMPARE(recorded(), u"2"_s);
}

void TestStamp::forceRecordsAllTheSame()
{
    const CliRun run = stamp({revision(0), u"--force"_s});
    VERIFY_CLI(0, run);
    QVERIFY2(run.err.contains(u"isbn"_s), qPrintable(run.text()));
    QCOMPARE(recorded(), u"1"_s);
}

void TestStamp::baseForgetsTheHistoryOfAnEmptyDatabase()
{
    VERIFY_CLI(4, stamp({u"base"_s}));
    QVERIFY(m_project->sql(u"DROP TABLE book"_s));
    VERIFY_CLI(0, stamp({u"base"_s}));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM sqlite_schema"_s), u"0"_s);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QCOMPARE(recorded(), u"2"_s);
}

void TestStamp::unknownRevisionsAreRefused()
{
    const CliRun run = stamp({u"abcdef012345"_s, u"--force"_s});
    VERIFY_CLI(1, run);
    QVERIFY2(run.err.contains(u"abcdef012345"_s), qPrintable(run.err));
    QCOMPARE(recorded(), u"2"_s);
}

void TestStamp::aRecordWithoutAFileGoesWithPurge()
{
    QVERIFY(m_project->sql(u"UPDATE joinery_revision SET revision = 'aaaaaaaaaaaa', down_revisions "
                           u"= '[\"bbbbbbbbbbbb\"]', "
                           "file_text = '', file_name = 'gone.yaml' WHERE position = 2"_s));
    VERIFY_CLI(0, stamp({u"head"_s, u"--purge"_s}));
    QCOMPARE(recorded(), u"2"_s);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"check"_s}));
}

void TestStamp::stampingTwiceChangesNothing()
{
    const QString applied
        = m_project->scalar(u"SELECT group_concat(applied_at) FROM joinery_revision"_s);
    const CliRun run = stamp({u"head"_s, u"--json"_s});
    VERIFY_CLI(0, run);
    QVERIFY(run.json()[u"recorded"_s].toArray().isEmpty());
    QCOMPARE(
        m_project->scalar(u"SELECT group_concat(applied_at) FROM joinery_revision"_s), applied);
}

void TestStamp::aStampedRevisionIsTakenBack()
{
    QVERIFY(m_project->sql(u"DROP TABLE joinery_revision"_s));
    VERIFY_CLI(0, stamp({u"head"_s}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"downgrade"_s, u"-1"_s}));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM pragma_table_info('book')"_s), u"2"_s);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"downgrade"_s, u"-1"_s}));
    QCOMPARE(m_project->scalar(u"SELECT title FROM book"_s), u"A"_s);
}

QTEST_GUILESS_MAIN(TestStamp)
#include "tst_stamp.moc"
