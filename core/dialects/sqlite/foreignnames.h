// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/executor.h"

namespace joinery::sqlite {

/// Creates on a scratch database a table or index that a live one has, also where it needs a
/// collation or a function that only another program registers: it is made without them, and gets
/// its text afterwards. A view or trigger is created as it is. Errors: as execute().
[[nodiscard]] Result<> createAsStored(Executor &scratch, const QString &statement);

} // namespace joinery::sqlite
