// SPDX-License-Identifier: MPL-2.0
// What an Executor offers for many rows gives the same through the driver's own quick way and
// through the plain functions that every driver has.
#include "joinery/connection/provider.h"
#include "support/testutils.h"

#include <limits>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

/// Hides what the driver overrides.
class PlainExecutor final : public Executor
{
public:
    explicit PlainExecutor(Executor &inner)
        : m_inner(inner)
    { }
    Result<RowSet> query(const QString &sql, const QList<Value> &parameters) override
    {
        return m_inner.query(sql, parameters);
    }
    Result<qint64> execute(const QString &sql, const QList<Value> &parameters) override
    {
        return m_inner.execute(sql, parameters);
    }
    Result<> stream(const QString &sql, const QList<Value> &parameters, const RowHandler &handler,
        QStringList *columns) override
    {
        return m_inner.stream(sql, parameters, handler, columns);
    }
    Result<> executeScript(const QString &sql) override { return m_inner.executeScript(sql); }
    bool inTransaction() const override { return m_inner.inTransaction(); }
    bool isReadOnly() const override { return m_inner.isReadOnly(); }
    QString dialectName() const override { return m_inner.dialectName(); }
    QList<int> serverVersion() const override { return m_inner.serverVersion(); }
    void interrupt() override { m_inner.interrupt(); }
    void setProgressHandler(std::function<bool()> handler) override
    {
        m_inner.setProgressHandler(std::move(handler));
    }

private:
    Executor &m_inner;
};

} // namespace

class TestExecutor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        auto opened = ConnectionProvider().scratch(u"sqlite"_s);
        VERIFY_RESULT(opened);
        m_live = *std::move(opened);
        m_plain = std::make_unique<PlainExecutor>(*m_live);
        VERIFY_RESULT(m_live->executeScript(u"CREATE TABLE t (a UNIQUE, b)"_s));
    }

    void everyValueComesBackExactly_data() { addBothWays(); }
    void everyValueComesBackExactly()
    {
        const QList<Value> values {Value(), Value(std::numeric_limits<qint64>::min()), Value(0.1),
            Value(u""_s), Value(u"Ä\"'\n日本😀"_s), Value(u"a\0b"_s), Value(u"\ufeffmark"_s),
            Value(QByteArray("")), Value(QByteArray("\x00\xff\x01", 3))};
        VERIFY_RESULT(way().executeScript(u"BEGIN"_s));
        auto bulk = way().bulk(u"INSERT INTO t VALUES (?, ?)"_s);
        VERIFY_RESULT(bulk);
        for (qsizetype i = 0; i < values.size(); ++i) {
            QByteArray text;
            const auto changed = (*bulk)->run(
                std::vector<ValueView> {ValueView(qint64(i)), viewOf(values[i], text)});
            VERIFY_RESULT(changed);
            QCOMPARE(*changed, 1);
        }
        bulk->reset();
        VERIFY_RESULT(way().executeScript(u"COMMIT"_s));

        QList<Value> read;
        QStringList columns;
        VERIFY_RESULT(way().streamViews(
            u"SELECT b FROM t WHERE a >= ? ORDER BY a"_s, {Value(qint64(0))},
            [&](RowView row) {
                read.append(toValue(row[0]));
                return true;
            },
            &columns));
        QCOMPARE(columns, QStringList {u"b"_s});
        QCOMPARE(read, values);
    }

    void statementsThatWriteAreTold_data();
    void statementsThatWriteAreTold()
    {
        QFETCH(QString, sql);
        const auto told = m_live->writes(sql);
        VERIFY_RESULT(told);
        QTEST(*told, "writes");
        const auto plain = m_plain->writes(sql);
        VERIFY_RESULT(plain);
        QVERIFY(*plain); // it cannot tell
        QCOMPARE(toText(m_live->query(u"SELECT count(*) FROM t"_s)->scalar()), u"0"_s);
    }
    void statementsThatAreWrongAreNotTold()
    {
        const auto told = m_live->writes(u"SELECT c FROM t"_s);
        QVERIFY(!told);
        QVERIFY2(told.error().message.contains(u"no such column"_s),
            qPrintable(told.error().message));
    }

    void aHandlerStopsTheRows_data() { addBothWays(); }
    void aHandlerStopsTheRows()
    {
        VERIFY_RESULT(m_live->executeScript(u"INSERT INTO t (a) VALUES (1), (2), (3)"_s));
        int rows = 0;
        VERIFY_RESULT(
            way().streamViews(u"SELECT a FROM t"_s, {}, [&](RowView) { return ++rows < 2; }));
        QCOMPARE(rows, 2);
    }

    void aRowThatFailsLeavesTheOthers_data() { addBothWays(); }
    void aRowThatFailsLeavesTheOthers()
    {
        VERIFY_RESULT(way().executeScript(u"BEGIN"_s));
        {
            auto bulk = way().bulk(u"INSERT INTO t (a) VALUES (?)"_s);
            VERIFY_RESULT(bulk);
            for (const qint64 number : {1, 1, 2}) {
                const auto changed = (*bulk)->run(std::vector<ValueView> {ValueView(number)});
                if (!changed)
                    QCOMPARE(changed.error().code, ErrorCode::Violation);
            }
            const auto wrong = (*bulk)->run(std::vector<ValueView> {});
            QVERIFY(!wrong);
            QCOMPARE(wrong.error().code, ErrorCode::Usage);
        }
        VERIFY_RESULT(way().executeScript(u"COMMIT"_s));
        const auto count = way().query(u"SELECT group_concat(a) FROM t"_s);
        VERIFY_RESULT(count);
        QCOMPARE(toText(count->scalar()), u"1,2"_s);
    }

    void runReturningHandsOverTheRows_data() { addBothWays(); }
    void runReturningHandsOverTheRows()
    {
        auto insert = way().prepare(u"INSERT INTO t (a) VALUES (?), (?) RETURNING a, a + 1"_s);
        VERIFY_RESULT(insert);
        QList<Value> read;
        const auto take = [&](RowView row) {
            read.append(toValue(row[1]));
            return false;
        };
        const auto first = (*insert)->runReturning(
            std::array {ValueView(qint64(1)), ValueView(qint64(2))}, take);
        VERIFY_RESULT(first);
        QVERIFY(*first);
        QCOMPARE(read, QList<Value> {Value(qint64(2))});
        QCOMPARE(toInt(way().query(u"SELECT count(*) FROM t"_s)->scalar()), 2);

        auto select = way().prepare(u"SELECT a FROM t WHERE a = ?"_s);
        VERIFY_RESULT(select);
        for (const qint64 key : {1, 7, 2}) {
            const auto found = (*select)->runReturning(std::array {ValueView(key)}, {});
            VERIFY_RESULT(found);
            QCOMPARE(*found, key != 7);
        }
    }

    void aPreparedStatementServesInAndOutOfTransactions_data() { addBothWays(); }
    void aPreparedStatementServesInAndOutOfTransactions()
    {
        auto insert = way().prepare(u"INSERT INTO t (a) VALUES (?)"_s);
        VERIFY_RESULT(insert);
        VERIFY_RESULT((*insert)->run(std::array {ValueView(qint64(1))}));
        QVERIFY(!way().inTransaction());
        VERIFY_RESULT(way().executeScript(u"BEGIN"_s));
        VERIFY_RESULT((*insert)->run(std::array {ValueView(qint64(2))}));
        VERIFY_RESULT(way().executeScript(u"ROLLBACK"_s));
        const auto again = (*insert)->run(std::array {ValueView(qint64(1))});
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Violation);
        VERIFY_RESULT((*insert)->run(std::array {ValueView(qint64(3))}));
        const auto count = way().query(u"SELECT group_concat(a) FROM t"_s);
        QCOMPARE(toText(count->scalar()), u"1,3"_s);
    }

    void aPreparedStatementFollowsTheSchema_data() { addBothWays(); }
    void aPreparedStatementFollowsTheSchema()
    {
        auto select = way().prepare(u"SELECT * FROM t"_s);
        VERIFY_RESULT(select);
        VERIFY_RESULT(way().executeScript(u"INSERT INTO t VALUES (1, 2)"_s));
        size_t columns = 0;
        const auto count = [&](RowView row) {
            columns = row.size();
            return true;
        };
        VERIFY_RESULT((*select)->runReturning({}, count));
        QCOMPARE(columns, size_t(2));
        VERIFY_RESULT(way().executeScript(u"ALTER TABLE t ADD COLUMN c"_s));
        VERIFY_RESULT((*select)->runReturning({}, count));
        QCOMPARE(columns, size_t(3));
    }

    void thereIsNoBulkWithoutATransaction_data() { addBothWays(); }
    void thereIsNoBulkWithoutATransaction()
    {
        const auto bulk = way().bulk(u"INSERT INTO t (a) VALUES (?)"_s);
        QVERIFY(!bulk);
        QCOMPARE(bulk.error().code, ErrorCode::Usage);
    }

