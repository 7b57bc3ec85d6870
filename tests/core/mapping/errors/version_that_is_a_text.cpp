// SPDX-License-Identifier: MPL-2.0
// error: aVersionIsAnInteger
#include "models.h"

using namespace joinery;

struct Car
{
    QString version {};
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>(
    "car", column("version", &Car::version, version));
const ModelInfo &info = modelInfo<Car>();
