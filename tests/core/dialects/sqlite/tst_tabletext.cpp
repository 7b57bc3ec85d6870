// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/createparser.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/tabletext.h"
#include "joinery/sql/splitter.h"
#include "joinery/sql/tokenizer.h"
#include "support/corpus.h"
#include "support/random.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::sqlite;
using namespace Qt::StringLiterals;

namespace {

Table tableOf(const QString &sql)
{
    const Result<ParsedTable> parsed = parseCreateTable(sql);
    if (!parsed)
        qFatal("%s", qPrintable(sql + u": "_s + testing::errorText(parsed.error())));
    return parsed->table;
}

const QString commented = uR"(CREATE TABLE person ( -- people
  -- the key
  id INTEGER PRIMARY KEY, /* never reused */
  /* as they call
     themselves */
  name   TEXT NOT NULL COLLATE NOCASE,   -- shown in lists

  -- years
  born INT DEFAULT 1900 CHECK (born > 1800), -- may be unknown
  boss INT REFERENCES person (id), -- may be NULL
  -- rules
  CONSTRAINT ck_name CHECK (length(name) > 0), -- no empty ones
  UNIQUE (name, born) -- twins share neither
  -- the end
))"_s;

/// The text with a part exchanged, which must be there.
QString with(QString text, const QString &part, const QString &other)
{
    if (!text.contains(part))
        qFatal("no %s", qPrintable(part));
    return text.replace(part, other);
}

void row(const char *name, const QString &stored, const QString &after, const QString &expected)
{
    QTest::newRow(name) << stored << after << expected;
}

void commentedRows()
{
    const auto change = [](const char *name, const QString &part, const QString &other) {
        const QString text = with(commented, part, other);
        row(name, commented, text, text);
    };
    change("not_null_goes", u"TEXT NOT NULL COLLATE"_s, u"TEXT COLLATE"_s);
    change("not_null_comes", u"born INT DEFAULT"_s, u"born INT NOT NULL DEFAULT"_s);
    change("type", u"born INT "_s, u"born BIGINT "_s);
    change("default", u"DEFAULT 1900"_s, u"DEFAULT 1950"_s);
    change("default_goes", u" DEFAULT 1900"_s, u""_s);
    change("default_comes", u"boss INT "_s, u"boss INT DEFAULT 7 "_s);
    change("collation", u"COLLATE NOCASE"_s, u"COLLATE RTRIM"_s);
    change("collation_goes", u" COLLATE NOCASE"_s, u""_s);
    change("check_at_a_column_changes", u"CHECK (born > 1800)"_s, u"CHECK (born > 1700)"_s);
    change("check_changes", u"CHECK (length(name) > 0)"_s, u"CHECK (length(name) > 1)"_s);
    row("constraint_gets_another_name", commented, with(commented, u"ck_name"_s, u"ck_x"_s),
        with(commented, u"CONSTRAINT ck_name"_s, u"CONSTRAINT \"ck_x\""_s));
    row("foreign_key_of_the_table_changes",
        u"CREATE TABLE t (a INT, -- A\n  /* to p */ FOREIGN KEY (a) REFERENCES p -- B\n)"_s,
        u"CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE)"_s,
        u"CREATE TABLE t (a INT, -- A\n  /* to p */ FOREIGN KEY (\"a\") REFERENCES \"p\" ON DELETE CASCADE -- B\n)"_s);
    change("check_at_a_column_goes", u" CHECK (born > 1800)"_s, u""_s);
    change("foreign_key_at_a_column_goes", u" REFERENCES person (id)"_s, u""_s);
    change("last_constraint_goes",
        u", -- no empty ones\n  UNIQUE (name, born) -- twins share neither"_s,
        u" -- no empty ones"_s);
    change("constraint_goes_with_its_comments",
        u"  -- rules\n  CONSTRAINT ck_name CHECK (length(name) > 0), -- no empty ones\n"_s, u""_s);
    change("column_goes_with_its_comments",
        u"  boss INT REFERENCES person (id), -- may be NULL\n"_s, u""_s);
    change("column_in_the_middle", u"  boss INT"_s, u"  \"email\" TEXT NOT NULL,\n  boss INT"_s);
    change("column_last", u"may be NULL\n"_s, u"may be NULL\n  \"email\" TEXT,\n"_s);
    change("constraint_comes", u"UNIQUE (name, born) -- twins share neither\n"_s,
        u"UNIQUE (name, born), -- twins share neither\n  CONSTRAINT \"ck\" CHECK (born < 3000)\n"_s);
    row("strict", commented, with(commented, u"the end\n)"_s, u"the end\n) STRICT"_s),
        with(commented, u"the end\n)"_s, u"the end\n) STRICT"_s));
    row("nothing", commented, commented, commented);
}

