// SPDX-License-Identifier: MPL-2.0
// Rows of one table: create, read, update, delete. Writes heroes.db into the current folder.
#include "hero.h"
#include "show.h"

#include <joinery/session/bulkchange.h>
#include <joinery/session/createall.h>
#include <joinery/session/session.h>

using namespace joinery;
using namespace Qt::StringLiterals;

static void print(const Hero &hero)
{
    const QString age = hero.age ? QString::number(*hero.age) : u"unknown"_s;
    print(u"%1 %2 (%3), age %4"_s.arg(*hero.id).arg(hero.name, hero.secretName, age));
}

//! [database]
static Result<Engine> openDatabase()
{
    Result<Engine> engine = Engine::create(u"sqlite:///heroes.db"_s);
    if (!engine)
        return engine;
    if (const Result<> created = createAll(*engine, metaDataOf<Hero>()); !created)
        return fail(created.error());
    return engine;
}
//! [database]

//! [create]
static Result<> createHeroes(const Engine &engine)
{
    Session session(engine);
    session.add(Hero {.name = u"Deadpond"_s, .secretName = u"Dive Wilson"_s});
    session.add(Hero {.name = u"Spider-Boy"_s, .secretName = u"Pedro Parqueador"_s});
    session.add(Hero {.name = u"Rusty-Man"_s, .secretName = u"Tommy Sharp"_s, .age = 48});
    return session.commit();
}
//! [create]

//! [ids]
static Result<> automaticIds(const Engine &engine)
{
    Session session(engine);
    Hero *hero
        = session.add(Hero {.name = u"Tarantula"_s, .secretName = u"Natalia Roman"_s, .age = 32});
    print(hero->id ? u"it has an id"_s : u"no id yet"_s);
    if (Result<> done = session.flush(); !done) // or commit()
        return done;
    print(u"id %1"_s.arg(*hero->id));
    if (Result<> done = session.commit(); !done)
        return done;
    hero->age = 33;
    if (Result<> done = session.refresh(hero); !done) // what the database has
        return done;
    print(*hero);
    return {};
}
//! [ids]

//! [refused]
static Result<> whatTheDatabaseRefuses(const Engine &engine)
{
    Session session(engine);
    Hero *hero = session.add(Hero {.name = u"Nobody"_s, .secretName = u"Nemo"_s, .age = -1});
    if (const Result<> refused = session.commit(); !refused)
        print(refused.error().message);
    hero->age = 1; // the session goes on: correct the object and commit again, or
    return session.rollback();
}
//! [refused]

//! [bulk]
static Result<> createMany(const Engine &engine)
{
    const QList<Hero> heroes {
        {.name = u"Black Lion"_s, .secretName = u"Trevor Challa"_s, .age = 35},
        {.name = u"Dr. Weird"_s, .secretName = u"Steve Weird"_s, .age = 36},
        {.name = u"Captain North America"_s, .secretName = u"Esteban Rogelios"_s, .age = 93},
    };
    Session session(engine);
    if (const Result<qint64> written = session.bulkInsert(heroes); !written)
        return fail(written.error());
    return session.commit();
}
//! [bulk]

//! [read]
static Result<> readHeroes(const Engine &engine)
{
    Session session(engine);
    const Result<QList<Hero *>> heroes = session.exec(select<Hero>().orderBy(col(&Hero::id))).all();
    if (!heroes)
        return fail(heroes.error());
    for (const Hero *hero : *heroes)
        print(*hero);
    return {};
}
//! [read]

//! [where]
static Result<> filterHeroes(const Engine &engine)
{
    Session session(engine);
    const auto middleAged = select<Hero>().where(
        col(&Hero::age) >= 35 && col(&Hero::age) < 40 && col(&Hero::name) != u"Dr. Weird"_s);
    const auto ageless = select<Hero>()
                             .where(col(&Hero::age).isNull() || col(&Hero::age) > 90)
                             .orderBy(col(&Hero::name).desc());
    for (const auto &query : {middleAged, ageless}) {
        const auto heroes = session.exec(query).all();
        if (!heroes)
            return fail(heroes.error());
        for (const Hero *hero : *heroes)
            print(hero->name);
    }
    return {};
}
//! [where]

