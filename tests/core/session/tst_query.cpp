// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/query.h"
#include "joinery/session/session.h"
#include "support/sessiontest.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

class tst_Query : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void R16_all_first_one();
    void S10_one_refuses_none_and_several();
    void S8_rows_of_two_models();
    void A8_values_and_structs();
    void A8_rows_are_plain_values();
    void A8_streaming_hands_over_row_by_row();
    void A6_queries_see_what_was_added();
    void A6_objects_of_queries_are_the_session_s();
    void A6_unflushed_changes_survive_a_query();
    void R18_relations_are_loaded_as_asked_data();
    void R18_relations_are_loaded_as_asked();
    void R18_options_are_chained();
    void A9_raise_forbids_loading();
    void values_that_do_not_fit_name_the_column();
    void R16_sql_of_the_program_s_own();
    void R16_sql_whose_columns_are_wrong();
    void R16_sql_with_other_columns_than_the_row_data();
    void R16_sql_with_other_columns_than_the_row();
    void A6_sql_that_writes_is_rolled_back_data();
    void A6_sql_that_writes_is_rolled_back();
    void A6_sql_that_writes_expires_objects();
    void A6_sql_that_reads_begins_nothing();
    void A6_updates_and_deletes_in_bulk();
    void A6_plain_values_in_bulk();

private:
    int statements() const { return m_statements; }
    SessionFiles m_files {};
    int m_statements = 0;
};

void tst_Query::init()
{
    VERIFY_DONE(m_files.prepare());
    const auto own = m_files.session();
    own->add(Team {.name = u"Preventers"_s,
        .heroes
        = {Hero {.name = u"Rusty-Man"_s, .age = 48, .missions = {Mission {.title = u"rescue"_s}}},
            Hero {.name = u"Spider-Boy"_s, .age = 15}}});
    own->add(Team {.name = u"Z-Force"_s, .heroes = {Hero {.name = u"Deadpond"_s, .age = 30}}});
    own->add(Hero {.name = u"Tarantula"_s});
    VERIFY_DONE(own->commit());
}

void tst_Query::R16_all_first_one()
{
    const auto own = m_files.session();
    const auto adults = select<Hero>().where(col(&Hero::age) >= 18).orderBy(col(&Hero::name));
    const Result<QList<Hero *>> all = own->exec(adults).all();
    VERIFY_DONE(all);
    QCOMPARE(all->size(), 2);
    QCOMPARE(all->first()->name, u"Deadpond"_s);
    QCOMPARE(*own->exec(adults).first(), all->first());
    const auto young = select<Hero>().where(col(&Hero::age) < 18);
    QCOMPARE((*own->exec(young).one())->name, u"Spider-Boy"_s);
    QCOMPARE((*own->exec(young).oneOrNone())->name, u"Spider-Boy"_s);
}

void tst_Query::S10_one_refuses_none_and_several()
{
    const auto own = m_files.session();
    const auto nobody = select<Hero>().where(col(&Hero::name) == u"Nobody"_s);
    QCOMPARE(*own->exec(nobody).first(), nullptr);
    QCOMPARE(*own->exec(nobody).oneOrNone(), nullptr);
    QCOMPARE(own->exec(nobody).one().error().code, ErrorCode::NotFound);
    QCOMPARE(own->exec(select<Hero>()).one().error().code, ErrorCode::Conflict);
    QCOMPARE(own->exec(select<Hero>()).oneOrNone().error().code, ErrorCode::Conflict);
}

void tst_Query::S8_rows_of_two_models()
{
    const auto own = m_files.session();
    const auto pairs
        = own->exec(select<Hero, Team>().outerJoin(&Hero::team).orderBy(col(&Hero::name))).all();
    VERIFY_DONE(pairs);
    QCOMPARE(pairs->size(), 4);
    const auto [tarantula, none] = pairs->last();
    QCOMPARE(tarantula->name, u"Tarantula"_s);
    QCOMPARE(none, nullptr);
    QCOMPARE(std::get<1>(pairs->at(1)), std::get<1>(pairs->at(2)));
}

struct NameAndAge
{
    QString name {};
    std::optional<int> age {};
};

