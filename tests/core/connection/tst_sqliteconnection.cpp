// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/sqliteconnection.h"
#include "support/databasefiles.h"
#include "support/otherprocess.h"
#include "support/testutils.h"

#include <QTemporaryDir>

#include <limits>
#include <thread>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(joinery::Value)

namespace {

std::unique_ptr<SqliteConnection> memory(bool trusted = true)
{
    auto db = SqliteConnection::open(
        Url {.dialect = u"sqlite"_s}, {.access = Access::Create, .trusted = trusted});
    return db ? std::move(*db) : nullptr;
}

/// A statement that runs for minutes.
const char16_t *const endless = u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                "SELECT max(i) FROM n";

QString endlessSql()
{
    return QString::fromUtf16(endless);
}

} // namespace

class TestSqliteConnection : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<SqliteConnection> m_db;

    QString one(const QString &sql, const QList<Value> &parameters = {})
    {
        const Result<RowSet> rows = m_db->query(sql, parameters);
        return rows ? toText(rows->scalar()) : u"error: "_s + rows.error().message;
    }

private Q_SLOTS:
    void init()
    {
        m_db = memory();
        QVERIFY(m_db);
    }

    void valuesComeBackAsTheyWent_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<QString>("type");
        QTest::newRow("NULL") << Value() << u"null"_s;
        QTest::newRow("zero") << Value(qint64 {0}) << u"integer"_s;
        QTest::newRow("smallest") << Value(std::numeric_limits<qint64>::min()) << u"integer"_s;
        QTest::newRow("largest") << Value(std::numeric_limits<qint64>::max()) << u"integer"_s;
        QTest::newRow("double") << Value(0.1) << u"real"_s;
        QTest::newRow("whole double") << Value(3.0) << u"real"_s;
        QTest::newRow("tiny double") << Value(5e-324) << u"real"_s;
        QTest::newRow("infinity") << Value(std::numeric_limits<double>::infinity()) << u"real"_s;
        QTest::newRow("text") << Value(u"it's \"quoted\"; --"_s) << u"text"_s;
        QTest::newRow("digits as text") << Value(u"007"_s) << u"text"_s;
        QTest::newRow("empty text") << Value(u""_s) << u"text"_s;
        QTest::newRow("null QString") << Value(QString()) << u"text"_s;
        QTest::newRow("Unicode") << Value(u"Straße 日本 😀"_s) << u"text"_s;
        QTest::newRow("text with a NUL") << Value(u"a\0b\0"_s) << u"text"_s;
        QTest::newRow("text with a byte order mark") << Value(u"\ufeffa"_s) << u"text"_s;
        QTest::newRow("a byte order mark") << Value(u"\ufeff"_s) << u"text"_s;
        QTest::newRow("blob") << Value(QByteArray("a\0\xff\xfe", 4)) << u"blob"_s;
        QTest::newRow("empty blob") << Value(QByteArray("")) << u"blob"_s;
        QTest::newRow("null QByteArray") << Value(QByteArray()) << u"blob"_s;
        QTest::newRow("large text") << Value(QString(1'000'000, u'ß')) << u"text"_s;
    }
    void valuesComeBackAsTheyWent()
    {
        QFETCH(Value, value);
        QFETCH(QString, type);
        VERIFY_RESULT(m_db->execute(u"CREATE TABLE t (a)"_s));
        VERIFY_RESULT(m_db->execute(u"INSERT INTO t VALUES (?)"_s, {value}));
        const auto rows = m_db->query(u"SELECT a, typeof(a), a IS ? FROM t"_s, {value});
        VERIFY_RESULT(rows);
        const QList<Value> &row = rows->rows.first();
        QVERIFY(row[0] == value);
        QCOMPARE(toText(row[1]), type);
        QCOMPARE(toInt(row[2]), 1);
    }

    void aColumnsAffinityAppliesToWhatIsStored()
    {
        VERIFY_RESULT(m_db->executeScript(u"CREATE TABLE t (a INTEGER, b TEXT)"_s));
        VERIFY_RESULT(m_db->execute(u"INSERT INTO t VALUES (?, ?)"_s, {u"12"_s, qint64 {12}}));
        QCOMPARE(one(u"SELECT typeof(a) || typeof(b) FROM t"_s), u"integertext"_s);
    }

    void textThatIsNotUtf8IsStillText()
    {
        const auto rows = m_db->query(u"SELECT CAST(x'61ff62' AS TEXT)"_s);
        VERIFY_RESULT(rows);
        QCOMPARE(std::get<QString>(rows->scalar()), u"a\ufffdb"_s);
    }

    void aUtf16DatabaseReadsTheSame()
    {
        VERIFY_RESULT(m_db->executeScript(
            u"PRAGMA encoding = 'UTF-16le'; CREATE TABLE \"t😀\" (ä); INSERT INTO \"t😀\" VALUES ('日本')"_s));
        const auto rows = m_db->query(u"SELECT * FROM \"t😀\""_s);
        VERIFY_RESULT(rows);
        QCOMPARE(rows->columns, QStringList {u"ä"_s});
        QCOMPARE(toText(rows->scalar()), u"日本"_s);
    }

    void aLoneSurrogateIsRefusedNotReplaced()
    {
        const auto rows = m_db->query(u"SELECT ?, ?"_s, {qint64 {1}, QString(QChar(0xd800))});
        QVERIFY(!rows);
        QCOMPARE(rows.error().code, ErrorCode::Usage);
        QVERIFY(rows.error().message.contains(u"parameter 2"));
    }

    void columnsAreNamedEvenWithoutRows()
    {
        const auto rows = m_db->query(u"SELECT 1 AS a, 2 AS \"b c\", 3 AS a WHERE 0"_s);
        VERIFY_RESULT(rows);
        QCOMPARE(rows->columns, (QStringList {u"a"_s, u"b c"_s, u"a"_s}));
        QVERIFY(rows->isEmpty());
    }

    void columnsFollowTheSchemaThoughTheStatementIsKept()
    {
        VERIFY_RESULT(m_db->executeScript(u"CREATE TABLE t (a); INSERT INTO t VALUES (1)"_s));
        QCOMPARE(m_db->query(u"SELECT * FROM t"_s)->columns, QStringList {u"a"_s});
        VERIFY_RESULT(m_db->execute(u"ALTER TABLE t ADD COLUMN b DEFAULT 2"_s));
        const auto rows = m_db->query(u"SELECT * FROM t"_s);
        QCOMPARE(rows->columns, (QStringList {u"a"_s, u"b"_s}));
        QCOMPARE(rows->rows.first().size(), 2);
    }

    void executeCountsTheRowsItChanged()
    {
        VERIFY_RESULT(m_db->executeScript(
            u"CREATE TABLE t (a); CREATE TABLE log (b);"
            "CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (1); END;"_s));
        QCOMPARE(m_db->execute(u"INSERT INTO t VALUES (1), (2), (3)"_s), 3);
        QCOMPARE(m_db->execute(u"CREATE TABLE u (a)"_s), 0);
        QCOMPARE(m_db->execute(u"UPDATE t SET a = a + 1 WHERE a > 1"_s), 2);
        QCOMPARE(m_db->execute(u"SELECT * FROM t"_s), 0);
        QCOMPARE(m_db->execute(u"DELETE FROM t WHERE a > 100"_s), 0);
        QCOMPARE(m_db->execute(u"DELETE FROM t"_s), 3);
        QCOMPARE(m_db->execute(u"INSERT INTO t VALUES (1), (2) RETURNING a"_s), 2);
    }

    void onlyOneStatementIsTaken_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<bool>("fine");
        QTest::newRow("semicolon") << u"SELECT 1;"_s << true;
        QTest::newRow("semicolons and comments")
            << u"/* a */ SELECT 1; ; -- end\n /* ; */\n"_s << true;
        QTest::newRow("comment that is open") << u"SELECT 1; /* SELECT 2"_s << true;
        QTest::newRow("two") << u"SELECT 1; SELECT 2"_s << false;
        QTest::newRow("two, the second broken") << u"SELECT 1; nonsense"_s << false;
        QTest::newRow("none") << u""_s << false;
        QTest::newRow("spaces") << u"  \n"_s << false;
        QTest::newRow("comment") << u"-- SELECT 1"_s << false;
        QTest::newRow("semicolon alone") << u";"_s << false;
        QTest::newRow("NUL") << u"SELECT 1\0; DROP TABLE t"_s << false;
    }
    void onlyOneStatementIsTaken()
    {
        QFETCH(QString, sql);
        QFETCH(bool, fine);
        const auto queried = m_db->query(sql);
        const auto executed = m_db->execute(sql);
        QCOMPARE(queried.has_value(), fine);
        QCOMPARE(executed.has_value(), fine);
        if (fine)
            return;
        QCOMPARE(queried.error().code, ErrorCode::Usage);
        QVERIFY(!queried.error().hint.isEmpty());
    }

    void aSecondStatementHasNoEffectWhateverItIs()
    {
        QCOMPARE(one(u"PRAGMA foreign_keys"_s), u"1"_s);
        QVERIFY(!m_db->execute(u"SELECT 1; PRAGMA foreign_keys = OFF"_s));
        QCOMPARE(one(u"PRAGMA foreign_keys"_s), u"1"_s);
    }

    void pragmasTakeEffectEachTime()
    {
        for (const QString &state : {u"OFF"_s, u"ON"_s, u"OFF"_s, u"ON"_s}) {
            VERIFY_RESULT(m_db->execute(u"PRAGMA foreign_keys = "_s + state));
            QCOMPARE(one(u"PRAGMA foreign_keys"_s), state == u"ON" ? u"1"_s : u"0"_s);
        }
    }

    void parametersMustMatch()
    {
        for (const QList<Value> &parameters :
            {QList<Value> {}, {qint64 {1}}, {qint64 {1}, qint64 {2}, qint64 {3}}}) {
            const auto rows = m_db->query(u"SELECT ?, ?"_s, parameters);
            QVERIFY(!rows);
            QCOMPARE(rows.error().code, ErrorCode::Usage);
            QVERIFY2(
                rows.error().message.contains(u"2 parameters"), qPrintable(rows.error().message));
        }
        QCOMPARE(one(u"SELECT ?2 || ?1 || ?2"_s, {u"a"_s, u"b"_s}), u"bab"_s);
    }

    void errorsSayWhatAndWhere_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        const auto row
            = [](const char *name, const QString &sql, ErrorCode code, const QString &message) {
                  QTest::newRow(name) << sql << int(code) << message;
              };
        row("syntax", u"SELEC 1"_s, ErrorCode::Failed,
            u"near \"SELEC\": syntax error (line 1, column 1)"_s);
        row("second line", u"SELECT 1,\n  ä, 'ß' FRM t"_s, ErrorCode::Failed,
            u"near \"t\": syntax error (line 2, column 14)"_s);
        row("no such table", u"SELECT * FROM nowhere"_s, ErrorCode::Failed,
            u"no such table: nowhere"_s);
        row("no such column", u"SELECT a, missing FROM t"_s, ErrorCode::Failed,
            u"no such column: missing (line 1, column 11)"_s);
        row("unique", u"INSERT INTO t VALUES (1, 2)"_s, ErrorCode::Violation,
            u"UNIQUE constraint failed: t.a"_s);
        row("check", u"INSERT INTO t VALUES (2, -2)"_s, ErrorCode::Violation,
            u"CHECK constraint failed: positive"_s);
        row("foreign key", u"INSERT INTO child VALUES (7)"_s, ErrorCode::Violation,
            u"FOREIGN KEY constraint failed"_s);
        row("trigger", u"DELETE FROM t"_s, ErrorCode::Violation, u"not \"this\" one"_s);
    }
    void errorsSayWhatAndWhere()
    {
        QFETCH(QString, sql);
        QFETCH(int, code);
        QFETCH(QString, message);
        VERIFY_RESULT(m_db->executeScript(
            u"CREATE TABLE t (a PRIMARY KEY, b CONSTRAINT positive CHECK (b > 0)); INSERT INTO t "
            u"VALUES (1, 1);"
            "CREATE TABLE child (t REFERENCES t);"
            "CREATE TRIGGER tr BEFORE DELETE ON t BEGIN SELECT raise(ABORT, 'not \"this\" one'); END;"_s));
        const auto done = m_db->execute(sql);
        QVERIFY(!done);
        QCOMPARE(done.error().message, message);
        QCOMPARE(int(done.error().code), code);
        QCOMPARE(done.error().statement, sql);
        QVERIFY(!done.error().driverText.isEmpty());
    }

    void aScriptStopsAtTheFirstErrorAndNamesItsPlace()
    {
        const QString script
            = u"CREATE TABLE t (a);\n"
              "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END;\n"
              "INSERT INTO t VALUES ('ä;'); -- comment; more\n"
              "INSERT INTO t VALUES (1, 2);\n"
              "CREATE TABLE u (a);"_s;
        const auto done = m_db->executeScript(script);
        QVERIFY(!done);
        QCOMPARE(done.error().message, u"table t has 1 columns but 2 values were supplied"_s);
        QVERIFY(done.error().statement.endsWith(u"INSERT INTO t VALUES (1, 2)"));
        QCOMPARE(one(u"SELECT count(*) FROM t"_s), u"1"_s);
        QCOMPARE(one(u"SELECT count(*) FROM sqlite_schema WHERE name = 'u'"_s), u"0"_s);
        const auto syntax = m_db->executeScript(u"SELECT 1;\nSELECT 2;\n  SELEC 3; SELECT 4"_s);
        QVERIFY(!syntax);
        QCOMPARE(syntax.error().message, u"near \"SELEC\": syntax error (line 3, column 3)"_s);
        QCOMPARE(syntax.error().statement, u"SELEC 3"_s);
    }

    void aScriptMayBeEmptyOrLong()
    {
        VERIFY_RESULT(m_db->executeScript(u""_s));
        VERIFY_RESULT(m_db->executeScript(u" ; -- nothing\n;"_s));
        QString script = u"BEGIN; CREATE TABLE t (a);"_s;
        for (int i = 0; i < 20000; ++i)
            script += u"INSERT INTO t VALUES (%1);\n"_s.arg(i);
        QElapsedTimer timer;
        timer.start();
        VERIFY_RESULT(m_db->executeScript(script + u"COMMIT"_s));
        QVERIFY2(timer.elapsed() < 5000, "the time of a script grows with its length, not faster");
        QCOMPARE(one(u"SELECT count(*) FROM t"_s), u"20000"_s);
    }

    void rowsStreamAndStop()
    {
        QStringList columns;
        QList<qint64> seen;
        const auto done = m_db->stream(
            u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"_s,
            {},
            [&](const QList<Value> &row) {
                seen.append(toInt(row.first()));
                return seen.size() < 3;
            },
            &columns);
        VERIFY_RESULT(done);
        QCOMPARE(seen, (QList<qint64> {1, 2, 3}));
        QCOMPARE(columns, QStringList {u"i"_s});
        VERIFY_RESULT(m_db->execute(u"CREATE TABLE t (a)"_s));
    }

    void aRowHandlerMayRunTheSameStatement()
    {
        VERIFY_RESULT(m_db->executeScript(u"CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)"_s));
        const QString sql = u"SELECT a FROM t"_s;
        int inner = 0;
        const auto done = m_db->stream(sql, {}, [&](const QList<Value> &) {
            const auto rows = m_db->query(sql);
            inner += rows ? int(rows->rows.size()) : -100;
            return true;
        });
        VERIFY_RESULT(done);
        QCOMPARE(inner, 4);
    }

    void aTransactionIsKnown()
    {
        QVERIFY(!m_db->inTransaction());
        VERIFY_RESULT(m_db->execute(u"BEGIN"_s));
        QVERIFY(m_db->inTransaction());
        VERIFY_RESULT(m_db->execute(u"ROLLBACK"_s));
        QVERIFY(!m_db->inTransaction());
        QVERIFY(!m_db->isReadOnly());
        QCOMPARE(m_db->dialectName(), u"sqlite"_s);
        QCOMPARE(m_db->serverVersion().first(), 3);
        QCOMPARE(one(u"SELECT sqlite_version()"_s),
            u"%1.%2.%3"_s.arg(m_db->serverVersion()[0])
                .arg(m_db->serverVersion()[1])
                .arg(m_db->serverVersion()[2]));
    }

    void closingRollsBack()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"x.db"_s);
        makeDatabase(path, u"DELETE"_s);
        {
            const auto db = openFile(path, Access::Change);
            VERIFY_RESULT((*db)->execute(u"BEGIN"_s));
            VERIFY_RESULT((*db)->execute(u"DELETE FROM t"_s));
        }
        const auto db = openFile(path, Access::Look);
        QCOMPARE(countIn(**db), u"3"_s);
    }

    void anotherThreadInterrupts()
    {
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            m_db->interrupt();
        });
        const auto rows = m_db->query(endlessSql());
        other.join();
        QVERIFY(!rows);
        QCOMPARE(rows.error().code, ErrorCode::Interrupted);
        QCOMPARE(one(u"SELECT 1"_s), u"1"_s);
    }

    void anotherThreadInterruptsAScriptOfShortStatements()
    {
        std::atomic<bool> stop = false;
        std::thread other([&] {
            while (!stop) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
                m_db->interrupt();
            }
        });
        const auto done = m_db->executeScript(u"SELECT 1;"_s.repeated(300000));
        stop = true;
        other.join();
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Interrupted);
    }

    void anInterruptEndsTheWaitForALock()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"x.db"_s);
        makeDatabase(path, u"DELETE"_s);
        OtherProcess other(path);
        other.run(u"BEGIN EXCLUSIVE"_s);
        const auto open = [&](int timeout, const std::function<void(SqliteConnection &)> &use) {
            other.run(u"COMMIT"_s);
            auto db = SqliteConnection::open(Url {.dialect = u"sqlite"_s, .database = path},
                {.access = Access::Change, .busyTimeoutMs = timeout});
            VERIFY_RESULT(db);
            other.run(u"BEGIN EXCLUSIVE"_s);
            use(**db);
        };
        open(60000, [](SqliteConnection &db) {
            std::thread thread([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
                db.interrupt();
            });
            const auto rows = db.query(u"SELECT * FROM t"_s);
            thread.join();
            QVERIFY(!rows);
            QCOMPARE(rows.error().code, ErrorCode::Interrupted);
        });
        open(60000, [](SqliteConnection &db) {
            int calls = 0;
            db.setProgressHandler([&] { return ++calls < 3; });
            const auto rows = db.query(u"SELECT * FROM t"_s);
            QVERIFY(!rows);
            QCOMPARE(rows.error().code, ErrorCode::Interrupted);
            QCOMPARE(calls, 3);
        });
    }

    void theProgressHandlerIsCalledAndInterrupts()
    {
        QElapsedTimer timer;
        timer.start();
        int calls = 0;
        m_db->setProgressHandler([&] {
            ++calls;
            return timer.elapsed() < 100;
        });
        const auto rows = m_db->query(endlessSql());
        QVERIFY(!rows);
        QCOMPARE(rows.error().code, ErrorCode::Interrupted);
        QVERIFY2(calls >= 3 && calls <= 40, qPrintable(QString::number(calls)));
        m_db->setProgressHandler({});
        calls = 0;
        VERIFY_RESULT(m_db->query(
            u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT max(i) FROM n"_s));
        QCOMPARE(calls, 0);
    }

    void theProgressHandlerMayRemoveItself()
    {
        int calls = 0;
        m_db->setProgressHandler([&, keep = QByteArray(100, 'x')] {
            m_db->setProgressHandler({});
            calls += int(keep.size());
            return true;
        });
        VERIFY_RESULT(m_db->query(
            u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT max(i) FROM n"_s));
        QCOMPARE(calls, 100);
    }

    void aHostileFileCannotDoHarm_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("words");
        QTest::newRow("extension")
            << u"SELECT load_extension('/tmp/x.so')"_s << u"not authorized"_s;
        QTest::newRow("schema by hand")
            << u"UPDATE sqlite_schema SET sql = 'CREATE TABLE t (b)'"_s << u"may not be modified"_s;
        QTest::newRow("tokenizer by address")
            << u"SELECT fts3_tokenizer('simple', x'0000000000000000')"_s
            << u"fts3tokenize disabled"_s;
    }
    void aHostileFileCannotDoHarm()
    {
        QFETCH(QString, sql);
        QFETCH(QString, words);
        for (const bool trusted : {true, false}) {
            const auto db = memory(trusted);
            VERIFY_RESULT(db->executeScript(u"PRAGMA writable_schema = ON; CREATE TABLE t (a)"_s));
            const auto done = db->execute(sql);
            QVERIFY(!done);
            QVERIFY2(done.error().message.contains(words), qPrintable(done.error().message));
        }
    }

    void aFileThatIsNotTrustedMayNotCallRiskyFunctions()
    {
        const QString schema
            = u"CREATE VIRTUAL TABLE f USING fts5(a); CREATE VIEW v AS SELECT * FROM f;"_s;
        VERIFY_RESULT(m_db->executeScript(schema));
        VERIFY_RESULT(m_db->query(u"SELECT * FROM v"_s));
        const auto wary = memory(false);
        VERIFY_RESULT(wary->executeScript(schema));
        const auto rows = wary->query(u"SELECT * FROM v"_s);
        QVERIFY(!rows);
        QVERIFY2(rows.error().message.contains(u"unsafe use of"), qPrintable(rows.error().message));
        QVERIFY2(rows.error().hint.contains(u"trusted"), qPrintable(rows.error().hint));
    }

    void limitsHoldAndAreWideEnough()
    {
        const QString deep = QString(u"("_s.repeated(5000)) + u'1' + u")"_s.repeated(5000);
        QVERIFY(!m_db->query(u"SELECT "_s + deep));
        QVERIFY(!m_db->query(u"SELECT 1"_s + u" UNION ALL SELECT 1"_s.repeated(600)));
        VERIFY_RESULT(m_db->query(u"SELECT 1"_s + u" + 1"_s.repeated(900)));
        VERIFY_RESULT(m_db->query(u"SELECT '%1'"_s.arg(QString(2'000'000, u'x'))));
    }

    void doubleQuotedTextIsAllowedAsSchemasUseIt()
    {
        QCOMPARE(one(u"SELECT \"no such column\""_s), u"no such column"_s);
    }

    void foreignKeysAndCellChecksAreOn()
    {
        QCOMPARE(one(u"PRAGMA foreign_keys"_s), u"1"_s);
        QCOMPARE(one(u"PRAGMA cell_size_check"_s), u"1"_s);
    }

    void aFullDatabaseIsAnIoError()
    {
        VERIFY_RESULT(m_db->executeScript(u"PRAGMA max_page_count = 10; CREATE TABLE t (a)"_s));
        const auto done = m_db->execute(u"INSERT INTO t VALUES (randomblob(100000))"_s);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Io);
        QVERIFY2(done.error().message.contains(u"full"), qPrintable(done.error().message));
        QVERIFY(!done.error().hint.isEmpty());
        QCOMPARE(one(u"SELECT count(*) FROM t"_s), u"0"_s);
    }

    void damageFoundLateIsNamed()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"x.db"_s);
        makeDatabase(path, u"DELETE"_s, 500);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(4096);
        file.write(QByteArray(int(file.size()) - 4096, '\x7f'));
        file.close();
        const auto db = openFile(path, Access::Look);
        VERIFY_RESULT(db);
        const auto rows = (*db)->query(u"SELECT * FROM t"_s);
        QVERIFY(!rows);
        QCOMPARE(rows.error().code, ErrorCode::NotADatabase);
        QCOMPARE(rows.error().message, u"\"%1\" is damaged"_s.arg(path));
        QVERIFY(!rows.error().hint.isEmpty());
    }

    void lookingSaysThatItMayNotWrite()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"x.db"_s);
        makeDatabase(path, u"DELETE"_s);
        const auto db = openFile(path, Access::Look);
        VERIFY_RESULT(db);
        const auto done = (*db)->execute(u"DELETE FROM t"_s);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::ReadOnly);
        QCOMPARE(done.error().message, u"\"%1\" is open for reading only"_s.arg(path));
    }
};

int main(int argc, char **argv)
{
    if (const std::optional<int> status = otherProcessMain(argc, argv))
        return *status;
    QCoreApplication application(argc, argv);
    TestSqliteConnection test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sqliteconnection.moc"
