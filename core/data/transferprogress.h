// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QtGlobal>

#include <functional>

namespace joinery {

/// How far an export or an import has come.
struct TransferState
{
    qint64 rows = 0;
    qint64 done = 0; ///< of total: rows of an export, bytes of an import
    qint64 total = -1; ///< -1 = not known
};

/// Is called every thousand rows or so; returning false cancels.
using TransferProgress = std::function<bool(const TransferState &state)>;

} // namespace joinery
