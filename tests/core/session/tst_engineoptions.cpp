// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/engineoptions.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QList<QByteArray> variables {"JOINERY_ECHO", "JOINERY_POOL_PRE_PING", "JOINERY_POOL_SIZE",
    "JOINERY_MAX_OVERFLOW", "JOINERY_POOL_RECYCLE", "JOINERY_POOL_TIMEOUT"};

} // namespace

class TestEngineOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        for (const QByteArray &variable : variables)
            qunsetenv(variable.constData());
    }
    void cleanupTestCase() { init(); }

    void R19_theDefaultsAreThoseOfReflex()
    {
        const auto options = EngineOptions::fromEnvironment();
        VERIFY_RESULT(options);
        QCOMPARE(options->echo, Echo::Off);
        QVERIFY(options->prePing);
        QCOMPARE(options->poolSize, 5);
        QCOMPARE(options->maxOverflow, 10);
        QCOMPARE(options->poolRecycle, -1s);
        QCOMPARE(options->poolTimeout, 30s);
        QVERIFY(options->foreignKeys);
        QCOMPARE(options->access, Access::Create);
    }

    void R19_theEnvironmentChangesThem()
    {
        qputenv("JOINERY_ECHO", "1");
        qputenv("JOINERY_POOL_PRE_PING", "False");
        qputenv("JOINERY_POOL_SIZE", "2");
        qputenv("JOINERY_MAX_OVERFLOW", "-1");
        qputenv("JOINERY_POOL_RECYCLE", "3600");
        qputenv("JOINERY_POOL_TIMEOUT", " 7 ");
        const auto options = EngineOptions::fromEnvironment();
        VERIFY_RESULT(options);
        QCOMPARE(options->echo, Echo::Statements);
        QVERIFY(!options->prePing);
        QCOMPARE(options->poolSize, 2);
        QCOMPARE(options->maxOverflow, -1);
        QCOMPARE(options->poolRecycle, 3600s);
        QCOMPARE(options->poolTimeout, 7s);
    }

    void echoHasThreeValues_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("echo");
        QTest::newRow("true") << QByteArray("true") << int(Echo::Statements);
        QTest::newRow("off") << QByteArray("off") << int(Echo::Off);
        QTest::newRow("masked") << QByteArray("Masked") << int(Echo::Masked);
        QTest::newRow("empty is not set") << QByteArray("") << int(Echo::Off);
    }
    void echoHasThreeValues()
    {
        QFETCH(QByteArray, text);
        qputenv("JOINERY_ECHO", text);
        const auto options = EngineOptions::fromEnvironment();
        VERIFY_RESULT(options);
        QTEST(int(options->echo), "echo");
    }

    void whatDoesNotReadIsNamed_data()
    {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("echo") << QByteArray("JOINERY_ECHO") << QByteArray("loud");
        QTest::newRow("pre-ping") << QByteArray("JOINERY_POOL_PRE_PING") << QByteArray("maybe");
        QTest::newRow("a word as size") << QByteArray("JOINERY_POOL_SIZE") << QByteArray("five");
        QTest::newRow("a negative size") << QByteArray("JOINERY_POOL_SIZE") << QByteArray("-1");
        QTest::newRow("overflow") << QByteArray("JOINERY_MAX_OVERFLOW") << QByteArray("-2");
        QTest::newRow("recycle") << QByteArray("JOINERY_POOL_RECYCLE") << QByteArray("1h");
        QTest::newRow("timeout") << QByteArray("JOINERY_POOL_TIMEOUT") << QByteArray("1.5");
    }
    void whatDoesNotReadIsNamed()
    {
        QFETCH(QByteArray, variable);
        QFETCH(QByteArray, text);
        qputenv(variable.constData(), text);
        const auto options = EngineOptions::fromEnvironment();
        QVERIFY(!options);
        QCOMPARE(options.error().code, ErrorCode::Usage);
        const QString words = options.error().message;
        QVERIFY2(words.contains(QString::fromLatin1(variable))
                && words.contains(QString::fromLatin1(text)),
            qPrintable(words));
    }
};

QTEST_GUILESS_MAIN(TestEngineOptions)
#include "tst_engineoptions.moc"
