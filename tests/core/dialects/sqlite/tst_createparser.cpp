// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/createparser.h"
#include "support/parsercheck.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::sqlite;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

ParsedTable tableOf(const QString &sql)
{
    const Result<ParsedTable> parsed = parseCreateTable(sql);
    if (!parsed)
        qFatal("%s", qPrintable(errorText(parsed.error())));
    return *parsed;
}

/// The only column of "CREATE TABLE t (<definition>)", behind a first one.
Column columnOf(const QString &definition)
{
    return tableOf(u"CREATE TABLE t (first, %1)"_s.arg(definition)).table.columns.at(1);
}

/// The text that a span covers.
QStringList slices(const QString &sql, const QList<Span> &spans)
{
    QStringList texts;
    for (const Span span : spans)
        texts.append(sql.mid(span.start, span.end - span.start));
    return texts;
}

QString actions(const ForeignKeyConstraint &key)
{
    return QStringList {key.columns.join(u','), key.referredTable, key.referredColumns.join(u','),
        key.onDelete, key.onUpdate, key.match, key.deferrable ? u"deferrable"_s : QString(),
        key.initiallyDeferred ? u"deferred"_s : QString()}
        .join(u'|');
}

} // namespace

class TestCreateParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPartIsRead();
    void whatSqliteAcceptsIsReadAlike_data();
    void whatSqliteAcceptsIsReadAlike();
    void typesAreKept_data();
    void typesAreKept();
    void defaultsAreExpressions_data();
    void defaultsAreExpressions();
    void foreignKeysTellAll_data();
    void foreignKeysTellAll();
    void detachedDeferralCountsForTheKeyBefore();
    void constraintNamesGoToTheNextConstraint();
    void optionsAreRead();
    void constraintsStandInSourceOrder();
    void keysSpellColumnsAsDeclared();
    void onlyDescAtTheColumnCounts();
    void commentsBelongToDefinitions_data();
    void commentsBelongToDefinitions();
    void constraintsHaveSpansAndValues();
    void createAsSelectHasNoColumns();
    void errorsNameObjectLineAndWhatWasExpected_data();
    void errorsNameObjectLineAndWhatWasExpected();
};

void TestCreateParser::everyPartIsRead()
{
    const ParsedTable parsed
        = tableOf(u"CREATE TEMP TABLE IF NOT EXISTS main.\"po\"\"st\" (\n"
                  "  id INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT,\n"
                  "  title VARCHAR( 80 )  NOT  NULL COLLATE NOCASE DEFAULT ( 'a' || 'b' ) UNIQUE,\n"
                  "  n INT GENERATED ALWAYS AS ( length(title) /* c */ + 1 ) STORED,\n"
                  "  m AS (n),\n"
                  "  CONSTRAINT c CHECK ( length(title) > 0 )\n"
                  ");"_s);
    const Table &table = parsed.table;
    QCOMPARE(table.name, u"po\"st"_s);
    QCOMPARE(table.columns.size(), 4);
    QCOMPARE(table.columns[0].type.text, u"INTEGER"_s);
    QVERIFY(table.columns[0].nullable);
    QCOMPARE(table.columns[1].type.text, u"VARCHAR( 80 )"_s);
    QVERIFY(!table.columns[1].nullable);
    QCOMPARE(table.columns[1].collation, u"NOCASE"_s);
    QCOMPARE(table.columns[1].serverDefault, u"'a' || 'b'"_s);
    QCOMPARE(table.columns[2].type.text, u"INT"_s);
    QCOMPARE(table.columns[2].computed,
        (Computed {.sql = u"length(title) /* c */ + 1"_s, .persisted = true}));
    QCOMPARE(table.columns[3].type.text, QString());
    QCOMPARE(table.columns[3].computed, (Computed {.sql = u"n"_s, .persisted = false}));
    QCOMPARE(table.primaryKey->name, u"pk"_s);
    QCOMPARE(table.primaryKey->columns, keyParts({u"id"_s}));
    QCOMPARE(
        option(table.primaryKey->options, options::dialect, options::onConflict), u"replace"_s);
    QVERIFY(hasOption(table.options, options::dialect, options::autoincrement));
    QCOMPARE(table.uniques, QList {UniqueConstraint {.columns = keyParts({u"title"_s})}});
    QCOMPARE(
        table.checks, (QList {CheckConstraint {.name = u"c"_s, .sql = u"length(title) > 0"_s}}));
}

