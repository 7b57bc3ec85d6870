// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/session.h"
#include "support/sessiontest.h"

#include <QThread>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

class tst_Session : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { VERIFY_DONE(m_files.prepare()); }

    void S9_a_key_is_there_after_the_flush();
    void A6_one_row_is_one_object();
    void R14_leaving_without_commit_rolls_back();
    void R14_rollback_keeps_the_session_open();
    void A6_only_changed_columns_are_written();
    void A6_rollback_restores_objects();
    void A6_removed_objects_come_back_on_rollback();
    void A6_savepoints_undo_their_part();
    void A6_a_row_changed_elsewhere_is_a_conflict();
    void A6_the_version_counts_and_conflicts();
    void R10_hidden_keys_identify_objects();
    void composite_keys();
    void A6_objects_are_read_anew_after_commit();
    void refresh_takes_back_and_rereads();
    void refresh_of_a_row_that_is_gone();
    void R17_merge_takes_values_back();
    void expunged_objects_are_forgotten();
    void a_failed_flush_changes_nothing();
    void S9_defaults_and_computed_columns_are_read_back();
    void values_that_do_not_fit_are_named();
    void objects_of_others_are_refused();
    void sessions_belong_to_their_thread();
    void foreign_keys_that_lead_nowhere_fail_at_commit();
    void unique_values_change_hands();
    void a_locked_database_loses_nothing();
    void a_cleared_session_can_be_rolled_back();
    void a_key_given_anew_is_another_object();
    void expunged_objects_stay_forgotten();
    void composite_keys_change_hands();
    void a_full_disk_is_told_and_loses_no_state();
    void a_commit_of_nothing_ends_the_reading();
    void merge_minds_the_version();
    void a_savepoint_that_ended_leaves_others_alone();

private:
    SessionFiles m_files {};
};

void tst_Session::S9_a_key_is_there_after_the_flush()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"Deadpond"_s});
    QVERIFY(!hero->id);
    QCOMPARE(own->stateOf(hero), ObjectState::Pending);
    VERIFY_DONE(own->flush());
    QCOMPARE(hero->id, 1);
    QCOMPARE(own->stateOf(hero), ObjectState::Persistent);
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero"_s), Value(qint64(0)));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT name FROM hero"_s), Value(u"Deadpond"_s));
}

void tst_Session::A6_one_row_is_one_object()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"Rusty"_s});
    VERIFY_DONE(own->commit());
    QCOMPARE(*own->get<Hero>(1), hero);
    const auto other = m_files.session();
    Hero *again = *other->get<Hero>(1);
    QVERIFY(again && again != hero);
    QCOMPARE(*other->get<Hero>(1), again);
    QCOMPARE(*other->get<Hero>(2), nullptr);
}

void tst_Session::R14_leaving_without_commit_rolls_back()
{
    {
        const auto own = m_files.session();
        own->add(Hero {.name = u"Nobody"_s});
        VERIFY_DONE(own->flush());
    }
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero"_s), Value(qint64(0)));
    QVERIFY(!m_files.db().inTransaction());
}

void tst_Session::R14_rollback_keeps_the_session_open()
{
    const auto own = m_files.session();
    Hero *lost = own->add(Hero {.name = u"Lost"_s});
    VERIFY_DONE(own->flush());
    VERIFY_DONE(own->rollback());
    QCOMPARE(own->stateOf(lost), ObjectState::Detached);
    QVERIFY(!lost->id);
    own->add(Hero {.name = u"Found"_s});
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT group_concat(name) FROM hero"_s), Value(u"Found"_s));
}

void tst_Session::A6_only_changed_columns_are_written()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s, .secretName = u"B"_s, .age = 40});
    VERIFY_DONE(own->commit());
    QVERIFY(!own->isModified(hero));
    VERIFY_DONE(m_files.other().execute(u"UPDATE hero SET secret_name = 'elsewhere'"_s));
    hero->age = 41;
    QVERIFY(own->isModified(hero));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT secret_name || age FROM hero"_s), Value(u"elsewhere41"_s));
}

void tst_Session::A6_rollback_restores_objects()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s, .age = 40});
    VERIFY_DONE(own->commit());
    hero->name = u"B"_s;
    VERIFY_DONE(own->flush());
    hero->name = u"C"_s;
    hero->age = std::nullopt;
    VERIFY_DONE(own->rollback());
    QCOMPARE(hero->name, u"A"_s);
    QCOMPARE(hero->age, 40);
    QCOMPARE(*own->get<Hero>(1), hero);
}

