// SPDX-License-Identifier: MPL-2.0
// `joinery db migrate` while another program has the database.
#include "support/otherprocess.h"
#include "support/revisedproject.h"
#include "support/testutils.h"

#include <QElapsedTimer>
#include <QProcess>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

const QStringList command {u"db"_s, u"migrate"_s, u"bbbbbbbbbbbb"_s, u"--no-input"_s};

} // namespace

class TestLocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anotherProgramHoldsIt_data();
    void anotherProgramHoldsIt();
    void anotherProgramLetsGoInTime();
    void rowsThatComeBetweenPreviewAndRunAreCounted();
    void aSchemaThatMovedIsNotMigrated();
    void twoMigratorsAtOnce();

private:
    void restore(const QString &journal) const;
    QProcess *started() const;

    RevisedProject m_project {};
    QStringList m_before {};
    QStringList m_after {};
};

void TestLocks::initTestCase()
{
    m_project.make();
    m_project.keep(u"start"_s);
    m_before = m_project.state();
    VERIFY_CLI(0, m_project.files().run(command));
    m_after = m_project.state();
    QVERIFY(m_before != m_after);
}

void TestLocks::restore(const QString &journal) const
{
    m_project.restore(u"start"_s);
    QVERIFY(m_project.files().database()->query(u"PRAGMA journal_mode = "_s + journal));
}

void TestLocks::anotherProgramHoldsIt_data()
{
    QTest::addColumn<QString>("journal");
    QTest::addColumn<QStringList>("held");
    QTest::addColumn<bool>("isInTheWay");
    const QStringList reading {u"BEGIN"_s, u"SELECT count(*) FROM t"_s};
    const QStringList writing {u"BEGIN IMMEDIATE"_s, u"UPDATE log SET what = 'x'"_s};
    QTest::newRow("reading, rollback journal") << u"delete"_s << reading << true;
    QTest::newRow("reading, wal") << u"wal"_s << reading << false;
    QTest::newRow("writing, rollback journal") << u"delete"_s << writing << true;
    QTest::newRow("writing, wal") << u"wal"_s << writing << true;
    QTest::newRow("alone, rollback journal")
        << u"delete"_s << QStringList {u"BEGIN EXCLUSIVE"_s} << true;
}

void TestLocks::anotherProgramHoldsIt()
{
    QFETCH(QString, journal);
    QFETCH(QStringList, held);
    QFETCH(bool, isInTheWay);
    restore(journal);
    OtherProcess other(m_project.files().databasePath());
    for (const QString &sql : held)
        QVERIFY2(!other.run(sql).startsWith(u"error"), qPrintable(sql));
    QElapsedTimer waited;
    waited.start();
    const CliRun run = m_project.files().run(command);
    VERIFY_CLI(isInTheWay ? 1 : 0, run);
    if (isInTheWay) {
        QVERIFY2(waited.elapsed() > 4000, "it waits for five seconds");
        QVERIFY2(
            run.err.contains(u"shop.db"_s) && run.err.contains(u"locked"_s), qPrintable(run.err));
    }
    other.run(u"ROLLBACK"_s);
    other.close();
    QCOMPARE(m_project.state(), isInTheWay ? m_before : m_after);
    VERIFY_CLI(0, m_project.files().run(command));
    QCOMPARE(m_project.state(), m_after);
}

void TestLocks::anotherProgramLetsGoInTime()
{
    restore(u"delete"_s);
    OtherProcess other(m_project.files().databasePath());
    QVERIFY(!other.run(u"BEGIN EXCLUSIVE"_s).startsWith(u"error"));
    const std::unique_ptr<QProcess> migrator(started());
    QVERIFY(!migrator->waitForFinished(1000));
    other.run(u"COMMIT"_s);
    QVERIFY(migrator->waitForFinished(60000));
    QCOMPARE(migrator->exitCode(), 0);
    QCOMPARE(m_project.state(), m_after);
}

void TestLocks::rowsThatComeBetweenPreviewAndRunAreCounted()
{
    restore(u"wal"_s);
    VERIFY_CLI(0, m_project.files().run(command + QStringList {u"--dry-run"_s}));
    QVERIFY(m_project.files().sql(u"INSERT INTO t (name, born) VALUES ('late', -5)"_s));
    const QStringList late = m_project.state();
    const CliRun run = m_project.files().run(command);
    VERIFY_CLI(4, run);
    QVERIFY2(run.err.contains(u"born"_s), qPrintable(run.err));
    QCOMPARE(m_project.state(), late);
}

void TestLocks::aSchemaThatMovedIsNotMigrated()
{
    restore(u"delete"_s);
    VERIFY_CLI(0, m_project.files().run(command + QStringList {u"--dry-run"_s}));
    QVERIFY(m_project.files().sql(u"ALTER TABLE t ADD COLUMN late TEXT"_s));
    const QStringList moved = m_project.state();
    const CliRun run = m_project.files().run(command);
    VERIFY_CLI(1, run);
    QVERIFY2(run.err.contains(u"late"_s) && run.err.contains(u"nothing was changed"_s),
        qPrintable(run.err));
    QCOMPARE(m_project.state(), moved);
}

void TestLocks::twoMigratorsAtOnce()
{
    for (int round = 0; round < 20; ++round) {
        restore(round % 2 == 0 ? u"delete"_s : u"wal"_s);
        const std::unique_ptr<QProcess> one(started());
        const std::unique_ptr<QProcess> two(started());
        int done = 0;
        for (QProcess *process : {one.get(), two.get()}) {
            QVERIFY(process->waitForFinished(60000));
            const QString words = QString::fromUtf8(process->readAllStandardError());
            QVERIFY2(process->exitCode() == 0
                    || (process->exitCode() == 1
                        && (words.contains(u"another migration ran"_s)
                            || words.contains(u"locked"_s))),
                qPrintable(words));
            done += process->exitCode() == 0 ? 1 : 0;
        }
        QVERIFY(done > 0);
        QCOMPARE(m_project.state(), m_after);
    }
}

QProcess *TestLocks::started() const
{
    auto *process = new QProcess;
    process->setStandardInputFile(QProcess::nullDevice());
    process->start(QString::fromUtf8(JOINERY_CLI),
        QStringList {u"--project"_s, m_project.files().folder()} + command
            + QStringList {u"--backup"_s, u"never"_s});
    process->waitForStarted();
    return process;
}

int main(int argc, char **argv)
{
    if (const std::optional<int> status = otherProcessMain(argc, argv))
        return *status;
    QCoreApplication application(argc, argv);
    TestLocks test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_locks.moc"
