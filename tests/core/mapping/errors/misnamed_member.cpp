// SPDX-License-Identifier: MPL-2.0
// error: agee
#include "models.h"

using namespace joinery;

const auto query = select<Hero>().where(col(&Hero::agee) > 3);