void tst_Session::A6_removed_objects_come_back_on_rollback()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(own->remove(hero));
    VERIFY_DONE(own->flush());
    QCOMPARE(own->stateOf(hero), ObjectState::Deleted);
    QCOMPARE(*own->get<Hero>(1), nullptr);
    VERIFY_DONE(own->rollback());
    QCOMPARE(own->stateOf(hero), ObjectState::Persistent);
    QCOMPARE(*own->get<Hero>(1), hero);
    VERIFY_DONE(own->remove(hero));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero"_s), Value(qint64(0)));
}

void tst_Session::A6_savepoints_undo_their_part()
{
    const auto own = m_files.session();
    Hero *kept = own->add(Hero {.name = u"kept"_s});
    {
        Result<Savepoint> outer = own->beginNested();
        VERIFY_DONE(outer);
        kept->age = 7;
        {
            Result<Savepoint> inner = own->beginNested();
            VERIFY_DONE(inner);
            kept->age = 8;
            own->add(Hero {.name = u"undone"_s});
            VERIFY_DONE(own->flush());
        }
        QCOMPARE(kept->age, 7);
        VERIFY_DONE(outer->commit());
    }
    {
        Result<Savepoint> third = own->beginNested();
        VERIFY_DONE(third);
        own->add(Hero {.name = u"second"_s});
        VERIFY_DONE(third->commit());
    }
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT group_concat(name || coalesce(age, '')) FROM hero"_s),
        Value(u"kept7,second"_s));
}

void tst_Session::A6_a_row_changed_elsewhere_is_a_conflict()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(m_files.other().execute(u"UPDATE hero SET name = 'theirs'"_s));
    hero->name = u"mine"_s;
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QVERIFY2(refused.error().message.contains(u"hero 1"), qPrintable(refused.error().message));
    QCOMPARE(m_files.scalar(u"SELECT name FROM hero"_s), Value(u"theirs"_s));
    VERIFY_DONE(own->refresh(hero));
    QCOMPARE(hero->name, u"theirs"_s);
    hero->name = u"mine"_s;
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT name FROM hero"_s), Value(u"mine"_s));
}

void tst_Session::A6_the_version_counts_and_conflicts()
{
    const auto own = m_files.session();
    Stock *stock = own->add(Stock {.sku = u"nail"_s, .warehouse = 1, .amount = 5});
    VERIFY_DONE(own->commit());
    QCOMPARE(stock->revision, 1);
    stock->amount = 4;
    VERIFY_DONE(own->commit());
    QCOMPARE(stock->revision, 2);
    VERIFY_DONE(m_files.other().execute(u"UPDATE stock SET revision = 9"_s));
    stock->amount = 3;
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QCOMPARE(stock->revision, 2);
    QCOMPARE(m_files.scalar(u"SELECT amount FROM stock"_s), Value(qint64(4)));
    VERIFY_DONE(own->rollback());
    VERIFY_DONE(own->refresh(stock));
    VERIFY_DONE(own->remove(stock));
    VERIFY_DONE(own->commit());
}

void tst_Session::R10_hidden_keys_identify_objects()
{
    const auto own = m_files.session();
    Note *first = own->add(Note {.text = u"one"_s});
    Note *second = own->add(Note {.text = u"two"_s});
    VERIFY_DONE(own->commit());
    QCOMPARE(own->hiddenKey(second), 2);
    QCOMPARE(*own->get<Note>(1), first);
    second->text = u"zwei"_s;
    VERIFY_DONE(own->remove(first));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT group_concat(id || text) FROM note"_s), Value(u"2zwei"_s));
    const auto other = m_files.session();
    QCOMPARE((*other->get<Note>(2))->text, u"zwei"_s);
}

