// SPDX-License-Identifier: MPL-2.0
// error: this is for texts
#include "models.h"

using namespace joinery;

const auto query = select<Hero>().where(col(&Hero::age).startsWith(QString()));
