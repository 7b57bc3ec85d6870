// SPDX-License-Identifier: MPL-2.0
#include "support/migrationbench.h"
#include "support/sqlitefacts.h"
#include "support/testutils.h"

#include <sys/wait.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QThread>

#include <csignal>
#include <cstdlib>

using namespace joinery;
using namespace Qt::StringLiterals;
using testing::MigrationBench;

namespace {

constexpr int attempts = 100;
constexpr qint64 budgetMs = 45000;

const QStringList schema {
    u"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE, born INTEGER)"_s,
    u"CREATE TABLE c (id INTEGER PRIMARY KEY, t_id INTEGER NOT NULL REFERENCES t(id) ON DELETE CASCADE)"_s,
    u"CREATE TABLE log (what TEXT)"_s,
    u"CREATE VIEW v AS SELECT name FROM t WHERE born > 1900"_s,
    u"CREATE TRIGGER tr AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.name); END"_s,
    u"CREATE INDEX ix ON t (name DESC) WHERE born > 1900"_s,
};

const QStringList filling {
    u"WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100010) "
    "INSERT INTO t (name, born) SELECT 'name ' || i, 1890 + i % 100 FROM n"_s,
    u"DELETE FROM t WHERE id > 100000"_s,
    u"INSERT INTO c (t_id) SELECT id FROM t WHERE id % 5 = 0"_s,
    u"ANALYZE"_s,
};

QList<Operation> change()
{
    return {AddConstraint {
        .table = u"t"_s, .constraint = CheckConstraint {.name = u"ck"_s, .sql = u"born > 0"_s}}};
}

/// What tells one state from another: the schema's facts, and sums over all rows, counters and
/// statistics.
struct State
{
    QMap<QString, QString> facts;
    QStringList sums;

    bool operator==(const State &) const = default;
};

State stateOf(MigrationBench &bench)
{
    State state {.facts = testing::sqliteFacts(bench.db()), .sums = {}};
    for (const QString &query :
        {u"SELECT count(*), sum(id), sum(id * born), sum(length(name)), max(id) FROM t"_s,
            u"SELECT count(*), sum(id * t_id) FROM c"_s, u"SELECT count(*) FROM v"_s,
            u"SELECT count(*) FROM log"_s, u"SELECT * FROM sqlite_sequence"_s,
            u"SELECT * FROM sqlite_stat1 ORDER BY 1, 2, 3"_s, u"PRAGMA foreign_key_check"_s,
            u"PRAGMA quick_check"_s})
        state.sums += bench.rows(query);
    return state;
}

bool copyFile(const QString &from, const QString &to)
{
    QFile::remove(to);
    QFile::remove(to + u"-journal"_s);
    return QFile::copy(from, to);
}

/// In the child: runs the change on the file and ends without the courtesies of a normal exit.
[[noreturn]] void migrateAndExit(MigrationBench &bench)
{
    const auto done = bench.migrate(change());
    std::_Exit(done ? 0 : 1);
}

} // namespace

class TestKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        VERIFY_RESULT(m_prepared.db().execute(u"PRAGMA synchronous = OFF"_s));
        VERIFY_RESULT(m_prepared.load(schema + filling));
        m_before = stateOf(m_prepared);
        QVERIFY(m_before.sums.contains(u"'ok'"_s));
        VERIFY_RESULT(m_prepared.db().execute(u"PRAGMA wal_checkpoint"_s));
        QVERIFY(copyFile(m_prepared.file(), m_source.filePath(u"source.db"_s)));
    }

    void afterAnyMomentTheFileHoldsTheOldStateOrTheNew()
    {
        QElapsedTimer budget;
        budget.start();
        const auto [after, whole] = undisturbed();
        QVERIFY(!(after == m_before));
        int killed = 0;
        int old = 0;
        int made = 0;
        for (; made < attempts && budget.elapsed() < budgetMs; ++made) {
            const qint64 delay = QRandomGenerator::global()->bounded(whole + whole / 10 + 1);
            MigrationBench bench(m_source.filePath(u"source.db"_s));
            killed += killedAfter(bench, delay) ? 1 : 0;
            bench.reopen();
            const State state = stateOf(bench);
            old += state == m_before ? 1 : 0;
            QVERIFY2(state == m_before || state == after,
                qPrintable(u"killed after %1 µs: a third state\n%2"_s.arg(delay).arg(
                    (testing::factsDifference(state.facts, m_before.facts) + state.sums)
                        .join(u'\n'))));
        }
        qInfo("%d attempts, %d killed, %d left the old state; a whole run takes %lld us", made,
            killed, old, static_cast<long long>(whole));
        QVERIFY2(made >= attempts / 2, "too slow to say anything");
        QVERIFY(killed > made / 2 && old > 0);
    }

private:
    /// The new state, and how long reaching it takes in microseconds.
    std::pair<State, qint64> undisturbed()
    {
        MigrationBench bench(m_source.filePath(u"source.db"_s));
        QElapsedTimer timer;
        timer.start();
        killedAfter(bench, -1);
        const qint64 whole = timer.nsecsElapsed() / 1000;
        bench.reopen();
        return {stateOf(bench), whole};
    }

    /// Runs the change in another process, killed after so many microseconds; -1 lets it end.
    /// Whether it was killed.
    static bool killedAfter(MigrationBench &bench, qint64 microseconds)
    {
        bench.close();
        const pid_t child = fork();
        if (child == 0) {
            bench.reopen();
            migrateAndExit(bench);
        }
        if (microseconds >= 0) {
            QThread::usleep(static_cast<unsigned long>(microseconds));
            ::kill(child, SIGKILL);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFSIGNALED(status);
    }

    MigrationBench m_prepared;
    QTemporaryDir m_source;
    State m_before;
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