private:
    static void addBothWays()
    {
        QTest::addColumn<bool>("plain");
        QTest::newRow("the driver's own way") << false;
        QTest::newRow("the plain functions") << true;
    }
    Executor &way()
    {
        QFETCH(bool, plain);
        return plain ? static_cast<Executor &>(*m_plain) : *m_live;
    }
    static ValueView viewOf(const Value &value, QByteArray &text)
    {
        if (const auto *string = std::get_if<QString>(&value)) {
            text = string->toUtf8();
            return TextView {text};
        }
        if (const auto *bytes = std::get_if<QByteArray>(&value))
            return BlobView {*bytes};
        if (const auto *real = std::get_if<double>(&value))
            return *real;
        return isNull(value) ? ValueView() : ValueView(toInt(value));
    }

    std::unique_ptr<Executor> m_live {};
    std::unique_ptr<PlainExecutor> m_plain {};
};

void TestExecutor::statementsThatWriteAreTold_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("writes");
    QTest::newRow("a query") << u"SELECT * FROM t"_s << false;
    QTest::newRow("a query behind WITH") << u"WITH o AS (SELECT 1) SELECT * FROM o"_s << false;
    QTest::newRow("an insertion") << u"INSERT INTO t (a) VALUES (1)"_s << true;
    QTest::newRow("one that returns") << u"INSERT INTO t (a) VALUES (1) RETURNING a"_s << true;
    QTest::newRow("one behind WITH")
        << u"WITH o AS (SELECT 1) INSERT INTO t (a) SELECT * FROM o"_s << true;
    QTest::newRow("an update") << u"-- why\nupdate t SET a = 1"_s << true;
    QTest::newRow("a schema") << u"CREATE TABLE u (a)"_s << true;
    QTest::newRow("a plan") << u"EXPLAIN DELETE FROM t"_s << false;
    QTest::newRow("a setting") << u"/* quick */ PRAGMA journal_mode"_s << false;
    QTest::newRow("a transaction") << u"BEGIN IMMEDIATE"_s << false;
}

QTEST_GUILESS_MAIN(TestExecutor)
#include "tst_executor.moc"