//! [values]
static Result<> readValues(const Engine &engine)
{
    Session session(engine);
    const Result<QList<Hero>> heroes
        = session.rows(select<Hero>().where(col(&Hero::name).startsWith(u"Spider"_s)));
    if (!heroes)
        return fail(heroes.error());
    print(heroes->first());
    const auto ages = session.rows(select(count(), max(col(&Hero::age))));
    if (!ages)
        return fail(ages.error());
    const auto &[number, oldest] = ages->first();
    print(u"%1 heroes, the oldest is %2"_s.arg(number).arg(oldest.value_or(0)));
    return {};
}
//! [values]

//! [one]
static Result<> readOne(const Engine &engine)
{
    Session session(engine);
    const auto named
        = [](const QString &name) { return select<Hero>().where(col(&Hero::name) == name); };
    const Result<Hero *> first = session.exec(named(u"Deadpond"_s)).first(); // nullptr: none
    const Result<Hero *> one = session.exec(named(u"Deadpond"_s)).one(); // an error: none, or two
    const Result<Hero *> byKey = session.get<Hero>(1); // nullptr: none
    if (!first || !one || !byKey)
        return fail(ErrorCode::NotFound, u"no Deadpond"_s);
    print(*first == *one && *one == *byKey ? u"one row is one object"_s : u"copies"_s);
    const Result<Hero *> nobody = session.get<Hero>(9001);
    print(nobody && !*nobody ? u"no hero 9001"_s : u"a hero 9001"_s);
    print(session.exec(named(u"Nobody"_s)).one().error().message);
    return {};
}
//! [one]

//! [limit]
static Result<> readPages(const Engine &engine)
{
    Session session(engine);
    const auto byId = select<Hero>().orderBy(col(&Hero::id));
    const auto page = session.exec(byId.offset(3).limit(2)).all();
    if (!page)
        return fail(page.error());
    for (const Hero *hero : *page)
        print(*hero);
    return {};
}
//! [limit]

//! [update]
static Result<> updateHero(const Engine &engine)
{
    Session session(engine);
    const Result<Hero *> hero
        = session.exec(select<Hero>().where(col(&Hero::name) == u"Spider-Boy"_s)).one();
    if (!hero)
        return fail(hero.error());
    (*hero)->age = 16;
    (*hero)->name = u"Spider-Youngster"_s;
    if (Result<> done = session.commit(); !done)
        return done;
    print(**hero);
    return {};
}
//! [update]

//! [delete]
static Result<> deleteHero(const Engine &engine)
{
    Session session(engine);
    const Result<Hero *> hero
        = session.exec(select<Hero>().where(col(&Hero::name) == u"Spider-Youngster"_s)).one();
    if (!hero)
        return fail(hero.error());
    if (Result<> done = session.remove(*hero); !done)
        return done;
    return session.commit();
}
//! [delete]

//! [change]
static Result<> changeMany(const Engine &engine)
{
    Session session(engine);
    const Result<qint64> older = session.exec(
        update<Hero>().set(col(&Hero::age), col(&Hero::age) + 1).where(col(&Hero::age) < 40));
    const Result<qint64> gone = session.exec(deleteFrom<Hero>().where(col(&Hero::age).isNull()));
    if (!older || !gone)
        return fail(older ? gone.error() : older.error());
    print(u"%1 are a year older, %2 gone"_s.arg(*older).arg(*gone));
    return session.commit();
}
//! [change]

int main()
{
    const Result<Engine> engine = openDatabase();
    if (!engine) {
        print(engine.error().message);
        return 1;
    }
    const bool done = run("create", createHeroes, *engine) && run("ids", automaticIds, *engine)
        && run("refused", whatTheDatabaseRefuses, *engine) && run("bulk", createMany, *engine)
        && run("read", readHeroes, *engine) && run("where", filterHeroes, *engine)
        && run("values", readValues, *engine) && run("one", readOne, *engine)
        && run("limit", readPages, *engine) && run("update", updateHero, *engine)
        && run("delete", deleteHero, *engine) && run("change", changeMany, *engine);
    return done ? 0 : 1;
}
