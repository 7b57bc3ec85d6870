// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/filecheckpace.h"
#include "support/databasefiles.h"
#include "support/testutils.h"

#include <QDeadlineTimer>
#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestFileCheckPace : public QObject
{
    Q_OBJECT

private:
    FileCheckPace::Clock::time_point m_now {1h};

    /// How many of `count` statements check, each beginning `apart` after the one before.
    int checks(FileCheckPace &pace, int count, std::chrono::microseconds apart)
    {
        int due = 0;
        for (int i = 0; i < count; ++i)
            due += pace.isDue(m_now += apart) ? 1 : 0;
        return due;
    }

private Q_SLOTS:
    void fewStatementsCheckEach()
    {
        FileCheckPace pace;
        QCOMPARE(checks(pace, 32, 1us), 32);
    }

    void aLoopChecksOnceAMillisecond()
    {
        FileCheckPace pace;
        checks(pace, 32, 10us);
        QCOMPARE(checks(pace, 10'000, 10us), 100);
    }

    void slowStatementsCheckEach()
    {
        FileCheckPace pace;
        QCOMPARE(checks(pace, 1000, 1000us), 1000);
    }

    void afterAPauseALoopBeginsAnew()
    {
        FileCheckPace pace;
        checks(pace, 1000, 10us);
        m_now += 1ms;
        QCOMPARE(checks(pace, 32, 10us), 32);
    }

    void aLoopNoticesSoonThatTheFileIsGone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"x.db"_s);
        makeDatabase(path, u"DELETE"_s);
        const auto db = openFile(path, Access::Change);
        VERIFY_RESULT(db);
        const auto statement = (*db)->prepare(u"SELECT count(*) FROM t"_s);
        VERIFY_RESULT(statement);
        for (int i = 0; i < 1000; ++i)
            VERIFY_RESULT((*statement)->runReturning({}, {}));
        QVERIFY(QFile::remove(path));
        Result<bool> rows = false;
        const QDeadlineTimer deadline(2000);
        while (rows && !deadline.hasExpired())
            rows = (*statement)->runReturning({}, {});
        QVERIFY(!rows);
        QCOMPARE(rows.error().code, ErrorCode::Io);
    }

    void aLoopWritesNothingIntoAFileThatIsGone()
    {
        for (int round = 0; round < 20; ++round) {
            const QTemporaryDir folder;
            const QString path = folder.filePath(u"x.db"_s);
            makeDatabase(path, u"DELETE"_s);
            const auto db = openFile(path, Access::Change);
            VERIFY_RESULT(db);
            for (int i = 0; i < 100; ++i)
                VERIFY_RESULT((*db)->query(u"SELECT 1"_s));
            QVERIFY(QFile::remove(path));
            const auto done = (*db)->execute(u"INSERT INTO t (b) VALUES (1)"_s);
            QVERIFY(!done);
            QCOMPARE(done.error().code, ErrorCode::Io);
        }
    }
};

QTEST_GUILESS_MAIN(TestFileCheckPace)
#include "tst_filecheckpace.moc"