void layoutRows()
{
    row("one_line", u"CREATE TABLE t(a INT, b TEXT)"_s, u"CREATE TABLE t(a INT, b TEXT, c)"_s,
        u"CREATE TABLE t(a INT, b TEXT, \"c\")"_s);
    row("one_column", u"CREATE TABLE t(a)"_s, u"CREATE TABLE t(a, b INT)"_s,
        u"CREATE TABLE t(a, \"b\" INT)"_s);
    row("no_blanks", u"CREATE TABLE t(a INT,b TEXT)"_s, u"CREATE TABLE t(b TEXT)"_s,
        u"CREATE TABLE t(b TEXT)"_s);
    row("commas_first", u"CREATE TABLE t (\n    a INT -- A\n  , b TEXT -- B\n)"_s,
        u"CREATE TABLE t (a INT, b TEXT, c)"_s,
        u"CREATE TABLE t (\n    a INT -- A\n  , b TEXT -- B\n  , \"c\"\n)"_s);
    row("commas_first_last_goes", u"CREATE TABLE t (\n    a INT -- A\n  , b TEXT -- B\n)"_s,
        u"CREATE TABLE t (a INT)"_s, u"CREATE TABLE t (\n    a INT -- A\n)"_s);
    row("crlf", u"CREATE TABLE t (\r\n\ta INT, -- A\r\n\tb TEXT -- B\r\n)"_s,
        u"CREATE TABLE t (a INT, b TEXT, c)"_s,
        u"CREATE TABLE t (\r\n\ta INT, -- A\r\n\tb TEXT, -- B\r\n\t\"c\"\r\n)"_s);
    row("line_comment_before_the_next_on_one_line",
        u"CREATE TABLE t (a INT, -- A\n b TEXT, c INT)"_s, u"CREATE TABLE t (a INT, c INT)"_s,
        u"CREATE TABLE t (a INT, -- A\n c INT)"_s);
    row("line_comment_at_the_end", u"CREATE TABLE t (a INT, -- A\n b TEXT)"_s,
        u"CREATE TABLE t (a INT)"_s, u"CREATE TABLE t (a INT -- A\n)"_s);
    row("first_goes", u"CREATE TABLE t (\n  a INT,\n  b TEXT,\n  c INT\n)"_s,
        u"CREATE TABLE t (b TEXT, c INT)"_s, u"CREATE TABLE t (\n  b TEXT,\n  c INT\n)"_s);
    row("another_order", u"CREATE TABLE t (\n  a INT, -- A\n  b TEXT -- B\n)"_s,
        u"CREATE TABLE t (b TEXT, a INT)"_s,
        u"CREATE TABLE t (\n  b TEXT, -- B\n  a INT -- A\n)"_s);
    row("options_change", u"CREATE TABLE t (a INT PRIMARY KEY /* k */) /* o */ WITHOUT ROWID"_s,
        u"CREATE TABLE t (a INT PRIMARY KEY)"_s,
        u"CREATE TABLE t (a INT PRIMARY KEY /* k */) /* o */"_s);
}

