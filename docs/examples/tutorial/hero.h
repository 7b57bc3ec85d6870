// SPDX-License-Identifier: MPL-2.0
#pragma once
// One column a line:
// clang-format off

//! [model]
#include <joinery/mapping/mapping.h>

struct Hero
{
    std::optional<qint64> id {};
    QString name {};
    QString secretName {};
    std::optional<int> age {};
};

namespace joinery {

template <>
inline constexpr auto mapping<Hero> = model<Hero>("hero",
    column("id", &Hero::id, primaryKey),
    column("name", &Hero::name, index),
    column("secret_name", &Hero::secretName),
    column("age", &Hero::age, index, check("age >= 0")));

} // namespace joinery
//! [model]
