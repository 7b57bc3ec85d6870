// SPDX-License-Identifier: MPL-2.0
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestBackups : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aLossIsBackedUpAndRestored();
    void harmlessChangesTakeNoBackup();
    void neverMeansNever();
    void aFileOfOnesOwn();
    void theLastTenAreKept();
    void restoringAsksFirst();
    void anUnknownBackupIsNamed();

private:
    QStringList backups() const
    {
        return QDir(m_project->folder() + u"/backups"_s).entryList(QDir::Files, QDir::Name);
    }
    /// Drops the column note from the models and writes the revision.
    void dropNote() const
    {
        MetaData models = m_project->models();
        models.tables[u"book"_s].columns.removeIf(
            [](const Column &column) { return column.name == u"note"_s; });
        m_project->setModels(models);
        VERIFY_CLI(0,
            m_project->run({u"db"_s, u"makemigrations"_s, u"--allow"_s, u"data_loss:book.note"_s}));
    }

    std::unique_ptr<CliProject> m_project {};
};

void TestBackups::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(
        u"CREATE TABLE book (id INTEGER PRIMARY KEY, note TEXT); INSERT INTO book VALUES (1, 'größe'), (2, NULL)"_s));
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, m_project->run({u"db"_s, u"adopt"_s}));
}

void TestBackups::aLossIsBackedUpAndRestored()
{
    dropNote();
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QCOMPARE(backups().size(), 1);
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM pragma_table_info('book')"_s), u"1"_s);
    const CliRun listed = m_project->run({u"db"_s, u"backups"_s, u"--json"_s});
    VERIFY_CLI(0, listed);
    QCOMPARE(listed.json()[u"backups"_s].toArray().size(), 1);

    VERIFY_CLI(0, m_project->run({u"db"_s, u"restore"_s, u"--yes"_s}));
    QCOMPARE(m_project->scalar(u"SELECT group_concat(coalesce(note, 'NULL')) FROM book"_s),
        u"größe,NULL"_s);
    // What was there before the restore is kept as well.
    QCOMPARE(backups().size(), 2);
    const CliRun status = m_project->run({u"db"_s, u"status"_s, u"--json"_s});
    VERIFY_CLI(0, status);
    QVERIFY(!status.json()[u"up_to_date"_s].toBool());
}

void TestBackups::harmlessChangesTakeNoBackup()
{
    MetaData models = m_project->models();
    models.tables[u"book"_s].columns.append(
        Column {.name = u"isbn"_s, .type = {.text = u"text"_s}});
    m_project->setModels(models);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QVERIFY(backups().isEmpty());
}

void TestBackups::neverMeansNever()
{
    dropNote();
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s, u"--backup"_s, u"never"_s}));
    QVERIFY(backups().isEmpty());
}

void TestBackups::aFileOfOnesOwn()
{
    dropNote();
    const QString path = m_project->scratchPath(u"mine.db"_s);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s, u"--backup"_s, path}));
    QVERIFY(QFile::exists(path));
    const CliRun rows = m_project->runBare(
        {u"query"_s, path, u"SELECT note FROM book"_s, u"--format"_s, u"csv"_s});
    VERIFY_CLI(0, rows);
    QVERIFY(rows.out.contains(u"größe"_s));
    // A second time the file is there and is not written over.
    VERIFY_CLI(0,
        m_project->run({u"db"_s, u"downgrade"_s, u"-1"_s, u"--yes"_s, u"--backup"_s, u"never"_s}));
    VERIFY_CLI(1, m_project->run({u"db"_s, u"migrate"_s, u"--backup"_s, path}));
}

void TestBackups::theLastTenAreKept()
{
    dropNote();
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    for (int i = 0; i < 12; ++i)
        VERIFY_CLI(0, m_project->run({u"db"_s, u"restore"_s, u"--yes"_s}));
    QCOMPARE(backups().size(), 10);
}

void TestBackups::restoringAsksFirst()
{
    dropNote();
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    VERIFY_CLI(4, m_project->run({u"db"_s, u"restore"_s}));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM pragma_table_info('book')"_s), u"1"_s);
}

void TestBackups::anUnknownBackupIsNamed()
{
    const CliRun run = m_project->run({u"db"_s, u"restore"_s, u"nothing.db"_s, u"--yes"_s});
    VERIFY_CLI(1, run);
    QVERIFY(run.err.contains(u"nothing.db"_s));
}

QTEST_GUILESS_MAIN(TestBackups)
#include "tst_backups.moc"
