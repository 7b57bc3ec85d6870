// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/commit.h"
#include "joinery/data/rowreading.h"
#include "support/databasefiles.h"
#include "support/otherprocess.h"
#include "support/rowbench.h"
#include "support/testutils.h"

#include <QCoreApplication>
#include <QElapsedTimer>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;
using Kind = CommitFailure::Kind;

namespace {

const QStringList shop {
    u"CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born INTEGER)"_s,
    u"CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL DEFAULT 'untitled', "
    u"author_id INTEGER CONSTRAINT fk_book_author REFERENCES author (id), price NUMERIC, "
    u"code TEXT CONSTRAINT uq_book_code UNIQUE, "
    u"long_title AS (title || '!'), CONSTRAINT ck_book_price CHECK (price >= 0))"_s,
    u"INSERT INTO author VALUES (1, 'Ada', 1815), (2, 'Bob', NULL), (3, '', 1900)"_s,
    u"INSERT INTO book (id, title, author_id, price, code) VALUES (1, 'One', 1, 10, 'a'), "
    u"(2, 'Two', 1, 20, 'b'), (3, 'Three', 2, 30, 'c'), (4, 'Four', NULL, NULL, NULL)"_s};

RowKey key(qint64 id)
{
    return {id};
}

} // namespace

class TestCommit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// What is committed is what the same statements, written by hand, make of a copy.
    void commitEqualsSqlByHand()
    {
        RowBench bench(shop);
        RowBench copy(shop);
        QVERIFY(bench.set(u"author"_s, key(1), u"name"_s, u"Ada L."_s));
        QVERIFY(bench.set(u"author"_s, key(2), u"born"_s, qint64(1950)));
        QVERIFY(bench.set(u"author"_s, key(3), u"name"_s, u"now"_s));
        QVERIFY(bench.set(u"author"_s, key(3), u"born"_s, Value {}));
        QVERIFY(bench.remove(u"book"_s, key(4)));
        QVERIFY(bench.add(u"book"_s, {{u"author_id"_s, qint64(3)}, {u"price"_s, 2.5}}));
        QVERIFY(bench.add(u"book"_s, {}));
        QVERIFY(bench.add(u"author"_s, {{u"name"_s, u"it's"_s}}));
        QCOMPARE(bench.failures(), QStringList {});
        for (const QString &sql : {u"UPDATE author SET name = 'Ada L.' WHERE id = 1"_s,
                 u"UPDATE author SET born = 1950 WHERE id = 2"_s,
                 u"UPDATE author SET name = 'now', born = NULL WHERE id = 3"_s,
                 u"DELETE FROM book WHERE id = 4"_s,
                 u"INSERT INTO book (author_id, price) VALUES (3, 2.5)"_s,
                 u"INSERT INTO book DEFAULT VALUES"_s,
                 u"INSERT INTO author (name) VALUES ('it''s')"_s})
            QCOMPARE(copy.rows(sql), QStringList {});
        QCOMPARE(bench.bench().contents(), copy.bench().contents());
    }

    /// The script that is shown does to a copy what the commit did.
    void theScriptShownIsWhatRuns()
    {
        RowBench bench(shop);
        RowBench copy(shop);
        QVERIFY(bench.set(u"book"_s, key(1), u"title"_s, u"What? 'Now'"_s));
        QVERIFY(bench.set(u"book"_s, key(1), u"price"_s, Value {}));
        QVERIFY(bench.remove(u"book"_s, key(2)));
        QVERIFY(bench.add(u"author"_s, {{u"name"_s, QByteArray("\0\x01?", 3)}}));
        const QString script = bench.script();
        QCOMPARE(script, uR"(BEGIN IMMEDIATE;
PRAGMA defer_foreign_keys = ON;
DELETE FROM "book" WHERE "id" = 2 AND "title" IS 'Two' AND "author_id" IS 1 AND "price" IS 20 AND "code" IS 'b';
UPDATE "book" SET "title" = 'What? ''Now''', "price" = NULL WHERE "id" = 1 AND "title" IS 'One' AND "price" IS 10;
INSERT INTO "author" ("name") VALUES (X'00013F') RETURNING "id";
COMMIT;
)"_s);
        QCOMPARE(bench.failures(), QStringList {});
        QCOMPARE(bench.log.join(u";\n"), script.section(u'\n', 2, -3).chopped(1));
        VERIFY_RESULT(copy.bench().db().executeScript(script));
        QCOMPARE(bench.bench().contents(), copy.bench().contents());
    }

    void whatTheDatabaseMadeOfIt()
    {
        QStringList tables = shop;
        tables << u"CREATE TRIGGER tr AFTER INSERT ON author BEGIN UPDATE author SET born = 7 "
                  u"WHERE id = NEW.id; END"_s;
        RowBench bench(tables);
        QVERIFY(bench.set(u"book"_s, key(1), u"price"_s, u"007"_s));
        QVERIFY(bench.add(u"author"_s, {{u"name"_s, qint64(5)}}));
        const Result<CommitOutcome> outcome = bench.commit();
        VERIFY_RESULT(outcome);
        QVERIFY(outcome->isDone());
        QCOMPARE(outcome->written.size(), 2);
        const WrittenRow author = outcome->written[0];
        QCOMPARE(author.key, key(4));
        QCOMPARE(author.values, (QList<Value> {qint64(4), u"5"_s, qint64(7)}));
        QCOMPARE(author.altered, QList<int> {1});
        const WrittenRow book = outcome->written[1];
        QCOMPARE(book.altered, QList<int> {3});
        QCOMPARE(book.values[3], Value(qint64(7)));
        QCOMPARE(book.values[5], Value(u"One!"_s));
    }

    void nullEmptyAndBlobAreThree()
    {
        RowBench bench({u"CREATE TABLE t (id INTEGER PRIMARY KEY, a)"_s,
            u"INSERT INTO t VALUES (1, NULL), (2, ''), (3, x'')"_s});
        QVERIFY(bench.set(u"t"_s, key(1), u"a"_s, u""_s));
        QVERIFY(bench.set(u"t"_s, key(2), u"a"_s, QByteArray("")));
        QVERIFY(bench.set(u"t"_s, key(3), u"a"_s, Value {}));
        QCOMPARE(bench.edits(u"t"_s).count(), 3);
        QCOMPARE(bench.failures(), QStringList {});
        QCOMPARE(bench.rows(u"SELECT id, typeof(a) FROM t"_s),
            (QStringList {u"1|'text'"_s, u"2|'blob'"_s, u"3|'null'"_s}));
    }

    void rowsOfAllKindsOfTables_data()
    {
        QTest::addColumn<QStringList>("create");
        QTest::addColumn<RowKey>("row");
        const QString fill = u"INSERT INTO t VALUES ('k', 1, 'x'), ('k', 2, 'y'), ('l', 1, 'z')"_s;
        QTest::newRow("a composite key without rowid") << QStringList {
            u"CREATE TABLE t (a TEXT, b INT, c, PRIMARY KEY (a, b)) WITHOUT ROWID"_s,
            fill} << RowKey {u"k"_s, qint64(2)};
        QTest::newRow("a composite key with a hidden rowid")
            << QStringList {u"CREATE TABLE t (a TEXT, b INT, c, PRIMARY KEY (a, b))"_s, fill}
            << RowKey {qint64(2)};
        QTest::newRow("no key at all")
            << QStringList {u"CREATE TABLE t (a TEXT, b INT, c)"_s, fill} << RowKey {qint64(2)};
        QTest::newRow("a column that is called rowid")
            << QStringList {u"CREATE TABLE t (a TEXT, b INT, c, rowid DEFAULT 0)"_s,
                   QString(fill).replace(u"t VALUES"_s, u"t (a, b, c) VALUES"_s)}
            << RowKey {qint64(2)};
    }
    void rowsOfAllKindsOfTables()
    {
        QFETCH(QStringList, create);
        QFETCH(RowKey, row);
        RowBench bench(create);
        QVERIFY(bench.set(u"t"_s, row, u"c"_s, u"changed"_s));
        QVERIFY(bench.set(u"t"_s, row, u"b"_s, qint64(9))); // a part of the key
        QVERIFY(bench.add(u"t"_s, {{u"a"_s, u"m"_s}, {u"b"_s, qint64(5)}}));
        const Result<CommitOutcome> outcome = bench.commit();
        VERIFY_RESULT(outcome);
        QVERIFY(outcome->isDone());
        QCOMPARE(bench.rows(u"SELECT a, b, c FROM t ORDER BY a, b"_s),
            (QStringList {u"'k'|1|'x'"_s, u"'k'|9|'changed'"_s, u"'l'|1|'z'"_s, u"'m'|5|NULL"_s}));
        QCOMPARE(bench.row(u"t"_s, outcome->written[0].key), outcome->written[0].values);
        QCOMPARE(bench.row(u"t"_s, outcome->written[1].key), outcome->written[1].values);
        QCOMPARE(outcome->written[1].values[0], Value(u"m"_s));
    }

    void uniqueValuesChangePlaces_data()
    {
        QTest::addColumn<QString>("create");
        QTest::newRow("the primary key") << u"CREATE TABLE t (id INTEGER PRIMARY KEY, a)"_s;
        QTest::newRow("a unique column") << u"CREATE TABLE t (id INTEGER NOT NULL UNIQUE, a)"_s;
        QTest::newRow("a unique index")
            << u"CREATE TABLE t (id INTEGER, a); CREATE UNIQUE INDEX ix ON t (id)"_s;
        QTest::newRow("a text key without rowid")
            << u"CREATE TABLE t (id TEXT PRIMARY KEY, a) WITHOUT ROWID"_s;
    }
    void uniqueValuesChangePlaces()
    {
        QFETCH(QString, create);
        RowBench bench(create.split(u"; "_s)
            << u"INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')"_s);
        const bool text = create.contains(u"TEXT");
        const auto id = [text](qint64 number) {
            return text ? Value(QString::number(number)) : Value(number);
        };
        // 1 -> 2 -> 3 -> 1 goes in a circle; 4 -> 5 -> 6 is a chain.
        for (const auto &[from, to] :
            QList<std::pair<int, int>> {{1, 2}, {2, 3}, {3, 1}, {4, 5}, {5, 6}})
            QVERIFY(bench.set(u"t"_s, {id(from)}, u"id"_s, id(to)));
        QVERIFY(bench.set(u"t"_s, {id(1)}, u"a"_s, u"A"_s));
        QCOMPARE(bench.failures(), QStringList {});
        QCOMPARE(bench.log.size(), 6); // one of the circle is parked
        QCOMPARE(bench.rows(u"SELECT id + 0, a FROM t ORDER BY 1"_s),
            (QStringList {u"1|'c'"_s, u"2|'A'"_s, u"3|'b'"_s, u"5|'d'"_s, u"6|'e'"_s}));
    }

    void aDeletedRowGivesItsValuesFree()
    {
        RowBench bench(shop);
        QVERIFY(bench.set(u"book"_s, key(2), u"code"_s, u"a"_s));
        QVERIFY(bench.remove(u"book"_s, key(1)));
        QVERIFY(bench.add(u"book"_s, {{u"id"_s, qint64(1)}, {u"code"_s, u"b"_s}}));
        QCOMPARE(bench.failures(), QStringList {});
        QCOMPARE(bench.rows(u"SELECT id, code FROM book WHERE id < 3"_s),
            (QStringList {u"1|'b'"_s, u"2|'a'"_s}));
    }

    void parentsAndChildrenInOneGo()
    {
        RowBench bench(shop);
        QVERIFY(bench.add(u"author"_s, {{u"id"_s, qint64(9)}, {u"name"_s, u"New"_s}}));
        QVERIFY(bench.add(u"book"_s, {{u"author_id"_s, qint64(9)}}));
        QVERIFY(bench.set(u"book"_s, key(1), u"author_id"_s, qint64(9)));
        QVERIFY(bench.remove(u"book"_s, key(2)));
        QVERIFY(bench.remove(u"author"_s, key(1)));
        QCOMPARE(bench.failures(), QStringList {});
        QCOMPARE(bench.rows(u"SELECT id, author_id FROM book"_s),
            (QStringList {u"1|9"_s, u"3|2"_s, u"4|NULL"_s, u"5|9"_s}));
    }

    void aTreeThatRefersToItself_data()
    {
        QTest::addColumn<QString>("action");
        for (const char *action : {"NO ACTION", "CASCADE", "RESTRICT", "SET NULL"})
            QTest::newRow(action) << QString::fromLatin1(action);
    }
    void aTreeThatRefersToItself()
    {
        QFETCH(QString, action);
        RowBench bench({u"CREATE TABLE t (id INTEGER PRIMARY KEY, up INT REFERENCES t ON DELETE "_s
                + action + u')',
            u"INSERT INTO t VALUES (1, NULL), (2, 1), (3, 2), (4, 2)"_s});
        QVERIFY(bench.remove(u"t"_s, key(1)));
        QVERIFY(bench.remove(u"t"_s, key(2)));
        QVERIFY(bench.remove(u"t"_s, key(3)));
        QVERIFY(bench.set(u"t"_s, key(4), u"up"_s, Value {}));
        QVERIFY(bench.add(u"t"_s, {{u"id"_s, qint64(5)}, {u"up"_s, qint64(6)}}));
        QVERIFY(bench.add(u"t"_s, {{u"id"_s, qint64(6)}}));
        QCOMPARE(bench.failures(), QStringList {});
        QCOMPARE(
            bench.rows(u"SELECT * FROM t"_s), (QStringList {u"4|NULL"_s, u"5|6"_s, u"6|NULL"_s}));
    }

    void violationsAreBlamedAndNothingIsWritten_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("column");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QString>("failure");
        QTest::newRow("a unique value twice")
            << u"book"_s << u"code"_s << Value(u"a"_s)
            << u"code: UNIQUE constraint failed: book.code (uq_book_code)"_s;
        QTest::newRow("a NULL where none may be")
            << u"book"_s << u"title"_s << Value()
            << u"title: NOT NULL constraint failed: book.title"_s;
        QTest::newRow("a check") << u"book"_s << u"price"_s << Value(qint64(-1))
                                 << u"price: CHECK constraint failed: ck_book_price"_s;
        QTest::newRow("a parent that is not there")
            << u"book"_s << u"author_id"_s << Value(qint64(99))
            << u"author_id: \"author\" has no row with id = 99 (fk_book_author)"_s;
        QTest::newRow("a parent's key that others refer to")
            << u"author"_s << u"id"_s << Value(qint64(50))
            << u"id: Rows of \"book\" refer to id = 2 (fk_book_author)"_s;
        QTest::newRow("a text as row id")
            << u"book"_s << u"id"_s << Value(u"x"_s) << u"?: datatype mismatch"_s;
    }
    void violationsAreBlamedAndNothingIsWritten()
    {
        QFETCH(QString, table);
        QFETCH(QString, column);
        QFETCH(Value, value);
        RowBench bench(shop);
        const QStringList before = bench.bench().contents();
        QVERIFY(bench.set(u"author"_s, key(1), u"name"_s, u"good"_s));
        QVERIFY(bench.add(u"book"_s, {}));
        QVERIFY(bench.set(table, key(2), column, value));
        const quint64 id = bench.edits(table).changeOf(key(2))->id;
        QTEST(bench.failures().join(u'\n').section(u' ', 1), "failure");
        QCOMPARE(bench.failures().first().section(u' ', 0, 0), QString::number(id));
        QCOMPARE(bench.bench().contents(), before);
        QVERIFY(!bench.bench().db().inTransaction());
        QVERIFY(bench.edits(table).changeOf(key(2)));
    }

    void allFailuresAreCollected()
    {
        RowBench bench(shop);
        QVERIFY(bench.set(u"book"_s, key(1), u"price"_s, qint64(-1)));
        QVERIFY(bench.set(u"book"_s, key(2), u"code"_s, u"c"_s));
        QVERIFY(bench.set(u"author"_s, key(2), u"name"_s, Value {}));
        QCOMPARE(bench.failures().size(), 3);
    }

    void aTriggerThatRefuses_data()
    {
        QTest::addColumn<QString>("raise");
        QTest::addColumn<QString>("message");
        QTest::newRow("with words") << u"ABORT, 'not on Sundays'"_s << u"1 ?: not on Sundays"_s;
        QTest::newRow("and rolls back")
            << u"ROLLBACK, 'not on Sundays'"_s << u"1 ?: not on Sundays"_s;
        QTest::newRow("in silence")
            << u"IGNORE"_s
            << u"1 ?: The database did not write the row; a trigger or another of these changes keeps it"_s;
    }
    void aTriggerThatRefuses()
    {
        QFETCH(QString, raise);
        QStringList tables = shop;
        tables << u"CREATE TRIGGER tr BEFORE UPDATE ON author BEGIN SELECT RAISE(%1); END"_s.arg(
            raise);
        RowBench bench(tables);
        QVERIFY(bench.set(u"author"_s, key(2), u"name"_s, u"x"_s));
        QTEST(bench.failures().join(u'\n'), "message");
        QCOMPARE(bench.rows(u"SELECT name FROM author WHERE id = 2"_s), QStringList {u"'Bob'"_s});
    }

    void noOtherRowGoesForAConflictClause()
    {
        RowBench bench({u"CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE ON CONFLICT REPLACE, "
                        "b NOT NULL ON CONFLICT IGNORE DEFAULT 1)"_s,
            u"INSERT INTO t VALUES (1, 'x', 1), (2, 'y', 1)"_s});
        QVERIFY(bench.set(u"t"_s, key(2), u"a"_s, u"x"_s));
        QVERIFY(bench.add(u"t"_s, {{u"a"_s, u"x"_s}}));
        QVERIFY(bench.add(u"t"_s, {{u"b"_s, Value {}}}));
        QCOMPARE(bench.failures().size(), 3);
        QCOMPARE(bench.rows(u"SELECT count(*) FROM t"_s), QStringList {u"2"_s});
    }

    void aRowChangedElsewhereIsAConflict_data()
    {
        QTest::addColumn<QString>("elsewhere");
        QTest::addColumn<QString>("message");
        QTest::addColumn<bool>("gone");
        QTest::newRow("the same column")
            << u"UPDATE book SET title = 'theirs' WHERE id = 2"_s
            << u"1 title: \"title\" of the row of \"book\" was changed since it was read"_s
            << false;
        QTest::newRow("by type alone")
            << u"UPDATE book SET title = x'54776f' WHERE id = 2"_s
            << u"1 title: \"title\" of the row of \"book\" was changed since it was read"_s
            << false;
        QTest::newRow("deleted") << u"DELETE FROM book WHERE id = 2"_s
                                 << u"1 ?: The row of \"book\" was deleted since it was read"_s
                                 << true;
        QTest::newRow("another column is none")
            << u"UPDATE book SET price = 1 WHERE id = 2"_s << QString() << false;
    }
    void aRowChangedElsewhereIsAConflict()
    {
        QFETCH(QString, elsewhere);
        QFETCH(QString, message);
        QFETCH(bool, gone);
        RowBench bench(shop);
        QVERIFY(bench.set(u"book"_s, key(2), u"title"_s, u"mine"_s));
        QVERIFY(bench.set(u"author"_s, key(1), u"name"_s, u"good"_s));
        {
            OtherProcess other(bench.bench().file());
            QCOMPARE(other.run(elsewhere), QString());
        }
        const QStringList before = bench.bench().contents();
        const Result<CommitOutcome> outcome = bench.commit();
        VERIFY_RESULT(outcome);
        QCOMPARE(outcome->isDone(), message.isEmpty());
        if (outcome->isDone())
            return;
        QCOMPARE(bench.failures(), QStringList {message});
        QCOMPARE(outcome->failures.first().kind, Kind::Conflict);
        QCOMPARE(!outcome->failures.first().theirs, gone);
        QCOMPARE(bench.bench().contents(), before);
        // Keep mine: on top of theirs.
        QVERIFY(bench.edits(u"book"_s).rebase(1, outcome->failures.first().theirs));
        QCOMPARE(bench.failures(), QStringList {});
        QCOMPARE(bench.rows(u"SELECT title, price FROM book WHERE id = 2"_s),
            QStringList {u"'mine'|20"_s});
    }

    void deletingWhatWasChangedElsewhereIsAConflict()
    {
        RowBench bench(shop);
        QVERIFY(bench.remove(u"book"_s, key(2)));
        QCOMPARE(bench.rows(u"UPDATE book SET price = 21 WHERE id = 2"_s), QStringList {});
        QCOMPARE(bench.failures(),
            QStringList {
                u"1 price: \"price\" of the row of \"book\" was changed since it was read"_s});
        QVERIFY(bench.edits(u"book"_s).rebase(1, bench.row(u"book"_s, key(2))));
        QCOMPARE(bench.failures(), QStringList {});
        QCOMPARE(bench.rows(u"SELECT id FROM book ORDER BY id"_s),
            (QStringList {u"1"_s, u"3"_s, u"4"_s}));
    }

    /// Its letters' case is a change, although the column's collation sees none.
    void caseCounts()
    {
        RowBench bench(
            {u"CREATE TABLE t (id TEXT COLLATE NOCASE PRIMARY KEY, a TEXT COLLATE NOCASE) "
             "WITHOUT ROWID"_s,
                u"INSERT INTO t VALUES ('k', 'x'), ('l', 'x')"_s});
        QVERIFY(bench.set(u"t"_s, {u"k"_s}, u"a"_s, u"mine"_s));
        QVERIFY(bench.remove(u"t"_s, {u"l"_s}));
        QCOMPARE(bench.rows(u"UPDATE t SET a = 'X' WHERE id = 'k'"_s), QStringList {});
        QCOMPARE(bench.rows(u"UPDATE t SET id = 'L' WHERE id = 'l'"_s), QStringList {});
        QCOMPARE(bench.failures().size(), 2);
    }

    /// As VACUUM may number hidden row ids anew: another row must not get the change.
    void aHiddenRowIdMayBeAnotherRows_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("with a key") << u"PRIMARY KEY"_s;
        QTest::newRow("without") << QString();
    }
    void aHiddenRowIdMayBeAnotherRows()
    {
        QFETCH(QString, key);
        RowBench bench({u"CREATE TABLE t (name TEXT %1, state TEXT)"_s.arg(key),
            u"INSERT INTO t VALUES ('a', 'new'), ('b', 'new'), ('c', 'new')"_s});
        QVERIFY(bench.set(u"t"_s, {qint64(2)}, u"state"_s, u"done"_s));
        QCOMPARE(bench.rows(u"DELETE FROM t WHERE name = 'a'"_s), QStringList {});
        QCOMPARE(bench.rows(u"UPDATE t SET rowid = rowid - 1"_s), QStringList {});
        QCOMPARE(bench.rows(u"SELECT name FROM t WHERE rowid = 2"_s), QStringList {u"'c'"_s});
        QCOMPARE(bench.failures().size(), 1);
        QCOMPARE(
            bench.rows(u"SELECT count(*) FROM t WHERE state = 'done'"_s), QStringList {u"0"_s});
    }

    void anotherProgramsLockIsWaitedForAndNamed()
    {
        RowBench bench(shop);
        QVERIFY(bench.set(u"author"_s, key(1), u"name"_s, u"x"_s));
        OtherProcess other(bench.bench().file());
        QCOMPARE(other.run(u"BEGIN IMMEDIATE"_s), QString());
        const auto db = openFile(bench.bench().file(), Access::Change); // waits 300 ms
        VERIFY_RESULT(db);
        const auto schema = bench.bench().reflect();
        const auto outcome = commitRowEdits(**db, bench.dml(), *schema, bench.changes());
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Locked);
        QCOMPARE(other.run(u"COMMIT"_s), QString());
        VERIFY_RESULT(commitRowEdits(**db, bench.dml(), *schema, bench.changes()));
    }

    void aFileThatCannotBeWrittenLosesNothing()
    {
        RowBench bench(shop);
        QVERIFY(bench.set(u"author"_s, key(1), u"name"_s, u"x"_s));
        const QStringList before = bench.bench().contents();
        const auto looking = openFile(bench.bench().file(), Access::Look);
        VERIFY_RESULT(looking);
        const auto schema = bench.bench().reflect();
        const auto outcome = commitRowEdits(**looking, bench.dml(), *schema, bench.changes());
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::ReadOnly);
        QCOMPARE(bench.edits(u"author"_s).count(), 1);
        QCOMPARE(bench.bench().contents(), before);
    }

    void aFullDiskLosesNothing()
    {
        RowBench bench(shop);
        QCOMPARE(bench.rows(u"PRAGMA page_count"_s).size(), 1);
        const QString pages = bench.rows(u"PRAGMA page_count"_s).first();
        QVERIFY(bench.set(u"author"_s, key(1), u"name"_s, u"small"_s));
        QVERIFY(bench.set(u"author"_s, key(2), u"name"_s, QByteArray(1 << 20, 'x')));
        const QStringList before = bench.bench().contents();
        bench.rows(u"PRAGMA max_page_count = %1"_s.arg(pages));
        const Result<CommitOutcome> outcome = bench.commit();
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Io);
        QCOMPARE(bench.bench().contents(), before);
        bench.rows(u"PRAGMA max_page_count = 100000"_s);
        QCOMPARE(bench.failures(), QStringList {});
    }

    /// Staged edits hold no lock: another process writes as it likes, and so do we.
    void anotherProcessCommitsWhileEditsAreStaged()
    {
        RowBench bench(shop);
        QCOMPARE(bench.rows(u"CREATE TABLE log (n INTEGER)"_s), QStringList {});
        OtherProcess other(bench.bench().file());
        for (int i = 0; i < 1000; ++i) {
            if (i % 2 == 0)
                QVERIFY(bench.set(u"author"_s, key(1 + i / 2 % 3), u"name"_s, u"edit %1"_s.arg(i)));
            QCOMPARE(other.run(u"INSERT INTO log VALUES (%1)"_s.arg(i)), QString());
        }
        QCOMPARE(bench.edits(u"author"_s).count(), 3);
        QCOMPARE(bench.failures(), QStringList {});
        QCOMPARE(other.run(u"SELECT count(*) FROM log"_s), u"1000"_s);
        QCOMPARE(other.run(u"SELECT count(*) FROM author WHERE name LIKE 'edit %'"_s), u"3"_s);
    }

    void manyRowsAreQuick()
    {
        RowBench bench({u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INT)"_s,
            u"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 10000) "
            "INSERT INTO t SELECT x, 'row ' || x, x FROM n"_s});
        QElapsedTimer timer;
        timer.start();
        for (qint64 id = 1; id <= 10000; ++id)
            QVERIFY(bench.edits(u"t"_s).setValue(
                key(id), 1, u"ROW %1"_s.arg(id), {id, u"row %1"_s.arg(id), id}));
        const qint64 staged = timer.restart();
        QCOMPARE(bench.failures(), QStringList {});
        qInfo("staged 10,000 rows in %lld ms, committed in %lld ms", staged, timer.elapsed());
        QVERIFY(staged < 1000);
        QVERIFY(timer.elapsed() < 5000);
    }
};

int main(int argc, char **argv)
{
    if (const std::optional<int> status = otherProcessMain(argc, argv))
        return *status;
    QCoreApplication app(argc, argv);
    TestCommit test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_commit.moc"
