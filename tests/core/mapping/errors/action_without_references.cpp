// SPDX-License-Identifier: MPL-2.0
// error: onDelete() and onUpdate() say what a foreign key does
#include "models.h"

using namespace joinery;

struct Car
{
    std::optional<qint64> owner {};
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>(
    "car", column("owner", &Car::owner, onDelete("set null")));
const ModelInfo &info = modelInfo<Car>();
