// SPDX-License-Identifier: MPL-2.0
// error: only numbers can be summed
#include "models.h"

using namespace joinery;

const auto query = select(sum(col(&Hero::name)));
