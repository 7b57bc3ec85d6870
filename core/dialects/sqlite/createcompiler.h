// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/metadata.h"

namespace joinery::sqlite {

// From schema values to CREATE text. All without final semicolons; names always quoted.

/// CREATE TABLE, without indexes and triggers. `name` overrides the table's own name (a rebuild's
/// new table).
QString createTable(const Table &table, const QString &name = {});
/// A column as it stands in CREATE TABLE and ADD COLUMN, with the constraints that belong to it
/// alone left out.
QString columnDefinition(const Table &table, const Column &column);
QString constraintDefinition(const Constraint &constraint);
QString createIndex(const QString &table, const Index &index);
QString createView(const View &view);

/// The declared type: "varchar(80)" -> "VARCHAR(80)", native text as it is, STRICT and rowid keys
/// minded.
QString declaredType(const Table &table, const Column &column);
/// The other way: the portable word if it compiles back to exactly this declared type, else the
/// text as native. `table` gives the context (STRICT, keys).
DataType liftedType(const Table &table, const Column &column, const QString &declared);

/// True when the table's one-column primary key is an alias of the rowid.
bool isRowidAlias(const Table &table, const QString &column);

} // namespace joinery::sqlite
