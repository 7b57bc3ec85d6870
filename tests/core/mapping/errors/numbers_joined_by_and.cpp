// SPDX-License-Identifier: MPL-2.0
// error: && and || join conditions
#include "models.h"

using namespace joinery;

const auto query = select<Hero>().where(col(&Hero::age) && col(&Hero::teamId));
