// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/splitter.h"
#include "support/testutils.h"

#include <sqlite3.h>

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

QStringList textsOf(const QString &script)
{
    QStringList texts;
    for (const SqlStatement &statement : splitStatements(script))
        texts.append(statement.text);
    return texts;
}

} // namespace

class TestSplitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statementsEndAtTheirSemicolons_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QStringList>("statements");
        const auto row
            = [](const char *name, const QString &script, const QStringList &statements) {
                  QTest::newRow(name) << script << statements;
              };
        row("empty", {}, {});
        row("blanks and semicolons", u" ; ;\n;"_s, {});
        row("only comments", u"-- a;\n/* b; */"_s, {});
        row("two", u"SELECT 1; SELECT 2;"_s, {u"SELECT 1"_s, u"SELECT 2"_s});
        row("no last semicolon", u"SELECT 1;\nSELECT 2\n"_s, {u"SELECT 1"_s, u"SELECT 2"_s});
        row("empty ones between", u"SELECT 1;;; ;SELECT 2"_s, {u"SELECT 1"_s, u"SELECT 2"_s});
        row("semicolon in a string", u"SELECT 'a;b'';'; SELECT 2"_s,
            {u"SELECT 'a;b'';'"_s, u"SELECT 2"_s});
        row("semicolon in names", u"SELECT \"a;\", `b;`, [c;]; x"_s,
            {u"SELECT \"a;\", `b;`, [c;]"_s, u"x"_s});
        row("semicolon in comments", u"SELECT 1 -- a;\n + /* ; */ 2; x"_s,
            {u"SELECT 1 -- a;\n + /* ; */ 2"_s, u"x"_s});
        row("comment before stays", u"SELECT 1;\n-- two\nSELECT 2;"_s,
            {u"SELECT 1"_s, u"-- two\nSELECT 2"_s});
        row("comment between semicolons is left out", u"SELECT 1; /* no */; SELECT 2"_s,
            {u"SELECT 1"_s, u"SELECT 2"_s});
        row("quotes in a comment", u"-- it's\nSELECT 1; -- don't\nSELECT 2"_s,
            {u"-- it's\nSELECT 1"_s, u"-- don't\nSELECT 2"_s});
        row("unterminated string", u"SELECT 1; SELECT 'a; b"_s, {u"SELECT 1"_s, u"SELECT 'a; b"_s});
        row("unterminated comment", u"SELECT 1; /* a; b"_s, {u"SELECT 1"_s});
        row("CRLF", u"SELECT 1;\r\nSELECT 2;\r\n"_s, {u"SELECT 1"_s, u"SELECT 2"_s});
        row("byte order mark", u"\uFEFFSELECT 1;"_s, {u"SELECT 1"_s});
        row("Unicode", u"SELECT 'ä;表😀'; SELECT 表;"_s, {u"SELECT 'ä;表😀'"_s, u"SELECT 表"_s});
        row("transaction", u"BEGIN; SELECT 1; END; BEGIN TRANSACTION; COMMIT;"_s,
            {u"BEGIN"_s, u"SELECT 1"_s, u"END"_s, u"BEGIN TRANSACTION"_s, u"COMMIT"_s});
        row("table called trigger", u"CREATE TABLE trigger(begin, end); SELECT 1"_s,
            {u"CREATE TABLE trigger(begin, end)"_s, u"SELECT 1"_s});
    }

    void statementsEndAtTheirSemicolons()
    {
        QFETCH(QString, script);
        QTEST(textsOf(script), "statements");
    }

    void triggersStayWhole_data()
    {
        QTest::addColumn<QString>("trigger");
        const auto row
            = [](const char *name, const QString &trigger) { QTest::newRow(name) << trigger; };
        row("one statement", u"CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END"_s);
        row("many",
            u"create trigger a after insert on t begin select 1; select 2;\nselect 3; end"_s);
        row("TEMP", u"CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END"_s);
        row("TEMPORARY", u"CREATE TEMPORARY TRIGGER a DELETE ON t BEGIN SELECT 1; SELECT 2; END"_s);
        row("IF NOT EXISTS", u"CREATE TRIGGER IF NOT EXISTS s.a DELETE ON t BEGIN SELECT 1; END"_s);
        row("explained",
            u"EXPLAIN QUERY PLAN CREATE TRIGGER a DELETE ON t BEGIN SELECT 1; SELECT 2; END"_s);
        row("CASE",
            u"CREATE TRIGGER a DELETE ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; "
            "UPDATE t SET a = CASE b WHEN 1 THEN CASE WHEN 2 THEN 3 END ELSE 4 END; END"_s);
        row("CASE in WHEN",
            u"CREATE TRIGGER a DELETE ON t WHEN CASE 1 WHEN 1 THEN 1 END BEGIN SELECT 1; END"_s);
        row("columns called end",
            u"CREATE TRIGGER a DELETE ON t BEGIN SELECT end; SELECT old.end, "
            "\"end\" FROM end; SELECT begin; END"_s);
        row("trigger called begin", u"CREATE TRIGGER begin DELETE ON t BEGIN SELECT 1; END"_s);
        row("comments",
            u"/* x; */ CREATE /* ; */ TRIGGER a DELETE ON t BEGIN -- END;\n SELECT 1; "
            "-- ; END;\n /* ; END; */ END"_s);
        row("strings",
            u"CREATE TRIGGER a DELETE ON t BEGIN SELECT '; END;'; SELECT \"; END;\"; END"_s);
        row("Unicode", u"CREATE TRIGGER ä DELETE ON 表 BEGIN SELECT '😀'; SELECT ß; END"_s);
        row("CRLF",
            u"CREATE TRIGGER a\r\nDELETE ON t\r\nBEGIN\r\n  SELECT 1;\r\n  SELECT 2;\r\nEND"_s);
        row("empty body", u"CREATE TRIGGER a DELETE ON t BEGIN END"_s);
        row("other dialects", u"CREATE TRIGGER a AFTER INSERT ON t EXECUTE FUNCTION f()"_s);
    }

    void triggersStayWhole()
    {
        QFETCH(QString, trigger);
        const QString script = u"SELECT 0; %1 ;\nSELECT 1;"_s.arg(trigger);
        QCOMPARE(textsOf(script), (QStringList {u"SELECT 0"_s, trigger, u"SELECT 1"_s}));
        QCOMPARE(textsOf(trigger), QStringList {trigger});
        if (trigger.contains(u"BEGIN"_s, Qt::CaseInsensitive) && !trigger.contains(u"BEGIN END"_s))
            QVERIFY(sqlite3_complete16((trigger + u';').utf16()));
    }

    void placesAreThoseOfTheScript()
    {
        const QString script
            = u"\n-- first\n\nSELECT\n 1;  SELECT 2;\r\n\r\n/* a\nb */ SELECT '\n';x"_s;
        const QList<SqlStatement> statements = splitStatements(script);
        QCOMPARE(statements.size(), 4);
        for (const SqlStatement &statement : statements)
            QCOMPARE(script.mid(statement.start, statement.text.size()), statement.text);
        QCOMPARE(statements[0].line, 4); // of SELECT, not of the comment
        QCOMPARE(statements[1].line, 5);
        QCOMPARE(statements[2].line, 8);
        QCOMPARE(statements[3].line, 9);
    }

    void longScriptsTakeLinearTime()
    {
        const QString statement = u"INSERT INTO t VALUES ('a', \"b\", 1.5e3); -- c\n"_s;
        QCOMPARE(splitStatements(statement.repeated(50'000)).size(), 50'000);
        QCOMPARE(splitStatements(
                     u"CREATE TRIGGER a DELETE ON t BEGIN "_s + u"SELECT 1; "_s.repeated(50'000))
                     .size(),
            1);
    }
};

QTEST_GUILESS_MAIN(TestSplitter)
#include "tst_splitter.moc"
