// SPDX-License-Identifier: MPL-2.0
// error: is a member of a struct that the model is not
#include "models.h"

using namespace joinery;

struct Car
{
    qint64 owner = 0;
};
template <>
inline constexpr auto joinery::mapping<Car> = model<Car>("car", column("name", &Hero::name));
const ModelInfo &info = modelInfo<Car>();
