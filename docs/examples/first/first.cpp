// SPDX-License-Identifier: MPL-2.0
// The smallest program with a model: a table in memory, a row written, rows read.
//! [program]
#include <joinery/mapping/mapping.h>
#include <joinery/session/createall.h>
#include <joinery/session/session.h>

#include <QTextStream>

using namespace Qt::StringLiterals;

struct Hero
{
    std::optional<qint64> id {};
    QString name {};
    std::optional<int> age {};
};

template <>
inline constexpr auto joinery::mapping<Hero> = joinery::model<Hero>("hero",
    joinery::column("id", &Hero::id, joinery::primaryKey), joinery::column("name", &Hero::name),
    joinery::column("age", &Hero::age));

static joinery::Result<> writeAndRead(const joinery::Engine &engine)
{
    if (auto created = createAll(engine, joinery::metaDataOf<Hero>()); !created)
        return created;

    joinery::Session session(engine);
    session.add(Hero {.name = u"Deadpond"_s});
    session.add(Hero {.name = u"Rusty-Man"_s, .age = 48});
    if (auto committed = session.commit(); !committed)
        return committed;

    const auto grownUps = joinery::select<Hero>().where(joinery::col(&Hero::age) >= 35);
    const auto heroes = session.exec(grownUps).all();
    if (!heroes)
        return joinery::fail(heroes.error());
    for (const Hero *hero : *heroes)
        QTextStream(stdout) << *hero->id << ' ' << hero->name << '\n';
    return {};
}

int main()
{
    const auto engine = joinery::Engine::create(u"sqlite://"_s); // in memory
    const auto done = engine ? writeAndRead(*engine) : joinery::fail(engine.error());
    if (!done)
        QTextStream(stderr) << done.error().message << ' ' << done.error().hint << '\n';
    return done ? 0 : 1;
}
//! [program]