void tst_Query::A8_values_and_structs()
{
    const auto own = m_files.session();
    const auto names = own->exec(select(col(&Hero::name)).orderBy(col(&Hero::name))).all();
    VERIFY_DONE(names);
    QCOMPARE(names->first(), u"Deadpond"_s);
    const auto structs = own->exec(select(col(&Hero::name), col(&Hero::age))
                                       .orderBy(col(&Hero::name))
                                       .into<NameAndAge>())
                             .all();
    VERIFY_DONE(structs);
    QCOMPARE(structs->first().age, 30);
    const Result<qint64> number = own->exec(select(count()).selectFrom<Hero>()).one();
    VERIFY_DONE(number);
    QCOMPARE(*number, 4);
}

void tst_Query::A8_rows_are_plain_values()
{
    const auto own = m_files.session();
    const Result<QList<Hero>> heroes = own->rows(select<Hero>().orderBy(col(&Hero::id)));
    VERIFY_DONE(heroes);
    QCOMPARE(heroes->size(), 4);
    QCOMPARE(own->stateOf(&heroes->first()), ObjectState::Detached);
}

void tst_Query::A8_streaming_hands_over_row_by_row()
{
    const auto own = m_files.session();
    QStringList names;
    VERIFY_DONE(own->exec(select<Hero>().orderBy(col(&Hero::id))).forEach([&](const Hero &hero) {
        names.append(hero.name);
        return names.size() < 2;
    }));
    QCOMPARE(names.size(), 2);
}

void tst_Query::A6_queries_see_what_was_added()
{
    const auto own = m_files.session();
    Hero *hero = own->add(Hero {.name = u"New"_s, .age = 99});
    QCOMPARE(*own->exec(select<Hero>().where(col(&Hero::age) == 99)).first(), hero);
    hero->age = 98;
    QCOMPARE(*own->exec(select<Hero>().where(col(&Hero::age) == 98)).first(), hero);
    Session without(m_files.db(), m_files.dialect(), {.autoflush = false});
    without.add(Hero {.name = u"Unseen"_s, .age = 77});
    QCOMPARE(*without.exec(select<Hero>().where(col(&Hero::age) == 77)).first(), nullptr);
}

void tst_Query::A6_objects_of_queries_are_the_session_s()
{
    const auto own = m_files.session();
    Hero *hero = *own->get<Hero>(1);
    const auto all = own->exec(select<Hero>()).all();
    VERIFY_DONE(all);
    QVERIFY(all->contains(hero));
    hero->age = 49;
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT age FROM hero WHERE id = 1"_s), Value(qint64(49)));
}

void tst_Query::A6_unflushed_changes_survive_a_query()
{
    Session own(m_files.db(), m_files.dialect(), {.autoflush = false});
    Hero *hero = *own.get<Hero>(1);
    hero->name = u"changed"_s;
    VERIFY_DONE(own.exec(select<Hero>()).all());
    QCOMPARE(hero->name, u"changed"_s);
}

void tst_Query::R18_relations_are_loaded_as_asked_data()
{
    QTest::addColumn<int>("statements");
    QTest::addColumn<int>("strategy");
    QTest::newRow("lazily: one for each team and one for the teams") << 3 << 0;
    QTest::newRow("select-in: two, however many teams there are") << 2 << 1;
    QTest::newRow("joined: one") << 1 << 2;
}

void tst_Query::R18_relations_are_loaded_as_asked()
{
    QFETCH(int, statements);
    QFETCH(int, strategy);
    int count = 0;
    const Result<Engine> engine
        = Engine::create(m_files.url(), {.observer = [&](const StatementReport &) { ++count; }});
    VERIFY_DONE(engine);
    Session own(*engine);
    auto query = select<Team>().orderBy(col(&Team::id));
    if (strategy == 1)
        query = query.options(selectIn(&Team::heroes));
    else if (strategy == 2)
        query = query.options(joined(&Team::heroes));
    const auto teams = own.exec(query).all();
    VERIFY_DONE(teams);
    QCOMPARE(teams->size(), 2);
    for (Team *team : *teams) {
        QCOMPARE(team->heroes.isLoaded(), strategy != 0);
        VERIFY_DONE(team->heroes.load());
    }
    QCOMPARE(teams->first()->heroes.size(), 2);
    QCOMPARE(count, statements);
}

