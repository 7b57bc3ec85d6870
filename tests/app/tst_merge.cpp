// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/scriptdirectory.h"
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

/// joinery db merge: what two people made on branches of their own.
class TestMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void twoHeadsBecomeOne();
    void aDatabaseOfOneBranchGetsTheOther();
    void aMergeIsTakenBack();
    void oneHeadIsNothingToMerge();
    void branchesThatContradictAreRefused();
    void revisionsAreNamed();

private:
    /// A revision that follows the baseline, beside what others made; its id.
    QString branch(const QString &id, const std::function<void(Table &)> &edit) const;
    static void addColumn(Table &table, const QString &name)
    {
        table.columns.append(Column {.name = name, .type = {.text = u"varchar(20)"_s}});
    }
    CliRun db(const QStringList &arguments) const
    {
        return m_project->run(QStringList {u"db"_s} + arguments);
    }
    QString columns() const
    {
        return m_project->scalar(
            u"SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('book') ORDER BY name)"_s);
    }

    std::unique_ptr<CliProject> m_project {};
    MetaData m_baseline {};
};

void TestMerge::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(
        u"CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO book VALUES (1, 'A')"_s));
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, db({u"adopt"_s}));
    m_baseline = m_project->models();
}

/// Made with the files of the other branch out of the way, as on a branch of git.
QString TestMerge::branch(const QString &id, const std::function<void(Table &)> &edit) const
{
    const QDir versions(m_project->folder() + u"/migrations/versions"_s);
    QStringList hidden;
    for (const QString &file : m_project->revisionFiles().mid(1)) {
        const QString name = QFileInfo(file).fileName();
        if (QFile::rename(versions.filePath(name), versions.filePath(name + u".aside"_s)))
            hidden.append(name);
    }
    MetaData models = m_baseline;
    edit(models.tables[u"book"_s]);
    m_project->setModels(models);
    const CliRun made = db({u"makemigrations"_s, u"--rev-id"_s, id, u"-m"_s, id});
    if (made.status != 0)
        QTest::qFail(qPrintable(made.text()), __FILE__, __LINE__);
    for (const QString &name : hidden)
        QFile::rename(versions.filePath(name + u".aside"_s), versions.filePath(name));
    return id;
}

void TestMerge::twoHeadsBecomeOne()
{
    branch(u"aaaa11112222"_s, [](Table &book) { addColumn(book, u"isbn"_s); });
    branch(u"bbbb11112222"_s, [](Table &book) { addColumn(book, u"shelf"_s); });
    const CliRun stuck = db({u"makemigrations"_s});
    VERIFY_CLI(1, stuck);
    QVERIFY2(stuck.err.contains(u"joinery db merge"_s), qPrintable(stuck.err));
    const CliRun merged = db({u"merge"_s, u"-m"_s, u"both"_s, u"--json"_s});
    VERIFY_CLI(0, merged);
    QCOMPARE(merged.json()[u"merged"_s].toArray().size(), 2);
    const CliRun heads = db({u"heads"_s, u"--json"_s});
    QCOMPARE(heads.json()[u"heads"_s].toArray().size(), 1);
    VERIFY_CLI(0, db({u"migrate"_s}));
    QCOMPARE(columns(), u"id,isbn,shelf,title"_s);
    QCOMPARE(m_project->scalar(u"SELECT title FROM book"_s), u"A"_s);
    MetaData models = m_project->models();
    models.tables[u"book"_s] = m_baseline.tables[u"book"_s];
    addColumn(models.tables[u"book"_s], u"isbn"_s);
    addColumn(models.tables[u"book"_s], u"shelf"_s);
    m_project->setModels(models);
    VERIFY_CLI(0, db({u"check"_s}));
    addColumn(models.tables[u"book"_s], u"more"_s);
    m_project->setModels(models);
    VERIFY_CLI(0, db({u"makemigrations"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
}

void TestMerge::aDatabaseOfOneBranchGetsTheOther()
{
    branch(u"aaaa11112222"_s, [](Table &book) { addColumn(book, u"isbn"_s); });
    branch(u"bbbb11112222"_s, [](Table &book) { addColumn(book, u"shelf"_s); });
    VERIFY_CLI(0, db({u"upgrade"_s, u"aaaa"_s}));
    QCOMPARE(columns(), u"id,isbn,title"_s);
    VERIFY_CLI(0, db({u"merge"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
    QCOMPARE(columns(), u"id,isbn,shelf,title"_s);
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM joinery_revision"_s), u"4"_s);
}

void TestMerge::aMergeIsTakenBack()
{
    branch(u"aaaa11112222"_s, [](Table &book) { addColumn(book, u"isbn"_s); });
    branch(u"bbbb11112222"_s, [](Table &book) { addColumn(book, u"shelf"_s); });
    VERIFY_CLI(0, db({u"merge"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
    VERIFY_CLI(0, db({u"downgrade"_s, u"base"_s, u"--yes"_s}));
    QCOMPARE(columns(), u"id,title"_s);
    QCOMPARE(m_project->scalar(u"SELECT title FROM book"_s), u"A"_s);
}

void TestMerge::oneHeadIsNothingToMerge()
{
    const CliRun run = db({u"merge"_s});
    VERIFY_CLI(1, run);
    QVERIFY2(run.err.contains(u"nothing to merge"_s), qPrintable(run.err));
    QCOMPARE(m_project->revisionFiles().size(), 1);
}

void TestMerge::branchesThatContradictAreRefused()
{
    branch(u"aaaa11112222"_s, [](Table &book) { book.columns[1].type.text = u"varchar(80)"_s; });
    branch(u"bbbb11112222"_s, [](Table &book) { book.columns[1].type.text = u"varchar(90)"_s; });
    const CliRun run = db({u"merge"_s});
    VERIFY_CLI(1, run);
    QVERIFY2(run.err.contains(u"title"_s), qPrintable(run.err));
    QCOMPARE(m_project->revisionFiles().size(), 3);
}

void TestMerge::revisionsAreNamed()
{
    branch(u"aaaa11112222"_s, [](Table &book) { addColumn(book, u"isbn"_s); });
    branch(u"bbbb11112222"_s, [](Table &book) { addColumn(book, u"shelf"_s); });
    branch(u"cccc11112222"_s, [](Table &book) { addColumn(book, u"room"_s); });
    VERIFY_CLI(0, db({u"merge"_s, u"aaaa"_s, u"cccc"_s, u"--rev-id"_s, u"dddd11112222"_s}));
    const CliRun heads = db({u"heads"_s, u"--json"_s});
    QCOMPARE(
        heads.json()[u"heads"_s].toArray(), (QJsonArray {u"bbbb11112222"_s, u"dddd11112222"_s}));
    VERIFY_CLI(1, db({u"merge"_s, u"aaaa"_s, u"dddd"_s}));
    VERIFY_CLI(0, db({u"merge"_s, u"heads"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
    QCOMPARE(columns(), u"id,isbn,room,shelf,title"_s);
}

QTEST_GUILESS_MAIN(TestMerge)
#include "tst_merge.moc"