void TestCreateParser::whatSqliteAcceptsIsReadAlike_data()
{
    QTest::addColumn<QString>("sql");
    const auto row = [](const char *name, const QString &sql) {
        QTest::newRow(name) << u"CREATE TABLE "_s + sql;
    };
    row("one bare column", u"t(a)"_s);
    row("no type", u"t(a, b NOT NULL, c PRIMARY KEY)"_s);
    row("names in all styles", u"'t t'(\"a a\", `b``b`, [c\"c], 'd''d', e)"_s);
    row("soft keywords as names",
        u"view(key, desc TEXT, \"order\", action INT, temp, if, end, over)"_s);
    row("joining words as names", u"cross(left, full INT, natural)"_s);
    row("keywords as types", u"t(a key, b temp table_, c desc)"_s);
    row("Unicode", u"größe(表 TEXT, \"😀\" INT, a\u00A0b)"_s);
    row("type of many words", u"t(a UNSIGNED  BIG\nINT, b double precision, c a b c d (1, -2))"_s);
    row("type in quotes", u"t(a \"my type\", b 'text', c [INTEGER], d `x`, e \"a\" \"b\")"_s);
    row("type with a constraint in quotes", u"t(a \"NOT NULL\", b 'primary key')"_s);
    row("type with empty quotes", u"t(a \"\", b [] NOT NULL)"_s);
    row("brackets before GENERATED", u"t(a, b [x] GENERATED ALWAYS AS (a), c [y] z)"_s);
    row("GENERATED without AS", u"t(a INT GENERATED ALWAYS, b GENERATED, c ALWAYS)"_s);
    row("quoted integer key", u"t(id \"INTEGER\" PRIMARY KEY)"_s);
    row("everything twice",
        u"t(a NULL NOT NULL NULL NOT NULL DEFAULT 1 DEFAULT 2 COLLATE nocase "
        "COLLATE rtrim UNIQUE UNIQUE CHECK (1) CHECK (2))"_s);
    row("no commas between constraints",
        u"t(a, b, PRIMARY KEY (a) UNIQUE (b) CHECK (a) FOREIGN KEY (a) REFERENCES t(a) CHECK (b))"_s);
    row("names without constraint",
        u"t(a CONSTRAINT x, b CONSTRAINT x CONSTRAINT y NULL, CONSTRAINT z, CONSTRAINT y UNIQUE (a))"_s);
    row("name at the end", u"t(a, UNIQUE (a) CONSTRAINT z)"_s);
    row("comments everywhere",
        u"/* a */ t -- b\n(/* c */ a /* ) */ INT -- , d\n, /* e */ b /* f */) -- g"_s);
    row("no blanks", u"\"t\"(\"a\"INT,[b]TEXT'x'CHECK(1)DEFAULT'x'NOT NULL)"_s);
    row("without rowid", u"t(a, b, PRIMARY KEY (b DESC, a COLLATE nocase)) WITHOUT ROWID"_s);
    row("integer key without rowid",
        u"t(a INTEGER, PRIMARY KEY (a COLLATE nocase DESC)) WITHOUT ROWID"_s);
    row("strict", u"t(a INT, b ANY, c TEXT PRIMARY KEY) STRICT"_s);
    row("both options", u"t(a INT PRIMARY KEY) strict,without Rowid"_s);
    row("comma before the options", u"t(a PRIMARY KEY), WITHOUT ROWID"_s);
    row("table key with AUTOINCREMENT", u"t(a INTEGER, PRIMARY KEY (a AUTOINCREMENT))"_s);
    row("key parts in parentheses", u"t(a, b, UNIQUE ((a), ((b)) COLLATE nocase, ('a') DESC))"_s);
    row("collation called ASC", u"t(a INTEGER, PRIMARY KEY (a COLLATE ASC))"_s);
    row("unique like the key", u"t(a TEXT PRIMARY KEY, UNIQUE (a), UNIQUE (A COLLATE nocase))"_s);
    row("self reference",
        u"t(Id INTEGER PRIMARY KEY, up REFERENCES T(ID), FOREIGN KEY (UP) REFERENCES t)"_s);
    row("parentheses in texts", u"t(a DEFAULT '(', b CHECK (b <> ')' AND \"b\" NOT IN ('(')))"_s);
    row("nested expressions", u"t(a CHECK (((a))), b AS (((a))) STORED, c DEFAULT (((1))))"_s);
    row("semicolons in texts", u"t(a DEFAULT ';', [b;] CHECK (a <> ';'))"_s);
}

