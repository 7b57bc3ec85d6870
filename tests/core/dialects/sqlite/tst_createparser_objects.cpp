// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createparser.h"
#include "support/parsercheck.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::sqlite;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

/// "a", "a DESC", "a COLLATE x", "{lower(a)} COLLATE x" for each part.
QStringList partsOf(const Index &index)
{
    QStringList texts;
    for (const KeyPart &part : index.columns) {
        QString text = part.column.isEmpty() ? u'{' + part.expression + u'}' : part.column;
        if (!part.collation.isEmpty())
            text += u" COLLATE "_s + part.collation;
        texts.append(text + (part.descending ? u" DESC"_s : QString()));
    }
    return texts;
}

template <typename T> Error errorIn(const Result<T> &result)
{
    return result ? Error {.message = u"no error"_s} : result.error();
}

Error errorOf(const QString &kind, const QString &sql)
{
    if (kind == u"index"_s)
        return errorIn(parseCreateIndex(sql));
    if (kind == u"view"_s)
        return errorIn(parseCreateView(sql));
    if (kind == u"trigger"_s)
        return errorIn(parseCreateTrigger(sql));
    return errorIn(parseCreateVirtualTable(sql));
}

} // namespace

class TestCreateParserObjects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void indexPartsAreColumnsOrExpressions_data();
    void indexPartsAreColumnsOrExpressions();
    void indexesAreRead();
    void viewsAreRead_data();
    void viewsAreRead();
    void triggersAreRead_data();
    void triggersAreRead();
    void virtualTablesAreRead_data();
    void virtualTablesAreRead();
    void brokenTextsAreErrors_data();
    void brokenTextsAreErrors();
};

void TestCreateParserObjects::indexPartsAreColumnsOrExpressions_data()
{
    QTest::addColumn<QString>("parts");
    QTest::addColumn<QStringList>("read");
    const auto row = [](const QString &parts, const QStringList &read) {
        QTest::newRow(qPrintable(parts)) << parts << read;
    };
    row(u"a"_s, {u"a"_s});
    row(u"a, b DESC, key ASC"_s, {u"a"_s, u"b DESC"_s, u"key"_s});
    row(u"\"a\", [b], `key`, 'two words'"_s, {u"a"_s, u"b"_s, u"key"_s, u"two words"_s});
    row(u"desc DESC"_s, {u"desc DESC"_s});
    row(u"desc"_s, {u"desc"_s});
    row(u"(a)"_s, {u"a"_s});
    row(u"((a) COLLATE nocase) DESC"_s, {u"a COLLATE nocase DESC"_s});
    row(u"a COLLATE nocase COLLATE rtrim"_s, {u"a COLLATE rtrim"_s});
    row(u"a COLLATE \"rtrim\" DESC"_s, {u"a COLLATE rtrim DESC"_s});
    row(u"lower(a)"_s, {u"{lower(a)}"_s});
    row(u"lower(a) COLLATE nocase DESC"_s, {u"{lower(a)} COLLATE nocase DESC"_s});
    row(u"(a || b) COLLATE nocase"_s, {u"{(a || b)} COLLATE nocase"_s});
    row(u"a || b COLLATE nocase"_s, {u"{a || b COLLATE nocase}"_s});
    row(u"a || lower(b) COLLATE nocase"_s, {u"{a || lower(b) COLLATE nocase}"_s});
    row(u"(a) || (b) COLLATE nocase"_s, {u"{(a) || (b) COLLATE nocase}"_s});
    row(u"a + b , substr(a, 1, 2), b"_s, {u"{a + b}"_s, u"{substr(a, 1, 2)}"_s, u"b"_s});
    row(u"CASE WHEN a THEN b END DESC"_s, {u"{CASE WHEN a THEN b END} DESC"_s});
    row(u"a /* x */ + /* y */ b /* z */"_s, {u"{a /* x */ + /* y */ b}"_s});
    row(u"-a"_s, {u"{-a}"_s});
    row(u"a IS NULL"_s, {u"{a IS NULL}"_s});
    row(u"b = 'a, b (' DESC"_s, {u"{b = 'a, b ('} DESC"_s});
}

void TestCreateParserObjects::indexPartsAreColumnsOrExpressions()
{
    QFETCH(QString, parts);
    const QString sql = u"CREATE INDEX i ON t (%1)"_s.arg(parts);
    MemoryDatabase database;
    QVERIFY(database.execute(u"CREATE TABLE t (a, b, key, desc, \"two words\")"_s));
    QVERIFY2(database.execute(sql), qPrintable(database.error()));
    const QString found = parserDisagreements(database).join(u'\n');
    QVERIFY2(found.isEmpty(), qPrintable(found));
    QTEST(partsOf(parseCreateIndex(sql)->index), "read");
}

