// SPDX-License-Identifier: MPL-2.0
// error: the member has another type than the one it refers to
#include "models.h"

using namespace joinery;

struct Car
{
    QString owner {};
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>(
    "car", column("owner", &Car::owner, references(&Hero::id)));
const ModelInfo &info = modelInfo<Car>();
