// SPDX-License-Identifier: MPL-2.0
// A migration that is killed right after any of its statements leaves the old database or the new
// one, and the same command again completes.
#include "support/revisedproject.h"
#include "support/testutils.h"

#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFile>

#include <csignal>
#include <cstdlib>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

/// In memory that parent and child share: how many statements the child has finished.
int *finished()
{
    static int *const count = static_cast<int *>(
        ::mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    return count;
}

int lastStatement = -1;

/// A statement that only reads changes nothing: being killed behind it is being killed before it.
bool mayChange(sqlite3_stmt *statement)
{
    static const QList<QByteArray> words {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "PRAGMA"};
    const QByteArray sql = sqlite3_sql(statement);
    return sqlite3_stmt_readonly(statement) == 0
        || std::any_of(words.begin(), words.end(),
            [&](const QByteArray &word) { return sql.startsWith(word); });
}

int onFinished(unsigned, void *, void *statement, void *)
{
    if (mayChange(static_cast<sqlite3_stmt *>(statement)) && ++*finished() == lastStatement)
        ::kill(::getpid(), SIGKILL);
    return 0;
}

int watch(sqlite3 *db, char **, const sqlite3_api_routines *)
{
    return sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, onFinished, nullptr);
}

} // namespace

class TestKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_project.make(); }
    void afterAnyStatement_data();
    void afterAnyStatement();

private:
    /// Runs the command in another process, killed behind its n-th statement; -1 lets it end. The
    /// exit status, or -1 when it was killed.
    int run(const MigrateRequest &request, int n) const;

    RevisedProject m_project {};
};

int TestKill::run(const MigrateRequest &request, int n) const
{
    *finished() = 0;
    const pid_t child = ::fork();
    if (child == 0) {
        lastStatement = n;
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch));
        const Result<> done = m_project.migrate(request);
        if (!done)
            std::fprintf(stderr, "%s\n", qPrintable(errorText(done.error())));
        std::_Exit(done ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -1 : WEXITSTATUS(status);
}

void TestKill::afterAnyStatement_data()
{
    QTest::addColumn<QString>("journal");
    QTest::addColumn<bool>("down");
    QTest::addColumn<QString>("target");
    for (const QString &journal : {u"delete"_s, u"wal"_s}) {
        const char *name = journal == u"wal" ? "wal" : "rollback journal";
        QTest::addRow("up, %s", name) << journal << false << u"bbbbbbbbbbbb"_s;
        QTest::addRow("down, %s", name) << journal << true << u"-2"_s;
        QTest::addRow("up with a revision outside of transactions, %s", name)
            << journal << false << u"head"_s;
    }
}

void TestKill::afterAnyStatement()
{
    QFETCH(QString, journal);
    QFETCH(bool, down);
    QFETCH(QString, target);
    const bool atomic = target != u"head";
    const MigrateRequest request {.direction = down ? Direction::Downgrade : Direction::Upgrade,
        .target = target,
        .acceptLosses = down};
    if (!QFile::exists(m_project.files().scratchPath(u"start"_s)))
        m_project.keep(u"start"_s);
    m_project.restore(u"start"_s);
    QVERIFY(m_project.files().database()->query(u"PRAGMA journal_mode = "_s + journal));
    if (down)
        VERIFY_RESULT(m_project.migrate({.target = u"bbbbbbbbbbbb"_s}));
    m_project.keep(u"before"_s);
    const QStringList before = m_project.state();
    // The second revision relies on what foreign keys set off, so each is a transaction of its own.
    VERIFY_RESULT(m_project.migrate({.direction = request.direction,
        .target = down ? u"-1"_s : u"aaaaaaaaaaaa"_s,
        .acceptLosses = down}));
    const QStringList between = m_project.state();
    m_project.restore(u"before"_s);
    QCOMPARE(run(request, -1), 0);
    const int statements = *finished();
    const QStringList after = m_project.state();
    QVERIFY(before != after && statements > 20);
    int old = 0;
    for (int n = 1; n <= statements; ++n) {
        m_project.restore(u"before"_s);
        const int status = run(request, n);
        const QStringList left = m_project.state();
        old += left == before ? 1 : 0;
        const QString about = u"killed behind statement %1 of %2"_s.arg(n).arg(statements);
        QVERIFY2(status == -1, qPrintable(about));
        QVERIFY2(!atomic || left == before || left == between || left == after, qPrintable(about));
        if (down && left != before)
            continue; // the same command again would go further down
        const int again = run(request, -1);
        QVERIFY2(again == 0, qPrintable(about));
        QVERIFY2(m_project.state() == after, qPrintable(about));
    }
    qInfo("%d statements, behind %d of them the old state was left", statements, old);
    QVERIFY(old > statements / 2 || !atomic);
}

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
