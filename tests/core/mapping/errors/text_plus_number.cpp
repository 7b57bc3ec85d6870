// SPDX-License-Identifier: MPL-2.0
// error: only numbers can be calculated with
#include "models.h"

using namespace joinery;

const auto query = select(col(&Hero::name) + 1);
