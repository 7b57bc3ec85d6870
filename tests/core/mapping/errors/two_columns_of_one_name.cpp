// SPDX-License-Identifier: MPL-2.0
// error: twoColumnsHaveOneName
#include "models.h"

using namespace joinery;

struct Car
{
    int seats = 0;
    int doors = 0;
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>(
    "car", column("n", &Car::seats), column("N", &Car::doors));
const ModelInfo &info = modelInfo<Car>();
