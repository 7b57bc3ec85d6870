// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/ftstable.h"
#include "support/migrationbench.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;
using sqlite::FtsTable;
using testing::MigrationBench;

namespace {

const QString docs = u"CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT)"_s;
const QString docRows
    = u"INSERT INTO docs VALUES (1, 'red fox', 'runs'), (5, 'blue sea', 'sleeps'), (9, 'red sea', NULL)"_s;

VirtualTable fts(const QString &arguments)
{
    return {.name = u"docs_fts"_s, .sql = u"CREATE VIRTUAL TABLE docs_fts USING "_s + arguments};
}

const QString plain5 = u"fts5(title, body, content='docs', content_rowid='id')"_s;
const QString prefix5 = u"fts5(title, body, content='docs', content_rowid='id', prefix='2')"_s;
const QString porter5
    = u"fts5(title, body, content='docs', content_rowid='id', tokenize='porter')"_s;
const QString plain4 = u"fts4(content=\"docs\", title, body)"_s;
const QString porter4 = u"fts4(content=\"docs\", title, body, tokenize=porter)"_s;

/// What keeps an fts5 index in step with its rows; a value it does not know breaks the index.
const QStringList triggers {
    u"CREATE TRIGGER ai AFTER INSERT ON docs BEGIN INSERT INTO docs_fts(rowid, title, body) VALUES (new.id, new.title, new.body); END"_s,
    u"CREATE TRIGGER ad AFTER DELETE ON docs BEGIN INSERT INTO docs_fts(docs_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END"_s,
    u"CREATE TRIGGER au AFTER UPDATE ON docs BEGIN INSERT INTO docs_fts(docs_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); INSERT INTO docs_fts(rowid, title, body) VALUES (new.id, new.title, new.body); END"_s};

const QString rebuildSql = u"INSERT INTO \"docs_fts\" (\"docs_fts\") VALUES ('rebuild')"_s;
const QString find = u"SELECT rowid FROM docs_fts WHERE docs_fts MATCH 'red' ORDER BY 1"_s;
const QStringList found {u"1"_s, u"9"_s};

} // namespace

class TestFtsTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsMadeAgainIsReversibleWithItsRows_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("reason");
        QTest::newRow("own text") << u"fts5(a)"_s << u"fts5(a, prefix='2')"_s << QString();
        QTest::newRow("own text, a column less")
            << u"fts5(a, b)"_s << u"fts5(a)"_s << u"the texts in b are gone"_s;
        QTest::newRow("over a table") << plain5 << porter5 << QString();
        QTest::newRow("over a table, for good") << plain5 << QString() << QString();
        QTest::newRow("own text, for good") << u"fts5(a)"_s << QString() << u"its rows are gone"_s;
        QTest::newRow("text nowhere")
            << u"fts5(a, content='')"_s << u"fts5(a)"_s << u"its rows are gone"_s;
    }
    void whatIsMadeAgainIsReversibleWithItsRows()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        const MigrationBench bench;
        QList<Operation> operations {DropVirtualTable {.table = fts(before)}};
        if (!after.isEmpty())
            operations.append(CreateVirtualTable {.table = fts(after)});
        QTEST(bench.dialect().ddl().irreversibleBecause(operations, 0), "reason");
    }

    void contentIsRead_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("content"); // -1: no full-text table
        QTest::addColumn<QString>("source");
        const auto row = [](const QString &arguments, int content, const QString &source = {}) {
            QTest::newRow(qPrintable(arguments)) << arguments << content << source;
        };
        const int own = int(FtsTable::Content::Own);
        const int external = int(FtsTable::Content::External);
        const int none = int(FtsTable::Content::None);
        row(u"fts5(a)"_s, own);
        row(u"FTS5 (a, Content = 'do''cs')"_s, external, u"do'cs"_s);
        row(u"fts5(content=docs, a)"_s, external, u"docs"_s);
        row(u"fts4(a, content=\"docs\")"_s, external, u"docs"_s);
        row(u"fts5(a, content='')"_s, none);
        row(u"fts4(content=\"\", a)"_s, none);
        row(u"fts5(a, content=)"_s, none);
        row(u"fts5(a, content_rowid='id')"_s, own);
        row(u"fts5(content, b)"_s, own);
        row(u"fts3(a, content=\"docs\")"_s, own);
        row(u"fts4"_s, own);
        row(u"rtree(id, a, b)"_s, -1);
        row(u"our_module(content='docs')"_s, -1);
    }
    void contentIsRead()
    {
        QFETCH(QString, arguments);
        QFETCH(int, content);
        QFETCH(QString, source);
        const auto table = sqlite::ftsTable(fts(arguments));
        QCOMPARE(table ? int(table->content) : -1, content);
        QCOMPARE(sqlite::ftsSource(fts(arguments)), source);
    }

    void changedIndexHoldsItsRows_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("fts5 with a prefix") << plain5 << prefix5;
        QTest::newRow("fts5 with another tokenizer") << plain5 << porter5;
        QTest::newRow("fts4 with another tokenizer") << plain4 << porter4;
    }
    void changedIndexHoldsItsRows()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        MigrationBench bench;
        VERIFY_RESULT(bench.load(QStringList {docs, docRows, fts(from).sql, rebuildSql}
            + (from == plain5 ? triggers : QStringList())));
        const QList<Operation> operations {
            DropVirtualTable {.table = fts(from)}, CreateVirtualTable {fts(to)}};
        asksNothing(bench, operations);
        const auto plan = bench.migrate(operations);
        VERIFY_RESULT(plan);
        QCOMPARE(testing::sqlOf(*plan),
            (QStringList {u"DROP TABLE \"docs_fts\""_s, fts(to).sql, rebuildSql}));
        isInStep(bench, from == plain5);
        const auto back = inverse(operations);
        VERIFY_RESULT(back);
        asksNothing(bench, *back);
        VERIFY_RESULT(bench.migrate(*back));
        isInStep(bench, from == plain5);
    }

    void newIndexHoldsTheRowsThatAreThere_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::newRow("fts5") << plain5;
        QTest::newRow("fts4") << plain4;
        QTest::newRow("fts5 over a view that is made along")
            << u"fts5(title, body, content='shown', content_rowid='id')"_s;
    }
    void newIndexHoldsTheRowsThatAreThere()
    {
        QFETCH(QString, arguments);
        MigrationBench bench;
        VERIFY_RESULT(bench.load({docs, docRows}));
        const View view {.name = u"shown"_s, .sql = u"SELECT * FROM docs"_s};
        VERIFY_RESULT(bench.migrate({CreateView {view}, CreateVirtualTable {fts(arguments)}}));
        QCOMPARE(bench.rows(find), found);
    }

    /// The way a comparison orders them: renames come first, and last on the way back.
    void indexFollowsRenamesThatComeFirst_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::newRow("fts5") << plain5;
        QTest::newRow("fts4") << plain4;
    }
    void indexFollowsRenamesThatComeFirst()
    {
        QFETCH(QString, arguments);
        MigrationBench bench;
        VERIFY_RESULT(bench.load(QStringList {docs, docRows, fts(arguments).sql, rebuildSql}));
        const VirtualTable now = fts(QString(arguments)
                                         .replace(u"docs"_s, u"documents"_s)
                                         .replace(u"title"_s, u"heading"_s));
        const QList<Operation> operations {RenameTable {u"docs"_s, u"documents"_s},
            RenameColumn {u"documents"_s, u"title"_s, u"heading"_s},
            DropVirtualTable {.table = fts(arguments)}, CreateVirtualTable {now}};
        VERIFY_RESULT(bench.migrate(operations));
        QCOMPARE(bench.rows(find), found);
        const auto back = inverse(operations);
        VERIFY_RESULT(back);
        const auto plan = bench.migrate(*back);
        VERIFY_RESULT(plan);
        QCOMPARE(testing::sqlOf(*plan).last(), rebuildSql);
        QCOMPARE(bench.rows(find), found);
        QCOMPARE(bench.rows(u"SELECT title FROM docs_fts WHERE rowid = 5"_s),
            QStringList {u"'blue sea'"_s});
    }

    void indexFollowsTheRenameOfItsTable()
    {
        MigrationBench bench;
        VERIFY_RESULT(bench.load(QStringList {docs, docRows, fts(plain5).sql, rebuildSql}));
        const VirtualTable now = fts(QString(plain5).replace(u"'docs'"_s, u"'documents'"_s));
        const QList<Operation> operations {DropVirtualTable {.table = fts(plain5)},
            RenameTable {u"docs"_s, u"documents"_s}, CreateVirtualTable {now}};
        asksNothing(bench, operations);
        VERIFY_RESULT(bench.migrate(operations));
        QCOMPARE(bench.rows(find), found);
        const auto back = inverse(operations);
        VERIFY_RESULT(back);
        VERIFY_RESULT(bench.migrate(*back));
        QCOMPARE(bench.rows(find), found);
    }

    void whatHoldsNoRowsIsNotIndexed_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::newRow("over a table made along") << plain5;
        QTest::newRow("over a table that is not there") << u"fts5(title, content='elsewhere')"_s;
        QTest::newRow("with its own content") << u"fts5(title)"_s;
        QTest::newRow("without content") << u"fts5(title, content='')"_s;
    }
    void whatHoldsNoRowsIsNotIndexed()
    {
        QFETCH(QString, arguments);
        MigrationBench bench;
        VERIFY_RESULT(bench.load({u"CREATE TABLE other (id INTEGER PRIMARY KEY)"_s}));
        const Table table {.name = u"docs"_s,
            .columns = {{.name = u"id"_s, .type = {.text = u"INTEGER"_s}, .nullable = false},
                {.name = u"title"_s, .type = {.text = u"TEXT"_s}},
                {.name = u"body"_s, .type = {.text = u"TEXT"_s}}},
            .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}};
        const auto plan = bench.migrate({CreateTable {table}, CreateVirtualTable {fts(arguments)}});
        VERIFY_RESULT(plan);
        QVERIFY(!testing::sqlOf(*plan).contains(rebuildSql));
    }

    void lossOfTextIsAsked_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("fill");
        const QString insert = u"INSERT INTO docs_fts (rowid, title) VALUES (1, 'red')"_s;
        QTest::newRow("own content") << u"fts5(title)"_s << insert;
        QTest::newRow("no content") << u"fts5(title, content='')"_s << insert;
        QTest::newRow("source that is not there")
            << u"fts5(title, content='elsewhere')"_s << insert;
    }
    void lossOfTextIsAsked()
    {
        QFETCH(QString, arguments);
        QFETCH(QString, fill);
        MigrationBench bench;
        VERIFY_RESULT(bench.load({docs, docRows, fts(arguments).sql, fill}));
        const auto asked = bench.decide({DropVirtualTable {.table = fts(arguments)}});
        VERIFY_RESULT(asked);
        QCOMPARE(asked->size(), 1);
        QCOMPARE(asked->first().code, accepts::dataLoss);
    }

    void columnsAreRead_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QStringList>("columns");
        QTest::newRow("fts5") << u"fts5(title, \"a, b\" UNINDEXED, prefix='2 3', [c])"_s
                              << QStringList {u"title"_s, u"a, b"_s, u"c"_s};
        QTest::newRow("fts4") << u"fts4(title TEXT (3, 4), tokenize=porter, tokenize simple, b)"_s
                              << QStringList {u"title"_s, u"b"_s};
        QTest::newRow("fts4 without columns") << u"fts4"_s << QStringList {u"content"_s};
    }
    void columnsAreRead()
    {
        QFETCH(QString, arguments);
        QFETCH(QStringList, columns);
        const auto table = sqlite::ftsTable(fts(arguments));
        QVERIFY(table);
        QCOMPARE(table->columns, columns);
    }

    void ownRowsStayWhenTheArgumentsChange_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("found"); // by 'run'
        QTest::newRow("fts5 with another tokenizer")
            << u"fts5(title, body)"_s << u"fts5(title, body, tokenize='porter')"_s << u"1"_s;
        QTest::newRow("fts5 with a prefix and the columns turned round")
            << u"fts5(title, body)"_s << u"fts5(body, title, prefix='2')"_s << u""_s;
        QTest::newRow("fts5 with a column more")
            << u"fts5(title, body)"_s << u"fts5(title, body, note UNINDEXED)"_s << u""_s;
        QTest::newRow("fts4 with another tokenizer")
            << u"fts4(title, body)"_s << u"fts4(title, body, tokenize=porter)"_s << u"1"_s;
        QTest::newRow("fts3 that becomes fts4")
            << u"fts3(title, body)"_s << u"fts4(body, title, prefix=\"2\")"_s << u""_s;
    }
    void ownRowsStayWhenTheArgumentsChange()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, found);
        MigrationBench bench;
        const QString insert = u"INSERT INTO docs_fts (rowid, title, body) VALUES "
                               "(1, 'red fox', 'running'), (5, 'blue sea', NULL), (9, NULL, 'x')"_s;
        VERIFY_RESULT(bench.load({docs, fts(from).sql, insert}));
        const QString select = u"SELECT rowid, title, body FROM docs_fts ORDER BY 1"_s;
        const QStringList rows = bench.rows(select);
        const QList<Operation> operations {DropVirtualTable {.table = fts(from)},
            AddColumn {.table = u"docs"_s, .column = {.name = u"c"_s, .type = {.text = u"text"_s}}},
            CreateVirtualTable {fts(to)}};
        asksNothing(bench, operations);
        VERIFY_RESULT(bench.migrate(operations));
        QCOMPARE(bench.rows(select), rows);
        QCOMPARE(bench.rows(u"SELECT rowid FROM docs_fts WHERE docs_fts MATCH 'run'"_s).join(u','),
            found);
        QCOMPARE(bench.rows(u"SELECT name FROM sqlite_schema WHERE name LIKE 'joinery%'"_s),
            QStringList());
        const auto back = inverse(operations);
        VERIFY_RESULT(back);
        asksNothing(bench, *back);
        VERIFY_RESULT(bench.migrate(*back));
        QCOMPARE(bench.rows(select), rows);
    }

    void onlyAColumnThatGoesIsAskedAbout()
    {
        MigrationBench bench;
        const VirtualTable before = fts(u"fts5(title, body)"_s);
        VERIFY_RESULT(bench.load({before.sql,
            u"INSERT INTO docs_fts VALUES ('red', 'a'), ('blue', NULL), ('green', 'b')"_s}));
        DropVirtualTable drop {.table = before};
        const CreateVirtualTable create {fts(u"fts5(title, note)"_s)};
        const auto asked = bench.decide({drop, create});
        VERIFY_RESULT(asked);
        QCOMPARE(asked->size(), 1);
        QCOMPARE(asked->first().message,
            u"virtual table \"docs_fts\" loses body, but 2 of 3 rows hold a value there"_s);
        drop.accept = {accepts::dataLoss};
        VERIFY_RESULT(bench.migrate({drop, create}));
        QCOMPARE(bench.rows(u"SELECT title FROM docs_fts ORDER BY rowid"_s),
            (QStringList {u"'red'"_s, u"'blue'"_s, u"'green'"_s}));
    }

    void whatCannotBeCopiedWholeIsAskedAbout_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("languages") << u"fts4(title, languageid=\"lid\")"_s
                                   << u"fts4(title, languageid=\"lid\", tokenize=porter)"_s;
        QTest::newRow("no column in common") << u"fts5(title)"_s << u"fts5(body)"_s;
        QTest::newRow("another module") << u"fts5(title)"_s << u"rtree(id, a, b)"_s;
        QTest::newRow("text that goes elsewhere")
            << u"fts5(title)"_s << u"fts5(title, content='')"_s;
    }
    void whatCannotBeCopiedWholeIsAskedAbout()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        MigrationBench bench;
        VERIFY_RESULT(
            bench.load({fts(from).sql, u"INSERT INTO docs_fts (title) VALUES ('red')"_s}));
        const auto asked
            = bench.decide({DropVirtualTable {.table = fts(from)}, CreateVirtualTable {fts(to)}});
        VERIFY_RESULT(asked);
        QCOMPARE(asked->size(), 1);
        QCOMPARE(asked->first().code, accepts::dataLoss);
    }

