// SPDX-License-Identifier: MPL-2.0
// What a process that is killed in the middle of a copy leaves behind goes with the next one.
#include "joinery/connection/provider.h"
#include "joinery/connection/temporarycopy.h"
#include "support/testutils.h"

#include <sys/wait.h>
#include <unistd.h>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <csignal>
#include <cstdlib>

using namespace joinery;
using namespace Qt::StringLiterals;

class TestTemporaryCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aKilledCopyGoesWithTheNext();
    void theCopyOfALivingProcessStays();
    void othersFilesStay_data();
    void othersFilesStay();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QStringList files() const
    {
        return QDir(path(u"copies"_s)).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }
    Result<> copy(const QString &name, const std::function<bool(qint64, qint64)> &progress) const
    {
        const ConnectionProvider provider;
        const auto source = provider.open({.dialect = u"sqlite"_s, .database = path(u"shop.db"_s)});
        return source ? provider.copyToFile(**source, path(u"copies/"_s + name), progress)
                      : fail(source.error());
    }
    /// A process that gets the signal in the middle of its copy.
    pid_t signalled(int signal) const;

    std::optional<QTemporaryDir> m_folder;
};

void TestTemporaryCopy::init()
{
    m_folder.emplace();
    QVERIFY(QDir().mkpath(path(u"copies"_s)));
    const ConnectionProvider provider;
    const auto database = provider.open(
        {.dialect = u"sqlite"_s, .database = path(u"shop.db"_s)}, {.access = Access::Create});
    VERIFY_RESULT(database);
    VERIFY_RESULT((*database)->executeScript(
        u"CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(4000000))"_s));
}

pid_t TestTemporaryCopy::signalled(int signal) const
{
    const pid_t child = ::fork();
    if (child == 0) {
        bool sent = false;
        const Result<> done = copy(u"theirs.db"_s, [&](qint64, qint64) {
            if (!std::exchange(sent, true))
                ::kill(::getpid(), signal);
            return true;
        });
        std::_Exit(done ? 0 : 1);
    }
    ::waitpid(child, nullptr, WUNTRACED);
    return child;
}

void TestTemporaryCopy::aKilledCopyGoesWithTheNext()
{
    signalled(SIGKILL);
    QCOMPARE(files().filter(u".tmp"_s).isEmpty(), false);
    VERIFY_RESULT(copy(u"ours.db"_s, {}));
    QCOMPARE(files(), QStringList {u"ours.db"_s});
}

void TestTemporaryCopy::theCopyOfALivingProcessStays()
{
    const pid_t child = signalled(SIGSTOP);
    const QStringList before = files();
    QVERIFY(!before.filter(u".tmp"_s).isEmpty());
    VERIFY_RESULT(copy(u"ours.db"_s, {}));
    QCOMPARE(files(), QStringList {u"ours.db"_s} + before);
    ::kill(child, SIGCONT);
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    QCOMPARE(files(), QStringList({u"ours.db"_s, u"theirs.db"_s}));
}

void TestTemporaryCopy::othersFilesStay_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("days");
    QTest::addColumn<bool>("stays");
    QTest::newRow("a file that is no copy") << u"notes.tmp"_s << 9 << true;
    QTest::newRow("a copy of another machine, of today")
        << u"shop.db.ffffffff-1-00000000.tmp"_s << 0 << true;
    QTest::newRow("a copy of another machine, of the day before yesterday")
        << u"shop.db.ffffffff-1-00000000.tmp"_s << 2 << false;
    QTest::newRow("a whole backup") << u"shop.db.ffffffff-1-00000000"_s << 2 << true;
}

void TestTemporaryCopy::othersFilesStay()
{
    QFETCH(QString, name);
    QFETCH(int, days);
    QFETCH(bool, stays);
    QFile file(path(u"copies/"_s + name));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("x") == 1 && file.flush());
    QVERIFY(file.setFileTime(
        QDateTime::currentDateTime().addDays(-days), QFileDevice::FileModificationTime));
    file.close();
    VERIFY_RESULT(copy(u"ours.db"_s, {}));
    QCOMPARE(QFile::exists(file.fileName()), stays);
}

QTEST_GUILESS_MAIN(TestTemporaryCopy)
#include "tst_temporarycopy.moc"
