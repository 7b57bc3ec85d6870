// SPDX-License-Identifier: MPL-2.0
// error: thisIsNoReferentialAction
#include "models.h"

using namespace joinery;

struct Car
{
    std::optional<qint64> owner {};
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>(
    "car", column("owner", &Car::owner, references(&Hero::id, onDelete("vanish"))));