void TestCreateParser::whatSqliteAcceptsIsReadAlike()
{
    QFETCH(QString, sql);
    MemoryDatabase database;
    QVERIFY2(database.execute(sql), qPrintable(database.error()));
    const QString found = parserDisagreements(database).join(u'\n');
    QVERIFY2(found.isEmpty(), qPrintable(found));
    const Result<ParsedTable> written = parseCreateTable(sql + u" ;"_s);
    VERIFY_RESULT(written);
}

void TestCreateParser::typesAreKept_data()
{
    QTest::addColumn<QString>("definition");
    QTest::addColumn<QString>("type");
    const auto row = [](const QString &definition, const QString &type) {
        QTest::newRow(qPrintable(definition)) << definition << type;
    };
    row(u"a"_s, {});
    row(u"a integer"_s, u"integer"_s);
    row(u"a NVARCHAR(160)"_s, u"NVARCHAR(160)"_s);
    row(u"a NUMERIC  ( 10 ,\t2 )"_s, u"NUMERIC ( 10 , 2 )"_s);
    row(u"a UNSIGNED\r\n BIG/**/INT"_s, u"UNSIGNED BIG INT"_s);
    row(u"a \"my type\""_s, u"my type"_s);
    row(u"a 'varchar(10)' NOT NULL"_s, u"varchar(10)"_s);
    row(u"a \"not null\""_s, u"\"not null\""_s);
    row(u"a \"two  blanks\""_s, u"\"two  blanks\""_s);
    row(u"a \"a\"\"b\""_s, u"\"a\"\"b\""_s);
    row(u"a \"\""_s, {});
    row(u"a TEXT GENERATED ALWAYS AS (1)"_s, u"TEXT"_s);
    row(u"a GENERATED ALWAYS AS (1)"_s, {});
    row(u"a VARCHAR(3) GENERATED ALWAYS AS (1)"_s, u"VARCHAR(3)"_s);
}

void TestCreateParser::typesAreKept()
{
    QFETCH(QString, definition);
    QTEST(columnOf(definition).type.text, "type");
}

void TestCreateParser::defaultsAreExpressions_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("expression");
    const auto row = [](const QString &written, const QString &expression) {
        QTest::newRow(qPrintable(written)) << written << expression;
    };
    row(u"1"_s, u"1"_s);
    row(u"(1)"_s, u"1"_s);
    row(u"((1))"_s, u"1"_s);
    row(u"( ( 1 ) )"_s, u"1"_s);
    row(u"((1) + (2))"_s, u"(1) + (2)"_s);
    row(u"-1.5e3"_s, u"-1.5e3"_s);
    row(u"+ 1"_s, u"+ 1"_s);
    row(u"0xFF"_s, u"0xFF"_s);
    row(u"'it''s'"_s, u"'it''s'"_s);
    row(u"X'00'"_s, u"X'00'"_s);
    row(u"NULL"_s, u"NULL"_s);
    row(u"CURRENT_TIMESTAMP"_s, u"CURRENT_TIMESTAMP"_s);
    row(u"(datetime('now'))"_s, u"datetime('now')"_s);
    row(u"( /* a */ 1 /* b */ + 2 -- c\n )"_s, u"1 /* b */ + 2"_s);
    row(u"\"x\""_s, u"'x'"_s);
    row(u"\"it's\""_s, u"'it''s'"_s);
    row(u"[x y]"_s, u"'x y'"_s);
    row(u"word"_s, u"'word'"_s);
    row(u"key"_s, u"'key'"_s);
    row(u"true"_s, u"true"_s);
    row(u"FALSE"_s, u"FALSE"_s);
    row(u"\"true\""_s, u"'true'"_s);
    row(u"\"\""_s, u"''"_s);
    row(u"1 DEFAULT 2"_s, u"2"_s);
    row(u"\"x\" DEFAULT 2"_s, u"2"_s);
}

