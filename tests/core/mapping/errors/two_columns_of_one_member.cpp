// SPDX-License-Identifier: MPL-2.0
// error: twoColumnsHaveOneMember
#include "models.h"

using namespace joinery;

struct Car
{
    int seats = 0;
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>(
    "car", column("a", &Car::seats), column("b", &Car::seats));
const ModelInfo &info = modelInfo<Car>();
