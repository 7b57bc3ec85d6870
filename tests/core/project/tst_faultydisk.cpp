// SPDX-License-Identifier: MPL-2.0
// A migration on a disk that fails at any of its calls leaves the old database or the new one, says
// which file it is about, and completes once the disk is mended.
#include "support/faultyvfs.h"
#include "support/randomcases.h"
#include "support/revisedproject.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

const MigrateRequest request {.target = u"bbbbbbbbbbbb"_s};

struct Trouble
{
    const char *name;
    FileCall call;
    int code;
    int stride; ///< from one call that fails to the next, unless more cases are asked for
};

const QList<Trouble> troubles {{"full", FileCall::Write, SQLITE_FULL, 3},
    {"broken at a write", FileCall::Write, SQLITE_IOERR_WRITE, 5},
    {"broken at a sync", FileCall::Sync, SQLITE_IOERR_FSYNC, 1},
    {"broken at a truncation", FileCall::Truncate, SQLITE_IOERR_TRUNCATE, 1},
    {"broken at a deletion", FileCall::Delete, SQLITE_IOERR_DELETE, 1},
    {"broken at a read", FileCall::Read, SQLITE_IOERR_READ, 7},
    {"broken at an opening", FileCall::Open, SQLITE_CANTOPEN, 1}};

} // namespace

class TestFaultyDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void atAnyCall_data();
    void atAnyCall();

private:
    QStringList strayFiles() const;
    void isTold(const Error &error, const QString &about) const;

    RevisedProject m_project {};
};

void TestFaultyDisk::initTestCase()
{
    m_project.make();
    m_project.keep(u"start"_s);
}

void TestFaultyDisk::atAnyCall_data()
{
    QTest::addColumn<int>("trouble");
    QTest::addColumn<bool>("stays");
    QTest::addColumn<QString>("journal");
    for (int i = 0; i < troubles.size(); ++i) {
        for (const bool stays : {false, true}) {
            for (const QString &journal : {u"delete"_s, u"wal"_s}) {
                // Without a log nothing is truncated.
                if (troubles[i].call == FileCall::Truncate && journal == u"delete"_s)
                    continue;
                QTest::addRow("%s %s, %s", troubles[i].name, stays ? "from then on" : "once",
                    qPrintable(journal))
                    << i << stays << journal;
            }
        }
    }
}

void TestFaultyDisk::atAnyCall()
{
    QFETCH(int, trouble);
    QFETCH(bool, stays);
    QFETCH(QString, journal);
    const Trouble &kind = troubles[trouble];
    m_project.restore(u"start"_s);
    QVERIFY(m_project.files().database()->query(u"PRAGMA journal_mode = "_s + journal));
    m_project.keep(u"before"_s);
    const QStringList before = m_project.state();
    // The second revision relies on what foreign keys set off, so each is a transaction of its own.
    VERIFY_RESULT(m_project.migrate({.target = u"aaaaaaaaaaaa"_s}));
    const QStringList between = m_project.state();
    VERIFY_RESULT(m_project.migrate(request));
    const QStringList after = m_project.state();
    FaultyVfs disk(true);
    disk.only(kind.call);
    const int stride = caseCount(1) > 1 ? 1 : kind.stride;
    int hits = 0;
    int failures = 0;
    for (int n = 1;; n += stride) {
        m_project.restore(u"before"_s);
        stays ? disk.failFrom(n, kind.code) : disk.failAt(n, kind.code);
        const Result<> done = m_project.migrate(request);
        disk.heal();
        const QString about = u"call %1: "_s.arg(n);
        const QStringList left = m_project.state();
        QVERIFY2(left == after || (!done && (left == before || left == between)),
            qPrintable(about + u"a third state"_s));
        QVERIFY2(strayFiles().isEmpty(), qPrintable(about + strayFiles().join(u", "_s)));
        if (!done) {
            ++failures;
            isTold(done.error(), about);
        }
        if (left != after) {
            const Result<> again = m_project.migrate(request);
            QVERIFY2(again, qPrintable(about + (again ? QString() : errorText(again.error()))));
            QCOMPARE(m_project.state(), after);
        }
        if (!disk.hasFailed())
            break;
        ++hits;
    }
    qInfo("%d calls failed, %d migrations", hits, failures);
    QVERIFY(hits > 0);
}

/// What lies beside the database and was not there before.
QStringList TestFaultyDisk::strayFiles() const
{
    QStringList files = QDir(m_project.files().scratchPath(u"."_s)).entryList(QDir::Files);
    files.removeIf([](const QString &file) {
        return file == u"start" || file == u"before" || file.startsWith(u"shop.db");
    });
    const QStringList backups
        = QDir(m_project.files().folder() + u"/backups"_s).entryList({u"*.tmp*"_s}, QDir::Files);
    return files + backups;
}

void TestFaultyDisk::isTold(const Error &error, const QString &about) const
{
    const QString text = errorText(error);
    QVERIFY2(text.contains(u"shop"), qPrintable(about + text));
    QVERIFY2(!error.hint.isEmpty(), qPrintable(about + text));
    QVERIFY2(error.code == ErrorCode::Io || error.code == ErrorCode::NotFound
            || error.code == ErrorCode::ReadOnly,
        qPrintable(about + text));
}

QTEST_GUILESS_MAIN(TestFaultyDisk)
#include "tst_faultydisk.moc"
