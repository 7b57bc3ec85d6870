// SPDX-License-Identifier: MPL-2.0
// error: values are compared with their own kind only
#include "models.h"

using namespace joinery;

const auto query = select<Hero>().where(col(&Hero::teamId).in(select(col(&Team::name))));
