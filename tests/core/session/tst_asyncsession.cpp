// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/objectjson.h"
#include "joinery/session/asyncsession.h"
#include "support/sessiontest.h"

#include <QJsonArray>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

class tst_AsyncSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { VERIFY_DONE(m_files.prepare()); }

    void R15_sessions_run_in_the_background();
    void R15_what_is_not_committed_is_rolled_back();
    void R15_what_a_job_throws_is_thrown_by_its_future();
    void R17_objects_become_json_with_loaded_relations();
    void R17_values_of_a_form_are_assigned();
    void R17_a_form_that_does_not_fit_changes_nothing_data();
    void R17_a_form_that_does_not_fit_changes_nothing();

private:
    SessionFiles m_files {};
};

void tst_AsyncSession::R15_sessions_run_in_the_background()
{
    const Result<Engine> engine = Engine::create(m_files.url());
    VERIFY_DONE(engine);
    AsyncEngine background(*engine);
    QFuture<Result<qint64>> added
        = runInSession(background, [](Session &session) -> Result<qint64> {
              const Hero *hero = session.add(Hero {.name = u"A"_s});
              if (const Result<> done = session.commit(); !done)
                  return fail(done.error());
              return *hero->id;
          });
    const QFuture<Result<QList<Hero>>> read
        = runInSession(background, [](Session &session) { return session.rows(select<Hero>()); });
    VERIFY_DONE(added.result());
    QCOMPARE(*added.result(), 1);
    VERIFY_DONE(read.result());
    QCOMPARE(read.result()->first().name, u"A"_s);
}

void tst_AsyncSession::R15_what_a_job_throws_is_thrown_by_its_future()
{
    const Result<Engine> engine = Engine::create(m_files.url());
    VERIFY_DONE(engine);
    AsyncEngine background(*engine);
    auto thrown = runInSession(background, [](Session &session) -> Result<> {
        session.add(Hero {.name = u"A"_s});
        if (const Result<> done = session.flush(); !done)
            return done;
        throw std::runtime_error("of the program");
    });
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(thrown.result()));
    // The session has ended with it, and the thread goes on.
    const auto read
        = runInSession(background, [](Session &session) { return session.rows(select<Hero>()); });
    VERIFY_DONE(read.result());
    QCOMPARE(read.result()->size(), 0);
}

void tst_AsyncSession::R15_what_is_not_committed_is_rolled_back()
{
    const Result<Engine> engine = Engine::create(m_files.url());
    VERIFY_DONE(engine);
    AsyncEngine background(*engine);
    VERIFY_DONE(runInSession(background, [](Session &session) {
        session.add(Hero {.name = u"A"_s});
        return session.flush();
    }).result());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero"_s), Value(qint64(0)));
}

void tst_AsyncSession::R17_objects_become_json_with_loaded_relations()
{
    const auto own = m_files.session();
    Team *team = own->add(Team {.name = u"T"_s, .heroes = {Hero {.name = u"A"_s, .age = 48}}});
    VERIFY_DONE(own->commit());
    const QJsonObject json = toJson(*team);
    QCOMPARE(json[u"name"_s].toString(), u"T"_s);
    const QJsonObject hero = json[u"hero"_s].toArray().first().toObject();
    QCOMPARE(hero[u"age"_s].toInt(), 48);
    QCOMPARE(hero[u"team_id"_s].toInt(), 1);
    QVERIFY2(!hero.contains(u"team"_s), "the object that contains it is not repeated");
    QVERIFY2(!hero.contains(u"mission"_s), "what is not loaded is left out");
}

void tst_AsyncSession::R17_values_of_a_form_are_assigned()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s, .age = 48});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(assign(*hero, {{u"name"_s, u"B"_s}, {u"age"_s, QJsonValue::Null}}));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT name || coalesce(age, '-') FROM hero"_s), Value(u"B-"_s));
}

void tst_AsyncSession::R17_a_form_that_does_not_fit_changes_nothing_data()
{
    QTest::addColumn<QJsonObject>("form");
    QTest::addColumn<QString>("message");
    QTest::newRow("a name that is no column")
        << QJsonObject {{u"name"_s, u"B"_s}, {u"nmae"_s, u"B"_s}} << u"no column \"nmae\""_s;
    QTest::newRow("a text for a number")
        << QJsonObject {{u"name"_s, u"B"_s}, {u"team_id"_s, u"many"_s}} << u"hero.team_id"_s;
    QTest::newRow("nothing where something has to be")
        << QJsonObject {{u"age"_s, 3}, {u"name"_s, QJsonValue::Null}} << u"hero.name"_s;
}

void tst_AsyncSession::R17_a_form_that_does_not_fit_changes_nothing()
{
    QFETCH(QJsonObject, form);
    QFETCH(QString, message);
    Hero hero {.name = u"A"_s, .age = 48};
    const Result<> refused = assign(hero, form);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(message), qPrintable(refused.error().message));
    QCOMPARE(hero.name, u"A"_s);
    QCOMPARE(hero.age, 48);
}

} // namespace

QTEST_GUILESS_MAIN(tst_AsyncSession)
#include "tst_asyncsession.moc"
