// SPDX-License-Identifier: MPL-2.0
// compiles
#include "models.h"

using namespace joinery;

const auto query
    = select(col(&Hero::name), count()).where(col(&Hero::age) > 3).groupBy(col(&Hero::name));
