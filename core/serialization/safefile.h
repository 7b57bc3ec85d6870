// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"

#include <functional>

namespace joinery {

/// Replaces a file in one step: writes beside it, reads back, lets `check` compare, flushes to the
/// medium, renames over it. Errors: Io, naming the file and the reason; the old file is then
/// untouched and nothing is left beside it.
[[nodiscard]] Result<> writeFileSafely(const QString &path, const QByteArray &text,
    const std::function<Result<>(const QByteArray &readBack)> &check = {});

/// The whole file. Errors: NotFound, Io.
[[nodiscard]] Result<QByteArray> readFile(const QString &path);

} // namespace joinery
