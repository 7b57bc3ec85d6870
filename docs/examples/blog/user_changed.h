// SPDX-License-Identifier: MPL-2.0
#pragma once
// One column a line:
// clang-format off

#include <joinery/mapping/mapping.h>

struct User
{
    std::optional<qint64> id {};
    QString username {};
    QString email {};
    bool admin = false;
};

namespace joinery {

template <>
inline constexpr auto mapping<User> = model<User>("user",
    column("id", &User::id, primaryKey),
    column("username", &User::username, unique),
    column("email", &User::email),
    column("admin", &User::admin, memberDefault));

} // namespace joinery
