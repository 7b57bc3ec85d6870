// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/session/pool.h"
#include "support/testutils.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <atomic>
#include <optional>
#include <thread>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Opens connections and counts them.
struct Opener
{
    Url url;
    std::shared_ptr<std::atomic<int>> opened = std::make_shared<std::atomic<int>>(0);

    ConnectionPool::Open open() const
    {
        return [url = url, opened = opened]() -> Result<std::unique_ptr<Executor>> {
            ++*opened;
            return ConnectionProvider().open(
                url, {.access = Access::Create, .busyTimeoutMs = 60'000});
        };
    }
};

QString text(const PooledConnection &connection, const QString &sql)
{
    const Result<RowSet> rows = connection.executor().query(sql);
    return rows ? toText(rows->scalar()) : rows.error().message;
}

template <typename Function> void inThread(Function function)
{
    std::thread thread(function);
    thread.join();
}

} // namespace

class TestPool : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path() const { return m_folder->filePath(u"x.db"_s); }
    Opener file() const { return {Url {.dialect = u"sqlite"_s, .database = path()}}; }
    static Opener memory() { return {Url {.dialect = u"sqlite"_s}}; }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void connectionsComeBackAndAreUsedAgain()
    {
        const Opener opener = file();
        const auto pool = queuePool(opener.open(), {});
        QCOMPARE(*opener.opened, 0);
        for (int i = 0; i < 3; ++i) {
            const auto connection = pool->checkOut();
            VERIFY_RESULT(connection);
            QCOMPARE(pool->status(), (PoolStatus {.idle = 0, .checkedOut = 1}));
        }
        QCOMPARE(*opener.opened, 1);
        QCOMPARE(pool->status(), (PoolStatus {.idle = 1, .checkedOut = 0}));
    }

    void overflowIsClosedWhenItComesBack()
    {
        const Opener opener = file();
        const auto pool = queuePool(opener.open(), {.size = 2, .maxOverflow = 2});
        {
            std::vector<PooledConnection> out;
            for (int i = 0; i < 4; ++i) {
                auto connection = pool->checkOut();
                VERIFY_RESULT(connection);
                out.push_back(*std::move(connection));
            }
            QCOMPARE(pool->status(), (PoolStatus {.idle = 0, .checkedOut = 4}));
        }
        QCOMPARE(pool->status(), (PoolStatus {.idle = 2, .checkedOut = 0}));
        QCOMPARE(*opener.opened, 4);
    }

    void anExhaustedPoolIsWaitedForAndNamed()
    {
        const auto pool = queuePool(file().open(), {.size = 1, .maxOverflow = 1, .timeout = 100ms});
        const auto first = pool->checkOut();
        const auto second = pool->checkOut();
        QElapsedTimer timer;
        timer.start();
        const auto third = pool->checkOut();
        QVERIFY(!third);
        QVERIFY2(timer.elapsed() >= 100, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(third.error().code, ErrorCode::Locked);
        QVERIFY2(third.error().message.contains(u"pool of size 1 overflow 1 reached"_s),
            qPrintable(third.error().message));
        QVERIFY(third.error().message.contains(u"0.1 s"_s));
    }

    void aWaitEndsWhenAConnectionComesBack()
    {
        const auto pool = queuePool(file().open(), {.size = 1, .maxOverflow = 0, .timeout = 20s});
        auto first = pool->checkOut();
        VERIFY_RESULT(first);
        std::optional<Result<PooledConnection>> got;
        std::thread other([&] { got = pool->checkOut(); });
        std::this_thread::sleep_for(30ms);
        first = fail(ErrorCode::Failed, u"given back"_s);
        other.join();
        VERIFY_RESULT(*got);
    }

    void aWaitCanBeCancelled()
    {
        const auto pool = queuePool(file().open(), {.size = 1, .maxOverflow = 0, .timeout = 60s});
        const auto first = pool->checkOut();
        int asked = 0;
        const auto second = pool->checkOut([&] { return ++asked < 3; });
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Interrupted);
    }

