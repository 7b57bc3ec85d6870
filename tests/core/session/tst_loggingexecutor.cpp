// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/session/loggingexecutor.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestLoggingExecutor : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<LoggingExecutor> m_db;
    QList<StatementReport> m_reports;

    QString last() const { return m_reports.isEmpty() ? u"none"_s : m_reports.last().sql; }

private Q_SLOTS:
    void init()
    {
        auto inner = ConnectionProvider().scratch(u"sqlite"_s);
        VERIFY_RESULT(inner);
        m_db = std::make_unique<LoggingExecutor>(
            *std::move(inner), [this](const StatementReport &report) { m_reports.append(report); });
        VERIFY_RESULT(m_db->executeScript(
            u"CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1), (2), (3)"_s));
        m_reports.clear();
    }

    void everyWayToRunAStatementIsReported()
    {
        const QString select = u"SELECT a FROM t WHERE a > ?"_s;
        const QList<Value> one {Value(qint64(1))};
        int seen = 0;
        const auto count = [&](const auto &) { return ++seen > 0; };
        QCOMPARE(m_db->query(select, one)->rows.size(), 2);
        VERIFY_RESULT(m_db->stream(select, one, count));
        VERIFY_RESULT(m_db->streamViews(select, one, count));
        QCOMPARE(seen, 4);
        QCOMPARE(m_reports.size(), 3);
        for (const StatementReport &report : std::as_const(m_reports)) {
            QCOMPARE(report.sql, select);
            QCOMPARE(report.parameters, one);
            QCOMPARE(report.rows, 2);
            QVERIFY(report.duration.count() > 0);
            QVERIFY(!report.error);
        }
        QCOMPARE(*m_db->execute(u"UPDATE t SET a = a + 10"_s), 3);
        QCOMPARE(m_reports.last().rows, 3);
        VERIFY_RESULT(m_db->executeScript(u"BEGIN; COMMIT"_s));
        QCOMPARE(last(), u"BEGIN; COMMIT"_s);
        VERIFY_RESULT(m_db->executeOnCatalogue(u"SELECT 1"_s));
        QCOMPARE(last(), u"SELECT 1"_s);
        QCOMPARE(m_reports.size(), 6);
    }

    void aPreparedStatementIsReportedEachTimeItRuns()
    {
        auto insert = m_db->prepare(u"INSERT INTO t VALUES (?) RETURNING rowid"_s);
        VERIFY_RESULT(insert);
        QVERIFY(m_reports.isEmpty());
        VERIFY_RESULT((*insert)->run(std::array {ValueView(TextView {"Ä"})}));
        QCOMPARE(m_reports.last().parameters, QList<Value> {Value(u"Ä"_s)});
        QCOMPARE(m_reports.last().rows, 1);
        QCOMPARE((*insert)->lastInsertedKey(), 4);
        const auto any = (*insert)->runReturning(std::array {ValueView(qint64(9))}, {});
        VERIFY_RESULT(any);
        QVERIFY(*any);
        QCOMPARE(m_reports.size(), 2);
        VERIFY_RESULT(m_db->execute(u"BEGIN"_s));
        VERIFY_RESULT((*m_db->bulk(u"DELETE FROM t"_s))->run({}));
        QCOMPARE(m_reports.last().rows, 5);
    }

    void errorsAreReportedAndPassedOn()
    {
        const auto done = m_db->execute(u"INSERT INTO t VALUES (1)"_s);
        QVERIFY(!done);
        QVERIFY(m_reports.last().error.has_value());
        QCOMPARE(*m_reports.last().error, done.error());
        QVERIFY(!m_db->prepare(u"SELECT * FROM nowhere"_s));
        QCOMPARE(last(), u"SELECT * FROM nowhere"_s);
        QCOMPARE(m_db->errorOffset(), 14);
    }

    void theRestIsThatOfTheDatabase()
    {
        QCOMPARE(m_db->dialectName(), u"sqlite"_s);
        QVERIFY(!m_db->isReadOnly());
        QVERIFY(!m_db->serverVersion().isEmpty());
        VERIFY_RESULT(m_db->execute(u"BEGIN"_s));
        QVERIFY(m_db->inTransaction());
        m_db->setProgressHandler([] { return false; });
        QVERIFY(!m_db->query(u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                             "SELECT max(i) FROM n"_s));
    }

    void aReportIsOneLine_data()
    {
        QTest::addColumn<StatementReport>("report");
        QTest::addColumn<bool>("masked");
        QTest::addColumn<QString>("line");
        const QString sql = u"SELECT a\n  FROM t"_s;
        const auto ms = std::chrono::microseconds(1250);
        QTest::newRow("plain") << StatementReport {.sql = sql, .rows = 2, .duration = ms} << false
                               << u"SELECT a FROM t: 2 rows, 1.250 ms"_s;
        const StatementReport full {.sql = sql,
            .parameters = {Value(), Value(qint64(7)), Value(0.5), Value(u"it's"_s),
                Value(QByteArray("\x01\xff"))},
            .rows = 1,
            .duration = ms};
        QTest::newRow("values")
            << full << false
            << u"SELECT a FROM t [NULL, 7, 0.5, 'it's', X'01FF']: 1 row, 1.250 ms"_s;
        QTest::newRow("masked") << full << true << u"SELECT a FROM t [5 hidden]: 1 row, 1.250 ms"_s;
        QTest::newRow("a % in a value")
            << StatementReport {.sql = sql, .parameters = {Value(u"%1 %2"_s)}, .duration = ms}
            << false << u"SELECT a FROM t ['%1 %2']: 0 rows, 1.250 ms"_s;
        QTest::newRow("a long value") << StatementReport {.sql = sql,
            .parameters = {Value(QString(100, u'x'))},
            .duration
            = ms} << false << u"SELECT a FROM t ['%1…']: 0 rows, 1.250 ms"_s.arg(QString(80, u'x'));
        QTest::newRow("many values") << StatementReport {.sql = u"S"_s,
            .parameters = QList<Value>(25, Value(qint64(1))),
            .duration
            = ms} << false << u"S [%1… 5 more]: 0 rows, 1.250 ms"_s.arg(u"1, "_s.repeated(20));
        const StatementReport failed {.sql = u"S"_s,
            .parameters = {Value(qint64(7))},
            .error = Error {.message = u"key 7"_s}};
        QTest::newRow("an error") << failed << false << u"S [7]: key 7"_s;
        QTest::newRow("an error, masked") << failed << true << u"S [1 hidden]: failed"_s;
    }
    void aReportIsOneLine()
    {
        QFETCH(StatementReport, report);
        QFETCH(bool, masked);
        QTEST(lineOf(report, masked), "line");
    }

    void R19_echoWritesToTheLog()
    {
        int observed = 0;
        const auto echo = echoing(Echo::Masked, [&](const StatementReport &) { ++observed; });
        QTest::ignoreMessage(QtInfoMsg, "S [1 hidden]: 0 rows, 0.000 ms");
        echo({.sql = u"S"_s, .parameters = {Value(u"secret"_s)}});
        QCOMPARE(observed, 1);
        QTest::ignoreMessage(QtInfoMsg, "S ['open']: 0 rows, 0.000 ms");
        echoing(Echo::Statements, {})({.sql = u"S"_s, .parameters = {Value(u"open"_s)}});
        QVERIFY(!echoing(Echo::Off, {}));
    }
};

QTEST_GUILESS_MAIN(TestLoggingExecutor)
#include "tst_loggingexecutor.moc"
