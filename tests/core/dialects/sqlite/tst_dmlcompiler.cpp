// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createparser.h"
#include "support/migrationbench.h"
#include "support/testutils.h"

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestDmlCompiler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowAddress_data()
    {
        QTest::addColumn<QString>("create");
        QTest::addColumn<QStringList>("columns");
        QTest::addColumn<bool>("hidden");
        QTest::newRow("an integer primary key is the row id")
            << u"CREATE TABLE t (id INTEGER PRIMARY KEY, a)"_s << QStringList {u"id"_s} << false;
        QTest::newRow("a text key leaves the hidden row id")
            << u"CREATE TABLE t (code TEXT PRIMARY KEY)"_s << QStringList {u"rowid"_s} << true;
        QTest::newRow("a column called rowid hides that name")
            << u"CREATE TABLE t (RowId TEXT)"_s << QStringList {u"_rowid_"_s} << true;
        QTest::newRow("without rowid: the whole key")
            << u"CREATE TABLE t (a TEXT, b INT, c, PRIMARY KEY (b, a)) WITHOUT ROWID"_s
            << QStringList {u"b"_s, u"a"_s} << false;
        QTest::newRow("all names taken: rows cannot be told apart")
            << u"CREATE TABLE t (rowid, _rowid_, oid)"_s << QStringList {} << false;
    }
    void rowAddress()
    {
        QFETCH(QString, create);
        MigrationBench bench;
        QCOMPARE(bench.rows(create), QStringList {});
        const auto schema = bench.reflect();
        VERIFY_RESULT(schema);
        const auto address = bench.dialect().dml().rowAddress(schema->tables[u"t"_s]);
        QTEST(address ? address->columns : QStringList {}, "columns");
        QTEST(address && address->hidden, "hidden");
    }

    void whatLiesBehindANulCountsAsCutOff()
    {
        MigrationBench bench;
        const auto preview = bench.dialect().dml().preview(u"x"_s, 10, 10);
        QCOMPARE(bench.rows(
                     u"SELECT %2 > length(%1) FROM (SELECT 'ab' || char(0) || 'cd' AS x UNION ALL "
                     "SELECT 'abcd')"_s.arg(preview.value, preview.length)),
            (QStringList {u"1"_s, u"0"_s}));
    }

    void literals()
    {
        MigrationBench bench;
        const DmlCompiler &dml = bench.dialect().dml();
        QCOMPARE(dml.literal({}), u"NULL"_s);
        QCOMPARE(dml.literal(u"it's"_s), u"'it''s'"_s);
        QCOMPARE(dml.literal(QByteArray("\x01\xff")), u"X'01FF'"_s);
        QCOMPARE(dml.literal(2.0), u"2.0"_s);
        QCOMPARE(dml.literal(9.99), u"9.99"_s);
        for (const double number :
            {0.1, 1.0 / 3, 123456.789, 1e15 / 7, 5e-10, 9007199254740993.0}) {
            const auto read = bench.db().query(u"SELECT "_s + dml.literal(number));
            QVERIFY(read && read->scalar() == Value(number));
        }
        QCOMPARE(bench.rows(u"SELECT %1"_s.arg(dml.literal(0.1))), QStringList {dml.literal(0.1)});
        QCOMPARE(dml.quote(u"a\"b"_s), u"\"a\"\"b\""_s);
        QCOMPARE(bench.rows(u"SELECT %1, %2"_s.arg(
                     dml.sameValue(u"NULL"_s, u"NULL"_s), dml.sameValue(u"NULL"_s, u"1"_s))),
            QStringList {u"1|0"_s});
    }

    void aTextWithANulIsStillOneLiteral()
    {
        MigrationBench bench;
        const QString literal = bench.dialect().dml().literal(QString(u"a\0b"_s));
        QCOMPARE(bench.rows(u"SELECT typeof(%1), hex(%1)"_s.arg(literal)),
            QStringList {u"'text'|'610062'"_s});
    }

    void insertStatements_data()
    {
        QTest::addColumn<OnConflict>("onConflict");
        QTest::addColumn<QStringList>("rows");
        QTest::newRow("fail: the row stays and the rest is refused")
            << OnConflict::Fail << QStringList {u"1|'old'|'kept'"_s};
        QTest::newRow("ignore: the row stays")
            << OnConflict::Ignore << QStringList {u"1|'old'|'kept'"_s};
        QTest::newRow("replace: given columns change, others stay")
            << OnConflict::Replace << QStringList {u"1|'new'|'kept'"_s};
    }
    void insertStatements()
    {
        QFETCH(OnConflict, onConflict);
        MigrationBench bench;
        QCOMPARE(
            bench.rows(u"CREATE TABLE \"t t\" (id INTEGER PRIMARY KEY, \"a\"\"b\" NOT NULL, c)"_s),
            QStringList {});
        QCOMPARE(bench.rows(u"INSERT INTO \"t t\" VALUES (1, 'old', 'kept')"_s), QStringList {});
        const QString sql = bench.dialect().dml().insertStatement(
            u"t t"_s, {u"id"_s, u"a\"b"_s}, onConflict, {u"id"_s});
        const auto done = bench.db().execute(sql, {qint64(1), u"new"_s});
        QCOMPARE(done.has_value(), onConflict != OnConflict::Fail);
        QTEST(bench.rows(u"SELECT * FROM \"t t\""_s), "rows");
        QVERIFY2(!bench.db().execute(sql, {qint64(1), Value()}),
            "a NULL where none may be is never passed over");
    }

    void previews_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("row");
        QTest::newRow("a short text is whole") << u"'abc'"_s << u"'abc'|3"_s;
        QTest::newRow("a long text is cut") << u"'abcdef'"_s << u"'abcd'|6"_s;
        QTest::newRow("an integer stays one") << u"123456"_s << u"123456|NULL"_s;
        QTest::newRow("NULL stays NULL") << u"NULL"_s << u"NULL|NULL"_s;
        QTest::newRow("a blob is cut") << u"x'010203'"_s << u"X'0102'|3"_s;
        QTest::newRow("an empty blob is no NULL") << u"x''"_s << u"X''|0"_s;
        QTest::newRow("a large blob is not read") << u"zeroblob(70000)"_s << u"X''|70000"_s;
    }
    void previews()
    {
        QFETCH(QString, value);
        MigrationBench bench;
        const PreviewSql preview = bench.dialect().dml().preview(u"v"_s, 4, 2);
        QTEST(bench
                  .rows(u"SELECT %1, %2 FROM (SELECT %3 AS v)"_s.arg(
                      preview.value, preview.length, value))
                  .join(u'\n'),
            "row");
    }
};

QTEST_APPLESS_MAIN(TestDmlCompiler)
#include "tst_dmlcompiler.moc"
