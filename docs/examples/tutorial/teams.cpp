// SPDX-License-Identifier: MPL-2.0
// Connected tables and relationships. Writes teams.db into the current folder.
#include "show.h"
#include "team.h"

#include <joinery/session/createall.h>
#include <joinery/session/session.h>

using namespace joinery;
using namespace Qt::StringLiterals;

//! [observer]
static int statements = 0;

static Result<Engine> openDatabase()
{
    EngineOptions options;
    options.prePing = false; // else a SELECT 1 for each session counts, too
    options.observer = [](const StatementReport &) { ++statements; };
    Result<Engine> engine = Engine::create(u"sqlite:///teams.db"_s, options);
    if (!engine)
        return engine;
    if (const Result<> created = createAll(*engine, metaDataOf<Hero, Gadget>()); !created)
        return fail(created.error());
    return engine;
}
//! [observer]

//! [connect]
static Result<> connectByKeys(const Engine &engine)
{
    Session session(engine);
    Team *preventers
        = session.add(Team {.name = u"Preventers"_s, .headquarters = u"Sharp Tower"_s});
    Team *zForce = session.add(Team {.name = u"Z-Force"_s, .headquarters = u"Sister's Bar"_s});
    if (Result<> done = session.flush(); !done) // gives them their ids
        return done;
    session.add(Hero {.name = u"Deadpond"_s, .teamId = zForce->id});
    session.add(Hero {.name = u"Rusty-Man"_s, .teamId = preventers->id});
    session.add(Hero {.name = u"Spider-Boy"_s});
    return session.commit();
}
//! [connect]

//! [join]
static Result<> readConnected(const Engine &engine)
{
    Session session(engine);
    const auto rows = session.exec(select<Hero, Team>().join(&Hero::team)).all();
    if (!rows)
        return fail(rows.error());
    for (const auto &[hero, team] : *rows)
        print(hero->name + u" is of "_s + team->name);
    const auto preventers = select<Hero>()
                                .join<Team>(col(&Hero::teamId) == col(&Team::id))
                                .where(col(&Team::name) == u"Preventers"_s);
    const auto heroes = session.exec(preventers).all();
    if (!heroes)
        return fail(heroes.error());
    for (const Hero *hero : *heroes)
        print(hero->name);
    return {};
}
//! [join]

//! [outer]
static Result<> readAllHeroes(const Engine &engine)
{
    Session session(engine);
    const auto rows
        = session.exec(select<Hero, Team>().outerJoin(&Hero::team).orderBy(col(&Hero::name))).all();
    if (!rows)
        return fail(rows.error());
    for (const auto &[hero, team] : *rows) // team: nullptr where there is none
        print(hero->name + (team ? u" is of "_s + team->name : u" is of no team"_s));
    return {};
}
//! [outer]

//! [disconnect]
static Result<> changeConnections(const Engine &engine)
{
    Session session(engine);
    const Result<Hero *> hero
        = session.exec(select<Hero>().where(col(&Hero::name) == u"Spider-Boy"_s)).one();
    if (!hero)
        return fail(hero.error());
    (*hero)->teamId = 1;
    if (Result<> done = session.commit(); !done)
        return done;
    (*hero)->teamId = std::nullopt;
    return session.commit();
}
//! [disconnect]

//! [create]
static Result<> createRelated(const Engine &engine)
{
    Session session(engine);
    // A new team comes along with the hero, new heroes with the team.
    session.add(Hero {.name = u"Dr. Weird"_s, .team = Team {.name = u"Wakaland"_s}});
    Team *league = session.add(Team {.name = u"League"_s,
        .headquarters = u"Moon"_s,
        .heroes = {Hero {.name = u"Black Lion"_s}, Hero {.name = u"Princess Sure-E"_s}}});
    // Objects of the session are assigned as pointers, from either side.
    Hero *tarantula = session.add(Hero {.name = u"Tarantula"_s, .team = league});
    league->heroes.append(Hero {.name = u"Captain North America"_s});
    if (Result<> done = session.commit(); !done)
        return done;
    print(
        u"%1 heroes, Tarantula is of team %2"_s.arg(league->heroes.size()).arg(*tarantula->teamId));
    return {};
}
//! [create]

//! [lazy]
static Result<> loadWhenAsked(const Engine &engine)
{
    Session session(engine);
    const Result<Hero *> hero
        = session.exec(select<Hero>().where(col(&Hero::name) == u"Deadpond"_s)).one();
    if (!hero)
        return fail(hero.error());
    print((*hero)->team.isLoaded() ? u"loaded"_s : u"not loaded"_s);
    const Result<Team *> team = (*hero)->team.load();
    if (!team)
        return fail(team.error());
    print((*team)->name);
    if (Result<> done = (*team)->heroes.load(); !done)
        return done;
    for (const Hero *member : (*team)->heroes)
        print(member->name);
    return {};
}
//! [lazy]