void clauseRows()
{
    row("null_becomes_not_null", u"CREATE TABLE t (a TEXT NULL DEFAULT 'x')"_s,
        u"CREATE TABLE t (a TEXT NOT NULL DEFAULT 'x')"_s,
        u"CREATE TABLE t (a TEXT NOT NULL DEFAULT 'x')"_s);
    row("named_not_null_goes", u"CREATE TABLE t (a TEXT CONSTRAINT nn NOT NULL ON CONFLICT FAIL)"_s,
        u"CREATE TABLE t (a TEXT)"_s, u"CREATE TABLE t (a TEXT)"_s);
    row("comment_in_a_clause_stays", u"CREATE TABLE t (a TEXT NOT /* why */ NULL UNIQUE)"_s,
        u"CREATE TABLE t (a TEXT UNIQUE)"_s, u"CREATE TABLE t (a TEXT /* why */ UNIQUE)"_s);
    row("line_comment_before_what_goes", u"CREATE TABLE t (a TEXT -- A\n NOT NULL, b)"_s,
        u"CREATE TABLE t (a TEXT, b)"_s, u"CREATE TABLE t (a TEXT -- A\n, b)"_s);
    row("type_comes", u"CREATE TABLE t (a UNIQUE)"_s, u"CREATE TABLE t (a INT UNIQUE)"_s,
        u"CREATE TABLE t (a INT UNIQUE)"_s);
    row("key_at_the_column_goes_to_the_table", u"CREATE TABLE t (a INT PRIMARY KEY, b INT)"_s,
        u"CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b))"_s,
        u"CREATE TABLE t (a INT, b INT, PRIMARY KEY (\"a\", \"b\"))"_s);
    row("key_of_the_table_goes_to_a_column",
        u"CREATE TABLE t (a INT /* A */, b INT, PRIMARY KEY (a, b))"_s,
        u"CREATE TABLE t (a INT PRIMARY KEY, b INT)"_s,
        u"CREATE TABLE t (a INT PRIMARY KEY /* A */, b INT)"_s);
    row("autoincrement", u"CREATE TABLE t (a INTEGER PRIMARY KEY /* A */)"_s,
        u"CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)"_s,
        u"CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT /* A */)"_s);
    row("deferrable_goes_with_its_key",
        u"CREATE TABLE t (a INT REFERENCES p ON DELETE SET NULL NOT DEFERRABLE NOT NULL)"_s,
        u"CREATE TABLE t (a INT NOT NULL)"_s, u"CREATE TABLE t (a INT NOT NULL)"_s);
    row("generated",
        u"CREATE TABLE t (a INT, -- A\n b /* B */ INT GENERATED ALWAYS AS (a + 1) UNIQUE)"_s,
        u"CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a + 2) UNIQUE)"_s,
        u"CREATE TABLE t (a INT, -- A\n \"b\" INT GENERATED ALWAYS AS (a + 2) VIRTUAL UNIQUE /* B */)"_s);
    row("check_at_a_column_that_goes", u"CREATE TABLE t (a INT CHECK (b > 0), b INT)"_s,
        u"CREATE TABLE t (b INT, CHECK (b > 0))"_s, u"CREATE TABLE t (b INT, CHECK (b > 0))"_s);
    row("commas_between_constraints_may_be_missing",
        u"CREATE TABLE t (a INT, CHECK (a > 0) CHECK (a < 9))"_s,
        u"CREATE TABLE t (a BIGINT, CHECK (a > 0), CHECK (a < 9))"_s,
        u"CREATE TABLE t (a BIGINT, CHECK (a > 0), CHECK (a < 9))"_s);
}

/// A single change of a table, any of many; false where it does not fit.
bool change(Table &table, testing::Random &random)
{
    Column &column = table.columns[random.below(int(table.columns.size()))];
    const bool inKey = table.primaryKey
        && std::any_of(table.primaryKey->columns.begin(), table.primaryKey->columns.end(),
            [&](const KeyPart &part) { return sameName(part.column, column.name); });
    switch (random.below(12)) {
    case 0:
        column.nullable = !column.nullable;
        return !inKey;
    case 1:
        column.type.text = u"BLOB"_s;
        return !inKey && !column.computed;
    case 2:
        column.serverDefault = u"17"_s;
        column.options.clear();
        return !column.computed;
    case 3:
        column.serverDefault.reset();
        return true;
    case 4:
        column.collation = u"RTRIM"_s;
        return !inKey;
    case 5:
        table.columns.append({.name = u"added"_s, .type = {.text = u"NUMERIC"_s}});
        return true;
    case 6:
        table.checks.append({.name = u"ck_added"_s, .sql = u"1 > 0"_s});
        return true;
    case 7:
        return !table.checks.isEmpty() && (table.checks.removeFirst(), true);
    case 8:
        return !table.foreignKeys.isEmpty() && (table.foreignKeys.removeLast(), true);
    case 9:
        return !table.uniques.isEmpty() && (table.uniques.removeLast(), true);
    case 10:
        table.columns.move(0, table.columns.size() - 1);
        return true;
    default:
        table.foreignKeys.append({.columns = {column.name}, .referredTable = u"other"_s});
        return true;
    }
}

QStringList createTexts(const QString &script)
{
    QStringList texts;
    for (const SqlStatement &statement : splitStatements(script)) {
        const QList<Token> tokens = significantTokens(statement.text);
        if (tokens.size() > 3 && isWord(statement.text, tokens[0], u"create")
            && isWord(statement.text, tokens[1], u"table"))
            texts.append(statement.text.mid(tokens[0].start));
    }
    return texts;
}

