// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/session.h"
#include "support/sessiontest.h"

#include <QFile>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

/// Memory of the process in KiB: "VmRSS", or at its highest "VmHWM".
qint64 memory(const char *what)
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(what))
            return line.mid(qsizetype(qstrlen(what)) + 1).simplified().chopped(3).toLongLong();
    }
    return -1;
}

/// What a handler may do while rows come, and what rows by the million cost.
class tst_SessionStreaming : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void a_handler_may_add_and_commit();
    void a_handler_may_roll_back();
    void a_handler_may_ask_and_load();
    void a_handler_whose_flush_fails();
    void a_maker_of_rows_may_commit();
    void A8_streaming_a_million_rows_keeps_memory_constant();

private:
    std::unique_ptr<Session> session(int poolSize = 1)
    {
        m_engine = Engine::create(m_files.url(), {.poolSize = poolSize});
        return std::make_unique<Session>(*m_engine);
    }
    SessionFiles m_files {};
    Result<Engine> m_engine = fail(ErrorCode::Failed, QString());
};

void tst_SessionStreaming::init()
{
    VERIFY_DONE(m_files.prepare());
    const auto own = m_files.session();
    for (int i = 1; i <= 10; ++i)
        own->add(Hero {.name = u"h%1"_s.arg(i, 2, 10, QChar(u'0')), .age = i});
    VERIFY_DONE(own->commit());
}

void tst_SessionStreaming::a_handler_may_add_and_commit()
{
    const auto own = session();
    // The connection goes back to the pool only when the rows are read: nobody else gets it.
    int rows = 0;
    int others = 0;
    const Result<> done
        = own->exec(select<Hero>().orderBy(col(&Hero::id))).forEach([&](const Hero &hero) {
              ++rows;
              own->add(Mission {.title = hero.name});
              if (rows % 3 == 0 && !own->commit())
                  return false;
              others = m_engine->poolStatus().idle;
              return others == 0;
          });
    VERIFY_DONE(done);
    QCOMPARE(rows, 10);
    QCOMPARE(others, 0);
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM mission"_s), Value(qint64(9)));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM mission"_s), Value(qint64(10)));
    QCOMPARE(m_engine->poolStatus(), (PoolStatus {.idle = 1, .checkedOut = 0}));
}

void tst_SessionStreaming::a_handler_may_roll_back()
{
    const auto own = session();
    Mission *kept = own->add(Mission {.title = u"kept"_s});
    VERIFY_DONE(own->commit());
    kept->title = u"changed"_s;
    int rows = 0;
    VERIFY_DONE(own->exec(select<Hero>()).forEach([&](const Hero &) {
        own->add(Mission {.title = u"undone"_s});
        rows += own->flush() && own->rollback() ? 1 : 0;
    }));
    QCOMPARE(rows, 10);
    QCOMPARE(kept->title, u"kept"_s);
    QVERIFY(!own->isInTransaction());
    VERIFY_DONE(own->exec(select<Hero>()).all());
    own->add(Mission {.title = u"usable"_s});
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"mission"_s, u"title"_s), u"kept,usable"_s);
}

void tst_SessionStreaming::a_handler_may_ask_and_load()
{
    const auto own = session();
    int rows = 0;
    const auto query = own->exec(select<Hero>().orderBy(col(&Hero::id)));
    VERIFY_DONE(query.forEach([&](const Hero &hero) {
        const Result<Hero *> object = own->get<Hero>(*hero.id);
        const bool same = object && (*object)->name == hero.name && (*object)->missions.load();
        int inner = 0;
        const Result<> nested = query.forEach([&](const Hero &) { ++inner; });
        rows += same && nested && inner == 10 ? 1 : 0;
        own->clear();
    }));
    QCOMPARE(rows, 10);
}

void tst_SessionStreaming::a_handler_whose_flush_fails()
{
    const auto own = session();
    Result<> failed;
    const Result<> done = own->exec(select<Hero>()).forEach([&](const Hero &) {
        own->add(Hero {.name = u"bad"_s, .age = -1});
        failed = own->flush();
        return failed.has_value();
    });
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, ErrorCode::Violation);
    VERIFY_DONE(done); // the handler itself has ended it
    VERIFY_DONE(own->rollback());
    QCOMPARE(own->exec(select(count()).selectFrom<Hero>()).one().value_or(-1), 10);
}

void tst_SessionStreaming::a_maker_of_rows_may_commit()
{
    const auto own = session();
    int made = 0;
    const Result<qint64> done = own->bulkInsert<Mission>([&]() -> std::optional<Mission> {
        if (++made % 1000 == 0 && !own->commit())
            return {};
        return made <= 5000 ? std::optional(Mission {.title = QString::number(made)})
                            : std::nullopt;
    });
    VERIFY_DONE(done);
    QCOMPARE(*done, 5000);
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM mission"_s), Value(qint64(5000)));
}

void tst_SessionStreaming::A8_streaming_a_million_rows_keeps_memory_constant()
{
    constexpr qint64 many = 1'000'000;
    const auto own = session();
    qint64 made = 0;
    VERIFY_DONE(own->bulkInsert<Hero>([&]() -> std::optional<Hero> {
        return ++made <= many ? std::optional(Hero {.name = u"hero number %1"_s.arg(made),
                   .secretName = u"somebody else"_s,
                   .age = int(made % 90)})
                              : std::nullopt;
    }));
    VERIFY_DONE(own->commit());
    // The first rows fill the database's cache, which has a limit of its own.
    qint64 rows = 0;
    VERIFY_DONE(own->exec(select<Hero>()).forEach([&](const Hero &) { return ++rows < 100'000; }));
    QFile reset(u"/proc/self/clear_refs"_s);
    if (!reset.open(QIODevice::WriteOnly) || reset.write("5") != 1)
        QSKIP("the highest memory cannot be measured here");
    reset.close();
    const qint64 before = memory("VmRSS");
    rows = 0;
    qint64 ages = 0;
    VERIFY_DONE(own->exec(select<Hero>()).forEach([&](const Hero &hero) {
        ++rows;
        ages += *hero.age;
    }));
    const qint64 grown = memory("VmHWM") - before;
    qInfo("%lld rows, %lld KiB above %lld KiB", static_cast<long long>(rows),
        static_cast<long long>(grown), static_cast<long long>(before));
    QCOMPARE(rows, many + 10);
    // What keeps its rows is seen to grow.
    QVERIFY(own->rows(select<Hero>().limit(100'000)));
    QVERIFY(memory("VmHWM") - before > 10 * 1024);
    QVERIFY(ages > 0);
    QVERIFY(grown < 10 * 1024);
}

} // namespace

QTEST_GUILESS_MAIN(tst_SessionStreaming)
#include "tst_session_streaming.moc"