void tst_Query::R18_options_are_chained()
{
    const auto own = m_files.session();
    const auto teams
        = own->exec(select<Team>()
                        .orderBy(col(&Team::id))
                        .options(selectIn(&Team::heroes).then(selectIn(&Hero::missions))))
              .all();
    VERIFY_DONE(teams);
    const Hero *hero = *own->exec(select<Hero>().where(col(&Hero::age) == 48)).one();
    QVERIFY(teams->first()->heroes.contains(hero));
    QVERIFY(hero->missions.isLoaded());
    QCOMPARE(hero->missions.size(), 1);
    QCOMPARE(hero->missions[0]->title, u"rescue"_s);
    const auto other = m_files.session();
    const auto heroes = other
                            ->exec(select<Hero>()
                                       .orderBy(col(&Hero::name))
                                       .options(joined(&Hero::team).then(selectIn(&Team::heroes))))
                            .all();
    VERIFY_DONE(heroes);
    QCOMPARE(heroes->size(), 4);
    QCOMPARE(heroes->first()->team->heroes.size(), 1);
    QVERIFY(heroes->last()->team.isLoaded());
    QCOMPARE(heroes->last()->team.get(), nullptr);
}

void tst_Query::A9_raise_forbids_loading()
{
    const auto own = m_files.session();
    Hero *hero = *own->exec(select<Hero>().options(raise(&Hero::team))).first();
    const Result<Team *> refused = hero->team.load();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Usage);
    QVERIFY(refused.error().message.contains(u"hero"));
}

void tst_Query::values_that_do_not_fit_name_the_column()
{
    VERIFY_DONE(m_files.other().execute(u"UPDATE hero SET age = 'old' WHERE age = 48"_s));
    const auto own = m_files.session();
    const auto tracked = own->exec(select<Hero>()).all();
    QVERIFY(!tracked);
    QVERIFY2(tracked.error().message.contains(u"hero.age"), qPrintable(tracked.error().message));
    const auto plain = own->rows(select<Hero>());
    QVERIFY(!plain);
    QVERIFY2(plain.error().message.contains(u"age") && plain.error().message.contains(u"old"),
        qPrintable(plain.error().message));
    VERIFY_DONE(own->rows(select<Team>()));
}

void tst_Query::R16_sql_of_the_program_s_own()
{
    const auto own = m_files.session();
    Hero *rusty = *own->exec(select<Hero>().where(col(&Hero::age) == 48)).one();
    const auto heroes
        = own->exec(
                 sql<Hero>(
                     u"SELECT team_id, age, secret_name, id, name FROM hero WHERE age IN :ages"_s,
                     {{u"ages"_s, QList<int> {15, 48}}}))
              .all();
    VERIFY_DONE(heroes);
    QCOMPARE(heroes->size(), 2);
    QVERIFY(heroes->contains(rusty));
    const auto ranked
        = own
              ->exec(sql<std::tuple<QString, qint64>>(
                  u"SELECT name, rank() OVER (ORDER BY age DESC) FROM hero WHERE age IS NOT NULL"_s))
              .all();
    VERIFY_DONE(ranked);
    QCOMPARE(std::get<1>(ranked->last()), 3);
    VERIFY_DONE(own->execute(u"UPDATE hero SET age = ? WHERE age = 48"_s, {qint64(50)}));
    VERIFY_DONE(own->get<Hero>(*rusty->id));
    QCOMPARE(rusty->age, 50);
    VERIFY_DONE(own->rollback());
    QCOMPARE(m_files.scalar(u"SELECT max(age) FROM hero"_s), Value(qint64(48)));
}

void tst_Query::R16_sql_whose_columns_are_wrong()
{
    const auto own = m_files.session();
    const auto missing = own->exec(sql<Hero>(u"SELECT id, name FROM hero WHERE id = 0"_s)).all();
    QVERIFY(!missing);
    QVERIFY2(missing.error().message.contains(u"secret_name"), qPrintable(missing.error().message));
    VERIFY_DONE(own->exec(select<Hero>()).all());
}