/// What a row gets from the default as written, it gets from the expression that was read.
void TestCreateParser::defaultsAreExpressions()
{
    QFETCH(QString, written);
    QFETCH(QString, expression);
    const Column column = columnOf(u"a DEFAULT "_s + written);
    QCOMPARE(column.serverDefault, expression);
    MemoryDatabase database;
    QVERIFY(database.execute(u"CREATE TABLE t (a DEFAULT %1)"_s.arg(written)));
    QVERIFY(database.execute(u"CREATE TABLE u (a DEFAULT (%1))"_s.arg(expression)));
    QVERIFY(database.execute(u"INSERT INTO t DEFAULT VALUES"_s));
    QVERIFY(database.execute(u"INSERT INTO u DEFAULT VALUES"_s));
    const auto valueOf = [&](const QString &table) {
        return database.rows(u"SELECT typeof(a), substr(a, 1, 10) FROM "_s + table);
    };
    QCOMPARE(valueOf(u"t"_s), valueOf(u"u"_s));
}

void TestCreateParser::foreignKeysTellAll_data()
{
    QTest::addColumn<QString>("definition");
    QTest::addColumn<QString>("facts");
    const auto row = [](const QString &definition, const QString &facts) {
        QTest::newRow(qPrintable(definition)) << definition << facts;
    };
    row(u"a REFERENCES p"_s, u"a|p||||||"_s);
    row(u"a REFERENCES \"p q\"([x])"_s, u"a|p q|x|||||"_s);
    row(u"a REFERENCES p(x) ON DELETE CASCADE ON UPDATE Set Null"_s,
        u"a|p|x|cascade|set null|||"_s);
    row(u"a REFERENCES p ON DELETE SET DEFAULT ON UPDATE RESTRICT"_s,
        u"a|p||set default|restrict|||"_s);
    row(u"a REFERENCES p ON DELETE NO ACTION ON UPDATE no action"_s, u"a|p||||||"_s);
    row(u"a REFERENCES p ON DELETE CASCADE ON DELETE RESTRICT"_s, u"a|p||restrict||||"_s);
    row(u"a REFERENCES p ON INSERT CASCADE"_s, u"a|p||||||"_s);
    row(u"a REFERENCES p MATCH FULL"_s, u"a|p||||full||"_s);
    row(u"a REFERENCES p MATCH Simple"_s, u"a|p||||||"_s);
    row(u"a REFERENCES p MATCH NONE"_s, u"a|p||||||"_s);
    row(u"a REFERENCES p DEFERRABLE"_s, u"a|p|||||deferrable|"_s);
    row(u"a REFERENCES p NOT DEFERRABLE"_s, u"a|p||||||"_s);
    row(u"a REFERENCES p DEFERRABLE INITIALLY DEFERRED"_s, u"a|p|||||deferrable|deferred"_s);
    row(u"a REFERENCES p DEFERRABLE INITIALLY IMMEDIATE"_s, u"a|p|||||deferrable|"_s);
    row(u"a REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED"_s, u"a|p||||||"_s);
    row(u"a REFERENCES p NOT NULL DEFERRABLE INITIALLY DEFERRED"_s,
        u"a|p|||||deferrable|deferred"_s);
    row(u"a, FOREIGN KEY (a, FIRST) REFERENCES p (x, y) ON DELETE CASCADE MATCH PARTIAL DEFERRABLE "
        "INITIALLY DEFERRED"_s,
        u"a,first|p|x,y|cascade||partial|deferrable|deferred"_s);
}

void TestCreateParser::foreignKeysTellAll()
{
    QFETCH(QString, definition);
    const Table table = tableOf(u"CREATE TABLE t (first, %1)"_s.arg(definition)).table;
    QCOMPARE(table.foreignKeys.size(), 1);
    QTEST(actions(table.foreignKeys[0]), "facts");
}

