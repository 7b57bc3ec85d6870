// SPDX-License-Identifier: MPL-2.0
// error: theMemberIsNotMappedToAColumn
#include "models.h"

using namespace joinery;

const auto query = select<Hero>().where(col(&Hero::unmapped) > 3);
