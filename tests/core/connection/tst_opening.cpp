// SPDX-License-Identifier: MPL-2.0
// What is said when a file cannot be opened, is locked, or goes away.
#include "joinery/connection/provider.h"
#include "support/databasefiles.h"
#include "support/folderstate.h"
#include "support/otherprocess.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestOpening : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name = u"x.db"_s) const { return m_folder->filePath(name); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aFileThatIsNoDatabaseIsSaidToBeNone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("words");
        QByteArray noise;
        for (quint32 i = 0, x = 12345; i < 4096; ++i) {
            x = x * 1664525 + 1013904223;
            noise.append(static_cast<char>(x >> 24));
        }
        QTest::newRow("text") << QByteArray(5000, 'a') << u"it is not a SQLite database"_s;
        QTest::newRow("short text") << QByteArray("hello\n") << u"it is not a SQLite database"_s;
        QTest::newRow("noise") << noise << u"it is not a SQLite database, or it is encrypted"_s;
        QTest::newRow("header alone")
            << QByteArray("SQLite format 3\0", 16) << u"it is not a SQLite database"_s;
    }
    void aFileThatIsNoDatabaseIsSaidToBeNone()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, words);
        writeFile(path(), bytes);
        for (const Access access : {Access::Look, Access::Change, Access::Create}) {
            const auto db = openFile(path(), access);
            QVERIFY(!db);
            QCOMPARE(db.error().code, ErrorCode::NotADatabase);
            QCOMPARE(db.error().message, u"Cannot open \"%1\": %2"_s.arg(path(), words));
            QVERIFY(!db.error().hint.isEmpty());
        }
    }

    void aDamagedFileIsSaidToBeDamaged_data()
    {
        QTest::addColumn<bool>("truncate");
        QTest::newRow("cut off") << true;
        QTest::newRow("schema overwritten") << false;
    }
    void aDamagedFileIsSaidToBeDamaged()
    {
        QFETCH(bool, truncate);
        makeDatabase(path(), u"DELETE"_s, 500);
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (truncate) {
            QVERIFY(file.resize(file.size() / 4096 / 2 * 4096));
        } else {
            file.seek(100);
            file.write(QByteArray(3000, '\x55'));
        }
        file.close();
        const auto db = openFile(path(), Access::Look);
        QVERIFY(!db);
        QCOMPARE(db.error().code, ErrorCode::NotADatabase);
        QVERIFY2(db.error().message.contains(u"it is damaged"), qPrintable(db.error().message));
    }

    void anEmptyFileIsAnEmptyDatabase()
    {
        writeFile(path(), {});
        const auto before = folderState(m_folder->path());
        {
            const auto db = openFile(path(), Access::Look);
            VERIFY_RESULT(db);
            const auto tables = (*db)->query(u"SELECT * FROM sqlite_schema"_s);
            VERIFY_RESULT(tables);
            QVERIFY(tables->isEmpty());
        }
        QCOMPARE(folderState(m_folder->path()), before);
        const auto db = openFile(path(), Access::Change);
        VERIFY_RESULT(db);
        VERIFY_RESULT((*db)->execute(u"CREATE TABLE t (a)"_s));
    }

    void whatCannotBeOpenedIsNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("access");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const QString &file, Access access, ErrorCode code,
                             const QString &words) {
            QTest::newRow(name) << file << int(access) << int(code) << words;
        };
        row("missing, look", u"no.db"_s, Access::Look, ErrorCode::NotFound,
            u"there is no such file"_s);
        row("missing, change", u"no.db"_s, Access::Change, ErrorCode::NotFound,
            u"there is no such file"_s);
        row("missing folder", u"no/x.db"_s, Access::Create, ErrorCode::NotFound,
            u"there is no folder"_s);
        row("folder", u"folder"_s, Access::Change, ErrorCode::NotADatabase, u"it is a folder"_s);
        row("pipe", u"pipe"_s, Access::Look, ErrorCode::NotADatabase,
            u"it is not a regular file"_s);
        row("dangling link", u"dangling"_s, Access::Change, ErrorCode::NotFound,
            u"there is no such file"_s);
    }
    void whatCannotBeOpenedIsNamed()
    {
        QFETCH(QString, name);
        QFETCH(int, access);
        QFETCH(int, code);
        QFETCH(QString, words);
        QDir(m_folder->path()).mkdir(u"folder"_s);
        QFile::link(u"nowhere"_s, path(u"dangling"_s));
        if (name == u"pipe" && QProcess::execute(u"mkfifo"_s, {path(name)}) != 0)
            QSKIP("mkfifo is not installed");
        const auto db = openFile(path(name), Access(access));
        QVERIFY(!db);
        QCOMPARE(int(db.error().code), code);
        QVERIFY2(db.error().message.startsWith(u"Cannot open \"%1\": %2"_s.arg(path(name), words)),
            qPrintable(db.error().message));
        QVERIFY(!db.error().hint.isEmpty());
        QVERIFY(!QFile::exists(path(u"no.db"_s)));
    }

    void anExclusiveLockIsWaitedForAndItsHolderNamed_data()
    {
        QTest::addColumn<QString>("journalMode");
        QTest::newRow("rollback journal") << u"DELETE"_s;
        QTest::newRow("write-ahead log") << u"WAL"_s;
    }
    void anExclusiveLockIsWaitedForAndItsHolderNamed()
    {
        QFETCH(QString, journalMode);
        makeDatabase(path(), journalMode);
        OtherProcess other(path());
        QCOMPARE(other.run(u"BEGIN IMMEDIATE; INSERT INTO t VALUES (9, 'x')"_s), QString());
        const auto db = openFile(path(), Access::Change);
        VERIFY_RESULT(db);
        QElapsedTimer timer;
        timer.start();
        const auto done = (*db)->execute(u"INSERT INTO t VALUES (10, 'x')"_s);
        QVERIFY(timer.elapsed() >= 300);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Locked);
        const QString message = done.error().message;
        QVERIFY2(message.startsWith(u"\"%1\" is locked by another program (waited 3"_s.arg(path())),
            qPrintable(message));
