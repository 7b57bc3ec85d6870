// SPDX-License-Identifier: MPL-2.0
// error: all branches of a case_() have values of one kind
#include "models.h"

using namespace joinery;

const auto query = select(case_().when(col(&Hero::age) > 3, 1).otherwise(QString()));
