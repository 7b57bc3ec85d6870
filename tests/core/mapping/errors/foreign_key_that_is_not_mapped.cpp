// SPDX-License-Identifier: MPL-2.0
// error: theMemberIsNotMappedToAColumn
#include "models.h"

using namespace joinery;

struct Car
{
    std::optional<qint64> ownerId {};
    Related<Hero> owner {};
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>(
    "car", manyToOne(&Car::owner, &Car::ownerId));
const ModelInfo &info = modelInfo<Car>();
