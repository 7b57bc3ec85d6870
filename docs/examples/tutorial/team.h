// SPDX-License-Identifier: MPL-2.0
#pragma once
// One column a line:
// clang-format off

#include <joinery/mapping/mapping.h>

//! [structs]
struct Team;
struct Gadget;

struct Hero
{
    std::optional<qint64> id {};
    QString name {};
    std::optional<qint64> teamId {};
    joinery::Related<Team> team {};
    joinery::RelatedList<Gadget> gadgets {};
};

struct Team
{
    std::optional<qint64> id {};
    QString name {};
    QString headquarters {};
    joinery::RelatedList<Hero> heroes {};
};

struct Gadget
{
    std::optional<qint64> id {};
    QString name {};
    std::optional<qint64> heroId {};
};
//! [structs]

//! [mappings]
namespace joinery {

template <>
inline constexpr auto mapping<Team> = model<Team>("team",
    column("id", &Team::id, primaryKey),
    column("name", &Team::name, unique, maxLength(80)),
    column("headquarters", &Team::headquarters),
    oneToMany(&Team::heroes, &Hero::teamId));

template <>
inline constexpr auto mapping<Gadget> = model<Gadget>("gadget",
    column("id", &Gadget::id, primaryKey),
    column("name", &Gadget::name),
    column("hero_id", &Gadget::heroId, references(&Hero::id)));

template <>
inline constexpr auto mapping<Hero> = model<Hero>("hero",
    column("id", &Hero::id, primaryKey),
    column("name", &Hero::name, index),
    column("team_id", &Hero::teamId, references(&Team::id, onDelete("set null"))),
    manyToOne(&Hero::team, &Hero::teamId),
    oneToMany(&Hero::gadgets, &Gadget::heroId).cascadeDelete());

} // namespace joinery
//! [mappings]