namespace {

struct NameAge
{
    QString name {};
    std::optional<int> age {};
};

template <typename Row> QString errorOf(Session &session, const QString &text)
{
    const auto tracked = session.exec(sql<Row>(text)).all();
    const auto plain = session.exec(sql<Row>(text)).values();
    const auto each = session.exec(sql<Row>(text)).forEach([](const Row &) {});
    if (tracked || plain || each)
        return u"no error"_s;
    const QString message = tracked.error().message;
    return plain.error().message == message && each.error().message == message ? message
                                                                               : u"several"_s;
}

using ErrorOf = QString (*)(Session &, const QString &);

} // namespace

void tst_Query::R16_sql_with_other_columns_than_the_row_data()
{
    QTest::addColumn<ErrorOf>("errorOfRows");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    const ErrorOf tuple = &errorOf<std::tuple<int, QString>>;
    QTest::newRow("too few for a tuple")
        << tuple << u"SELECT 1"_s << u"The query gives 1 columns (1), and its rows take 2"_s;
    QTest::newRow("too many for a tuple")
        << tuple << u"SELECT 1 AS a, 'b' AS b, 3 AS c"_s
        << u"The query gives 3 columns (a, b, c), and its rows take 2"_s;
    QTest::newRow("too few for a struct")
        << ErrorOf(&errorOf<NameAge>) << u"SELECT name FROM hero"_s
        << u"The query gives 1 columns (name), and its rows take 2"_s;
    QTest::newRow("too many for a value")
        << ErrorOf(&errorOf<qint64>) << u"SELECT id, age FROM hero"_s
        << u"The query gives 2 columns (id, age), and its rows take 1"_s;
    QTest::newRow("too few, and no row")
        << tuple << u"SELECT id FROM hero WHERE id < 0"_s
        << u"The query gives 1 columns (id), and its rows take 2"_s;
    QTest::newRow("none") << ErrorOf(&errorOf<qint64>) << u"DELETE FROM hero WHERE id < 0"_s
                          << u"The query gives 0 columns (), and its rows take 1"_s;
}

void tst_Query::R16_sql_with_other_columns_than_the_row()
{
    QFETCH(ErrorOf, errorOfRows);
    QFETCH(QString, text);
    const auto own = m_files.session();
    QTEST(errorOfRows(*own, text), "message");
}

void tst_Query::A6_sql_that_writes_is_rolled_back_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("an insertion")
        << u"INSERT INTO hero (name, secret_name) VALUES ('x', '') RETURNING id"_s;
    QTest::newRow("behind a comment") << u"/* why */ UPDATE hero SET name = 'x' RETURNING id"_s;
    QTest::newRow("behind WITH")
        << u"WITH old AS (SELECT id FROM hero) UPDATE hero SET name = 'x' WHERE id IN old RETURNING id"_s;
    QTest::newRow("a deletion")
        << u"DELETE FROM hero WHERE name = 'Tarantula' RETURNING id"_s;
}

void tst_Query::A6_sql_that_writes_is_rolled_back()
{
    QFETCH(QString, text);
    const QString before = m_files.names(u"hero"_s);
    {
        const auto own = m_files.session();
        const auto keys = own->exec(sql<qint64>(text)).values();
        VERIFY_DONE(keys);
        QVERIFY(!keys->isEmpty());
        QVERIFY(own->isInTransaction());
        QCOMPARE(m_files.names(u"hero"_s), before);
        VERIFY_DONE(own->rollback());
        VERIFY_DONE(own->exec(sql<qint64>(text)).all());
    }
    QCOMPARE(m_files.names(u"hero"_s), before);
    const auto own = m_files.session();
    VERIFY_DONE(own->exec(sql<qint64>(text)).all());
    VERIFY_DONE(own->commit());
    QVERIFY(m_files.names(u"hero"_s) != before);
}

