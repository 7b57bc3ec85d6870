// SPDX-License-Identifier: MPL-2.0
#include "support/databasefiles.h"
#include "support/testutils.h"
#include "ui/workspace/tablerows.h"
#include "ui/workspace/workbench.h"
#include "uisupport/watchdog.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestTableRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        auto db = openFile(file(), Access::Create);
        VERIFY_RESULT(db);
        VERIFY_RESULT((*db)->executeScript(uR"(PRAGMA journal_mode = wal;
            CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE sparse (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE empty (id INTEGER PRIMARY KEY);
            WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 200000)
            INSERT INTO t SELECT x, 'name ' || x FROM n;
            INSERT INTO sparse SELECT id * id % 1000003, name FROM t WHERE id % 2 ON CONFLICT DO NOTHING;)"_s));
        m_workbench = std::make_unique<Workbench>(m_folder.filePath(u"settings.ini"_s));
        const auto opened = m_workbench->open(file());
        VERIFY_RESULT(opened);
        m_database = *opened;
        QTRY_COMPARE(m_database->state(), OpenDatabase::State::Open);
    }
    void cleanupTestCase() { m_workbench.reset(); }

    void rowsArriveAroundWhatIsWanted()
    {
        TableRows rows(*m_database);
        rows.show(query(u"t"_s));
        QTRY_VERIFY(rows.row(0));
        QCOMPARE(toInt(rows.row(0)->key.first()), 1);
        rows.want(150'000, 150'030);
        QTRY_VERIFY(rows.row(150'010));
        QCOMPARE(toInt(rows.row(150'010)->key.first()), 150'011);
        QTRY_VERIFY(rows.isExact());
        QCOMPARE(rows.rowCount(), 200'000);
        QTRY_VERIFY(!rows.isBusy());
    }

    void theLatestWishWins()
    {
        TableRows rows(*m_database);
        rows.show(query(u"t"_s));
        QTRY_VERIFY(rows.isExact());
        const Watchdog watchdog;
        for (qint64 first = 0; first < 190'000; first += 777)
            rows.want(first, first + 40);
        rows.want(42, 60);
        QTRY_VERIFY(rows.row(42) && !rows.isBusy());
        QCOMPARE(toInt(rows.row(42)->key.first()), 43);
        QVERIFY(watchdog.longestStall() < std::chrono::milliseconds(200));
    }

    void estimatedRowsBecomeExactWhereTheyAreSeen()
    {
        TableRows rows(*m_database);
        QSignalSpy moved(&rows, &TableRows::moved);
        rows.show(query(u"sparse"_s));
        QSignalSpy shown(&rows, &TableRows::shown);
        QTRY_COMPARE(shown.size(), 1);
        const qint64 first = rows.rowCount() / 2;
        rows.want(first, first + 20);
        QTRY_VERIFY(rows.row(first));
        QTRY_VERIFY(rows.isExact() && !rows.isBusy());
        const qint64 to = moved.isEmpty() ? first : moved.last()[1].toLongLong();
        rows.want(to, to + 20);
        QTRY_VERIFY(rows.row(to) && !rows.isBusy());
        auto db = openFile(file(), Access::Look);
        VERIFY_RESULT(db);
        const auto wanted
            = (*db)->query(u"SELECT id FROM sparse ORDER BY id LIMIT 1 OFFSET ?"_s, {to});
        VERIFY_RESULT(wanted);
        QCOMPARE(rows.row(to)->key.first(), wanted->scalar());
    }

    void filtersAndSortsAreShown()
    {
        TableRows rows(*m_database);
        RowQuery wanted = query(u"t"_s);
        wanted.filters = {{.column = u"name"_s, .value = u"999"_s}};
        wanted.sort = {{.column = u"name"_s, .descending = true}};
        rows.show(wanted);
        QTRY_VERIFY(rows.isExact() && rows.row(0));
        QCOMPARE(std::get<QString>(rows.row(0)->cells[1].value), u"name 99999"_s);
        auto db = openFile(file(), Access::Look);
        VERIFY_RESULT(db);
        QCOMPARE(rows.rowCount(),
            toInt((*db)->query(u"SELECT count(*) FROM t WHERE name LIKE '%999%'"_s)->scalar()));
    }

    void anEmptyTableIsShown()
    {
        TableRows rows(*m_database);
        QSignalSpy shown(&rows, &TableRows::shown);
        rows.show(query(u"empty"_s));
        QTRY_VERIFY(shown.size() == 1 && rows.isExact());
        QCOMPARE(rows.rowCount(), 0);
    }

    void errorsAreTold()
    {
        TableRows rows(*m_database);
        QSignalSpy failed(&rows, &TableRows::failed);
        RowQuery wrong = query(u"t"_s);
        wrong.relation = u"none"_s;
        rows.show(wrong);
        QTRY_VERIFY(!failed.isEmpty());
        QVERIFY(!rows.isBusy());
    }

    void changesElsewhereAreNoticedAndRefreshed()
    {
        TableRows rows(*m_database);
        rows.show(query(u"sparse"_s));
        QTRY_VERIFY(rows.isExact() && !rows.isBusy());
        const qint64 before = rows.rowCount();
        auto db = openFile(file(), Access::Change);
        VERIFY_RESULT(db);
        VERIFY_RESULT((*db)->execute(u"INSERT INTO sparse VALUES (-5, 'first')"_s));
        QSignalSpy changed(&rows, &TableRows::changedElsewhere);
        rows.want(5000, 5030);
        QTRY_COMPARE(changed.size(), 1);
        rows.want(0, 20);
        rows.refresh();
        QVERIFY2(rows.row(0), "what was seen went before the new rows came");
        QTRY_VERIFY(rows.isExact() && rows.rowCount() == before + 1);
        QTRY_COMPARE(toInt(rows.row(0)->key.first()), -5);
    }

    void refreshingKeepsWhatIsSeen()
    {
        TableRows rows(*m_database);
        rows.show(query(u"sparse"_s));
        QTRY_VERIFY(rows.isExact());
        const qint64 first = rows.rowCount() / 3;
        rows.want(first, first + 20);
        QTRY_VERIFY(rows.row(first) && !rows.isBusy());
        const RowKey key = rows.row(first)->key;
        QSignalSpy moved(&rows, &TableRows::moved);
        QSignalSpy shown(&rows, &TableRows::shown);
        rows.refresh();
        while (shown.isEmpty() || rows.isBusy()) {
            QVERIFY(rows.row(first));
            QCOMPARE(rows.row(first)->key, key);
            QTest::qWait(1);
        }
        QVERIFY(moved.isEmpty());
        QCOMPARE(rows.row(first)->key, key);
    }

    void rowsAreFoundAndFetched()
    {
        TableRows rows(*m_database);
        rows.show(query(u"t"_s));
        QTRY_VERIFY(rows.isExact());
        qint64 found = -2;
        rows.find({qint64(123'456)}, this, [&](qint64 position) { found = position; });
        QTRY_COMPARE(found, 123'455);
        rows.find({qint64(-1)}, this, [&](qint64 position) { found = position; });
        QTRY_COMPARE(found, -1);
        QString name;
        rows.fetchWhole({qint64(7)}, this, [&](const DataRow *row) {
            name = row ? std::get<QString>(row->cells[1].value) : QString();
        });
        QTRY_COMPARE(name, u"name 7"_s);
    }

    void theWholeTableFitsInLittleMemory()
    {
        TableRows rows(*m_database);
        rows.show(query(u"t"_s));
        QTRY_VERIFY(rows.isExact());
        for (qint64 first = 0; first < 200'000; first += 4001) {
            rows.want(first, first + 40);
            QTRY_VERIFY(rows.row(first));
        }
        QVERIFY(rows.reader()->index().memory() < 100'000);
    }

private:
    QString file() const { return m_folder.filePath(u"shop.db"_s); }
    RowQuery query(const QString &name) const
    {
        const Table table = m_database->schema().tables.value(name);
        RowQuery query {.relation = name, .address = m_database->dialect().dml().rowAddress(table)};
        for (const Column &column : table.columns)
            query.columns.append(column.name);
        return query;
    }

    QTemporaryDir m_folder {};
    std::unique_ptr<Workbench> m_workbench {};
    OpenDatabase *m_database = nullptr;
};

QTEST_MAIN(TestTableRows)
#include "tst_tablerows.moc"