private:
    static void asksNothing(MigrationBench &bench, const QList<Operation> &operations)
    {
        const auto asked = bench.decide(operations);
        VERIFY_RESULT(asked);
        QVERIFY2(asked->isEmpty(), asked->isEmpty() ? "" : qPrintable(asked->first().message));
    }

    static void isInStep(MigrationBench &bench, bool hasTriggers)
    {
        QCOMPARE(bench.rows(find), found);
        if (!hasTriggers)
            return;
        VERIFY_RESULT(bench.db().execute(u"UPDATE docs SET title = 'green fox' WHERE id = 1"_s));
        QCOMPARE(bench.rows(find), QStringList {u"9"_s});
        VERIFY_RESULT(bench.db().execute(u"UPDATE docs SET title = 'red fox' WHERE id = 1"_s));
        VERIFY_RESULT(bench.db().execute(u"DELETE FROM docs WHERE id = 5"_s));
        VERIFY_RESULT(bench.db().execute(u"INSERT INTO docs VALUES (5, 'blue sea', 'sleeps')"_s));
        VERIFY_RESULT(
            bench.db().execute(u"INSERT INTO docs_fts (docs_fts) VALUES ('integrity-check')"_s));
    }
};

QTEST_GUILESS_MAIN(TestFtsTable)
#include "tst_ftstable.moc"
