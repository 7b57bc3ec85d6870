// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/soundness.h"
#include "support/migrationbench.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::MigrationBench;

/// quick_check of SQLite 3.40 says of some tables what is not so.
class TestSoundness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tablesThatHoldWhatTheirColumnsSayAreSound_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("options");
        const QString plain = u"WITHOUT ROWID"_s;
        const QString strict = u"STRICT, WITHOUT ROWID"_s;
        QTest::newRow("text with a default that is a number")
            << u"TEXT DEFAULT true"_s << u"'x'"_s << plain;
        QTest::newRow("number with a default that is text")
            << u"INT DEFAULT 'draft'"_s << u"1"_s << plain;
        QTest::newRow("strict text") << u"TEXT DEFAULT true"_s << u"'x'"_s << strict;
        QTest::newRow("strict blob") << u"BLOB DEFAULT 'x'"_s << u"x'00'"_s << strict;
        QTest::newRow("strict integer that is NULL")
            << u"INT DEFAULT 'draft'"_s << u"NULL"_s << strict;
    }

    void tablesThatHoldWhatTheirColumnsSayAreSound()
    {
        QFETCH(QString, column);
        QFETCH(QString, value);
        QFETCH(QString, options);
        MigrationBench bench;
        VERIFY_RESULT(
            bench.load({u"CREATE TABLE t (\"c '\" %1, k TEXT NOT NULL, PRIMARY KEY (k)) %2"_s.arg(
                            column, options),
                u"INSERT INTO t VALUES (%1, 'k')"_s.arg(value)}));
        const Result<QString> problem = problemOf(bench);
        VERIFY_RESULT(problem);
        QCOMPARE(*problem, QString());
        // A change that copies the table goes through.
        VERIFY_RESULT(bench.migrate({AddConstraint {
            .table = u"t"_s, .constraint = CheckConstraint {.name = u"ck"_s, .sql = u"1"_s}}}));
    }

    void aValueOfAnotherTypeIsAProblem()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(
            {u"CREATE TABLE t (c, k TEXT NOT NULL)"_s, u"INSERT INTO t VALUES (1, 'k')"_s}));
        for (const QString &sql : {u"PRAGMA writable_schema = ON"_s,
                 u"UPDATE sqlite_schema SET sql = replace(sql, '(c,', '(c TEXT,')"_s})
            VERIFY_RESULT(bench.db().executeOnCatalogue(sql));
        bench.reopen();
        const Result<QString> problem = problemOf(bench);
        VERIFY_RESULT(problem);
        QCOMPARE(*problem, u"NUMERIC value in t.c"_s);
    }

private:
    static Result<QString> problemOf(MigrationBench &bench)
    {
        const Result<RowSet> check = bench.db().query(u"PRAGMA main.quick_check(t)"_s);
        return check ? sqlite::firstProblem(bench.db(), u"t"_s, *check) : fail(check.error());
    }
};

QTEST_GUILESS_MAIN(TestSoundness)
#include "tst_soundness.moc"
