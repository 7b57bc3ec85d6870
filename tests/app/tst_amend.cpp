// SPDX-License-Identifier: MPL-2.0
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QFile>

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
    void aRenameStaysOne();
    void stepsOfTheUsersOwnStay();
    void aDowngradeWrittenByHandIsNotLost();

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

    /// Changes the text of the last revision.
    void edit(const std::function<void(QString &)> &change) const
    {
        QFile file(
            m_project->folder() + u"/migrations/versions/"_s + m_project->revisionFiles().last());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QString text = QString::fromUtf8(file.readAll());
        file.close();
        change(text);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(text.toUtf8());
        file.close();
        VERIFY_CLI(0, m_project->run({u"db"_s, u"sql"_s, u"--write"_s}));
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

/// The rename was consumed when it was written down, so that only the revision still knows of it.
void TestAmend::aRenameStaysOne()
{
    MetaData models = m_project->models();
    Column &title = models.tables[u"book"_s].columns[1];
    title.renamedFrom = title.name;
    title.name = u"name"_s;
    m_project->setModels(models);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    addColumn(u"shelf"_s);
    models = m_project->models();
    models.tables[u"book"_s].columns[1].type.text = u"varchar(90)"_s;
    m_project->setModels(models);
    VERIFY_CLI(0, amend({u"--no-input"_s}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s, u"--no-input"_s}));
    QCOMPARE(m_project->scalar(u"SELECT name FROM book"_s), u"A"_s);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"check"_s}));
    QCOMPARE(m_project->revisionFiles().size(), 2);
}

void TestAmend::stepsOfTheUsersOwnStay()
{
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    edit([](QString &text) {
        text.replace(u"downgrade: auto"_s,
            u"  - execute: {sql: \"UPDATE book SET isbn = 'none'\", reversed_by: \"\", changes: "
            u"[]}\n"
            "downgrade: auto"_s);
    });
    addColumn(u"shelf"_s);
    VERIFY_CLI(0, amend());
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
    QCOMPARE(m_project->scalar(u"SELECT isbn FROM book"_s), u"none"_s);
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM pragma_table_info('book')"_s), u"4"_s);
}

void TestAmend::aDowngradeWrittenByHandIsNotLost()
{
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    edit([](QString &text) {
        text.replace(u"downgrade: auto"_s,
            u"downgrade:\n  - drop_column: {table: book, column: {name: isbn, type: varchar(20)}}"_s);
    });
    addColumn(u"shelf"_s);
    const CliRun run = amend();
    VERIFY_CLI(1, run);
    QVERIFY2(run.err.contains(u"written by hand"_s), qPrintable(run.err));
}

QTEST_GUILESS_MAIN(TestAmend)
#include "tst_amend.moc"
