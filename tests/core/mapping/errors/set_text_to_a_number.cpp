// SPDX-License-Identifier: MPL-2.0
// error: gives a column a value of its own kind
#include "models.h"

using namespace joinery;

const auto change = update<Hero>().set(col(&Hero::age), QString());
