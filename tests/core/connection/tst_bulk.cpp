// SPDX-License-Identifier: MPL-2.0
// What SQLite's prepared statements give besides what tests/core/db/tst_executor.cpp shows.
#include "joinery/connection/native/bulk.h"
#include "joinery/connection/sqliteconnection.h"
#include "support/databasefiles.h"
#include "support/otherprocess.h"
#include "support/testutils.h"

#include <QTemporaryDir>

#include <thread>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestBulk : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name = u"x.db"_s) const { return m_folder->filePath(name); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void theKeyInsertedLastIsKnown_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<qint64>("first");
        QTest::addColumn<qint64>("second");
        const auto row = [](const char *name, const QString &sql, qint64 first, qint64 second) {
            QTest::newRow(name) << sql << first << second;
        };
        row("a rowid", u"INSERT INTO plain (a) VALUES (?)"_s, 1, 2);
        row("an integer primary key", u"INSERT INTO keyed (a) VALUES (?)"_s, 101, 102);
        row("a key that is given", u"INSERT INTO keyed (id) VALUES (500 + ?)"_s, 507, 508);
        row("the last of two rows", u"INSERT INTO plain SELECT ?1 UNION SELECT 99"_s, 2, 4);
        row("an upsert that inserts, then updates",
            u"INSERT INTO keyed (id, a) VALUES (300, ?) ON CONFLICT (id) DO UPDATE SET a = 0"_s,
            300, 0);
        row("a row that is there already",
            u"INSERT INTO keyed (id, a) VALUES (100, ?) ON CONFLICT DO NOTHING"_s, 0, 0);
        row("an update", u"UPDATE keyed SET a = ?"_s, 0, 0);
        row("a query", u"SELECT a FROM keyed WHERE a = ?"_s, 0, 0);
        row("a table without rowid", u"INSERT INTO worded VALUES ('w' || ?)"_s, 0, 0);
        row("an update whose trigger inserts", u"UPDATE watched SET a = ?"_s, 0, 0);
        row("an insert whose trigger inserts", u"INSERT INTO watched VALUES (?)"_s, 2, 3);
    }
    void theKeyInsertedLastIsKnown()
    {
        QFETCH(QString, sql);
        const auto db = openFile(path(), Access::Create);
        VERIFY_RESULT(db);
        VERIFY_RESULT((*db)->executeScript(
            u"CREATE TABLE plain (a); CREATE TABLE keyed (id INTEGER PRIMARY KEY, a);"
            "INSERT INTO keyed VALUES (100, 1);"
            "CREATE TABLE worded (a PRIMARY KEY) WITHOUT ROWID;"
            "CREATE TABLE watched (a); CREATE TABLE log (id INTEGER PRIMARY KEY, a);"
            "INSERT INTO watched VALUES (1); INSERT INTO log VALUES (7000, 1);"
            "CREATE TRIGGER w1 AFTER UPDATE ON watched BEGIN INSERT INTO log (a) VALUES (1); END;"
            "CREATE TRIGGER w2 AFTER INSERT ON watched BEGIN INSERT INTO log (a) VALUES (1); END"_s));
        auto statement = (*db)->prepare(sql);
        VERIFY_RESULT(statement);
        QCOMPARE((*statement)->lastInsertedKey(), 0);
        VERIFY_RESULT((*statement)->run(std::array {ValueView(qint64(7))}));
        QTEST((*statement)->lastInsertedKey(), "first");
        VERIFY_RESULT((*db)->execute(u"INSERT INTO keyed (id) VALUES (9999)"_s));
        VERIFY_RESULT((*db)->execute(u"DELETE FROM keyed WHERE id = 9999"_s));
        VERIFY_RESULT((*statement)->runReturning(std::array {ValueView(qint64(8))}, {}));
        QTEST((*statement)->lastInsertedKey(), "second");
    }

    void aRunThatFailsInsertedNothing()
    {
        const auto db = openFile(path(), Access::Create);
        VERIFY_RESULT((*db)->executeScript(u"CREATE TABLE t (id INTEGER PRIMARY KEY)"_s));
        auto statement = (*db)->prepare(u"INSERT INTO t VALUES (?)"_s);
        VERIFY_RESULT((*statement)->run(std::array {ValueView(qint64(5))}));
        QCOMPARE((*statement)->lastInsertedKey(), 5);
        QVERIFY(!(*statement)->run(std::array {ValueView(qint64(5))}));
        QCOMPARE((*statement)->lastInsertedKey(), 0);
    }

    void aStatementThatChangesNoRowsCountsNone()
    {
        const auto db = openFile(path(), Access::Create);
        VERIFY_RESULT((*db)->executeScript(u"CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)"_s));
        QCOMPARE(*(*db)->execute(u"UPDATE t SET a = 3"_s), 2);
        auto query = (*db)->prepare(u"SELECT a FROM t"_s);
        QCOMPARE(*(*query)->run({}), 0);
        auto change = (*db)->prepare(u"CREATE TABLE u (a)"_s);
        QCOMPARE(*(*change)->run({}), 0);
    }

    void theHandlerMayRunOthersButNotItself()
    {
        const auto db = openFile(path(), Access::Create);
        VERIFY_RESULT((*db)->executeScript(u"CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)"_s));
        auto outer = (*db)->prepare(u"SELECT a FROM t ORDER BY a"_s);
        auto inner = (*db)->prepare(u"SELECT a * 10 FROM t WHERE a = ?"_s);
        QStringList read;
        QString refusal;
        VERIFY_RESULT((*outer)->runReturning({}, [&](RowView row) {
            const auto found = (*inner)->runReturning(row, [&](RowView other) {
                read.append(toText(toValue(other[0])));
                return true;
            });
            const auto again = (*outer)->run({});
            refusal = again ? QString() : again.error().message;
            return found.has_value();
        }));
        QCOMPARE(read, QStringList({u"10"_s, u"20"_s}));
        QVERIFY2(refusal.contains(u"by the handler of its own rows"), qPrintable(refusal));
        QVERIFY((*outer)->runReturning({}, {}).has_value());
    }

    void parametersMustMatch()
    {
        const auto db = openFile(path(), Access::Create);
        auto statement = (*db)->prepare(u"SELECT ?, ?"_s);
        const auto run = (*statement)->runReturning(std::array {ValueView(qint64(5))}, {});
        QVERIFY(!run);
        QCOMPARE(run.error().code, ErrorCode::Usage);
        QCOMPARE(run.error().message, u"The statement has 2 parameters, but 1 values were given"_s);
    }

    void stoppingCommitsAndSaysWhenItCannot()
    {
        makeDatabase(path(), u"DELETE"_s);
        const auto db = openFile(path(), Access::Change);
        auto statement = (*db)->prepare(u"INSERT INTO t (b) VALUES (?), (?) RETURNING a"_s);
        const std::array values {ValueView(qint64(7)), ValueView(qint64(8))};
        VERIFY_RESULT((*statement)->runReturning(values, [](RowView) { return false; }));
        QCOMPARE(countIn(**openFile(path(), Access::Look)), u"5"_s);
        // Gone between the check before the statement and the commit.
        const auto gone = (*statement)->runReturning(values, [&](RowView) {
            [&] { QVERIFY(QFile::remove(path())); }();
            return false;
        });
        QVERIFY(!gone);
        QVERIFY2(gone.error().code == ErrorCode::Io, qPrintable(errorText(gone.error())));
        QVERIFY2(
            gone.error().message.contains(u"moved or deleted"), qPrintable(gone.error().message));
    }

    void aStreamThatStopsSaysWhenItCannotCommit()
    {
        makeDatabase(path(), u"DELETE"_s);
        const auto db = openFile(path(), Access::Change);
        const auto gone = (*db)->stream(
            u"INSERT INTO t (b) VALUES (1), (2) RETURNING a"_s, {}, [&](const QList<Value> &) {
                [&] { QVERIFY(QFile::remove(path())); }();
                return false;
            });
        QVERIFY(!gone);
        QVERIFY2(gone.error().code == ErrorCode::Io, qPrintable(errorText(gone.error())));
    }

    void aPreparedStatementNoticesThatTheFileWasReplaced()
    {
        makeDatabase(path(), u"DELETE"_s);
        makeDatabase(path(u"y.db"_s), u"DELETE"_s);
        const auto db = openFile(path(), Access::Look);
        auto statement = (*db)->prepare(u"SELECT * FROM t"_s);
        VERIFY_RESULT((*statement)->runReturning({}, {}));
        QVERIFY(QFile::remove(path()));
        QVERIFY(QFile::rename(path(u"y.db"_s), path()));
        const auto rows = (*statement)->runReturning({}, {});
        QVERIFY(!rows);
        QCOMPARE(rows.error().code, ErrorCode::Io);
    }

    /// The connection is then opened anew, and the statement with it.
    void aPreparedStatementFollowsAProgramThatComesLater()
    {
        makeDatabase(path(), u"WAL"_s);
        const auto db = openFile(path(), Access::Look);
        VERIFY_RESULT(db);
        auto statement = (*db)->prepare(u"SELECT count(*) FROM t"_s);
        VERIFY_RESULT(statement);
        QString count;
        const auto keep = [&](RowView row) {
            count = toText(toValue(row[0]));
            return true;
        };
        VERIFY_RESULT((*statement)->runReturning({}, keep));
        QCOMPARE(count, u"3"_s);
        OtherProcess other(path());
        other.run(u"INSERT INTO t VALUES (4, 2)"_s);
        VERIFY_RESULT((*statement)->runReturning({}, keep));
        QCOMPARE(count, u"4"_s);
        other.run(u"INSERT INTO t VALUES (5, 2)"_s);
        VERIFY_RESULT((*statement)->runReturning({}, keep));
        QCOMPARE(count, u"5"_s);
    }

    void anInterruptEndsALongRun()
    {
        const auto db = openFile(path(), Access::Create);
        auto statement = (*db)->prepare(u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                                        "FROM n) SELECT max(i) FROM n WHERE i > ?"_s);
        VERIFY_RESULT(statement);
        std::atomic<bool> ended = false;
        std::thread other([&] {
            while (!ended) {
                (*db)->interrupt();
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        });
        const auto done = (*statement)->runReturning(std::array {ValueView(qint64(0))}, {});
        ended = true;
        other.join();
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Interrupted);
    }
};

int main(int argc, char **argv)
{
    if (const std::optional<int> status = otherProcessMain(argc, argv))
        return *status;
    QCoreApplication application(argc, argv);
    TestBulk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_bulk.moc"