void tst_Session::composite_keys()
{
    const auto own = m_files.session();
    own->addAll<Stock>({{u"nail"_s, 1, 5}, {u"nail"_s, 2, 6}, {u"screw"_s, 1, 7}});
    VERIFY_DONE(own->commit());
    Stock *stock = *own->get<Stock>(u"nail"_s, 2);
    QCOMPARE(stock->amount, 6);
    stock->warehouse = 3;
    VERIFY_DONE(own->commit());
    QCOMPARE(*own->get<Stock>(u"nail"_s, 3), stock);
    QCOMPARE(*own->get<Stock>(u"nail"_s, 2), nullptr);
    const Result<Stock *> wrong = own->get<Stock>(u"nail"_s);
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, ErrorCode::Usage);
}

void tst_Session::A6_objects_are_read_anew_after_commit()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s});
    VERIFY_DONE(own->flush());
    VERIFY_DONE(own->commit());
    VERIFY_DONE(m_files.other().execute(u"UPDATE hero SET name = 'B'"_s));
    QCOMPARE(hero->name, u"A"_s);
    QCOMPARE(*own->get<Hero>(1), hero);
    QCOMPARE(hero->name, u"B"_s);
}

void tst_Session::refresh_takes_back_and_rereads()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s});
    VERIFY_DONE(own->commit());
    hero->name = u"unsaved"_s;
    VERIFY_DONE(own->refresh(hero));
    QCOMPARE(hero->name, u"A"_s);
}

void tst_Session::refresh_of_a_row_that_is_gone()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(m_files.other().execute(u"DELETE FROM hero"_s));
    const Result<> refused = own->refresh(hero);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::NotFound);
}

void tst_Session::R17_merge_takes_values_back()
{
    Hero detached;
    {
        const auto own = m_files.session();
        Hero *hero = own->add(Hero {.name = u"A"_s});
        VERIFY_DONE(own->commit());
        detached = *hero;
    }
    detached.name = u"B"_s;
    const auto own = m_files.session();
    Result<Hero *> merged = own->merge(detached);
    VERIFY_DONE(merged);
    QCOMPARE((*merged)->name, u"B"_s);
    VERIFY_DONE(own->merge(Hero {.name = u"new"_s}));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT group_concat(name) FROM hero"_s), Value(u"B,new"_s));
}

void tst_Session::expunged_objects_are_forgotten()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(own->expunge(hero));
    hero->name = u"B"_s;
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT name FROM hero"_s), Value(u"A"_s));
    QVERIFY(*own->get<Hero>(1) != hero);
    QVERIFY(!own->expunge(hero));
}

void tst_Session::a_failed_flush_changes_nothing()
{
    const auto own = m_files.session();
    Hero *good = own->add(Hero {.name = u"good"_s, .age = 1});
    VERIFY_DONE(own->flush());
    good->name = u"better"_s;
    Hero *bad = own->add(Hero {.name = u"bad"_s, .age = -1});
    Team *team = own->add(Team {.name = u"X"_s});
    bad->team = team;
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Violation);
    QVERIFY2(refused.error().message.contains(u"hero"), qPrintable(refused.error().message));
    QVERIFY(!bad->id && !team->id && !bad->teamId);
    QCOMPARE(own->stateOf(bad), ObjectState::Pending);
    QCOMPARE(own->stateOf(good), ObjectState::Persistent);
    bad->age = 2;
    VERIFY_DONE(own->commit());
    QCOMPARE(bad->teamId, team->id);
    QCOMPARE(m_files.names(u"hero"_s), u"better,bad"_s);
}

void tst_Session::S9_defaults_and_computed_columns_are_read_back()
{
    const auto own = m_files.session();
    Priced *priced = own->add(Priced {.net = 100});
    Priced *dollars = own->add(Priced {.net = 10, .currency = u"USD"_s});
    VERIFY_DONE(own->commit());
    QCOMPARE(priced->currency, u"EUR"_s);
    QCOMPARE(priced->gross, 119);
    QCOMPARE(dollars->currency, u"USD"_s);
    priced->net = 200;
    VERIFY_DONE(own->commit());
    QCOMPARE(priced->gross, 238);
    QVERIFY(!own->isModified(priced));
}

void tst_Session::values_that_do_not_fit_are_named()
{
    VERIFY_DONE(m_files.other().execute(
        u"INSERT INTO hero (id, name, secret_name, age) VALUES (5, 'A', 'B', 'old')"_s));
    const auto own = m_files.session();
    const Result<Hero *> hero = own->get<Hero>(5);
    QVERIFY(!hero);
    QVERIFY2(hero.error().message.contains(u"hero.age: the value \"old\" does not fit")
            && hero.error().message.contains(u"row 5"),
        qPrintable(hero.error().message));
    own->add(Hero {.name = QString(QChar(0xd800))});
    const Result<> refused = own->flush();
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.startsWith(u"hero.name"), qPrintable(refused.error().message));
    VERIFY_DONE(own->rollback());
    own->add(Hero {.name = u"usable"_s});
    VERIFY_DONE(own->commit());
}

