// SPDX-License-Identifier: MPL-2.0
#pragma once
// One column a line:
// clang-format off

#include <joinery/mapping/mapping.h>

struct Team;
struct Membership;

//! [structs]
struct Mission;

struct Hero
{
    std::optional<qint64> id {};
    QString name {};
    joinery::RelatedList<Mission> missions {};
    joinery::RelatedList<Membership> memberships {};
};

struct Mission
{
    std::optional<qint64> id {};
    QString title {};
    joinery::RelatedList<Hero> heroes {};
};

struct HeroMission
{
    qint64 heroId = 0;
    qint64 missionId = 0;
};
//! [structs]

//! [extra structs]
struct Team
{
    std::optional<qint64> id {};
    QString name {};
    joinery::RelatedList<Membership> memberships {};
};

struct Membership
{
    qint64 heroId = 0;
    qint64 teamId = 0;
    bool training = false;
    joinery::Related<Hero> hero {};
    joinery::Related<Team> team {};
};
//! [extra structs]

namespace joinery {

//! [mappings]
template <>
inline constexpr auto mapping<HeroMission> = model<HeroMission>("hero_mission",
    column("hero_id", &HeroMission::heroId, references(&Hero::id)),
    column("mission_id", &HeroMission::missionId, references(&Mission::id)),
    primaryKey(&HeroMission::heroId, &HeroMission::missionId));

template <>
inline constexpr auto mapping<Mission> = model<Mission>("mission",
    column("id", &Mission::id, primaryKey),
    column("title", &Mission::title),
    manyToMany(&Mission::heroes, &HeroMission::missionId, &HeroMission::heroId));

template <>
inline constexpr auto mapping<Hero> = model<Hero>("hero",
    column("id", &Hero::id, primaryKey),
    column("name", &Hero::name),
    manyToMany(&Hero::missions, &HeroMission::heroId, &HeroMission::missionId),
    oneToMany(&Hero::memberships, &Membership::heroId).cascadeDelete());
//! [mappings]

//! [extra mappings]
template <>
inline constexpr auto mapping<Team> = model<Team>("team",
    column("id", &Team::id, primaryKey),
    column("name", &Team::name),
    oneToMany(&Team::memberships, &Membership::teamId).cascadeDelete());

template <>
inline constexpr auto mapping<Membership> = model<Membership>("membership",
    column("hero_id", &Membership::heroId, references(&Hero::id)),
    column("team_id", &Membership::teamId, references(&Team::id)),
    column("training", &Membership::training, memberDefault),
    primaryKey(&Membership::heroId, &Membership::teamId),
    manyToOne(&Membership::hero, &Membership::heroId),
    manyToOne(&Membership::team, &Membership::teamId));
//! [extra mappings]

} // namespace joinery
