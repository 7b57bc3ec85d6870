// SPDX-License-Identifier: MPL-2.0
#include "support/clirunner.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestAmend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anUnappliedRevisionIsReplaced();
    void anAppliedOneIsTakenBackFirst();
    void aLossIsAskedForFirst();
    void theBaselineCannotBeAmended();

private:
    CliRun amend(const QStringList &flags = {}) const
    {
        return m_project->run(QStringList {u"db"_s, u"makemigrations"_s, u"--amend"_s} + flags);
    }
    void addColumn(const QString &name) const
    {
        MetaData models = m_project->models();
        models.tables[u"book"_s].columns.append(
            Column {.name = name, .type = {.text = u"varchar(20)"_s}});
        m_project->setModels(models);
    }

    std::unique_ptr<CliProject> m_project {};
};

void TestAmend::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(
        u"CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO book VALUES (1, 'A')"_s));
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, m_project->run({u"db"_s, u"adopt"_s}));
    addColumn(u"isbn"_s);
}

void TestAmend::anUnappliedRevisionIsReplaced()
{
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    addColumn(u"shelf"_s);
    VERIFY_CLI(0, amend());
    QCOMPARE(m_project->revisionFiles().size(), 2);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM pragma_table_info('book')"_s), u"4"_s);
}

void TestAmend::anAppliedOneIsTakenBackFirst()
{
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    addColumn(u"shelf"_s);
    VERIFY_CLI(0, amend());
    QCOMPARE(m_project->revisionFiles().size(), 2);
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM pragma_table_info('book')"_s), u"2"_s);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM pragma_table_info('book')"_s), u"4"_s);
    QCOMPARE(m_project->scalar(u"SELECT title FROM book"_s), u"A"_s);
}

void TestAmend::aLossIsAskedForFirst()
{
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QVERIFY(m_project->sql(u"UPDATE book SET isbn = '978-3'"_s));
    addColumn(u"shelf"_s);
    VERIFY_CLI(4, amend());
    QCOMPARE(m_project->scalar(u"SELECT isbn FROM book"_s), u"978-3"_s);
    VERIFY_CLI(0, amend({u"--yes"_s}));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM pragma_table_info('book')"_s), u"2"_s);
}

void TestAmend::theBaselineCannotBeAmended()
{
    VERIFY_CLI(1, amend());
    QCOMPARE(m_project->revisionFiles().size(), 1);
}

QTEST_GUILESS_MAIN(TestAmend)
#include "tst_amend.moc"
