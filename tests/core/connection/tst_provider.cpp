// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "support/databasefiles.h"
#include "support/faultyvfs.h"
#include "support/folderstate.h"
#include "support/otherprocess.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestProvider : public QObject
{
    Q_OBJECT

private:
    ConnectionProvider m_provider;
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name = u"x.db"_s) const { return m_folder->filePath(name); }
    static Url urlOf(const QString &path, const QMap<QString, QString> &query = {})
    {
        return {.dialect = u"sqlite"_s, .database = path, .query = query};
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void scratchIsAnEmptyDatabaseOfItsOwn()
    {
        const auto one = m_provider.scratch(u"sqlite"_s);
        const auto two = m_provider.scratch(u"sqlite"_s);
        VERIFY_RESULT(one);
        VERIFY_RESULT(two);
        VERIFY_RESULT((*one)->executeScript(u"CREATE TABLE t (a); INSERT INTO t VALUES (1)"_s));
        QVERIFY((*two)->query(u"SELECT * FROM sqlite_schema"_s)->isEmpty());
        QVERIFY(!(*one)->isReadOnly());
    }

    void aServerHasNoDriverYet_data()
    {
        QTest::addColumn<QString>("dialect");
        for (const char *dialect : {"postgresql", "mysql", "mariadb", "nonsense"})
            QTest::newRow(dialect) << QString::fromLatin1(dialect);
    }
    void aServerHasNoDriverYet()
    {
        QFETCH(QString, dialect);
        const Url url {.dialect = dialect, .user = u"u"_s, .password = u"secret"_s, .host = u"h"_s};
        for (const auto &opened :
            {m_provider.open(url).has_value(), m_provider.scratch(dialect).has_value()})
            QVERIFY(!opened);
        const Error error = m_provider.open(url).error();
        QCOMPARE(error.code, ErrorCode::Unsupported);
        QCOMPARE(error.message, u"No driver for %1 in this build"_s.arg(dialect));
        QVERIFY(!error.hint.isEmpty());
        QVERIFY(!errorText(error).contains(u"secret"));
    }

    void namesWithStrangeCharactersOpen_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("space") << u"a b.db"_s;
        QTest::newRow("characters of URLs") << u"a?b#c%20&d=e+f;g@h:i.db"_s;
        QTest::newRow("quotes") << u"a'b\"c`d.db"_s;
        QTest::newRow("Unicode") << u"Möbel 日本 😀.db"_s;
        QTest::newRow("newline") << u"a\nb.db"_s;
        QTest::newRow("dash first") << u"-x.db"_s;
        QTest::newRow("no suffix") << u"x"_s;
        QTest::newRow("long") << QString(200, u'x');
    }
    void namesWithStrangeCharactersOpen()
    {
        QFETCH(QString, name);
        const Result<Url> url = Url::parse(urlOf(path(name)).toString());
        VERIFY_RESULT(url);
        {
            const auto db = m_provider.open(*url, {.access = Access::Create});
            VERIFY_RESULT(db);
            VERIFY_RESULT((*db)->execute(u"CREATE TABLE t (a)"_s));
        }
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList {name});
        VERIFY_RESULT(m_provider.open(*url));
        VERIFY_RESULT(m_provider.open(*url, {.access = Access::Change}));
    }

    void aRelativePathIsAgainstTheCurrentFolder()
    {
        QVERIFY(QDir::setCurrent(m_folder->path()));
        makeDatabase(u"x.db"_s, u"DELETE"_s);
        const auto db = m_provider.open(urlOf(u"x.db"_s));
        QVERIFY(QDir::setCurrent(QDir::rootPath()));
        VERIFY_RESULT(db);
        QCOMPARE(countIn(**db), u"3"_s);
    }

    void theQueryOfAUrlIsHonoured()
    {
        makeDatabase(path(), u"DELETE"_s);
        VERIFY_RESULT(m_provider.open(
            urlOf(u"file:"_s + path(), {{u"mode"_s, u"ro"_s}, {u"uri"_s, u"true"_s}})));
        VERIFY_RESULT(m_provider.open(urlOf(u"file://"_s + path(), {{u"uri"_s, u"true"_s}})));
        const auto change
            = m_provider.open(urlOf(path(), {{u"mode"_s, u"ro"_s}}), {.access = Access::Change});
        QCOMPARE(change.error().code, ErrorCode::ReadOnly);
        const auto mode = m_provider.open(urlOf(path(), {{u"mode"_s, u"x"_s}}));
        QCOMPARE(mode.error().code, ErrorCode::Parse);
        for (const Access access : {Access::Look, Access::Change})
            QCOMPARE(m_provider.open(urlOf(path(), {{u"vfs"_s, u"none"_s}}), {.access = access})
                         .error()
                         .code,
                ErrorCode::NotFound);
        VERIFY_RESULT(m_provider.open(
            urlOf(path(), {{u"timeout"_s, u"5"_s}, {u"check_same_thread"_s, u"0"_s}})));
        const auto create = m_provider.open(
            urlOf(path(u"no.db"_s), {{u"mode"_s, u"rwc"_s}}), {.access = Access::Change});
        QCOMPARE(create.error().code, ErrorCode::NotFound);
    }

    void aNamedMemoryDatabaseIsShared()
    {
        const Result<Url> url
            = Url::parse(u"sqlite:///file:shared?mode=memory&cache=shared&uri=true"_s);
        const auto one = m_provider.open(*url, {.access = Access::Create});
        const auto two = m_provider.open(*url, {.access = Access::Change});
        VERIFY_RESULT(one);
        VERIFY_RESULT(two);
        VERIFY_RESULT((*one)->execute(u"CREATE TABLE t (a)"_s));
        QCOMPARE(countIn(**two), u"0"_s);
        QVERIFY(folderState(QDir::currentPath()).keys().filter(u"shared"_s).isEmpty());
    }

    void aCopyIsCompleteAndAlone_data()
    {
        QTest::addColumn<QString>("journalMode");
        QTest::addColumn<int>("access");
        for (const char *mode : {"DELETE", "WAL"}) {
            for (const Access access : {Access::Look, Access::Change})
                QTest::addRow("%s, %s", mode, access == Access::Look ? "looking" : "changing")
                    << QString::fromLatin1(mode) << int(access);
        }
    }
    void aCopyIsCompleteAndAlone()
    {
        QFETCH(QString, journalMode);
        QFETCH(int, access);
        makeDatabase(path(), journalMode, 5000);
        OtherProcess other(path());
        other.run(u"INSERT INTO t VALUES (9000, 'in the log')"_s);
        const auto db = openFile(path(), Access(access));
        VERIFY_RESULT(db);
        QDir(m_folder->path()).mkdir(u"copies"_s);
        qint64 last = -1;
        qint64 all = 0;
        VERIFY_RESULT(m_provider.copyToFile(
            **db, path(u"copies/é copy.db"_s), [&](qint64 done, qint64 pages) {
                const bool grows = done > last;
                last = done;
                all = pages;
                return grows;
            }));
        QVERIFY(all > 100);
        QCOMPARE(last, all);
        QCOMPARE(QDir(path(u"copies"_s)).entryList(QDir::Files), QStringList {u"é copy.db"_s});
        QVERIFY(!(*db)->inTransaction());
        const auto copy = openFile(path(u"copies/é copy.db"_s), Access::Look);
        VERIFY_RESULT(copy);
        const QString sum = u"SELECT count(*) || '/' || sum(a) || '/' || max(b) FROM t"_s;
        QCOMPARE(toText((*copy)->query(sum)->scalar()), toText((*db)->query(sum)->scalar()));
        QCOMPARE(countIn(**copy), u"5001"_s);
    }

    void aDatabaseInMemoryIsCopied()
    {
        const auto db = m_provider.scratch(u"sqlite"_s);
        VERIFY_RESULT((*db)->executeScript(u"CREATE TABLE t (a); INSERT INTO t VALUES (1)"_s));
        VERIFY_RESULT(m_provider.copyToFile(**db, path()));
        QCOMPARE(countIn(**openFile(path(), Access::Look)), u"1"_s);
    }

    void aCopyHoldsOneStateThoughOthersWrite()
    {
        makeDatabase(path(), u"WAL"_s, 20000);
        const auto db = openFile(path(), Access::Change);
        OtherProcess other(path());
        int call = 0;
        VERIFY_RESULT(m_provider.copyToFile(**db, path(u"copy.db"_s), [&](qint64, qint64) {
            if (call++ < 5)
                other.run(u"DELETE FROM t WHERE a > %1; UPDATE t SET b = 'x'"_s.arg(20000 - call));
            return true;
        }));
        QVERIFY(call > 2);
        const auto copy = openFile(path(u"copy.db"_s), Access::Look);
        QCOMPARE(countIn(**copy), u"20000"_s);
        QVERIFY((*copy)->query(u"SELECT 1 FROM t WHERE b = 'x'"_s)->isEmpty());
    }

    void aCancelledCopyLeavesNothing()
    {
        makeDatabase(path(), u"DELETE"_s, 20000);
        const auto db = openFile(path(), Access::Look);
        const auto before = folderState(m_folder->path());
        int calls = 0;
        const auto done = m_provider.copyToFile(
            **db, path(u"copy.db"_s), [&](qint64, qint64) { return ++calls < 2; });
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Interrupted);
        QCOMPARE(calls, 2);
        QCOMPARE(folderState(m_folder->path()), before);
        QVERIFY(!(*db)->inTransaction());
    }

    void aCopyNeverReplacesAFile()
    {
        makeDatabase(path(), u"DELETE"_s);
        writeFile(path(u"copy.db"_s), "precious");
        const auto before = folderState(m_folder->path());
        const auto done
            = m_provider.copyToFile(**openFile(path(), Access::Look), path(u"copy.db"_s));
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Conflict);
        QCOMPARE(folderState(m_folder->path()), before);
    }

    void aCopyReplacesNoFileThatCameMeanwhile()
    {
        makeDatabase(path(), u"DELETE"_s);
        const auto db = openFile(path(), Access::Look);
        const auto done = m_provider.copyToFile(**db, path(u"copy.db"_s), [&](qint64, qint64) {
            writeFile(path(u"copy.db"_s), "precious");
            return true;
        });
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Conflict);
        QCOMPARE(folderState(m_folder->path()).keys(), (QStringList {u"copy.db"_s, u"x.db"_s}));
        QFile file(path(u"copy.db"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("precious"));
    }

    void whatKeepsACopyFromBeingMadeIsSaid()
    {
        makeDatabase(path(), u"DELETE"_s);
        const auto db = openFile(path(), Access::Change);
        QCOMPARE(
            m_provider.copyToFile(**db, path(u"no/copy.db"_s)).error().code, ErrorCode::NotFound);
        VERIFY_RESULT((*db)->execute(u"BEGIN IMMEDIATE"_s));
        const auto busy = m_provider.copyToFile(**db, path(u"copy.db"_s));
        QCOMPARE(busy.error().code, ErrorCode::Conflict);
        QVERIFY2(busy.error().message.contains(u"uncommitted"), qPrintable(busy.error().message));
        QVERIFY(!QFile::exists(path(u"copy.db"_s)));
        VERIFY_RESULT((*db)->execute(u"ROLLBACK"_s));
        VERIFY_RESULT((*db)->execute(u"BEGIN"_s));
        VERIFY_RESULT((*db)->query(u"SELECT * FROM t"_s));
        VERIFY_RESULT(m_provider.copyToFile(**db, path(u"copy.db"_s)));
        QVERIFY((*db)->inTransaction());
    }

    /// SQLite 3.40 says of this table that it held NULLs.
    void aTableWithoutRowidWhoseKeyComesLastIsCopied()
    {
        const auto source = openFile(path(), Access::Create);
        VERIFY_RESULT(source);
        VERIFY_RESULT((*source)->executeScript(
            u"CREATE TABLE t (a INT NOT NULL, b TEXT NOT NULL, c INT NOT NULL, PRIMARY KEY (c, a)) "
            "WITHOUT ROWID; INSERT INTO t VALUES (1, 'x', 0), (2, 'y', 0)"_s));
        VERIFY_RESULT(m_provider.copyToFile(**source, path(u"copy.db"_s)));
    }

    void aDamagedDatabaseIsNotBackedUpInSilence()
    {
        makeDatabase(path(), u"DELETE"_s, 500);
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(3 * 4096);
        file.write(QByteArray(4096, '\x7f'));
        file.close();
        const auto db = openFile(path(), Access::Look);
        VERIFY_RESULT(db);
        const auto done = m_provider.copyToFile(**db, path(u"copy.db"_s));
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::NotADatabase);
        QVERIFY2(done.error().message.contains(u"damaged"), qPrintable(done.error().message));
        QCOMPARE(folderState(m_folder->path()).keys(), QStringList {u"x.db"_s});
    }

    void aFullDiskLeavesNoHalfCopy()
    {
        makeDatabase(path(), u"DELETE"_s, 5000);
        const auto db = openFile(path(), Access::Look);
        FaultyVfs disk;
        sqlite3_vfs *const real = sqlite3_vfs_find(nullptr);
        sqlite3_vfs_register(sqlite3_vfs_find(FaultyVfs::name().toUtf8().constData()), 1);
        for (int n : {1, 2, 30, 100}) {
            disk.failFrom(n, SQLITE_FULL);
            const auto done = m_provider.copyToFile(**db, path(u"copy.db"_s));
            disk.heal();
            const QStringList files = folderState(m_folder->path()).keys();
            if (done || done.error().code != ErrorCode::Io || files != QStringList {u"x.db"_s}) {
                sqlite3_vfs_register(real, 1);
                QFAIL(qPrintable(u"call %1: %2 %3"_s.arg(n).arg(
                    done ? u"copied"_s : errorText(done.error()), files.join(u' '))));
            }
        }
        sqlite3_vfs_register(real, 1);
        VERIFY_RESULT(m_provider.copyToFile(**db, path(u"copy.db"_s)));
    }

    void restoringReplacesTheWholeContent_data()
    {
        QTest::addColumn<QString>("sourceMode");
        QTest::addColumn<QString>("targetMode");
        QTest::addColumn<int>("pageSize");
        QTest::newRow("alike") << u"DELETE"_s << u"DELETE"_s << 4096;
        QTest::newRow("both in WAL mode") << u"WAL"_s << u"WAL"_s << 4096;
        QTest::newRow("into WAL mode") << u"DELETE"_s << u"WAL"_s << 4096;
        QTest::newRow("another page size") << u"DELETE"_s << u"DELETE"_s << 1024;
        QTest::newRow("another page size into WAL mode") << u"DELETE"_s << u"WAL"_s << 1024;
    }
    void restoringReplacesTheWholeContent()
    {
        QFETCH(QString, sourceMode);
        QFETCH(QString, targetMode);
        QFETCH(int, pageSize);
        makeDatabase(path(), sourceMode, 500);
        {
            const auto db = openFile(path(u"y.db"_s), Access::Create);
            VERIFY_RESULT((*db)->executeScript(
                u"PRAGMA page_size = %1; PRAGMA journal_mode = %2; CREATE TABLE other (a)"_s
                    .arg(pageSize)
                    .arg(targetMode)));
        }
        const auto source = openFile(path(), Access::Look);
        const auto target = openFile(path(u"y.db"_s), Access::Change);
        VERIFY_RESULT(source);
        VERIFY_RESULT(target);
        VERIFY_RESULT(m_provider.copyInto(**source, **target));
        QCOMPARE(countIn(**target), u"500"_s);
        QVERIFY(!(*target)->query(u"SELECT * FROM other"_s));
        QCOMPARE(toText((*target)->query(u"PRAGMA integrity_check"_s)->scalar()), u"ok"_s);
        QCOMPARE(countIn(**openFile(path(u"y.db"_s), Access::Look)), u"500"_s);
    }

    void restoringWaitsForNoTransactionOfItsOwn()
    {
        makeDatabase(path(), u"DELETE"_s);
        const auto source = m_provider.scratch(u"sqlite"_s);
        const auto target = openFile(path(), Access::Change);
        VERIFY_RESULT((*target)->execute(u"BEGIN"_s));
        QCOMPARE(m_provider.copyInto(**source, **target).error().code, ErrorCode::Conflict);
        VERIFY_RESULT((*target)->execute(u"COMMIT"_s));
        OtherProcess other(path());
        other.run(u"BEGIN IMMEDIATE"_s);
        const auto locked = m_provider.copyInto(**source, **target);
        QVERIFY(!locked);
        QCOMPARE(locked.error().code, ErrorCode::Locked);
        other.run(u"COMMIT"_s);
        QCOMPARE(countIn(**target), u"3"_s);
        const auto look = openFile(path(), Access::Look);
        QCOMPARE(m_provider.copyInto(**source, **look).error().code, ErrorCode::ReadOnly);
    }
};

int main(int argc, char **argv)
{
    if (const std::optional<int> status = otherProcessMain(argc, argv))
        return *status;
    QCoreApplication application(argc, argv);
    TestProvider test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_provider.moc"
