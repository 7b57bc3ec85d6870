// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"
#include "joinery/session/engine.h"

namespace joinery {

/// Creates what `metaData` holds and the database does not: tables with their indexes and triggers,
/// views and the rest, in an order in which they refer to each other. What is there under the same
/// name is left as it is, however it looks: use migrations to change it. One transaction, all or
/// nothing. Blocks. Errors: those of Engine::connect() and of compiling and running the statements;
/// Unsupported when the connection is in a transaction.
[[nodiscard]] Result<> createAll(const Engine &engine, const MetaData &metaData);
/// The same on an open database.
[[nodiscard]] Result<> createAll(
    Executor &executor, const Dialect &dialect, const MetaData &metaData);

/// Drops what `metaData` holds and the database has under the same name, rows included, what refers
/// to others first. What is not in `metaData` stays. One transaction, all or nothing. Errors: as
/// createAll(); Violation when what stays would break, such as rows that refer to dropped ones.
[[nodiscard]] Result<> dropAll(const Engine &engine, const MetaData &metaData);
/// The same on an open database.
[[nodiscard]] Result<> dropAll(
    Executor &executor, const Dialect &dialect, const MetaData &metaData);

} // namespace joinery