    void zeroMeansNoLimit_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("maxOverflow");
        QTest::newRow("any number is kept") << 0 << 0;
        QTest::newRow("any number over the size") << 1 << -1;
    }
    void zeroMeansNoLimit()
    {
        QFETCH(int, size);
        QFETCH(int, maxOverflow);
        const auto pool
            = queuePool(file().open(), {.size = size, .maxOverflow = maxOverflow, .timeout = 0ms});
        {
            std::vector<PooledConnection> out;
            for (int i = 0; i < 20; ++i) {
                auto connection = pool->checkOut();
                VERIFY_RESULT(connection);
                out.push_back(*std::move(connection));
            }
        }
        QCOMPARE(pool->status().idle, size == 0 ? 20 : 1);
    }

    void whatIsNotCommittedIsRolledBack()
    {
        const auto pool = queuePool(file().open(), {});
        {
            const auto connection = pool->checkOut();
            VERIFY_RESULT(connection->executor().executeScript(
                u"CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)"_s));
        }
        const auto connection = pool->checkOut();
        QVERIFY(!connection->executor().inTransaction());
        QCOMPARE(text(*connection, u"SELECT count(*) FROM t"_s), u"0"_s);
    }

    void aProgressHandlerIsForgotten()
    {
        const auto pool = queuePool(file().open(), {});
        {
            const auto connection = pool->checkOut();
            connection->executor().setProgressHandler([] { return false; });
        }
        const auto connection = pool->checkOut();
        VERIFY_RESULT(connection->executor().query(
            u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000) "
            "SELECT max(i) FROM n"_s));
    }

    void prePingReplacesAConnectionThatNoLongerAnswers_data()
    {
        QTest::addColumn<bool>("prePing");
        QTest::newRow("A4: with pre-ping it is replaced") << true;
        QTest::newRow("without, the first statement fails") << false;
    }
    void prePingReplacesAConnectionThatNoLongerAnswers()
    {
        QFETCH(bool, prePing);
        const Opener opener = file();
        const auto pool = queuePool(opener.open(), {.prePing = prePing});
        VERIFY_RESULT(pool->checkOut()->executor().executeScript(u"CREATE TABLE t (a)"_s));
        QVERIFY(QFile::remove(path()));
        VERIFY_RESULT(ConnectionProvider().open(opener.url, {.access = Access::Create}));
        const auto connection = pool->checkOut();
        VERIFY_RESULT(connection);
        QCOMPARE(connection->executor().query(u"SELECT 1"_s).has_value(), prePing);
        QCOMPARE(*opener.opened, prePing ? 2 : 1);
    }

    void anInvalidatedConnectionIsNotKept()
    {
        const auto pool = queuePool(file().open(), {});
        pool->checkOut()->invalidate();
        QCOMPARE(pool->status(), (PoolStatus {.idle = 0, .checkedOut = 0}));
    }

    void oldConnectionsAreOpenedAnew()
    {
        const Opener opener = file();
        const auto pool = queuePool(opener.open(), {.recycle = 0s});
        VERIFY_RESULT(pool->checkOut());
        VERIFY_RESULT(pool->checkOut());
        QCOMPARE(*opener.opened, 2);
        QCOMPARE(pool->status(), (PoolStatus {.idle = 1, .checkedOut = 0}));
    }

    void openingThatFailsGivesItsPlaceBack()
    {
        const auto pool = queuePool(
            [] { return Result<std::unique_ptr<Executor>>(fail(ErrorCode::Io, u"no"_s)); },
            {.size = 1, .maxOverflow = 0, .timeout = 0ms});
        for (int i = 0; i < 3; ++i) {
            const auto connection = pool->checkOut();
            QVERIFY(!connection);
            QCOMPARE(connection.error().message, u"no"_s);
        }
    }

    void disposingClosesEvenThoseOnLoan()
    {
        const Opener opener = file();
        const auto pool = queuePool(opener.open(), {});
        {
            const auto lent = pool->checkOut();
            VERIFY_RESULT(pool->checkOut());
            pool->dispose();
            QCOMPARE(pool->status(), (PoolStatus {.idle = 0, .checkedOut = 1}));
            QCOMPARE(text(*lent, u"SELECT 7"_s), u"7"_s);
        }
        QCOMPARE(pool->status(), (PoolStatus {.idle = 0, .checkedOut = 0}));
        VERIFY_RESULT(pool->checkOut());
        QCOMPARE(*opener.opened, 3);
    }

    void aConnectionOutlivesItsPool()
    {
        auto pool = queuePool(file().open(), {});
        const auto connection = pool->checkOut();
        pool.reset();
        QCOMPARE(text(*connection, u"SELECT 7"_s), u"7"_s);
    }

    void aConnectionMovesWithoutComingBackTwice()
    {
        const auto pool = queuePool(file().open(), {});
        auto one = pool->checkOut();
        auto two = pool->checkOut();
        PooledConnection moved = *std::move(one);
        QCOMPARE(pool->status().checkedOut, 2);
        moved = *std::move(two);
        QCOMPARE(pool->status(), (PoolStatus {.idle = 1, .checkedOut = 1}));
        QCOMPARE(text(moved, u"SELECT 7"_s), u"7"_s);
    }

    void manyThreadsShareAFewConnections()
    {
        const Opener opener = file();
        const auto pool = queuePool(opener.open(), {.size = 2, .maxOverflow = 1});
        VERIFY_RESULT(pool->checkOut()->executor().executeScript(u"CREATE TABLE t (a)"_s));
        std::atomic<int> failures = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                for (int j = 0; j < 20; ++j) {
                    const auto connection = pool->checkOut();
                    if (!connection
                        || !connection->executor().execute(u"INSERT INTO t VALUES (1)"_s))
                        ++failures;
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(failures, 0);
        QCOMPARE(text(*pool->checkOut(), u"SELECT count(*) FROM t"_s), u"160"_s);
        QCOMPARE(pool->status().checkedOut, 0);
    }

    void A4_aThreadKeepsItsDatabaseInMemory()
    {
        const Opener opener = memory();
        const auto pool = singletonThreadPool(opener.open());
        VERIFY_RESULT(pool->checkOut()->executor().executeScript(
            u"CREATE TABLE t (a); INSERT INTO t VALUES (7)"_s));
        QCOMPARE(text(*pool->checkOut(), u"SELECT a FROM t"_s), u"7"_s);
        inThread([&] {
            QVERIFY(text(*pool->checkOut(), u"SELECT a FROM t"_s).contains(u"no such table"_s));
        });
        QCOMPARE(*opener.opened, 2);
    }

    void A4_askingTwiceInOneThreadIsAnErrorAndNoDeadlock()
    {
        const auto pool = singletonThreadPool(memory().open());
        auto first = pool->checkOut();
        const auto second = pool->checkOut();
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Usage);
        QVERIFY2(second.error().message.contains(u"in use already"_s),
            qPrintable(second.error().message));
        inThread([&] { VERIFY_RESULT(pool->checkOut()); });
        first = fail(ErrorCode::Failed, u"given back"_s);
        VERIFY_RESULT(pool->checkOut());
    }

    void aThreadThatEndedLeavesNoConnection()
    {
        const auto pool = singletonThreadPool(memory().open());
        for (int i = 0; i < 5; ++i)
            inThread([&] { VERIFY_RESULT(pool->checkOut()); });
        VERIFY_RESULT(pool->checkOut());
        QCOMPARE(pool->status(), (PoolStatus {.idle = 1, .checkedOut = 0}));
    }

    void disposingForgetsTheDatabaseInMemory()
    {
        const auto pool = singletonThreadPool(memory().open());
        VERIFY_RESULT(pool->checkOut()->executor().executeScript(u"CREATE TABLE t (a)"_s));
        {
            const auto lent = pool->checkOut();
            pool->dispose();
            QCOMPARE(text(*lent, u"SELECT count(*) FROM t"_s), u"0"_s);
        }
        QVERIFY(text(*pool->checkOut(), u"SELECT * FROM t"_s).contains(u"no such table"_s));
    }
};

QTEST_GUILESS_MAIN(TestPool)
#include "tst_pool.moc"