void tst_Session::objects_of_others_are_refused()
{
    const auto own = m_files.session();
    Hero local;
    const Result<> refused = own->remove(&local);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Usage);
    const auto other = m_files.session();
    Hero *theirs = other->add(Hero {});
    QVERIFY(!own->remove(theirs));
}

void tst_Session::sessions_belong_to_their_thread()
{
    const auto own = m_files.session();
    own->add(Hero {.name = u"A"_s});
    ErrorCode code = ErrorCode::Failed;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        const Result<> refused = own->flush();
        code = refused ? ErrorCode::Failed : refused.error().code;
    }));
    thread->start();
    QVERIFY(thread->wait());
    QCOMPARE(code, ErrorCode::Usage);
    VERIFY_DONE(own->commit());
}

void tst_Session::foreign_keys_that_lead_nowhere_fail_at_commit()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s, .teamId = 77});
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Violation);
    hero->teamId = std::nullopt;
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero"_s), Value(qint64(1)));
}

void tst_Session::unique_values_change_hands()
{
    const auto own = m_files.session();
    const QList<Team *> teams = own->addAll<Team>({{.name = u"A"_s}, {.name = u"B"_s}});
    VERIFY_DONE(own->commit());
    std::swap(teams[0]->name, teams[1]->name);
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"team"_s), u"B,A"_s);
    VERIFY_DONE(own->remove(teams[0]));
    own->add(Team {.name = u"B"_s});
    VERIFY_DONE(own->commit());
}

void tst_Session::a_locked_database_loses_nothing()
{
    const auto own = m_files.session();
    Hero *doomed = own->add(Hero {.name = u"doomed"_s});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(m_files.db().execute(u"PRAGMA busy_timeout = 1"_s));
    VERIFY_DONE(m_files.other().execute(u"BEGIN IMMEDIATE"_s));
    own->add(Hero {.name = u"new"_s});
    VERIFY_DONE(own->remove(doomed));
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Locked);
    VERIFY_DONE(m_files.other().execute(u"ROLLBACK"_s));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"hero"_s), u"new"_s);
}

void tst_Session::a_cleared_session_can_be_rolled_back()
{
    const auto own = m_files.session();
    own->add(Hero {.name = u"A"_s});
    VERIFY_DONE(own->flush());
    Result<Savepoint> savepoint = own->beginNested();
    VERIFY_DONE(savepoint);
    own->clear();
    Hero *second = own->add(Hero {.name = u"B"_s});
    VERIFY_DONE(own->flush());
    VERIFY_DONE(savepoint->rollback());
    QCOMPARE(own->stateOf(second), ObjectState::Detached);
    VERIFY_DONE(own->rollback());
    QCOMPARE(m_files.names(u"hero"_s), QString());
}

void tst_Session::a_key_given_anew_is_another_object()
{
    const auto own = m_files.session();
    Hero *lost = own->add(Hero {.name = u"lost"_s});
    VERIFY_DONE(own->flush());
    VERIFY_DONE(own->remove(lost));
    VERIFY_DONE(own->flush());
    VERIFY_DONE(own->rollback());
    QCOMPARE(*own->get<Hero>(1), nullptr);
    VERIFY_DONE(m_files.other().execute(
        u"INSERT INTO hero (id, name, secret_name) VALUES (1, 'theirs', '')"_s));
    const Result<Hero *> found = own->get<Hero>(1);
    VERIFY_DONE(found);
    QVERIFY(*found && *found != lost);
    QCOMPARE((*found)->name, u"theirs"_s);
}

