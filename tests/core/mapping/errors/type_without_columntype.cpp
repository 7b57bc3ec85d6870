// SPDX-License-Identifier: MPL-2.0
// error: Joinery cannot keep a member of this type in a column
#include "models.h"

using namespace joinery;

struct Color
{
    int red;
};
struct Car
{
    Color color {};
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>("car", column("color", &Car::color));
const ModelInfo &info = modelInfo<Car>();