/// As SQLite has it: a violation passes until COMMIT only if the key of the other column is
/// deferred.
void TestCreateParser::detachedDeferralCountsForTheKeyBefore()
{
    const QString sql = u"CREATE TABLE t (a REFERENCES p, b INT DEFERRABLE INITIALLY DEFERRED)"_s;
    QVERIFY(tableOf(sql).table.foreignKeys[0].initiallyDeferred);
    MemoryDatabase database;
    QCOMPARE(database.executeScript(
                 u"PRAGMA foreign_keys = ON; CREATE TABLE p (x PRIMARY KEY); "_s + sql),
        QStringList());
    QCOMPARE(database.executeScript(
                 u"BEGIN; INSERT INTO t VALUES (1, 1); INSERT INTO p VALUES (1); COMMIT;"_s),
        QStringList());
}

void TestCreateParser::constraintNamesGoToTheNextConstraint()
{
    const Table table = tableOf(
        u"CREATE TABLE t (a CONSTRAINT nn NOT NULL CONSTRAINT d DEFAULT 1 CHECK (a) CONSTRAINT x "
        "CONSTRAINT y UNIQUE CONSTRAINT z, b CONSTRAINT 'f k' REFERENCES p CHECK (b), CONSTRAINT "
        "gone, "
        "CHECK (1), CONSTRAINT [k] CHECK (2))"_s)
                            .table;
    const Column &column = table.columns[0];
    QCOMPARE(option(column.options, options::dialect, options::notNullName), u"nn"_s);
    QStringList names;
    for (const CheckConstraint &check : table.checks)
        names.append(check.name + u':' + check.sql);
    QCOMPARE(names, (QStringList {u":a"_s, u":b"_s, u":1"_s, u"k:2"_s}));
    QCOMPARE(table.uniques[0].name, u"y"_s);
    QCOMPARE(table.foreignKeys[0].name, u"f k"_s);
}

void TestCreateParser::optionsAreRead()
{
    const Table table = tableOf(u"CREATE TABLE t (a NOT NULL ON CONFLICT IGNORE NULL ON CONFLICT "
                                u"FAIL, b UNIQUE ON CONFLICT "
                                "fail, PRIMARY KEY (a) ON CONFLICT Rollback, UNIQUE (b, a) ON "
                                "CONFLICT REPLACE, CHECK (1) ON "
                                "CONFLICT ABORT) WITHOUT ROWID, STRICT"_s)
                            .table;
    const auto conflictOf
        = [](const Options &from) { return option(from, options::dialect, options::onConflict); };
    QCOMPARE(
        option(table.columns[0].options, options::dialect, options::notNullConflict), u"ignore"_s);
    QCOMPARE(conflictOf(table.uniques[0].options), u"fail"_s);
    QCOMPARE(conflictOf(table.primaryKey->options), u"rollback"_s);
    QCOMPARE(conflictOf(table.uniques[1].options), u"replace"_s);
    QCOMPARE(conflictOf(table.checks[0].options), u"abort"_s);
    QVERIFY(hasOption(table.options, options::dialect, options::withoutRowid));
    QVERIFY(hasOption(table.options, options::dialect, options::strict));
    QVERIFY(tableOf(u"CREATE TABLE t (a NOT NULL UNIQUE PRIMARY KEY)"_s)
                .table.columns[0]
                .options.isEmpty());
    QVERIFY(tableOf(u"CREATE TABLE t (a)"_s).table.options.isEmpty());
}

void TestCreateParser::constraintsStandInSourceOrder()
{
    const Table table
        = tableOf(u"CREATE TABLE t (a CHECK (1) UNIQUE REFERENCES p, b UNIQUE CHECK (2) "
                  "REFERENCES q, CHECK (3), FOREIGN KEY (a) REFERENCES r, UNIQUE (a, b))"_s)
              .table;
    QCOMPARE(table.checks.size(), 3);
    QCOMPARE(table.checks[0].sql + table.checks[1].sql + table.checks[2].sql, u"123"_s);
    QCOMPARE(table.uniques.size(), 3);
    QCOMPARE(columnNames(table.uniques[1].columns), QStringList {u"b"_s});
    QCOMPARE(table.foreignKeys.size(), 3);
    QCOMPARE(table.foreignKeys[1].columns, QStringList {u"b"_s});
    QCOMPARE(table.foreignKeys[2].referredTable, u"r"_s);
}