void tst_Session::expunged_objects_stay_forgotten()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"A"_s});
    Hero *kept = own->add(Hero {.name = u"B"_s});
    VERIFY_DONE(own->commit());
    hero->name = u"changed"_s;
    VERIFY_DONE(own->flush());
    VERIFY_DONE(own->expunge(hero));
    VERIFY_DONE(own->rollback());
    QCOMPARE(own->stateOf(hero), ObjectState::Detached);
    Hero *again = *own->get<Hero>(1);
    QVERIFY(again && again != hero);
    VERIFY_DONE(own->remove(kept));
    VERIFY_DONE(own->expunge(kept));
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"hero"_s), u"A,B"_s);
    QVERIFY(*own->get<Hero>(2));
}

void tst_Session::composite_keys_change_hands()
{
    const auto own = m_files.session();
    const QList<Stock *> stocks
        = own->addAll<Stock>({{.sku = u"a"_s, .amount = 1}, {.sku = u"b"_s, .amount = 2}});
    VERIFY_DONE(own->commit());
    std::swap(stocks[0]->sku, stocks[1]->sku);
    VERIFY_DONE(own->commit());
    QCOMPARE(*own->get<Stock>(u"b"_s, 0), stocks[0]);
    QCOMPARE(*own->get<Stock>(u"a"_s, 0), stocks[1]);
    std::swap(stocks[0]->sku, stocks[1]->sku);
    VERIFY_DONE(own->flush());
    VERIFY_DONE(own->rollback());
    QCOMPARE(*own->get<Stock>(u"b"_s, 0), stocks[0]);
    QCOMPARE(*own->get<Stock>(u"a"_s, 0), stocks[1]);
}

void tst_Session::a_full_disk_is_told_and_loses_no_state()
{
    const auto own = m_files.session();
    Hero *kept = own->add(Hero {.name = u"kept"_s});
    VERIFY_DONE(own->commit());
    VERIFY_DONE(m_files.db().execute(u"PRAGMA max_page_count = 1"_s)); // as many as there are
    Hero *early = own->add(Hero {.name = u"early"_s});
    kept->age = 5;
    VERIFY_DONE(own->flush());
    own->add(Hero {.name = QString(200'000, u'x')});
    const Result<> refused = own->commit();
    QVERIFY(!refused);
    // SQLite ends the transaction: neither is written, and the session knows.
    if (!m_files.db().inTransaction()) {
        QCOMPARE(own->stateOf(early), ObjectState::Detached);
        QVERIFY(!kept->age);
        QVERIFY2(refused.error().hint.contains(u"last commit"), qPrintable(refused.error().hint));
    }
    VERIFY_DONE(own->rollback());
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"hero"_s), u"kept"_s);
}

void tst_Session::a_commit_of_nothing_ends_the_reading()
{
    const auto engine = Engine::create(m_files.url());
    VERIFY_DONE(engine);
    Session own(*engine);
    VERIFY_DONE(
        m_files.other().execute(u"INSERT INTO hero (id, name, secret_name) VALUES (1, 'A', '')"_s));
    Hero *hero = *own.get<Hero>(1);
    VERIFY_DONE(m_files.other().execute(u"UPDATE hero SET name = 'B'"_s));
    VERIFY_DONE(own.commit());
    QCOMPARE(*own.get<Hero>(1), hero);
    QCOMPARE(hero->name, u"B"_s);
}

void tst_Session::merge_minds_the_version()
{
    const auto own = m_files.session();
    Stock *stock = own->add(Stock {.sku = u"nail"_s, .amount = 1});
    VERIFY_DONE(own->commit());
    Stock stale = *stock;
    stock->amount = 2;
    VERIFY_DONE(own->commit());
    stale.amount = 9;
    const Result<Stock *> refused = own->merge(stale);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QCOMPARE(stock->amount, 2);
    VERIFY_DONE(own->merge(Stock {.sku = u"nail"_s, .amount = 3})); // knows of no version
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT amount || '/' || revision FROM stock"_s), Value(u"3/3"_s));
}

void tst_Session::a_savepoint_that_ended_leaves_others_alone()
{
    const auto own = m_files.session();
    std::optional<Savepoint> ended;
    ended.emplace(*own->beginNested());
    VERIFY_DONE(own->rollback());
    Result<Savepoint> current = own->beginNested();
    VERIFY_DONE(current);
    own->add(Hero {.name = u"A"_s});
    QVERIFY(!ended->commit());
    ended.reset();
    VERIFY_DONE(current->commit());
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.names(u"hero"_s), u"A"_s);
}

} // namespace

QTEST_GUILESS_MAIN(tst_Session)
#include "tst_session.moc"
