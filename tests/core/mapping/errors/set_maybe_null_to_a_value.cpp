// SPDX-License-Identifier: MPL-2.0
// error: whose member is no std::optional
#include "models.h"

using namespace joinery;

const auto change = update<Team>().set(col(&Team::name), lower(nullable(col(&Team::name))));