void TestCreateParser::keysSpellColumnsAsDeclared()
{
    const Table table
        = tableOf(u"CREATE TABLE Tree (Id, Ärger, PRIMARY KEY (ID), UNIQUE (\"iD\", ärger), "
                  "FOREIGN KEY (id) REFERENCES tree (ID), FOREIGN KEY (ID) REFERENCES x (ID))"_s)
              .table;
    QCOMPARE(columnNames(table.primaryKey->columns), QStringList {u"Id"_s});
    // Only A to Z fold.
    QCOMPARE(columnNames(table.uniques[0].columns), (QStringList {u"Id"_s, u"ärger"_s}));
    QCOMPARE(table.foreignKeys[0].columns, QStringList {u"Id"_s});
    QCOMPARE(table.foreignKeys[0].referredColumns, QStringList {u"Id"_s});
    QCOMPARE(table.foreignKeys[1].referredColumns, QStringList {u"ID"_s});
}

void TestCreateParser::onlyDescAtTheColumnCounts()
{
    const auto descends
        = [](const QString &sql) { return tableOf(sql).table.primaryKey->columns[0].descending; };
    QVERIFY(descends(u"CREATE TABLE t (a INTEGER PRIMARY KEY DESC)"_s));
    QVERIFY(!descends(u"CREATE TABLE t (a INTEGER PRIMARY KEY ASC)"_s));
    QVERIFY(!descends(u"CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC))"_s));
    QVERIFY(descends(u"CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC)) WITHOUT ROWID"_s));
    QVERIFY(descends(u"CREATE TABLE t (a TEXT, PRIMARY KEY (a DESC))"_s));
}

void TestCreateParser::commentsBelongToDefinitions_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QStringList>("texts");
    QTest::addColumn<QStringList>("remarks");
    const auto row
        = [](const char *name, const QString &body, const QStringList &texts,
              const QStringList &remarks) { QTest::newRow(name) << body << texts << remarks; };
    row("none", u" a INT , b TEXT "_s, {u"a INT"_s, u"b TEXT"_s}, {u""_s, u""_s});
    row("behind the comma", u"a INT, -- of a\n b TEXT -- of b\n"_s, {u"a INT"_s, u"b TEXT"_s},
        {u"-- of a"_s, u"-- of b"_s});
    row("before the comma", u"a INT -- of a\n, b TEXT"_s, {u"a INT"_s, u"b TEXT"_s},
        {u"-- of a"_s, u""_s});
    row("blocks before the comma", u"a INT /* 1 */ /* 2 */, b"_s,
        {u"a INT /* 1 */ /* 2 */"_s, u"b"_s}, {u""_s, u""_s});
    row("block before, line behind", u"a /* 1 */, /* 2 */ -- 3\n b"_s, {u"a /* 1 */"_s, u"b"_s},
        {u"/* 2 */ -- 3"_s, u""_s});
    row("above", u"\n -- of a\n a,\n -- of b 1\n -- of b 2\n\n b"_s,
        {u"-- of a\n a"_s, u"-- of b 1\n -- of b 2\n\n b"_s}, {u""_s, u""_s});
    row("above and behind", u"a, -- of a\n -- of b\n b"_s, {u"a"_s, u"-- of b\n b"_s},
        {u"-- of a"_s, u""_s});
    row("between on one line", u"/* of a */ a, /* of b */ b"_s,
        {u"/* of a */ a"_s, u"/* of b */ b"_s}, {u""_s, u""_s});
    row("inside", u"a /* 1 */ INT -- 2\n NOT NULL, b"_s,
        {u"a /* 1 */ INT -- 2\n NOT NULL"_s, u"b"_s}, {u""_s, u""_s});
    row("commas in front", u"a -- of a\n , b -- of b\n , c -- of c\n"_s, {u"a"_s, u"b"_s, u"c"_s},
        {u"-- of a"_s, u"-- of b"_s, u"-- of c"_s});
    row("commas in front, line between", u"a -- 1\n -- 2\n , -- 3\n b"_s, {u"a"_s, u"-- 3\n b"_s},
        {u"-- 1\n -- 2"_s, u""_s});
    row("of the table", u" -- of t\n -- of a\n a,\n b\n -- was: c\n"_s, {u"-- of a\n a"_s, u"b"_s},
        {u""_s, u""_s});
    row("block over lines", u"a, /* 1\n 2 */\n b"_s, {u"a"_s, u"b"_s}, {u"/* 1\n 2 */"_s, u""_s});
    row("CRLF", u"\r\n-- of a\r\na, -- behind\r\nb\r\n"_s, {u"-- of a\r\na"_s, u"b"_s},
        {u"-- behind\r"_s, u""_s});
    row("before constraints", u"a, -- of a\n -- of the check\n CHECK (1) -- end\n"_s,
        {u"a"_s, u"-- of the check\n CHECK (1)"_s}, {u"-- of a"_s, u"-- end"_s});
    row("no comma between constraints", u"a, CHECK (1) -- one\n -- two\n CHECK (2)"_s,
        {u"a"_s, u"CHECK (1)"_s, u"-- two\n CHECK (2)"_s}, {u""_s, u"-- one"_s, u""_s});
    row("name without constraint", u"a, CONSTRAINT x, -- of the check\n CHECK (1)"_s,
        {u"a"_s, u"-- of the check\n CHECK (1)"_s}, {u""_s, u""_s});
    row("marks in texts", u"a DEFAULT '--', b DEFAULT '/*' -- of b\n"_s,
        {u"a DEFAULT '--'"_s, u"b DEFAULT '/*'"_s}, {u""_s, u"-- of b"_s});
}