void TestCreateParserObjects::indexesAreRead()
{
    const auto parsed
        = parseCreateIndex(u"CREATE UNIQUE INDEX IF NOT EXISTS main.\"i i\" -- c\n ON [t t]"
                           "(a)\nWHERE /* c */ a > 1 AND (b <> ';')  -- d\n;"_s);
    VERIFY_RESULT(parsed);
    QCOMPARE(parsed->table, u"t t"_s);
    QCOMPARE(parsed->index.name, u"i i"_s);
    QVERIFY(parsed->index.unique);
    QCOMPARE(parsed->index.where, u"a > 1 AND (b <> ';')"_s);
    const auto plain = parseCreateIndex(u"create index i on t(a)"_s);
    VERIFY_RESULT(plain);
    QCOMPARE(plain->index, (Index {.name = u"i"_s, .columns = keyParts({u"a"_s})}));
}

void TestCreateParserObjects::viewsAreRead_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QString>("select");
    QTest::newRow("plain") << u"CREATE VIEW v AS SELECT 1"_s << u"v"_s << QStringList()
                           << u"SELECT 1"_s;
    QTest::newRow("columns")
        << u"create temp view if not exists s.[v w] (\"a b\", c) as select 1, 2;"_s << u"v w"_s
        << QStringList {u"a b"_s, u"c"_s} << u"select 1, 2"_s;
    QTest::newRow("WITH") << u"CREATE VIEW v AS\n WITH x AS (SELECT 1)\n SELECT * FROM x ; "_s
                          << u"v"_s << QStringList() << u"WITH x AS (SELECT 1)\n SELECT * FROM x"_s;
    QTest::newRow("VALUES") << u"CREATE VIEW v AS VALUES (1), (2)"_s << u"v"_s << QStringList()
                            << u"VALUES (1), (2)"_s;
    QTest::newRow("comments stay")
        << u"CREATE VIEW v AS -- first\n SELECT /* a */ 1 -- b\n , 2 /* c */;"_s << u"v"_s
        << QStringList() << u"-- first\n SELECT /* a */ 1 -- b\n , 2 /* c */"_s;
    QTest::newRow("line comment at the end")
        << u"CREATE VIEW v AS SELECT 1 -- a"_s << u"v"_s << QStringList() << u"SELECT 1"_s;
    QTest::newRow("open comment at the end") << u"CREATE VIEW v AS SELECT 1 /* a */ /* b"_s
                                             << u"v"_s << QStringList() << u"SELECT 1 /* a */"_s;
    QTest::newRow("semicolon in a text")
        << u"CREATE VIEW v AS SELECT ';'"_s << u"v"_s << QStringList() << u"SELECT ';'"_s;
}

void TestCreateParserObjects::viewsAreRead()
{
    QFETCH(QString, sql);
    const Result<View> view = parseCreateView(sql);
    VERIFY_RESULT(view);
    QTEST(view->name, "name");
    QTEST(view->columns, "columns");
    QTEST(view->sql, "select");
}

void TestCreateParserObjects::triggersAreRead_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("table");
    QTest::addColumn<bool>("insteadOf");
    QTest::addColumn<QString>("stored");
    const QString body = u"BEGIN SELECT CASE WHEN 1 THEN 2 END; END"_s;
    const auto row = [&](const char *name, const QString &start, const QString &rest,
                         bool insteadOf, const QString &trigger, const QString &table) {
        QTest::newRow(name) << start + rest + body + u" ;\n"_s << trigger << table << insteadOf
                            << u"CREATE TRIGGER "_s + rest + body;
    };
    row("plain", u"CREATE TRIGGER "_s, u"r AFTER INSERT ON t "_s, false, u"r"_s, u"t"_s);
    row("no time", u"create  trigger "_s, u"r delete on t "_s, false, u"r"_s, u"t"_s);
    row("temporary", u"/* c */ CREATE TEMPORARY TRIGGER IF NOT EXISTS s . "_s,
        u"\"r r\" BEFORE UPDATE OF a, \"b\" ON main.[t t] FOR EACH ROW "_s, false, u"r r"_s,
        u"t t"_s);
    row("INSTEAD OF", u"CREATE TRIGGER "_s, u"r INSTEAD OF UPDATE ON v "_s, true, u"r"_s, u"v"_s);
    row("condition", u"CREATE TRIGGER "_s,
        u"r /* x */ AFTER INSERT ON t -- c\n WHEN (new.a > ';') "_s, false, u"r"_s, u"t"_s);
    row("keywords as names", u"CREATE TRIGGER "_s, u"begin AFTER INSERT ON end "_s, false,
        u"begin"_s, u"end"_s);
}

