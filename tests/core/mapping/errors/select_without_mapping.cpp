// SPDX-License-Identifier: MPL-2.0
// error: select<T>() needs a struct with a mapping
#include "models.h"

using namespace joinery;

struct Plain
{
    int a;
};
const auto query = select<Plain>();
