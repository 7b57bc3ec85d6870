// SPDX-License-Identifier: MPL-2.0
// A real limit on the size of files, as of a full disk: the migration says so and leaves no trace.
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

/// Programs started meanwhile can write files up to this size.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(int kibibytes)
    {
#ifdef Q_OS_UNIX
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit {static_cast<rlim_t>(kibibytes) * 1024, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
#else
        Q_UNUSED(kibibytes)
#endif
    }
    ~FileSizeLimit()
    {
#ifdef Q_OS_UNIX
        setrlimit(RLIMIT_FSIZE, &m_before);
#endif
    }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
#ifdef Q_OS_UNIX
    rlimit m_before {};
#endif
};

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestFileSizeLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMigrationThatReachesItChangesNothing_data();
    void aMigrationThatReachesItChangesNothing();

private:
    static void prepare(const CliProject &project);
};

void TestFileSizeLimit::aMigrationThatReachesItChangesNothing_data()
{
    QTest::addColumn<int>("kibibytes");
    QTest::addColumn<QStringList>("flags");
    QTest::addColumn<QString>("file");
    const QStringList never {u"--backup"_s, u"never"_s};
    QTest::newRow("in the backup") << 100 << QStringList() << u"backups/shop-"_s;
    QTest::newRow("in the journal") << 10 << never << u"shop.db"_s;
    QTest::newRow("in the database") << 600 << never << u"shop.db"_s;
    QTest::newRow("at the commit") << 720 << never << u"shop.db"_s;
}

/// Some 650 KiB to copy, and a change that drops something.
void TestFileSizeLimit::prepare(const CliProject &project)
{
    QVERIFY(
        project.sql(u"CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, year TEXT, note TEXT);"
                    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
                    "INSERT INTO book SELECT i, printf('%0200d', i), i, 'x' FROM n"_s));
    VERIFY_CLI(0, project.init());
    VERIFY_CLI(0, project.run({u"db"_s, u"adopt"_s}));
    MetaData models = project.models();
    Table &book = models.tables[u"book"_s];
    book.columns.removeLast();
    book.column(u"year"_s)->type = {u"integer"_s};
    project.setModels(models);
    VERIFY_CLI(0, project.run({u"db"_s, u"makemigrations"_s, u"--allow"_s, u"data_loss"_s}));
}

void TestFileSizeLimit::aMigrationThatReachesItChangesNothing()
{
#ifndef Q_OS_UNIX
    QSKIP("There are no limits on the size of files here.");
#endif
    QFETCH(int, kibibytes);
    QFETCH(QStringList, flags);
    QFETCH(QString, file);
    const CliProject project;
    prepare(project);
    const QByteArray before = content(project.databasePath());
    QVERIFY(before.size() > 600 * 1024);

    const QStringList migrate = QStringList {u"db"_s, u"migrate"_s, u"--no-input"_s} + flags;
    CliRun limited;
    {
        const FileSizeLimit limit(kibibytes);
        limited = project.run(migrate);
    }
    VERIFY_CLI(1, limited);
    QVERIFY2(limited.err.contains(file) && limited.err.contains(u"cannot grow: "_s)
            && limited.err.contains(u"raise the limit"_s),
        qPrintable(limited.err));
    QVERIFY(content(project.databasePath()) == before);
    QCOMPARE(QDir(project.scratchPath(u"."_s)).entryList(QDir::Files), QStringList {u"shop.db"_s});
    QVERIFY(QDir(project.folder() + u"/backups"_s).isEmpty());

    VERIFY_CLI(0, project.run(migrate));
    QCOMPARE(project.scalar(u"SELECT sum(year) || ' ' || typeof(year) FROM book"_s),
        u"4501500 integer"_s);
}

QTEST_GUILESS_MAIN(TestFileSizeLimit)
#include "tst_filesizelimit.moc"
