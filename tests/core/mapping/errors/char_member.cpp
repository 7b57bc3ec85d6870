// SPDX-License-Identifier: MPL-2.0
// error: Joinery cannot keep a member of this type in a column
#include "models.h"

using namespace joinery;

struct Car
{
    char grade = 'A';
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>("car", column("grade", &Car::grade));
const ModelInfo &info = modelInfo<Car>();