/// The definitions that are the same before and after must stand in the text as they did.
QStringList lostDefinitions(const QString &stored, const Table &after, const QString &text)
{
    QStringList lost;
    const ParsedTable parsed = *parseCreateTable(stored);
    const auto at = [&](const Span &span) { return stored.mid(span.start, span.end - span.start); };
    for (qsizetype i = 0; i < parsed.columnSpans.size(); ++i) {
        const Column *now = findColumn(after, parsed.table.columns[i].name);
        const bool constrained = std::any_of(parsed.columnClauses[i].begin(),
            parsed.columnClauses[i].end(), [](const ColumnClause &clause) {
                return clause.kind >= ColumnClause::Kind::PrimaryKey;
            });
        if (!now || *now != parsed.table.columns[i])
            continue;
        if ((!constrained && !text.contains(at(parsed.columnSpans[i])))
            || !text.contains(at(parsed.columnRemarks[i])))
            lost.append(at(parsed.columnSpans[i]));
    }
    return lost;
}

} // namespace

class TestTableText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void edited_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("expected");
        commentedRows();
        layoutRows();
        clauseRows();
    }

    void edited()
    {
        QFETCH(const QString, stored);
        QFETCH(const QString, after);
        QFETCH(const QString, expected);
        QCOMPARE(editedTableText(stored, tableOf(stored), tableOf(after)), expected);
    }

    void takesTheNameOfARebuild()
    {
        const QString stored = u"CREATE TABLE  /* n */ [a b](x INT)"_s;
        const QString after = u"CREATE TABLE \"a b\" (x TEXT)"_s;
        QCOMPARE(editedTableText(stored, tableOf(stored), tableOf(after), u"new \"t"_s),
            u"CREATE TABLE  /* n */ \"new \"\"t\"(x TEXT)"_s);
        QCOMPARE(editedTableText(stored, tableOf(stored), tableOf(after)),
            u"CREATE TABLE  /* n */ [a b](x TEXT)"_s);
    }

    void keepsTheSpellingOfWhatMeansTheSame()
    {
        const QString stored = u"create table T (A int, b varchar( 20 ) default 'x', check(A>0))"_s;
        const Table before
            = tableOf(u"CREATE TABLE T (A INT, b VARCHAR(20) DEFAULT 'x', CHECK (A > 0))"_s);
        Table after = before;
        after.columns[0].nullable = false;
        QCOMPARE(editedTableText(stored, before, after),
            u"create table T (A int NOT NULL, b varchar( 20 ) default 'x', check(A>0))"_s);
    }

    void isNullWhereItWouldNotMeanWhatIsWanted_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::newRow("another_column") << u"CREATE TABLE t (a INT, b INT, c INT)"_s;
        QTest::newRow("missing_column") << u"CREATE TABLE t (a INT)"_s;
        QTest::newRow("another_check") << u"CREATE TABLE t (a INT, b INT CHECK (b > 7))"_s;
        QTest::newRow("another_type") << u"CREATE TABLE t (a INT, b TEXT)"_s;
        QTest::newRow("unreadable") << u"CREATE TABLE t (a INT, b INT"_s;
        QTest::newRow("none") << QString();
    }

    void isNullWhereItWouldNotMeanWhatIsWanted()
    {
        QFETCH(const QString, stored);
        const Table before = tableOf(u"CREATE TABLE t (a INT, b INT)"_s);
        Table after = before;
        after.columns[0].nullable = false;
        QVERIFY(editedTableText(stored, before, after).isNull());
    }

    void everyTableOfTheCorpusThroughRandomChanges()
    {
        testing::Random random(4711);
        int tables = 0;
        int changes = 0;
        for (const testing::CorpusSchema &schema : testing::sqliteSchemas()) {
            for (const QString &stored : createTexts(schema.script)) {
                const Result<ParsedTable> parsed = parseCreateTable(stored);
                if (!parsed || parsed->createdAs)
                    continue;
                ++tables;
                for (int i = 0; i < 6; ++i) {
                    Table after = parsed->table;
                    if (!change(after, random))
                        continue;
                    ++changes;
                    const QString text = editedTableText(stored, parsed->table, after, u"new"_s);
                    QVERIFY2(!text.isNull(),
                        qPrintable(
                            schema.name + u'\n' + stored + u"\n=>\n"_s + createTable(after)));
                    const QStringList lost = lostDefinitions(stored, after, text);
                    QVERIFY2(
                        lost.isEmpty(), qPrintable(schema.name + u'\n' + lost.join(u'\n') + text));
                }
            }
        }
        qInfo("%d tables, %d changes", tables, changes);
        if (tables == 0)
            QSKIP("the corpus is not here");
    }
};

QTEST_GUILESS_MAIN(TestTableText)
#include "tst_tabletext.moc"
