// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/commit.h"

namespace joinery {

/// Which of the changes, all written by the open transaction, leave a foreign key without its row:
/// those that refer to nothing, and those that took away what others refer to. `written` is what
/// was stored. Looks up the keys of the changed rows only.
[[nodiscard]] Result<QList<CommitFailure>> blameForeignKeys(Executor &executor,
    const DmlCompiler &dml, const MetaData &schema, const QList<TableChanges> &tables,
    const QList<WrittenRow> &written);

} // namespace joinery
