// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/rowreader.h"
#include "joinery/dialects/sqlite/dmlcompiler.h"
#include "support/databasefiles.h"
#include "support/migrationbench.h"
#include "support/random.h"
#include "support/testutils.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

constexpr PositionIndex::Limits small {
    .anchors = 8, .anchorBytes = 1000, .listedKeys = 60, .stride = 4};

QList<Value> keyAndValues(const DataRow &row)
{
    QList<Value> all = row.key;
    for (const Cell &cell : row.cells)
        all.append(cell.value);
    return all;
}

QString shown(const QList<Value> &values)
{
    QStringList texts;
    for (const Value &value : values)
        texts.append(sqlite::SqliteDmlCompiler().literal(value));
    return texts.join(u'|');
}

QStringList shown(const QList<DataRow> &rows)
{
    QStringList texts;
    for (const DataRow &row : rows)
        texts.append(row.gone ? u"gone"_s : shown(keyAndValues(row)));
    return texts;
}

QStringList shown(const QList<QList<Value>> &rows)
{
    QStringList texts;
    for (const QList<Value> &row : rows)
        texts.append(shown(row));
    return texts;
}

bool always()
{
    return true;
}

} // namespace

/// A table in memory, and the reader of a query on it.
class Bench
{
public:
    explicit Bench(const QString &script)
    {
        const auto made = m_bench.db().executeScript(u"BEGIN;"_s + script + u"COMMIT;"_s);
        if (!made)
            qFatal("%s", qPrintable(errorText(made.error())));
        m_schema = m_bench.reflect().value();
    }
    Executor &db() { return m_bench.db(); }
    const DmlCompiler &dml() { return m_bench.dialect().dml(); }
    RowQuery query(const QString &table = u"t"_s)
    {
        RowQuery query {.relation = table};
        if (m_schema.tables.contains(table)) {
            for (const Column &column : m_schema.tables[table].columns)
                query.columns.append(column.name);
            query.address = dml().rowAddress(m_schema.tables[table]);
        }
        return query;
    }
    /// All rows of the query by one statement written by hand.
    QStringList all(const QString &sql)
    {
        const auto rows = db().query(sql);
        if (!rows)
            qFatal("%s", qPrintable(errorText(rows.error())));
        return shown(rows->rows);
    }

private:
    MigrationBench m_bench {};
    MetaData m_schema {};
};

class TestRowReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filtersSelectWhatSqlSelects_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        QTest::newRow("contains, case aside") << u"name"_s << u"AN"_s << u"name LIKE '%an%'"_s;
        QTest::newRow("percent is no joker") << u"name"_s << u"%"_s << u"name = '100%'"_s;
        QTest::newRow("underscore is no joker") << u"name"_s << u"_"_s << u"name = 'a_b'"_s;
        QTest::newRow("the escape is itself") << u"name"_s << u"!"_s << u"name = 'hey!'"_s;
        QTest::newRow("numbers by equality") << u"n"_s << u"2"_s << u"n = 2"_s;
        QTest::newRow("numbers by part") << u"n"_s << u"\\2"_s << u"n LIKE '%2%'"_s;
        QTest::newRow("less") << u"n"_s << u"<3"_s << u"n < 3"_s;
        QTest::newRow("not equal leaves NULL out") << u"n"_s << u"<>2"_s << u"n <> 2"_s;
        QTest::newRow("range") << u"n"_s << u"2~12"_s << u"n BETWEEN 2 AND 12"_s;
        QTest::newRow("NULL") << u"name"_s << u"=NULL"_s << u"name IS NULL"_s;
        QTest::newRow("not NULL") << u"name"_s << u"<>NULL"_s << u"name IS NOT NULL"_s;
        QTest::newRow("the empty text") << u"name"_s << u"=''"_s << u"name = ''"_s;
        QTest::newRow("a number in a column of texts") << u"name"_s << u"=12"_s << u"name = '12'"_s;
        QTest::newRow("a number without a type") << u"any"_s << u"=5"_s << u"any = 5"_s;
        QTest::newRow("a text without a type") << u"any"_s << u"='5'"_s << u"any = '5'"_s;
        QTest::newRow("an injection is a value")
            << u"name"_s << u"='; DROP TABLE t; --"_s << u"name = '''; DROP TABLE t; --'"_s;
    }
    void filtersSelectWhatSqlSelects()
    {
        QFETCH(QString, column);
        QFETCH(QString, text);
        QFETCH(QString, where);
        Bench bench(uR"(CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, n INTEGER, any);
            INSERT INTO t (name, n, any) VALUES ('Anna', 1, 5), ('banana', 2, '5'), ('', 3, NULL),
            (NULL, 12, 1), ('100%', NULL, 2), ('a_b', 2, 3), ('hey!', 22, 4), ('12', 4, 5.5),
            ('''; DROP TABLE t; --', 0, 0);)"_s);
        const FilterKind kind = column == u"n" ? FilterKind::Number
            : column == u"any"                 ? FilterKind::Any
                                               : FilterKind::Text;
        const auto filter = parseFilter(column, kind, text);
        VERIFY_RESULT(filter);
        RowQuery query = bench.query();
        query.filters = {**filter};
        RowReader reader(bench.dml(), query);
        VERIFY_RESULT(reader.sample(bench.db()));
        VERIFY_RESULT(reader.buildIndex(bench.db(), always));
        const auto page = reader.page(bench.db(), {});
        VERIFY_RESULT(page);
        const QStringList wanted
            = bench.all(u"SELECT id, * FROM t WHERE %1 ORDER BY id"_s.arg(where));
        QVERIFY2(!wanted.isEmpty(), "a filter that selects nothing proves nothing");
        QCOMPARE(shown(page->rows), wanted);
        QCOMPARE(reader.index().rowCount(), wanted.size());
    }

    void everyPageIsASliceOfTheWholeOrder_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 60; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void everyPageIsASliceOfTheWholeOrder()
    {
        QFETCH(int, seed);
        Random random {quint32(seed)};
        const bool composite = random.chance(40);
        Bench bench(randomTable(random, composite));
        RowQuery query = bench.query();
        QStringList order;
        for (const QString &column : {u"a"_s, u"b"_s, u"c"_s}) {
            if (!random.chance(35))
                continue;
            query.sort.append({.column = column, .descending = random.chance(50)});
            order.append(column + (query.sort.last().descending ? u" DESC"_s : u""_s));
        }
        if (random.chance(30)) {
            query.sort.append(
                {.column = query.address->columns.first(), .descending = random.chance(60)});
            order.append(
                query.sort.last().column + (query.sort.last().descending ? u" DESC"_s : u""_s));
        }
        const bool down = !query.sort.isEmpty() && query.sort.last().descending;
        for (const QString &column : query.address->columns)
            order.append(column + (down ? u" DESC"_s : u""_s));
        const QString keys = query.address->columns.join(u", ");
        const QStringList all
            = bench.all(u"SELECT %1, * FROM t ORDER BY %2"_s.arg(keys, order.join(u", ")));
        RowReader reader(bench.dml(), query, small);
        VERIFY_RESULT(reader.sample(bench.db()));
        comparePagesBesideKnownRows(bench, reader, all);
        VERIFY_RESULT(reader.buildIndex(bench.db(), always));
        QCOMPARE(reader.index().rowCount(), all.size());
        for (int i = 0; i < 40; ++i) {
            const qint64 first = random.below(int(all.size()));
            const int count = 1 + random.below(30);
            const auto page = reader.page(bench.db(), {.first = first, .count = count});
            VERIFY_RESULT(page);
            QVERIFY(page->exact && !page->moved);
            QCOMPARE(shown(page->rows), all.mid(first, count));
            const auto position = reader.positionOf(bench.db(), page->rows.first().key);
            VERIFY_RESULT(position);
            QCOMPARE(position->value_or(-1), first);
        }
    }

    void samplesOfDenseKeysAreExact_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<bool>("descending");
        for (const int rows : {1, 2, 63, 64, 65, 100, 5000, 12345}) {
            QTest::addRow("%d rows", rows) << rows << false;
            QTest::addRow("%d rows, descending", rows) << rows << true;
        }
    }
    void samplesOfDenseKeysAreExact()
    {
        QFETCH(int, rows);
        QFETCH(bool, descending);
        Bench bench(filled(rows, u"x - 7"_s));
        RowQuery query = bench.query();
        query.sort = {{.column = u"id"_s, .descending = descending}};
        RowReader reader(bench.dml(), query);
        VERIFY_RESULT(reader.sample(bench.db()));
        QCOMPARE(reader.index().rowCount(), rows);
        for (const qint64 first : {0, rows / 3, rows / 2, rows - 1}) {
            const auto page = reader.page(bench.db(), {.first = first, .count = 10});
            VERIFY_RESULT(page);
            const qint64 id = descending ? rows - first - 7 : first + 1 - 7;
            QCOMPARE(toInt(page->rows.first().key.first()), id);
        }
    }

    void samplesOfSparseKeysAreCloseEnough_data()
    {
        QTest::addColumn<QString>("id");
        QTest::newRow("every hundredth") << u"x * 100"_s;
        QTest::newRow("far apart") << u"x * 461168601842738"_s;
        QTest::newRow("from the least to the greatest integer")
            << u"CASE x WHEN 1 THEN -9223372036854775808 WHEN 2 THEN 9223372036854775807 ELSE x END"_s;
    }
    void samplesOfSparseKeysAreCloseEnough()
    {
        QFETCH(QString, id);
        constexpr int rows = 20'000;
        Bench bench(filled(rows, id));
        RowReader reader(bench.dml(), bench.query());
        VERIFY_RESULT(reader.sample(bench.db()));
        const auto end = reader.page(bench.db(), {.first = reader.index().rowCount() - 1});
        VERIFY_RESULT(end);
        QCOMPARE(shown(end->rows), bench.all(u"SELECT id, * FROM t ORDER BY id DESC LIMIT 1"_s));
        VERIFY_RESULT(reader.page(bench.db(), {.first = reader.index().rowCount() / 2}));
        VERIFY_RESULT(reader.buildIndex(bench.db(), always));
        QCOMPARE(reader.index().rowCount(), rows);
        QVERIFY(reader.index().memory() < 1 << 20);
    }

    void largeValuesAreCut()
    {
        Bench bench(
            u"CREATE TABLE t (id INTEGER PRIMARY KEY, v);"
            "INSERT INTO t (v) VALUES (printf('%.*c', 3000000, 'x')), (zeroblob(2000000)), ('ab'),"
            "(x'0102'), (7), (NULL), ('');"_s);
        RowReader reader(bench.dml(), bench.query());
        const auto page = reader.page(bench.db(), {});
        VERIFY_RESULT(page);
        const auto cell = [&](int row) { return page->rows[row].cells[1]; };
        QVERIFY(cell(0).isCut() && std::get<QString>(cell(0).value).size() == 1000);
        QCOMPARE(cell(0).length, 3'000'000);
        QVERIFY(cell(1).isCut() && std::get<QByteArray>(cell(1).value).size() <= 256);
        QCOMPARE(cell(1).length, 2'000'000);
        for (int row = 2; row < 7; ++row)
            QVERIFY(!cell(row).isCut());
        QVERIFY(isNull(cell(5).value) && cell(6).value == Value(u""_s));
        const auto whole = reader.row(bench.db(), page->rows[0].key);
        VERIFY_RESULT(whole);
        QVERIFY(*whole);
        QCOMPARE(std::get<QString>((*whole)->cells[1].value).size(), 3'000'000);
    }

    void aViewIsReadByOffset()
    {
        Bench bench(filled(500, u"x * 3"_s) + u"CREATE VIEW v AS SELECT id, note FROM t;"_s);
        RowQuery query = bench.query(u"v"_s);
        query.columns = {u"id"_s, u"note"_s};
        query.sort = {{.column = u"id"_s, .descending = true}};
        RowReader reader(bench.dml(), query);
        VERIFY_RESULT(reader.sample(bench.db()));
        VERIFY_RESULT(reader.buildIndex(bench.db(), always));
        QCOMPARE(reader.index().rowCount(), 500);
        const auto page = reader.page(bench.db(), {.first = 490, .count = 20});
        VERIFY_RESULT(page);
        QCOMPARE(shown(page->rows),
            bench.all(u"SELECT * FROM v ORDER BY id DESC LIMIT 20 OFFSET 490"_s));
    }

    void othersMayWriteBetweenReads()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"shop.db"_s);
        makeDatabase(path, u"delete"_s, 300);
        auto writer = openFile(path, Access::Change);
        auto look = openFile(path, Access::Look);
        VERIFY_RESULT(writer);
        VERIFY_RESULT(look);
        MigrationBench bench;
        RowReader reader(bench.dialect().dml(),
            {.relation = u"t"_s,
                .columns = {u"a"_s, u"b"_s},
                .address = RowAddress {.columns = {u"rowid"_s}, .hidden = true, .integer = true}},
            small);
        int written = 0;
        const auto write = [&] {
            const auto done = (*writer)->execute(u"UPDATE t SET b = 'new' WHERE rowid = 1"_s);
            written += done.has_value();
            return true;
        };
        VERIFY_RESULT(reader.sample(**look));
        write();
        VERIFY_RESULT(reader.buildIndex(**look, write));
        VERIFY_RESULT(reader.page(**look, {.first = 200}));
        write();
        QVERIFY2(written > 10, qPrintable(QString::number(written)));
        QCOMPARE(reader.index().rowCount(), 300);
    }

    void rowsThatWentAreNoticed()
    {
        for (const bool sorted : {false, true}) {
            Bench bench(filled(50, u"x"_s));
            RowQuery query = bench.query();
            if (sorted)
                query.sort = {{.column = u"note"_s, .descending = true}};
            RowReader reader(bench.dml(), query, small);
            VERIFY_RESULT(reader.sample(bench.db()));
            VERIFY_RESULT(reader.buildIndex(bench.db(), always));
            VERIFY_RESULT(bench.db().execute(u"DELETE FROM t WHERE id = 49"_s));
            const auto page = reader.page(bench.db(), {.first = 0});
            VERIFY_RESULT(page);
            QVERIFY(page->moved);
            QCOMPARE(shown(page->rows).count(u"gone"_s), sorted ? 1 : 0);
        }
    }

    void cancellingEndsTheCount()
    {
        for (const QString &sort : {u"id"_s, u"note"_s}) {
            Bench bench(filled(20'000, u"x"_s));
            RowQuery query = bench.query();
            query.sort = {{.column = sort}};
            RowReader reader(bench.dml(), query, small);
            VERIFY_RESULT(reader.sample(bench.db()));
            int asked = 0;
            const auto ended = reader.buildIndex(bench.db(), [&] { return ++asked < 2; });
            QVERIFY(!ended);
            QCOMPARE(ended.error().code, ErrorCode::Interrupted);
            QVERIFY(!reader.index().isFinished());
        }
    }

private:
    static QString filled(int rows, const QString &id)
    {
        return u"CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT);"
               "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < %1) "
               "INSERT INTO t SELECT %2, 'note ' || x %% 7 FROM n;"_s.arg(rows)
                   .arg(id)
                   .replace(u"%%"_s, u"%"_s);
    }

    static QString randomTable(Random &random, bool composite)
    {
        const QStringList values {u"NULL"_s, u"NULL"_s, u"''"_s, u"'a'"_s, u"'A'"_s, u"'b'"_s,
            u"'B'"_s, u"'10'"_s, u"9"_s, u"10"_s, u"10.5"_s, u"-3"_s, u"x'00'"_s, u"x''"_s,
            u"9007199254740993"_s};
        const QStringList types {
            u"TEXT"_s, u"TEXT COLLATE NOCASE"_s, u"INTEGER"_s, u""_s, u"NUMERIC"_s, u"REAL"_s};
        QString sql = composite
            ? u"CREATE TABLE t (k1 TEXT COLLATE NOCASE, k2, a %1, b %2, c %3, PRIMARY KEY (k2, k1)) WITHOUT ROWID;"_s
            : u"CREATE TABLE t (id INTEGER PRIMARY KEY, a %1, b %2, c %3);"_s;
        sql = sql.arg(random.pick(types), random.pick(types), random.pick(types));
        if (random.chance(50))
            sql += u"CREATE INDEX ix ON t (a, b DESC);"_s;
        if (random.chance(30))
            sql += u"CREATE INDEX iy ON t (b);"_s;
        const int rows = 20 + random.below(120);
        for (int i = 0; i < rows; ++i) {
            const QString key = composite
                ? u"'%1', %2"_s.arg(random.below(20)).arg(random.pick(values.mid(2)))
                : QString::number(random.below(4) == 0 ? random.below(1'000'000) : i * 3);
            sql += u"INSERT OR IGNORE INTO t VALUES (%1, %2, %3, %4);"_s.arg(
                key, random.pick(values), random.pick(values), random.pick(values));
        }
        return sql;
    }

    /// From the first page on forwards, and back again, before anything was counted.
    void comparePagesBesideKnownRows(Bench &bench, RowReader &reader, const QStringList &all)
    {
        constexpr int count = 7;
        QList<Value> last;
        QHash<qint64, QList<Value>> starts;
        qint64 at = 0;
        for (; at < all.size(); at += count) {
            const auto page
                = reader.page(bench.db(), {.first = at, .count = count, .keyBefore = last});
            VERIFY_RESULT(page);
            QCOMPARE(shown(page->rows), all.mid(at, count));
            last = page->rows.last().key;
            starts.insert(at, page->rows.first().key);
        }
        for (at -= 2 * count; at >= count; at -= count) {
            const auto page = reader.page(
                bench.db(), {.first = at, .count = count, .keyAfter = starts[at + count]});
            VERIFY_RESULT(page);
            QCOMPARE(shown(page->rows), all.mid(at, count));
        }
    }
};

QTEST_APPLESS_MAIN(TestRowReader)
#include "tst_rowreader.moc"
