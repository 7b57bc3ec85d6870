// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace joinery {

/// What SQL statements are written with, the common ones first.
const QStringList &completionKeywords();
/// Those that begin a statement.
const QStringList &statementBeginnings();
const QStringList &completionFunctions();

} // namespace joinery
