// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "support/faultyvfs.h"
#include "support/testutils.h"

#include <QFile>
#include <QTemporaryDir>

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::FaultyVfs;

namespace {

const QString oldRows = u"1 old,2 old"_s;
const QString newRows = u"1 new,2 new,3 new"_s;

Result<> change(const Url &url)
{
    return ConnectionProvider()
        .open(url, {.access = Access::Change})
        .and_then([](const std::unique_ptr<Executor> &db) {
            return db->executeScript(
                u"BEGIN IMMEDIATE; UPDATE t SET a = 'new'; "
                "INSERT INTO t VALUES (3, 'new'); CREATE TABLE added (b); COMMIT"_s);
        });
}

Result<Value> single(Executor &db, const QString &sql)
{
    return db.query(sql).map([](const RowSet &rows) { return rows.rows.first().first(); });
}

} // namespace

class TestFaultyDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder.emplace();
        m_url = {.dialect = u"sqlite"_s, .database = m_folder->filePath(u"t.db"_s)};
        const auto db = ConnectionProvider().open(m_url, {.access = Access::Create});
        VERIFY_RESULT(db);
        VERIFY_RESULT((*db)->executeScript(
            u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'old'), (2, 'old')"_s));
    }

    void aHealthyDiskOnlyCounts()
    {
        const FaultyVfs disk;
        VERIFY_RESULT(change(faulty()));
        QCOMPARE(rows(), newRows);
        QVERIFY(!disk.hasFailed());
        for (const auto call :
            {testing::FileCall::Write, testing::FileCall::Sync, testing::FileCall::Delete})
            QVERIFY(disk.count(call) > 0);
        QVERIFY(disk.count()
            >= disk.count(testing::FileCall::Write) + disk.count(testing::FileCall::Sync));
    }

    void onlyTheNthCallFails()
    {
        FaultyVfs disk;
        disk.failAt(2);
        const auto first = change(faulty());
        QVERIFY(!first);
        QVERIFY(disk.hasFailed());
        VERIFY_RESULT(change(faulty()));
        QCOMPARE(rows(), newRows);
    }

    void aTransactionHappensWhollyOrNotAtAll_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("stays");
        QTest::addColumn<QString>("journal");

        for (const QString &journal : {u"delete"_s, u"truncate"_s, u"wal"_s}) {
            QTest::addRow("full for a moment, %s", qPrintable(journal))
                << SQLITE_FULL << false << journal;
            QTest::addRow("full, %s", qPrintable(journal)) << SQLITE_FULL << true << journal;
            QTest::addRow("gone, %s", qPrintable(journal)) << SQLITE_IOERR << true << journal;
        }
    }
    void aTransactionHappensWhollyOrNotAtAll()
    {
        QFETCH(int, code);
        QFETCH(bool, stays);
        QFETCH(QString, journal);

        setJournal(journal);
        QFile::copy(m_url.database, m_url.database + u".before"_s);
        FaultyVfs disk;
        int n = 0;
        do {
            restore();
            ++n;
            stays ? disk.failFrom(n, code) : disk.failAt(n, code);
            const auto changed = change(faulty());
            disk.heal();
            QVERIFY2(changed || changed.error().code == ErrorCode::Io,
                qPrintable(changed ? QString() : testing::errorText(changed.error())));
            const QString after = rows();
            QVERIFY2(after == newRows || (!changed && after == oldRows),
                qPrintable(u"call %1: %2"_s.arg(n).arg(after)));
        } while (disk.hasFailed());
        QVERIFY2(n > 5, "the transaction makes more calls than that");
    }

private:
    Url faulty() const
    {
        Url url = m_url;
        url.query.insert(u"vfs"_s, FaultyVfs::name());
        return url;
    }

    void setJournal(const QString &mode)
    {
        const auto db = ConnectionProvider().open(m_url, {.access = Access::Change});
        VERIFY_RESULT(db);
        VERIFY_RESULT((*db)->query(u"PRAGMA journal_mode = "_s + mode));
    }

    void restore()
    {
        for (const QString &suffix : {u""_s, u"-journal"_s, u"-wal"_s, u"-shm"_s})
            QFile::remove(m_url.database + suffix);
        QVERIFY(QFile::copy(m_url.database + u".before"_s, m_url.database));
    }

    /// The rows as the next healthy program sees them, or what is wrong with the file.
    QString rows() const
    {
        const auto db = ConnectionProvider().open(m_url, {.access = Access::Change});
        if (!db)
            return testing::errorText(db.error());
        const auto check = single(**db, u"PRAGMA integrity_check"_s);
        if (!check || *check != Value(u"ok"_s))
            return u"damaged"_s;
        const auto all = single(
            **db, u"SELECT group_concat(id || ' ' || a) FROM (SELECT * FROM t ORDER BY id)"_s);
        return all ? std::get<QString>(*all) : testing::errorText(all.error());
    }

    std::optional<QTemporaryDir> m_folder;
    Url m_url;
};

QTEST_GUILESS_MAIN(TestFaultyDisk)
#include "tst_faultydisk.moc"
