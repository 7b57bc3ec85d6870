// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"

namespace joinery::testing {

/// Opens a SQLite file, waiting for locks 300 ms.
[[nodiscard]] Result<std::unique_ptr<Executor>> openFile(const QString &path, Access access);
/// Makes a database with a table t(a, b) of that many rows, and closes it. Fails the test on
/// errors.
void makeDatabase(const QString &path, const QString &journalMode, int rows = 3);
/// The count of rows in t, or the error's words.
QString countIn(Executor &db);
/// Fails the test on errors.
void writeFile(const QString &path, const QByteArray &bytes);

} // namespace joinery::testing
