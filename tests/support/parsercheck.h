// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/sqlite/createparser.h"
#include "support/memorydatabase.h"

namespace joinery::testing {

/// Reads every CREATE text of the database with the parsers of core/dialects/sqlite and compares
/// with what SQLite itself tells of the object. One line for each difference; empty when they
/// agree.
QStringList parserDisagreements(MemoryDatabase &database);

/// The table's text put together again from its spans and remarks, each definition on lines of its
/// own.
QString reassembled(const QString &sql, const sqlite::ParsedTable &parsed);

} // namespace joinery::testing