#ifdef Q_OS_LINUX
        QVERIFY2(message.contains(u"process %1"_s.arg(other.processId())), qPrintable(message));
#endif
        other.run(u"COMMIT"_s);
        VERIFY_RESULT((*db)->execute(u"INSERT INTO t VALUES (10, 'x')"_s));
    }

    void aFileLockedForReadingTooCannotBeOpened()
    {
        makeDatabase(path(), u"DELETE"_s);
        OtherProcess other(path());
        other.run(u"BEGIN EXCLUSIVE"_s);
        const auto db = openFile(path(), Access::Look);
        QVERIFY(!db);
        QCOMPARE(db.error().code, ErrorCode::Locked);
        QVERIFY2(
            db.error().message.startsWith(
                u"Cannot open \"%1\": it is locked by another program (waited 3"_s.arg(path())),
            qPrintable(db.error().message));
    }

    void aLockOfThisProgramIsSaidToBeOurs()
    {
        makeDatabase(path(), u"DELETE"_s);
        const auto one = openFile(path(), Access::Change);
        const auto two = openFile(path(), Access::Change);
        VERIFY_RESULT((*one)->execute(u"BEGIN IMMEDIATE"_s));
        const auto done = (*two)->execute(u"BEGIN IMMEDIATE"_s);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Locked);
#ifdef Q_OS_LINUX
        QVERIFY2(done.error().message.contains(u"another connection of this program"),
            qPrintable(done.error().message));
#endif
    }

    void aFileThatVanishedOrWasReplacedIsNoticed_data()
    {
        QTest::addColumn<int>("access");
        QTest::addColumn<bool>("replaced");
        QTest::newRow("look, gone") << int(Access::Look) << false;
        QTest::newRow("look, replaced") << int(Access::Look) << true;
        QTest::newRow("change, gone") << int(Access::Change) << false;
        QTest::newRow("change, replaced") << int(Access::Change) << true;
    }
    void aFileThatVanishedOrWasReplacedIsNoticed()
    {
        QFETCH(int, access);
        QFETCH(bool, replaced);
        makeDatabase(path(), u"DELETE"_s);
        makeDatabase(path(u"y.db"_s), u"DELETE"_s);
        const auto db = openFile(path(), Access(access));
        VERIFY_RESULT(db);
        QVERIFY(QFile::remove(path()));
        if (replaced)
            QVERIFY(QFile::rename(path(u"y.db"_s), path()));
        const auto rows = (*db)->query(u"SELECT * FROM t"_s);
        QVERIFY(!rows);
        QCOMPARE(rows.error().code, ErrorCode::Io);
        QVERIFY2(
            rows.error().message.contains(replaced ? u"was replaced" : u"was moved or deleted"),
            qPrintable(rows.error().message));
    }

    void aTransactionOfAFileThatVanishedIsNotCommitted()
    {
        for (const QString &mode : {u"DELETE"_s, u"WAL"_s}) {
            init();
            makeDatabase(path(), mode);
            const auto db = openFile(path(), Access::Change);
            VERIFY_RESULT(db);
            VERIFY_RESULT((*db)->execute(u"BEGIN"_s));
            VERIFY_RESULT((*db)->execute(u"INSERT INTO t VALUES (9, 'x')"_s));
            QVERIFY(QFile::remove(path()));
            const auto done = (*db)->execute(u"COMMIT"_s);
            QVERIFY(!done);
            QCOMPARE(done.error().code, ErrorCode::Io);
            QVERIFY2(done.error().message.contains(u"moved or deleted"),
                qPrintable(done.error().message));
        }
    }
};

int main(int argc, char **argv)
{
    if (const std::optional<int> status = otherProcessMain(argc, argv))
        return *status;
    QCoreApplication application(argc, argv);
    TestOpening test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_opening.moc"
