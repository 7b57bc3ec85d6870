// SPDX-License-Identifier: MPL-2.0
// error: a condition has to be true or false
#include "models.h"

using namespace joinery;

const auto query = select<Hero>().where(col(&Hero::age));
