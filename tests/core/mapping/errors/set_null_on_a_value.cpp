// SPDX-License-Identifier: MPL-2.0
// error: setNullNeedsAnOptionalMember
#include "models.h"

using namespace joinery;

struct Car
{
    qint64 owner = 0;
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>(
    "car", column("owner", &Car::owner, references(&Hero::id, onDelete("set null"))));
