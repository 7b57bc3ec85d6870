// SPDX-License-Identifier: MPL-2.0
// error: aColumnHasNoName
#include "models.h"

using namespace joinery;

struct Car
{
    int seats = 0;
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>("car", column("", &Car::seats));
const ModelInfo &info = modelInfo<Car>();