//! [eager]
static Result<> loadAtOnce(const Engine &engine)
{
    const auto teams = select<Team>().options(selectIn(&Team::heroes)); // two statements
    const auto heroes = select<Hero>().options(joined(&Hero::team)); // one
    {
        Session session(engine);
        statements = 0;
        const auto all = session.exec(teams).all();
        if (!all)
            return fail(all.error());
        for (const Team *team : *all)
            print(u"%1: %2"_s.arg(team->name).arg(team->heroes.size()));
        print(u"%1 statements"_s.arg(statements));
    }
    Session session(engine);
    statements = 0;
    const auto all = session.exec(heroes).all();
    if (!all)
        return fail(all.error());
    print(u"%1 of %2, %3 statement"_s.arg(
        all->first()->name, all->first()->team->name, QString::number(statements)));
    return {};
}
//! [eager]

//! [raise]
static Result<> loadNeverByOversight(const Engine &engine)
{
    Session session(engine);
    const Result<Hero *> hero = session.exec(select<Hero>().options(raise(&Hero::team))).first();
    if (!hero)
        return fail(hero.error());
    const Result<Team *> team = (*hero)->team.load();
    print(team ? u"loaded"_s : team.error().message);
    return {};
}
//! [raise]

//! [remove]
static Result<> endRelationships(const Engine &engine)
{
    Session session(engine);
    const Result<Team *> league = session
                                      .exec(select<Team>()
                                                .where(col(&Team::name) == u"League"_s)
                                                .options(selectIn(&Team::heroes)))
                                      .one();
    if (!league)
        return fail(league.error());
    Hero *first = (*league)->heroes[0];
    Hero *second = (*league)->heroes[1];
    (*league)->heroes.remove(first);
    second->team = nullptr;
    if (Result<> done = session.commit(); !done)
        return done;
    print(!first->teamId && !second->teamId ? u"both are free"_s : u"still there"_s);
    print(u"%1 heroes are left"_s.arg((*league)->heroes.size()));
    return {};
}
//! [remove]

//! [cascade]
static Result<> deleteWithChildren(const Engine &engine)
{
    Session session(engine);
    Hero *hero = session.add(Hero {.name = u"Rusty-Boy"_s,
        .gadgets = {Gadget {.name = u"Hammer"_s}, Gadget {.name = u"Rope"_s}}});
    if (Result<> done = session.commit(); !done)
        return done;
    hero->gadgets.remove(hero->gadgets[0]); // nobody's now: its row goes
    if (Result<> done = session.commit(); !done)
        return done;
    const auto gadgets = select(count()).selectFrom<Gadget>();
    const Result<qint64> before = session.exec(gadgets).one();
    if (Result<> done = session.remove(hero); !done)
        return done;
    if (Result<> done = session.commit(); !done)
        return done;
    const Result<qint64> after = session.exec(gadgets).one();
    if (!before || !after)
        return fail(ErrorCode::Failed, u"not counted"_s);
    print(u"%1 gadget before, %2 after"_s.arg(*before).arg(*after));
    return {};
}
//! [cascade]

//! [free]
static Result<> deleteParent(const Engine &engine)
{
    Session session(engine);
    const Result<Team *> team
        = session.exec(select<Team>().where(col(&Team::name) == u"Z-Force"_s)).one();
    const Result<Hero *> hero
        = session.exec(select<Hero>().where(col(&Hero::name) == u"Deadpond"_s)).one();
    if (!team || !hero)
        return fail(ErrorCode::NotFound, u"no Deadpond in Z-Force"_s);
    if (Result<> done = session.remove(*team); !done)
        return done;
    if (Result<> done = session.commit(); !done)
        return done;
    print((*hero)->teamId ? u"still in a team"_s : u"Deadpond is of no team"_s);
    return {};
}
//! [free]

int main()
{
    const Result<Engine> engine = openDatabase();
    if (!engine) {
        print(engine.error().message);
        return 1;
    }
    const bool done = run("connect", connectByKeys, *engine) && run("join", readConnected, *engine)
        && run("outer", readAllHeroes, *engine) && run("disconnect", changeConnections, *engine)
        && run("create", createRelated, *engine) && run("lazy", loadWhenAsked, *engine)
        && run("eager", loadAtOnce, *engine) && run("raise", loadNeverByOversight, *engine)
        && run("remove", endRelationships, *engine) && run("cascade", deleteWithChildren, *engine)
        && run("free", deleteParent, *engine);
    return done ? 0 : 1;
}