void TestCreateParser::commentsBelongToDefinitions()
{
    QFETCH(QString, body);
    const QString sql = u"CREATE TABLE t (%1)"_s.arg(body);
    const ParsedTable parsed = tableOf(sql);
    QTEST(slices(sql, parsed.columnSpans + parsed.constraintSpans), "texts");
    QTEST(slices(sql, parsed.columnRemarks + parsed.constraintRemarks), "remarks");
    QCOMPARE(sql.mid(parsed.body.start, parsed.body.end - parsed.body.start), body);
    QCOMPARE(sql.mid(parsed.name.start, parsed.name.end - parsed.name.start), u"t"_s);
    const QString again = reassembled(sql, parsed);
    QCOMPARE(tableOf(again).table, parsed.table);
    QCOMPARE(again.count(u"--"_s), sql.count(u"--"_s));
    QCOMPARE(again.count(u"/*"_s), sql.count(u"/*"_s));
}

void TestCreateParser::constraintsHaveSpansAndValues()
{
    const QString sql
        = u"CREATE TABLE t (a UNIQUE CHECK (0), b, CONSTRAINT p PRIMARY KEY (A), CHECK (1), "
          "UNIQUE (b), FOREIGN KEY (b) REFERENCES t CHECK (2))"_s;
    const ParsedTable parsed = tableOf(sql);
    QCOMPARE(slices(sql, parsed.constraintSpans),
        (QStringList {u"CONSTRAINT p PRIMARY KEY (A)"_s, u"CHECK (1)"_s, u"UNIQUE (b)"_s,
            u"FOREIGN KEY (b) REFERENCES t"_s, u"CHECK (2)"_s}));
    QCOMPARE(parsed.constraints.size(), 5);
    QVERIFY(parsed.constraints[0] == Constraint(*parsed.table.primaryKey));
    QVERIFY(parsed.constraints[1] == Constraint(parsed.table.checks[1]));
    QVERIFY(parsed.constraints[2] == Constraint(parsed.table.uniques[1]));
    QVERIFY(parsed.constraints[3] == Constraint(parsed.table.foreignKeys[0]));
    QVERIFY(parsed.constraints[4] == Constraint(parsed.table.checks[2]));
}

void TestCreateParser::createAsSelectHasNoColumns()
{
    const ParsedTable parsed = tableOf(u"CREATE TABLE t AS SELECT 1 AS a"_s);
    QVERIFY(parsed.createdAs);
    QCOMPARE(parsed.table, Table {.name = u"t"_s});
}

