// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/connection.h"
#include "joinery/connection/provider.h"
#include "support/testutils.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

const QString endless
    = u"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"_s;

Result<qint64> count(Executor &executor)
{
    const Result<RowSet> rows = executor.query(endless);
    if (!rows)
        return fail(rows.error());
    return toInt(rows->scalar());
}

/// Gives its executor when it is told to.
class SlowSource final : public ExecutorSource
{
public:
    struct State
    {
        std::atomic<bool> asked = false;
        std::atomic<int> released = 0;
    };
    SlowSource(std::shared_ptr<State> state, std::unique_ptr<Executor> executor)
        : m_state(std::move(state))
        , m_executor(std::move(executor))
    { }
    [[nodiscard]] Result<Executor *> acquire(const std::function<bool()> &mayWait) override
    {
        m_state->asked = true;
        while (mayWait() && m_slow)
            QThread::msleep(1);
        m_slow = false;
        return m_executor.get();
    }
    void release() override { ++m_state->released; }

private:
    std::shared_ptr<State> m_state;
    std::unique_ptr<Executor> m_executor;
    bool m_slow = true;
};

} // namespace

class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jobsRunInOrderOnOneThread()
    {
        Connection connection(m_provider, m_memory, {.access = Access::Create});
        QList<QFuture<Result<qint64>>> futures;
        for (int i = 0; i < 100; ++i) {
            futures.append(connection.run([i](Executor &db) -> Result<qint64> {
                if (i == 0) {
                    if (const auto made = db.execute(u"CREATE TABLE t (a)"_s); !made)
                        return fail(made.error());
                }
                if (const auto done = db.execute(u"INSERT INTO t VALUES (1)"_s); !done)
                    return fail(done.error());
                const Result<RowSet> rows = db.query(u"SELECT count(*) FROM t"_s);
                return rows ? Result<qint64>(toInt(rows->scalar())) : fail(rows.error());
            }));
        }
        for (int i = 0; i < 100; ++i) {
            VERIFY_RESULT(futures[i].result());
            QCOMPARE(*futures[i].result(), qint64(i + 1));
        }
    }

    void resultsArriveInTheThreadOfTheirObject()
    {
        Connection connection(m_provider, m_memory, {.access = Access::Create});
        QThread *arrived = nullptr;
        QThread *ran = nullptr;
        connection
            .run([&ran](Executor &) -> Result<int> {
                ran = QThread::currentThread();
                return 7;
            })
            .then(this, [&arrived](const Result<int> &) { arrived = QThread::currentThread(); });
        QTRY_COMPARE(arrived, thread());
        QVERIFY(ran != thread());
    }

    void cancelEndsWhatRunsAndWhatWaits()
    {
        Connection connection(m_provider, m_memory, {.access = Access::Create});
        auto running = connection.run(count);
        auto waiting = connection.run(count);
        QThread::msleep(20);
        connection.cancel();
        QVERIFY(!running.result() && !waiting.result());
        QCOMPARE(running.result().error().code, ErrorCode::Interrupted);
        QCOMPARE(waiting.result().error().code, ErrorCode::Interrupted);
        const auto after = connection.run(
            [](Executor &db) -> Result<RowSet> { return db.query(u"SELECT 1"_s); });
        VERIFY_RESULT(after.result());
    }

    void cancellingCallsNobodyBackInTheCaller()
    {
        int answers = 0;
        {
            Connection connection(m_provider, m_memory, {.access = Access::Create});
            for (int i = 0; i < 3; ++i)
                connection.run(count).then(this, [&answers](const Result<qint64> &) { ++answers; });
            QThread::msleep(20);
            connection.cancel();
            QCOMPARE(answers, 0);
        }
        QCOMPARE(answers, 0);
        QTRY_COMPARE(answers, 3);
    }

    void destructionInterrupts()
    {
        QElapsedTimer timer;
        QFuture<Result<qint64>> future;
        {
            Connection connection(m_provider, m_memory, {.access = Access::Create});
            future = connection.run(count);
            QThread::msleep(20);
            timer.start();
        }
        QVERIFY2(timer.elapsed() < 2000, "the destructor waited for an endless statement");
        QVERIFY(future.isFinished() && !future.result());
    }

    void cancelEndsAJobThatWaitsForItsExecutor()
    {
        const auto state = std::make_shared<SlowSource::State>();
        auto executor = m_provider.scratch(u"sqlite"_s);
        VERIFY_RESULT(executor);
        Connection connection(std::make_unique<SlowSource>(state, *std::move(executor)));
        bool ran = false;
        auto future = connection.run([&](Executor &) -> Result<int> {
            ran = true;
            return 7;
        });
        QTRY_VERIFY(state->asked);
        QCOMPARE(connection.jobs(), 1);
        connection.cancel();
        QVERIFY(!future.result());
        QCOMPARE(future.result().error().code, ErrorCode::Interrupted);
        QVERIFY(!ran);
        const auto after = connection.run([](Executor &) -> Result<int> { return 8; });
        VERIFY_RESULT(after.result());
        QCOMPARE(state->released, 2);
        QCOMPARE(connection.jobs(), 0);
    }

    void openingThatFailsIsToldByEveryJob()
    {
        QTemporaryDir folder;
        Connection connection(m_provider,
            Url {.dialect = u"sqlite"_s, .database = folder.filePath(u"none.db"_s)}, {});
        for (int i = 0; i < 2; ++i) {
            const auto result = connection.run(count).result();
            QVERIFY(!result);
            QCOMPARE(result.error().code, ErrorCode::NotFound);
        }
    }

private:
    ConnectionProvider m_provider;
    Url m_memory {.dialect = u"sqlite"_s};
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
