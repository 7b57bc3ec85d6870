// SPDX-License-Identifier: MPL-2.0
// Looking at a file sees everything and leaves everything as it was.
#include "joinery/connection/provider.h"
#include "support/databasefiles.h"
#include "support/folderstate.h"
#include "support/otherprocess.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <cstdio>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

void copyFiles(const QString &from, const QString &to, const QStringList &suffixes)
{
    for (const QString &suffix : suffixes)
        QVERIFY(QFile::copy(from + suffix, to + suffix));
}

/// Runs this program where the folder is mounted read-only, but not `writable` in it, where given;
/// empty when that cannot be done here.
QByteArray onReadOnlyMount(
    const QString &folder, const QStringList &arguments, const QString &writable = {})
{
    QProcess process;
    const QString script
        = u"folder=$1 writable=$2; shift 2; mount --bind \"$folder\" \"$folder\" && "
          "{ [ -z \"$writable\" ] || mount --bind \"$writable\" \"$writable\"; } && "
          "mount -o remount,ro,bind \"$folder\" && exec \"$@\""_s;
    process.start(u"unshare"_s,
        QStringList {u"-m"_s, u"sh"_s, u"-c"_s, script, u"sh"_s, folder, writable,
            QCoreApplication::applicationFilePath()}
            + arguments);
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit)
        return {};
    return process.readAllStandardOutput().trimmed();
}

/// Opens a database, prints the count of rows in t or what went wrong. For onReadOnlyMount().
int lookMain(const QString &path, bool change)
{
    const auto db = openFile(path, change ? Access::Change : Access::Look);
    const QString text
        = db ? countIn(**db) : QString::number(int(db.error().code)) + u' ' + db.error().message;
    std::puts(text.toUtf8().constData());
    return 0;
}

} // namespace

