// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/bulkchange.h"

// What the snippets beside this file make mistakes about.
struct Team
{
    std::optional<qint64> id {};
    QString name {};
};
struct Hero
{
    std::optional<qint64> id {};
    QString name {};
    std::optional<int> age {};
    std::optional<qint64> teamId {};
    int unmapped = 0;
};

namespace joinery {

template <>
inline constexpr auto mapping<Team> = model<Team>(
    "team", column("id", &Team::id), column("name", &Team::name));
template <>
inline constexpr auto mapping<Hero> = model<Hero>("hero", column("id", &Hero::id),
    column("name", &Hero::name), column("age", &Hero::age),
    column("team_id", &Hero::teamId, references(&Team::id)));

} // namespace joinery
