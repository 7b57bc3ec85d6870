// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/dialect.h"
#include "joinery/session/engine.h"
#include "support/testutils.h"

#include <QTemporaryDir>

#include <thread>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestEngine : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path() const { return m_folder->filePath(u"x.db"_s); }
    QString url() const { return u"sqlite:///"_s + path(); }
    Engine engine(EngineOptions options = {}) const
    {
        return *Engine::create(url(), std::move(options));
    }
    static QString pragma(const Engine &engine, const QString &name)
    {
        const auto rows = engine.query(u"PRAGMA "_s + name);
        return rows ? toText(rows->scalar()) : rows.error().message;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qunsetenv("JOINERY_DB_URL");
        qunsetenv("JOINERY_POOL_SIZE");
    }
    void cleanup() { init(); }

    void S8_noConnectionIsMadeBeforeItIsNeeded()
    {
        const auto engine = Engine::create(url());
        VERIFY_RESULT(engine);
        QVERIFY(!QFile::exists(path()));
        QCOMPARE(engine->dialect().name(), u"sqlite"_s);
        VERIFY_RESULT(engine->connect());
        QVERIFY(QFile::exists(path()));
    }

    void aUrlThatCannotBeUsedIsRefused_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("code");
        QTest::newRow("no URL") << u"heroes.db"_s << int(ErrorCode::Parse);
        QTest::newRow("no such dialect") << u"oracle://x/y"_s << int(ErrorCode::Unsupported);
        QTest::newRow("not in this build")
            << u"mysql://me:secret@h/d"_s << int(ErrorCode::Unsupported);
    }
    void aUrlThatCannotBeUsedIsRefused()
    {
        QFETCH(QString, url);
        const auto engine = Engine::create(url);
        QVERIFY(!engine);
        QTEST(int(engine.error().code), "code");
        QVERIFY(!errorText(engine.error()).contains(u"secret"_s));
    }

    void optionsThatMakeNoSenseAreNamed()
    {
        const auto size = Engine::create(url(), {.poolSize = -1});
        QVERIFY(!size);
        QCOMPARE(size.error().message, u"The engine's option poolSize cannot be -1"_s);
        QVERIFY(!Engine::create(url(), {.maxOverflow = -2}));
        QVERIFY(!Engine::create(url(), {.mmapSize = -1}));
        QVERIFY(!Engine::create(url(), {.keptStatements = -1}));
    }

    void aRelativePathIsOneFromTheFolderAtThatTime()
    {
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_folder->path()));
        const auto engine = Engine::create(u"sqlite:///x.db"_s);
        QVERIFY(QDir::setCurrent(before));
        VERIFY_RESULT(engine);
        VERIFY_RESULT(engine->connect());
        QVERIFY(QFile::exists(path()));
    }

    void statementsRunOnConnectionsOfThePool()
    {
        const Engine one = engine();
        const Engine copy = one;
        VERIFY_RESULT(one.execute(u"CREATE TABLE t (a)"_s));
        QCOMPARE(*copy.execute(u"INSERT INTO t VALUES (?), (?)"_s, {Value(), Value(u"x"_s)}), 2);
        QCOMPARE(copy.query(u"SELECT * FROM t"_s)->rows.size(), 2);
        QCOMPARE(one.poolStatus(), (PoolStatus {.idle = 1, .checkedOut = 0}));
        one.dispose();
        QCOMPARE(copy.poolStatus(), PoolStatus {});
        QCOMPARE(one.query(u"SELECT * FROM t"_s)->rows.size(), 2);
    }

    void theOptionsReachTheDatabase()
    {
        const Engine plain = engine();
        QCOMPARE(pragma(plain, u"foreign_keys"_s), u"1"_s);
        QCOMPARE(pragma(plain, u"mmap_size"_s), u"0"_s);
        const Engine other = engine({.foreignKeys = false, .mmapSize = 1 << 20});
        QCOMPARE(pragma(other, u"foreign_keys"_s), u"0"_s);
        QCOMPARE(pragma(other, u"mmap_size"_s), u"1048576"_s);
        VERIFY_RESULT(plain.execute(u"CREATE TABLE t (a)"_s));
        const Engine looking = engine({.access = Access::Look});
        QVERIFY(!looking.execute(u"INSERT INTO t VALUES (1)"_s));
        VERIFY_RESULT(looking.query(u"SELECT * FROM t"_s));
    }

    void anotherProgramsLockIsWaitedForAsLongAsAsked()
    {
        const Engine one = engine();
        VERIFY_RESULT(one.execute(u"CREATE TABLE t (a)"_s));
        const auto holder = one.connect();
        VERIFY_RESULT(holder->executor().executeScript(u"BEGIN IMMEDIATE"_s));
        const auto done = engine({.busyTimeout = std::chrono::milliseconds(50)})
                              .execute(u"INSERT INTO t VALUES (1)"_s);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Locked);
    }

    void theObserverSeesEveryStatementOfTheProgram()
    {
        QStringList seen;
        const Engine watched
            = engine({.observer = [&](const StatementReport &report) { seen.append(report.sql); }});
        VERIFY_RESULT(watched.execute(u"CREATE TABLE t (a)"_s));
        VERIFY_RESULT(watched.query(u"SELECT a FROM t"_s));
        // Trying a kept connection is no statement of the program's.
        QCOMPARE(seen, QStringList({u"CREATE TABLE t (a)"_s, u"SELECT a FROM t"_s}));
    }

    void R19_echoIsOff()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        VERIFY_RESULT(engine().execute(u"CREATE TABLE t (a)"_s));
        QTest::ignoreMessage(QtInfoMsg,
            QRegularExpression(u"^INSERT INTO t VALUES \\(\\?\\) "
                               "\\['x'\\]: 1 row, "_s));
        VERIFY_RESULT(engine({.echo = Echo::Statements})
                          .execute(u"INSERT INTO t VALUES (?)"_s, {Value(u"x"_s)}));
    }

    void A4_aDatabaseInMemoryBelongsToItsThread()
    {
        const auto memory = Engine::create(u"sqlite://"_s);
        VERIFY_RESULT(memory);
        VERIFY_RESULT(memory->execute(u"CREATE TABLE t (a)"_s));
        VERIFY_RESULT(memory->query(u"SELECT * FROM t"_s));
        std::thread([&] { QVERIFY(!memory->query(u"SELECT * FROM t"_s)); }).join();
        const auto lent = memory->connect();
        const auto again = memory->query(u"SELECT 1"_s);
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Usage);
    }

    void aSharedDatabaseInMemoryIsCommonToAllThreads()
    {
        const auto memory
            = Engine::create(u"sqlite:///file:common?mode=memory&cache=shared&uri=true"_s);
        VERIFY_RESULT(memory);
        VERIFY_RESULT(memory->execute(u"CREATE TABLE t (a)"_s));
        const auto lent = memory->connect();
        std::thread([&] { VERIFY_RESULT(memory->query(u"SELECT * FROM t"_s)); }).join();
        VERIFY_RESULT(memory->query(u"SELECT * FROM t"_s));
    }

    void R1_aMissingUrlIsAClearError()
    {
        const auto engine = Engine::fromEnvironment();
        QVERIFY(!engine);
        QCOMPARE(engine.error().code, ErrorCode::NotFound);
        QVERIFY2(engine.error().message.contains(u"JOINERY_DB_URL is not set"_s),
            qPrintable(engine.error().message));
        QVERIFY(!engine.error().hint.isEmpty());
    }

    void R2_theEnvironmentGivesUrlAndOptions()
    {
        qputenv("JOINERY_DB_URL", url().toUtf8());
        qputenv("JOINERY_POOL_SIZE", "2");
        const auto engine = Engine::fromEnvironment();
        VERIFY_RESULT(engine);
        QCOMPARE(engine->url().database, path());
        QCOMPARE(engine->options().poolSize, 2);
        qputenv("JOINERY_DB_URL", "nonsense://me:secret@h");
        const auto wrong = Engine::fromEnvironment();
        QVERIFY(!wrong);
        QVERIFY(wrong.error().message.startsWith(u"JOINERY_DB_URL: "_s));
        QVERIFY(!errorText(wrong.error()).contains(u"secret"_s));
    }

    void R19_enginesAreCachedByUrl()
    {
        const auto one = Engine::cached(url());
        const auto two = Engine::cached(url());
        VERIFY_RESULT(one);
        VERIFY_RESULT(two);
        const auto lent = one->connect();
        VERIFY_RESULT(lent);
        QCOMPARE(two->poolStatus().checkedOut, 1);
        QVERIFY(!Engine::cached(u"nonsense"_s));
    }

    void R20_anErrorIsToldOnceUntilItIsWellAgain()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        const Engine one = engine({.access = Access::Change});
        const QRegularExpression told(u"^The database sqlite://.* does not answer: "_s);
        for (int round = 0; round < 2; ++round) {
            QTest::ignoreMessage(QtWarningMsg, told);
            const auto unwell = one.health();
            QVERIFY(!unwell);
            QCOMPARE(unwell.error().code, ErrorCode::NotFound);
            QVERIFY(!one.health());
            VERIFY_RESULT(engine().execute(u"CREATE TABLE t (a)"_s));
            VERIFY_RESULT(one.health());
            QVERIFY(QFile::remove(path()));
        }
    }

    void aFileThatWasReplacedIsOpenedAnew()
    {
        const Engine one = engine({.prePing = false});
        VERIFY_RESULT(one.execute(u"CREATE TABLE t (a)"_s));
        QVERIFY(QFile::remove(path()));
        QVERIFY(!one.query(u"SELECT 1"_s));
        VERIFY_RESULT(one.query(u"SELECT 1"_s));
    }
};

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
