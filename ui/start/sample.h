// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/dialects/registry.h"

namespace joinery {

/// Makes the sample project in the folder, with its database and rows, unless it is there already;
/// nothing that is there is overwritten. Returns the folder. Blocks for some ten milliseconds; any
/// thread. Errors: Io, and those of migrating.
[[nodiscard]] Result<QString> makeSample(
    const QString &folder, const DatabaseProvider &provider, const DialectRegistry &dialects);

} // namespace joinery
