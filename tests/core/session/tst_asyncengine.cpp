// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/asyncengine.h"
#include "support/testutils.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Result<qint64> endless(Executor &executor)
{
    const auto rows = executor.query(
        u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"_s);
    return rows ? Result<qint64>(toInt(rows->scalar())) : fail(rows.error());
}

auto running(const QString &sql)
{
    return [sql](Executor &executor) { return executor.execute(sql); };
}

} // namespace

class TestAsyncEngine : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    Engine engine(EngineOptions options = {}) const
    {
        return *Engine::create(u"sqlite:///"_s + m_folder->filePath(u"x.db"_s), std::move(options));
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void R15_jobsRunInOrderOnAThreadOfTheirOwn()
    {
        AsyncEngine async(engine());
        async.run(running(u"CREATE TABLE t (a)"_s));
        for (int i = 0; i < 50; ++i)
            async.run(running(u"INSERT INTO t VALUES (%1)"_s.arg(i)));
        QThread *ran = nullptr;
        const auto last = async.run([&](Executor &executor) {
            ran = QThread::currentThread();
            return executor.query(u"SELECT count(*), max(a) FROM t"_s);
        });
        VERIFY_RESULT(last.result());
        QCOMPARE(last.result()->rows.first(), QList<Value>({Value(qint64(50)), Value(qint64(49))}));
        QVERIFY(ran != thread());
    }

    void R15_theAnswerComesToTheThreadThatWantsIt()
    {
        AsyncEngine async(engine());
        QThread *arrived = nullptr;
        async.run(running(u"SELECT 1"_s)).then(this, [&](const Result<qint64> &result) {
            VERIFY_RESULT(result);
            arrived = QThread::currentThread();
        });
        QTRY_COMPARE(arrived, thread());
    }

    void theConnectionGoesBackBeforeTheAnswerComes()
    {
        const Engine pool = engine();
        AsyncEngine async(pool);
        for (int i = 0; i < 50; ++i) {
            VERIFY_RESULT(async.run(running(u"SELECT 1"_s)).result());
            QCOMPARE(pool.poolStatus(), (PoolStatus {.idle = 1, .checkedOut = 0}));
        }
    }

    void whatAJobDoesNotCommitIsRolledBack()
    {
        const Engine pool = engine();
        VERIFY_RESULT(pool.execute(u"CREATE TABLE t (a)"_s));
        AsyncEngine async(pool);
        const auto job = async.run([](Executor &executor) {
            return executor.executeScript(u"BEGIN; INSERT INTO t VALUES (1)"_s);
        });
        VERIFY_RESULT(job.result());
        QCOMPARE(toInt(pool.query(u"SELECT count(*) FROM t"_s)->scalar()), 0);
    }

    void threadsWorkSideBySide()
    {
        AsyncEngine async(engine(), 2);
        std::atomic<int> inside = 0;
        // Each waits for the other.
        const auto meet = [&](Executor &) -> Result<int> {
            ++inside;
            QElapsedTimer timer;
            timer.start();
            while (inside < 2 && timer.elapsed() < 20'000)
                QThread::msleep(1);
            return inside.load();
        };
        auto one = async.run(meet);
        auto two = async.run(meet);
        QCOMPARE(*one.result(), 2);
        QCOMPARE(*two.result(), 2);
    }

    void aDatabaseInMemoryHasOneThread()
    {
        AsyncEngine async(*Engine::create(u"sqlite://"_s), 4);
        async.run(running(u"CREATE TABLE t (a)"_s));
        for (int i = 0; i < 20; ++i)
            async.run(running(u"INSERT INTO t VALUES (1)"_s));
        const auto count = async.run(
            [](Executor &executor) { return executor.query(u"SELECT count(*) FROM t"_s); });
        VERIFY_RESULT(count.result());
        QCOMPARE(toInt(count.result()->scalar()), 20);
    }

    void cancelEndsWhatRunsAndWhatWaits()
    {
        AsyncEngine async(engine(), 2);
        QList<QFuture<Result<qint64>>> futures;
        for (int i = 0; i < 4; ++i)
            futures.append(async.run(&endless));
        QThread::msleep(30);
        async.cancel();
        for (const auto &future : std::as_const(futures)) {
            QVERIFY(!future.result());
            QCOMPARE(future.result().error().code, ErrorCode::Interrupted);
        }
        VERIFY_RESULT(async.run(running(u"SELECT 1"_s)).result());
    }

    void cancelEndsTheWaitForAConnection()
    {
        const Engine pool = engine({.poolSize = 1, .maxOverflow = 0, .poolTimeout = 60s});
        const auto lent = pool.connect();
        VERIFY_RESULT(lent);
        AsyncEngine async(pool);
        auto future = async.run(running(u"SELECT 1"_s));
        QThread::msleep(30);
        QVERIFY(!future.isFinished());
        async.cancel();
        QVERIFY(!future.result());
        QCOMPARE(future.result().error().code, ErrorCode::Interrupted);
    }

    void aJobKnowsThatItWasCancelled()
    {
        AsyncEngine async(engine());
        QVERIFY(!AsyncEngine::isCancelled());
        std::atomic<bool> begun = false;
        auto future = async.run([&](Executor &executor) -> Result<int> {
            begun = true;
            for (int i = 0; !AsyncEngine::isCancelled(); ++i) {
                if (const auto done = executor.query(u"SELECT 1"_s); !done)
                    return fail(done.error());
            }
            return 7;
        });
        QTRY_VERIFY(begun);
        async.cancel();
        future.waitForFinished();
        QVERIFY(future.result().value_or(7) == 7);
        QVERIFY(!AsyncEngine::isCancelled());
    }

    void destructionEndsAllJobs()
    {
        QElapsedTimer timer;
        QList<QFuture<Result<qint64>>> futures;
        {
            AsyncEngine async(engine(), 2);
            for (int i = 0; i < 4; ++i)
                futures.append(async.run(&endless));
            QThread::msleep(30);
            timer.start();
        }
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
        for (const auto &future : std::as_const(futures)) {
            QVERIFY(future.isFinished());
            QCOMPARE(future.result().error().code, ErrorCode::Interrupted);
        }
    }

    void R15_noDatabaseIsAnErrorOfEachJob()
    {
        AsyncEngine async(engine({.access = Access::Change}));
        const auto result = async.run(running(u"SELECT 1"_s)).result();
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestAsyncEngine)
#include "tst_asyncengine.moc"