void TestCreateParserObjects::triggersAreRead()
{
    QFETCH(QString, sql);
    const Result<ParsedTrigger> parsed = parseCreateTrigger(sql);
    VERIFY_RESULT(parsed);
    QTEST(parsed->trigger.name, "name");
    QTEST(parsed->table, "table");
    QTEST(parsed->insteadOf, "insteadOf");
    QTEST(parsed->trigger.sql, "stored");
    QCOMPARE(parseCreateTrigger(parsed->trigger.sql)->trigger, parsed->trigger);
}

void TestCreateParserObjects::virtualTablesAreRead_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("stored");
    QTest::newRow("arguments")
        << u"CREATE VIRTUAL TABLE f USING fts5(a, content='', tokenize = \"porter\")"_s << u"f"_s
        << u"CREATE VIRTUAL TABLE f USING fts5(a, content='', tokenize = \"porter\")"_s;
    QTest::newRow("prefix")
        << u"create virtual table if not exists main.[f g] using rtree (id, x (1), y) ;"_s
        << u"f g"_s << u"CREATE VIRTUAL TABLE [f g] using rtree (id, x (1), y)"_s;
    QTest::newRow("no arguments") << u"CREATE VIRTUAL TABLE f USING dbstat"_s << u"f"_s
                                  << u"CREATE VIRTUAL TABLE f USING dbstat"_s;
}

void TestCreateParserObjects::virtualTablesAreRead()
{
    QFETCH(QString, sql);
    const Result<VirtualTable> table = parseCreateVirtualTable(sql);
    VERIFY_RESULT(table);
    QTEST(table->name, "name");
    QTEST(table->sql, "stored");
}

void TestCreateParserObjects::brokenTextsAreErrors_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("message");
    const auto row = [](const QString &kind, const QString &sql, const QString &message) {
        QTest::newRow(qPrintable(sql)) << kind << sql << message;
    };
    row(u"index"_s, u"CREATE INDEX i ON t ()"_s,
        u"index \"i\", line 1: expected a column or an expression"_s);
    row(u"index"_s, u"CREATE INDEX i ON t (a,, b)"_s,
        u"index \"i\", line 1: expected a column or an expression"_s);
    row(u"index"_s, u"CREATE INDEX i ON t (a) WHERE"_s,
        u"index \"i\", line 1: expected a condition, found the end of the statement"_s);
    row(u"index"_s, u"CREATE INDEX i ON t (a) b"_s,
        u"index \"i\", line 1: expected the end of the statement, found b"_s);
    row(u"view"_s, u"CREATE VIEW v AS"_s,
        u"view \"v\", line 1: expected SELECT, WITH or VALUES, found the end of the statement"_s);
    row(u"view"_s, u"CREATE VIEW v () AS SELECT 1"_s,
        u"view \"v\", line 1: expected the name of a column, found )"_s);
    row(u"view"_s, u"CREATE VIEW v AS SELECT 1;\nSELECT 2"_s,
        u"view \"v\", line 2: expected the end of the statement, found SELECT"_s);
    row(u"trigger"_s, u"CREATE TRIGGER r AFTER INSERT ON t SELECT 1; END"_s,
        u"trigger \"r\", line 1: expected BEGIN, found the end of the statement"_s);
    row(u"trigger"_s, u"CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1;"_s,
        u"trigger \"r\", line 1: expected END, found 1"_s);
    row(u"trigger"_s, u"CREATE TRIGGER r AFTER TRUNCATE ON t BEGIN SELECT 1; END"_s,
        u"trigger \"r\", line 1: expected DELETE, INSERT or UPDATE, found TRUNCATE"_s);
    row(u"virtual"_s, u"CREATE VIRTUAL TABLE f (a)"_s,
        u"virtual table \"f\", line 1: expected USING, found ("_s);
    row(u"virtual"_s, u"CREATE VIRTUAL TABLE f USING fts5(a"_s,
        u"virtual table \"f\", line 1: the parenthesis is never closed"_s);
}

void TestCreateParserObjects::brokenTextsAreErrors()
{
    QFETCH(QString, kind);
    QFETCH(QString, sql);
    const Error error = errorOf(kind, sql);
    QCOMPARE(error.code, ErrorCode::Parse);
    QTEST(error.message, "message");
    MemoryDatabase database;
    QVERIFY(database.execute(u"CREATE TABLE t (a, b)"_s));
    QVERIFY2(sql.contains(u'\n') || !database.execute(sql), "SQLite accepts it");
}

QTEST_GUILESS_MAIN(TestCreateParserObjects)
#include "tst_createparser_objects.moc"