class TestAccess : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name = u"x.db"_s) const { return m_folder->filePath(name); }

    void verifyLookLeavesTheFolderAlone(const QString &count)
    {
        const auto before = folderState(m_folder->path());
        {
            const auto db = openFile(path(), Access::Look);
            VERIFY_RESULT(db);
            QCOMPARE(countIn(**db), count);
            QVERIFY((*db)->isReadOnly());
            QCOMPARE(folderState(m_folder->path()), before);
            VERIFY_RESULT((*db)->query(u"SELECT b, count(*) FROM t GROUP BY b ORDER BY b DESC"_s));
            VERIFY_RESULT((*db)->query(u"PRAGMA integrity_check"_s));
        }
        QCOMPARE(folderState(m_folder->path()), before);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void lookLeavesAFileInRollbackModeAlone()
    {
        makeDatabase(path(), u"DELETE"_s);
        verifyLookLeavesTheFolderAlone(u"3"_s);
    }

    void lookLeavesAFileInPersistentJournalModeAlone()
    {
        makeDatabase(path(), u"PERSIST"_s);
        QVERIFY(QFile::exists(path() + u"-journal"_s));
        verifyLookLeavesTheFolderAlone(u"3"_s);
    }

    void lookLeavesAnIdleFileInWalModeAlone()
    {
        makeDatabase(path(), u"WAL"_s);
        QVERIFY(!QFile::exists(path() + u"-wal"_s));
        verifyLookLeavesTheFolderAlone(u"3"_s);
    }

    void lookSeesALogWithoutItsIndex()
    {
        OtherProcess other(path(u"live.db"_s));
        other.run(
            u"PRAGMA journal_mode = WAL; CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (3, 4)"_s);
        copyFiles(path(u"live.db"_s), path(), {u""_s, u"-wal"_s});
        other.close();
        verifyLookLeavesTheFolderAlone(u"2"_s);
    }

    void lookSeesTheLogThatACrashLeft()
    {
        OtherProcess other(path());
        other.run(
            u"PRAGMA journal_mode = WAL; CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (3, 4)"_s);
        other.kill();
        QVERIFY(QFile::exists(path() + u"-shm"_s));
        auto before = folderState(m_folder->path());
        {
            const auto db = openFile(path(), Access::Look);
            VERIFY_RESULT(db);
            QCOMPARE(countIn(**db), u"2"_s);
        }
        // The -shm file is an index made anew by whoever comes first; it holds nothing of the
        // database.
        auto after = folderState(m_folder->path());
        QCOMPARE(after.keys(), before.keys());
        before.remove(u"x.db-shm"_s);
        after.remove(u"x.db-shm"_s);
        QCOMPARE(after, before);
    }

    void lookIgnoresAnEmptyLog()
    {
        makeDatabase(path(), u"WAL"_s);
        writeFile(path() + u"-wal"_s, {});
        verifyLookLeavesTheFolderAlone(u"3"_s);
    }

    void lookFollowsAProgramThatIsWriting()
    {
        makeDatabase(path(), u"WAL"_s);
        OtherProcess other(path());
        other.run(u"INSERT INTO t VALUES (4, 'x')"_s);
        const auto db = openFile(path(), Access::Look);
        VERIFY_RESULT(db);
        QCOMPARE(countIn(**db), u"4"_s);
        other.run(u"INSERT INTO t VALUES (5, 'x')"_s);
        QCOMPARE(countIn(**db), u"5"_s);
        other.run(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
        other.run(u"INSERT INTO t VALUES (6, 'x')"_s);
        QCOMPARE(countIn(**db), u"6"_s);
        other.close();
        QCOMPARE(countIn(**db), u"6"_s);
    }

    void lookFollowsAProgramThatComesLater()
    {
        makeDatabase(path(), u"WAL"_s);
        const auto db = openFile(path(), Access::Look);
        VERIFY_RESULT(db);
        QCOMPARE(countIn(**db), u"3"_s);
        OtherProcess other(path());
        QCOMPARE(other.run(u"INSERT INTO t VALUES (4, 'x')"_s), QString());
        QCOMPARE(countIn(**db), u"4"_s);
        QCOMPARE(other.run(u"PRAGMA wal_checkpoint(TRUNCATE)"_s), u"0"_s);
        other.run(u"DELETE FROM t WHERE a > 1"_s);
        QCOMPARE(countIn(**db), u"1"_s);
        other.close();
        QCOMPARE(countIn(**db), u"1"_s);
    }

    void lookFollowsAChangeByTheSameProgram()
    {
        makeDatabase(path(), u"WAL"_s);
        const auto look = openFile(path(), Access::Look);
        VERIFY_RESULT(look);
        QCOMPARE(countIn(**look), u"3"_s);
        {
            const auto change = openFile(path(), Access::Change);
            VERIFY_RESULT(change);
            VERIFY_RESULT((*change)->execute(u"DELETE FROM t WHERE a = 1"_s));
            QCOMPARE(countIn(**look), u"2"_s);
            VERIFY_RESULT((*change)->execute(u"DELETE FROM t WHERE a = 2"_s));
        }
        QCOMPARE(countIn(**look), u"1"_s);
        // A connection that came for looking does not keep others from changing.
        const auto again = openFile(path(), Access::Change);
        VERIFY_RESULT(again);
        VERIFY_RESULT((*again)->execute(u"DELETE FROM t"_s));
        QCOMPARE(countIn(**look), u"0"_s);
    }

    void lookFollowsTheSwitchToAnotherJournalMode()
    {
        makeDatabase(path(), u"DELETE"_s);
        const auto db = openFile(path(), Access::Look);
        VERIFY_RESULT(db);
        QCOMPARE(countIn(**db), u"3"_s);
        OtherProcess other(path());
        QCOMPARE(other.run(u"PRAGMA journal_mode = WAL"_s), u"wal"_s);
        QCOMPARE(other.run(u"INSERT INTO t VALUES (4, 'x')"_s), QString());
        QCOMPARE(countIn(**db), u"4"_s);
    }

    void aRowReadIsNeverOfTwoStates()
    {
        makeDatabase(path(), u"WAL"_s, 20000);
        const auto db = openFile(path(), Access::Look);
        VERIFY_RESULT(db);
        OtherProcess other(path());
        int rows = 0;
        bool changed = false;
        const Result<> done = (*db)->stream(u"SELECT b FROM t"_s, {}, [&](const QList<Value> &row) {
            if (++rows == 10) {
                other.run(u"UPDATE t SET b = 'new'; PRAGMA wal_checkpoint(FULL)"_s);
                other.run(u"UPDATE t SET b = 'newer'; PRAGMA wal_checkpoint(FULL)"_s);
            }
            changed = changed || toText(row.first()).startsWith(u"new");
            return true;
        });
        QVERIFY(!changed);
        if (done)
            QCOMPARE(rows, 20000);
        else
            QVERIFY2(
                done.error().message.endsWith(u"was opened by another program while it was read"),
                qPrintable(done.error().message));
        QCOMPARE(countIn(**db), u"20000"_s);
    }

    void lookSaysWhenItCannotFollow()
    {
        makeDatabase(path(), u"WAL"_s);
        const auto db = openFile(path(), Access::Look);
        VERIFY_RESULT(db);
        VERIFY_RESULT((*db)->execute(u"CREATE TEMP TABLE mine (a)"_s));
        OtherProcess other(path());
        other.run(u"INSERT INTO t VALUES (4, 'x')"_s);
        const auto rows = (*db)->query(u"SELECT count(*) FROM t"_s);
        QVERIFY(!rows);
        QCOMPARE(rows.error().code, ErrorCode::Locked);
        QVERIFY2(rows.error().message.contains(u"meanwhile"), qPrintable(rows.error().message));
    }

    void lookWorksOnAReadOnlyMedium_data()
    {
        QTest::addColumn<QString>("journalMode");
        QTest::addColumn<bool>("withLog");
        QTest::newRow("rollback journal") << u"DELETE"_s << false;
        QTest::newRow("write-ahead log, idle") << u"WAL"_s << false;
        QTest::newRow("write-ahead log with content") << u"WAL"_s << true;
    }
    void lookWorksOnAReadOnlyMedium()
    {
        QFETCH(QString, journalMode);
        QFETCH(bool, withLog);
        makeDatabase(path(), journalMode);
        if (withLog) {
            OtherProcess other(path());
            other.run(u"INSERT INTO t VALUES (4, 'x')"_s);
            other.kill();
            QFile::remove(path() + u"-shm"_s);
        }
        const auto before = folderState(m_folder->path());
        const QByteArray out = onReadOnlyMount(m_folder->path(), {u"--look"_s, path()});
        if (out.isEmpty())
            QSKIP("mounting a folder read-only needs unshare and its permission");
        QCOMPARE(out, withLog ? "4" : "3");
        QCOMPARE(folderState(m_folder->path()), before);
    }

    void changeOnAReadOnlyMediumIsRefusedAtOnce()
    {
        makeDatabase(path(), u"DELETE"_s);
        const QByteArray out = onReadOnlyMount(m_folder->path(), {u"--change"_s, path()});
        if (out.isEmpty())
            QSKIP("mounting a folder read-only needs unshare and its permission");
        QVERIFY2(out.startsWith(QByteArray::number(int(ErrorCode::ReadOnly))), out.constData());
        QVERIFY2(out.contains("the file is read-only"), out.constData());
    }

    void changeInAReadOnlyFolderIsRefusedAtOnce()
    {
        makeDatabase(path(), u"DELETE"_s);
        const QByteArray out = onReadOnlyMount(m_folder->path(), {u"--change"_s, path()}, path());
        if (out.isEmpty())
            QSKIP("mounting a folder read-only needs unshare and its permission");
        QVERIFY2(out.startsWith(QByteArray::number(int(ErrorCode::ReadOnly))), out.constData());
        QVERIFY2(out.contains("its folder cannot be written"), out.constData());
    }

    void lookFollowsASymbolicLink()
    {
        QDir(m_folder->path()).mkdir(u"real"_s);
        OtherProcess other(path(u"real/y.db"_s));
        other.run(
            u"PRAGMA journal_mode = WAL; CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)"_s);
        copyFiles(path(u"real/y.db"_s), path(u"real/z.db"_s), {u""_s, u"-wal"_s});
        QVERIFY(QFile::link(u"real/z.db"_s, path()));
        const auto before = folderState(path(u"real"_s));
        {
            const auto db = openFile(path(), Access::Look);
            VERIFY_RESULT(db);
            QCOMPARE(countIn(**db), u"1"_s);
            OtherProcess later(path(u"real/z.db"_s));
            QCOMPARE(later.run(u"INSERT INTO t VALUES (3, 4)"_s), QString());
            QCOMPARE(countIn(**db), u"2"_s);
            later.kill();
        }
        QCOMPARE(folderState(path(u"real"_s)).size(), before.size() + 1);
        QCOMPARE(folderState(m_folder->path()).keys(), QStringList {u"x.db"_s});
    }

    void lookCannotChangeAnything_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("insert") << u"INSERT INTO t VALUES (9, 'x')"_s;
        QTest::newRow("ddl") << u"DROP TABLE t"_s;
        QTest::newRow("user version") << u"PRAGMA user_version = 5"_s;
        QTest::newRow("journal mode") << u"PRAGMA journal_mode = PERSIST"_s;
        QTest::newRow("vacuum") << u"VACUUM"_s;
        QTest::newRow("vacuum into") << u"VACUUM INTO '%1'"_s;
        QTest::newRow("attach a new file") << u"ATTACH '%1' AS other; CREATE TABLE other.t (a)"_s;
        QTest::newRow("attach with a mode")
            << u"ATTACH 'file:%1?mode=rwc' AS other; CREATE TABLE other.t (a)"_s;
        QTest::newRow("checkpoint") << u"PRAGMA wal_checkpoint(TRUNCATE)"_s;
        QTest::newRow("exclusive") << u"PRAGMA locking_mode = EXCLUSIVE; SELECT * FROM t"_s;
    }
    void lookCannotChangeAnything()
    {
        QFETCH(QString, sql);
        for (const QString &mode : {u"DELETE"_s, u"WAL"_s}) {
            init();
            makeDatabase(path(), mode);
            const auto before = folderState(m_folder->path());
            {
                const auto db = openFile(path(), Access::Look);
                VERIFY_RESULT(db);
                const Result<> done
                    = (*db)->executeScript(sql.contains(u"%1") ? sql.arg(path(u"new.db"_s)) : sql);
                if (!done)
                    QVERIFY2(!done.error().message.isEmpty(), qPrintable(errorText(done.error())));
            }
            QCOMPARE(folderState(m_folder->path()), before);
        }
    }

    void anUnfinishedChangeIsReportedWhenLookingAndRolledBackByAChange()
    {
        makeDatabase(path(), u"DELETE"_s, 500);
        OtherProcess other(path());
        other.run(u"PRAGMA cache_size = 1; BEGIN; UPDATE t SET b = b || 'y'"_s);
        other.kill();
        QVERIFY(QFile::exists(path() + u"-journal"_s));
        const auto before = folderState(m_folder->path());
        const auto look = openFile(path(), Access::Look);
        QVERIFY(!look);
        QCOMPARE(look.error().code, ErrorCode::ReadOnly);
        QVERIFY2(
            look.error().message.contains(u"middle of a change"), qPrintable(look.error().message));
        QVERIFY(look.error().hint.contains(u"for change"));
        QCOMPARE(folderState(m_folder->path()), before);
        const auto change = openFile(path(), Access::Change);
        VERIFY_RESULT(change);
        const auto changed = (*change)->query(u"SELECT count(*) FROM t WHERE b LIKE '%y'"_s);
        VERIFY_RESULT(changed);
        QCOMPARE(toInt(changed->scalar()), 0);
        QVERIFY(!QFile::exists(path() + u"-journal"_s));
    }
};

int main(int argc, char **argv)
{
    if (const std::optional<int> status = otherProcessMain(argc, argv))
        return *status;
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && (arguments[1] == u"--look" || arguments[1] == u"--change"))
        return lookMain(arguments[2], arguments[1] == u"--change");
    TestAccess test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_access.moc"