void TestCreateParser::errorsNameObjectLineAndWhatWasExpected_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QString &sql, const QString &message) {
        QTest::newRow(name) << sql << message;
    };
    row("nothing", {}, u"CREATE TABLE, line 1: expected CREATE, found the end of the statement"_s);
    row("other statement", u"CREATE VIEW v"_s,
        u"CREATE TABLE, line 1: expected TABLE, found VIEW"_s);
    row("no name", u"CREATE TABLE\n("_s,
        u"CREATE TABLE, line 2: expected the name of the table, found ("_s);
    row("reserved name", u"CREATE TABLE order (a)"_s,
        u"CREATE TABLE, line 1: expected the name of the table, found order"_s);
    row("no column", u"CREATE TABLE t ()"_s,
        u"table \"t\", line 1: expected the name of a column, found )"_s);
    row("comma at the end", u"CREATE TABLE t (a,\n)"_s,
        u"table \"t\", line 2: expected the name of a column, found )"_s);
    row("column behind a constraint", u"CREATE TABLE t (a, CHECK (a),\nb INT)"_s,
        u"table \"t\", line 2: expected a table constraint, found b"_s);
    row("unknown word", u"CREATE TABLE t (a INT NOT\nNIL)"_s,
        u"table \"t\", line 1: expected \",\" or \")\", found NOT"_s);
    row("call as default", u"CREATE TABLE t (a DEFAULT now())"_s,
        u"table \"t\", line 1: expected \",\" or \")\", found ("_s);
    row("empty check", u"CREATE TABLE t (a CHECK (\n))"_s,
        u"table \"t\", line 2: expected an expression, found \")\""_s);
    row("two keys", u"CREATE TABLE t (a PRIMARY KEY,\n PRIMARY KEY (a))"_s,
        u"table \"t\", line 2: the table has more than one primary key"_s);
    row("unclosed", u"CREATE TABLE t (a CHECK (1)"_s,
        u"table \"t\", line 1: expected \",\" or \")\", found the end of the statement"_s);
    row("unclosed check", u"CREATE TABLE t (a CHECK ((1)"_s,
        u"table \"t\", line 1: the parenthesis is never closed"_s);
    row("unclosed text", u"CREATE TABLE t (a\n DEFAULT 'x)"_s,
        u"CREATE TABLE, line 2: cannot read 'x)"_s);
    row("semicolon inside", u"CREATE TABLE t (a CHECK (1;2))"_s,
        u"table \"t\", line 1: the parenthesis is never closed"_s);
    row("two statements", u"CREATE TABLE t (a);\nDROP TABLE t"_s,
        u"table \"t\", line 2: expected the end of the statement, found DROP"_s);
    row("marks in names", u"CREATE TABLE \"%2 %3\" (a x(%4))"_s,
        u"table \"%2 %3\", line 1: expected a number, found %"_s);
    row("unknown option", u"CREATE TABLE t (a) ENGINE=InnoDB"_s,
        u"table \"t\", line 1: expected STRICT or WITHOUT ROWID, found ENGINE"_s);
    row("type argument", u"CREATE TABLE t (a VARCHAR(MAX))"_s,
        u"table \"t\", line 1: expected a number, found MAX"_s);
    row("key columns", u"CREATE TABLE t (a, FOREIGN KEY (a) REFERENCES p (x, y))"_s,
        u"table \"t\", line 1: the foreign key has 1 columns but refers to 2"_s);
    row("action", u"CREATE TABLE t (a REFERENCES p ON DELETE CASKADE)"_s,
        u"table \"t\", line 1: expected SET NULL, SET DEFAULT, CASCADE, RESTRICT or NO ACTION, found CASKADE"_s);
}

void TestCreateParser::errorsNameObjectLineAndWhatWasExpected()
{
    QFETCH(QString, sql);
    const Result<ParsedTable> parsed = parseCreateTable(sql);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::Parse);
    QTEST(parsed.error().message, "message");
    QCOMPARE(parsed.error().statement, sql);
    QVERIFY(!parsed.error().hint.isEmpty());
    MemoryDatabase database;
    if (!sql.isEmpty() && !sql.contains(u"DROP"_s) && !sql.contains(u"VIEW"_s))
        QVERIFY2(!database.execute(sql), "SQLite accepts it");
}

QTEST_GUILESS_MAIN(TestCreateParser)
#include "tst_createparser.moc"
