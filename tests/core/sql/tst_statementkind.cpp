// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/statementkind.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace joinery;

Q_DECLARE_METATYPE(joinery::StatementKind)

class TestStatementKind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kindIsTold_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<StatementKind>("kind");
        QTest::addColumn<bool>("rows");
        const auto row = [](const char *name, const QString &sql, StatementKind kind, bool rows) {
            QTest::newRow(name) << sql << kind << rows;
        };
        using enum StatementKind;
        row("select", u"SELECT 1"_s, Read, true);
        row("behind comments", u"-- a\n/* delete */ select 1"_s, Read, true);
        row("values", u"VALUES (1)"_s, Read, true);
        row("a query with WITH", u"WITH a AS (DELETE) SELECT 1"_s, Read, true);
        row("an insert with WITH", u"WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a"_s, Write,
            false);
        row("explain never runs what it explains", u"EXPLAIN DELETE FROM t"_s, Read, true);
        row("update", u"UPDATE t SET a = 1"_s, Write, false);
        row("returning", u"DELETE FROM t RETURNING id"_s, Write, true);
        row("the word in a string", u"DELETE FROM t WHERE a = 'returning'"_s, Write, false);
        row("create", u"CREATE TABLE t (a)"_s, Schema, false);
        row("create temp", u"create temp table t (a)"_s, Session, false);
        row("begin", u"BEGIN IMMEDIATE"_s, Transaction, false);
        row("end", u"END"_s, Transaction, false);
        row("attach", u"ATTACH 'a.db' AS a"_s, Session, false);
        row("a pragma that asks", u"PRAGMA user_version"_s, Read, true);
        row("a pragma that sets", u"PRAGMA user_version = 3"_s, Session, true);
        row("a pragma that sets in parentheses", u"PRAGMA main.journal_mode(wal)"_s, Session, true);
        row("a pragma that asks with an argument", u"PRAGMA main.table_info(t)"_s, Read, true);
        row("a pragma that does something", u"PRAGMA optimize"_s, Session, true);
        row("vacuum", u"VACUUM"_s, Other, false);
        row("nothing", QString(), Other, false);
        row("no SQL", u"hello world"_s, Other, false);
    }
    void kindIsTold()
    {
        QFETCH(QString, sql);
        const StatementFacts facts = statementFacts(sql);
        QTEST(facts.kind, "kind");
        QTEST(facts.returnsRows, "rows");
    }
};

QTEST_MAIN(TestStatementKind)
#include "tst_statementkind.moc"