void tst_Query::A6_sql_that_writes_expires_objects()
{
    const auto own = m_files.session();
    Hero *rusty = *own->exec(select<Hero>().where(col(&Hero::age) == 48)).one();
    VERIFY_DONE(own->exec(sql<qint64>(u"UPDATE hero SET age = age + 1 RETURNING id"_s)).all());
    QCOMPARE(*own->get<Hero>(*rusty->id), rusty);
    QCOMPARE(rusty->age, 49);
    const auto returned
        = own->exec(sql<Hero>(u"UPDATE hero SET age = age + 1 WHERE age = 49 RETURNING *"_s)).one();
    VERIFY_DONE(returned);
    QCOMPARE(*returned, rusty);
    QCOMPARE(rusty->age, 50);
    VERIFY_DONE(own->rollback());
    VERIFY_DONE(own->refresh(rusty));
    QCOMPARE(rusty->age, 48);
}

void tst_Query::A6_sql_that_reads_begins_nothing()
{
    const auto own = m_files.session();
    VERIFY_DONE(own->exec(sql<qint64>(u"SELECT count(*) FROM hero"_s)).one());
    VERIFY_DONE(own->exec(sql<QString>(u"PRAGMA journal_mode"_s)).one());
    QVERIFY(!own->isInTransaction());
}

void tst_Query::A6_updates_and_deletes_in_bulk()
{
    const auto own = m_files.session();
    Hero *young = *own->exec(select<Hero>().where(col(&Hero::age) == 15)).one();
    const Result<qint64> older = own->exec(
        update<Hero>().set(col(&Hero::age), col(&Hero::age) + 1).where(col(&Hero::age) < 40));
    VERIFY_DONE(older);
    QCOMPARE(*older, 2);
    VERIFY_DONE(own->get<Hero>(*young->id));
    QCOMPARE(young->age, 16);
    const auto gone
        = own->exec(
                 deleteFrom<Hero>().where(col(&Hero::teamId).isNull()).returning(col(&Hero::name)))
              .all();
    VERIFY_DONE(gone);
    QCOMPARE(*gone, QList<QString> {u"Tarantula"_s});
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT count(*) FROM hero"_s), Value(qint64(3)));
}

void tst_Query::A6_plain_values_in_bulk()
{
    const auto own = m_files.session();
    QList<Mission> missions;
    for (int i = 0; i < 1000; ++i)
        missions.append(Mission {.title = QString::number(i)});
    missions[500].id = 5000; // another shape of INSERT in between
    const Result<qint64> inserted = own->bulkInsert(missions);
    VERIFY_DONE(inserted);
    QCOMPARE(*inserted, 1000);
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT title FROM mission WHERE id = 5000"_s), Value(u"500"_s));
    QCOMPARE(m_files.scalar(u"SELECT count(DISTINCT title) FROM mission WHERE title < 'a'"_s),
        Value(qint64(1000)));

    const auto returned
        = own->bulkInsertReturning(QList<Mission> {{.title = u"x"_s}, {.title = u"y"_s}});
    VERIFY_DONE(returned);
    QVERIFY(returned->first().id && *returned->last().id == *returned->first().id + 1);
    QList<Mission> changed = *returned;
    changed[0].title = u"x2"_s;
    changed.append(Mission {.id = 9000, .title = u"z"_s});
    QVERIFY(!own->bulkUpdate(changed));
    VERIFY_DONE(own->bulkUpsert(changed));
    int made = 0;
    const Result<qint64> streamed = own->bulkInsert<Mission>([&]() -> std::optional<Mission> {
        return made < 5000 ? std::optional(Mission {.title = u"s%1"_s.arg(made++)}) : std::nullopt;
    });
    VERIFY_DONE(streamed);
    QCOMPARE(*streamed, 5000);
    VERIFY_DONE(own->commit());
    QCOMPARE(m_files.scalar(u"SELECT title FROM mission WHERE id = 9000"_s), Value(u"z"_s));
    QCOMPARE(
        m_files.scalar(u"SELECT count(*) FROM mission WHERE title = 'x2'"_s), Value(qint64(1)));
    QCOMPARE(m_files.scalar(u"SELECT count(DISTINCT title) FROM mission WHERE title LIKE 's%'"_s),
        Value(qint64(5000)));
}

} // namespace

QTEST_GUILESS_MAIN(tst_Query)
#include "tst_query.moc"
