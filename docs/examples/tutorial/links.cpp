// SPDX-License-Identifier: MPL-2.0
// Many-to-many. Writes links.db into the current folder.
#include "link.h"
#include "show.h"

#include <joinery/session/createall.h>
#include <joinery/session/session.h>

using namespace joinery;
using namespace Qt::StringLiterals;

static Result<Engine> openDatabase()
{
    Result<Engine> engine = Engine::create(u"sqlite:///links.db"_s);
    if (!engine)
        return engine;
    const MetaData metaData = metaDataOf<HeroMission, Membership>();
    if (const Result<> created = createAll(*engine, metaData); !created)
        return fail(created.error());
    return engine;
}

//! [create]
static Result<> createMissions(const Engine &engine)
{
    Session session(engine);
    Mission *rescue = session.add(Mission {.title = u"Rescue"_s});
    session.add(Hero {.name = u"Deadpond"_s, .missions = {rescue}});
    Hero *rusty = session.add(Hero {.name = u"Rusty-Man"_s, .missions = {rescue}});
    rusty->missions.append(Mission {.title = u"Repair"_s});
    return session.commit();
}
//! [create]

//! [read]
static Result<> readMissions(const Engine &engine)
{
    Session session(engine);
    const auto missions
        = session
              .exec(
                  select<Mission>().orderBy(col(&Mission::id)).options(selectIn(&Mission::heroes)))
              .all();
    if (!missions)
        return fail(missions.error());
    for (const Mission *mission : *missions) {
        for (const Hero *hero : mission->heroes)
            print(mission->title + u": "_s + hero->name);
    }
    return {};
}
//! [read]

//! [remove]
static Result<> leaveMission(const Engine &engine)
{
    Session session(engine);
    const Result<Hero *> hero
        = session.exec(select<Hero>().where(col(&Hero::name) == u"Rusty-Man"_s)).one();
    if (!hero)
        return fail(hero.error());
    if (Result<> done = (*hero)->missions.load(); !done)
        return done;
    (*hero)->missions.remove((*hero)->missions[0]); // the link goes, the mission stays
    if (Result<> done = session.commit(); !done)
        return done;
    print(u"%1 is on %2 mission"_s.arg((*hero)->name).arg((*hero)->missions.size()));
    return {};
}
//! [remove]

//! [extra]
static Result<> linksWithFields(const Engine &engine)
{
    Session session(engine);
    const Result<Hero *> hero = session.get<Hero>(1);
    if (!hero || !*hero)
        return fail(ErrorCode::NotFound, u"no hero 1"_s);
    Team *team = session.add(Team {.name = u"Z-Force"_s});
    session.add(Membership {.training = true, .hero = *hero, .team = team});
    if (Result<> done = session.commit(); !done)
        return done;
    const auto trainees = select<Hero, Team>()
                              .join(&Hero::memberships)
                              .join(&Membership::team)
                              .where(col(&Membership::training) == true);
    const auto rows = session.exec(trainees).all();
    if (!rows)
        return fail(rows.error());
    for (const auto &[trainee, where] : *rows)
        print(trainee->name + u" trains with "_s + where->name);
    return {};
}
//! [extra]

int main()
{
    const Result<Engine> engine = openDatabase();
    if (!engine) {
        print(engine.error().message);
        return 1;
    }
    const bool done = run("create", createMissions, *engine) && run("read", readMissions, *engine)
        && run("remove", leaveMission, *engine) && run("extra", linksWithFields, *engine);
    return done ? 0 : 1;
}
