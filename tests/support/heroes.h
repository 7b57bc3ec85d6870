// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/mapping.h"

// Models as the tutorial has them: heroes, their teams, their missions.
namespace joinery::testing {

enum class Power
{
    Flight,
    Strength
};

struct Team;
struct Mission;

struct Hero
{
    std::optional<qint64> id {};
    QString name {};
    QString secretName {};
    std::optional<int> age {};
    std::optional<qint64> teamId {};
    Related<Team> team {};
    RelatedList<Mission> missions {};
};

struct Team
{
    std::optional<qint64> id {};
    QString name {};
    QString headquarters {};
    RelatedList<Hero> heroes {};
};

struct Mission
{
    std::optional<qint64> id {};
    QString title {};
    RelatedList<Hero> heroes {};
};

struct HeroMission
{
    qint64 heroId = 0;
    qint64 missionId = 0;
};

} // namespace joinery::testing

namespace joinery {

template <>
inline constexpr auto mapping<testing::Team> = model<testing::Team>("team",
    column("id", &testing::Team::id, primaryKey),
    column("name", &testing::Team::name, unique, maxLength(80)),
    column("headquarters", &testing::Team::headquarters),
    oneToMany(&testing::Team::heroes, &testing::Hero::teamId));

template <>
inline constexpr auto mapping<testing::Hero> = model<testing::Hero>("hero",
    column("id", &testing::Hero::id, primaryKey), column("name", &testing::Hero::name, index),
    column("secret_name", &testing::Hero::secretName),
    column("age", &testing::Hero::age, check("age >= 0")),
    column("team_id", &testing::Hero::teamId, references(&testing::Team::id, onDelete("set null"))),
    manyToOne(&testing::Hero::team, &testing::Hero::teamId),
    manyToMany(
        &testing::Hero::missions, &testing::HeroMission::heroId, &testing::HeroMission::missionId));

template <>
inline constexpr auto mapping<testing::Mission> = model<testing::Mission>("mission",
    column("id", &testing::Mission::id, primaryKey), column("title", &testing::Mission::title),
    manyToMany(&testing::Mission::heroes, &testing::HeroMission::missionId,
        &testing::HeroMission::heroId));

template <>
inline constexpr auto mapping<testing::HeroMission> = model<testing::HeroMission>("hero_mission",
    column("hero_id", &testing::HeroMission::heroId,
        references(&testing::Hero::id, onDelete("cascade"))),
    column("mission_id", &testing::HeroMission::missionId,
        references(&testing::Mission::id, onDelete("cascade"))),
    primaryKey(&testing::HeroMission::heroId, &testing::HeroMission::missionId));

} // namespace joinery
