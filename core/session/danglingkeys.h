// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/sessioncore.h"

namespace joinery {

/// After foreign keys have refused a COMMIT: which of the objects written in the transaction refers
/// to no row, or was deleted though others refer to it; one of them, in words. Then which row of
/// the models written in bulk does. Empty when it is none of them, or the database does not say.
QString danglingKey(SessionCore &session, const std::vector<Entry *> &written,
    const std::set<const ModelInfo *> &inBulk);

} // namespace joinery
