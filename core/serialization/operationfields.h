// SPDX-License-Identifier: MPL-2.0
#pragma once

// Internal to core/serialization: the key of each operation and the keys of its map, once for
// reading and writing. Format: docs/revision-format.md.

#include "joinery/operations/operation.h"
#include "joinery/serialization/schemafields.h"

namespace joinery {

/// The key that stands for an operation. One without does not compile.
template <typename T> inline constexpr QStringView operationKey = {};

template <> inline constexpr QStringView operationKey<CreateTable> = u"create_table";
template <> inline constexpr QStringView operationKey<DropTable> = u"drop_table";
template <> inline constexpr QStringView operationKey<RenameTable> = u"rename_table";
template <> inline constexpr QStringView operationKey<AlterTable> = u"alter_table";
template <> inline constexpr QStringView operationKey<AddColumn> = u"add_column";
template <> inline constexpr QStringView operationKey<DropColumn> = u"drop_column";
template <> inline constexpr QStringView operationKey<RenameColumn> = u"rename_column";
template <> inline constexpr QStringView operationKey<AlterColumn> = u"alter_column";
template <> inline constexpr QStringView operationKey<ReorderColumns> = u"reorder_columns";
template <> inline constexpr QStringView operationKey<AddConstraint> = u"add_constraint";
template <> inline constexpr QStringView operationKey<DropConstraint> = u"drop_constraint";
template <> inline constexpr QStringView operationKey<CreateIndex> = u"create_index";
template <> inline constexpr QStringView operationKey<DropIndex> = u"drop_index";
template <> inline constexpr QStringView operationKey<CreateView> = u"create_view";
template <> inline constexpr QStringView operationKey<DropView> = u"drop_view";
template <> inline constexpr QStringView operationKey<AlterView> = u"alter_view";
template <> inline constexpr QStringView operationKey<CreateTrigger> = u"create_trigger";
template <> inline constexpr QStringView operationKey<DropTrigger> = u"drop_trigger";
template <> inline constexpr QStringView operationKey<CreateVirtualTable> = u"create_virtual_table";
template <> inline constexpr QStringView operationKey<DropVirtualTable> = u"drop_virtual_table";
template <> inline constexpr QStringView operationKey<CreateSequence> = u"create_sequence";
template <> inline constexpr QStringView operationKey<DropSequence> = u"drop_sequence";
template <> inline constexpr QStringView operationKey<CreateEnum> = u"create_enum";
template <> inline constexpr QStringView operationKey<DropEnum> = u"drop_enum";
template <> inline constexpr QStringView operationKey<Execute> = u"execute";

/// `add_column: {…}`: a map of one key, the operation.
void readValue(TextErrors &errors, const YamlField &field, Operation &operation);
void readValue(TextErrors &errors, const YamlField &field, SchemaOperation &operation);
YamlNode toNode(const Operation &operation, TextStyle style);
YamlNode toNode(const SchemaOperation &operation, TextStyle style);

template <> inline constexpr bool takesItsOwnLine<Operation> = true;
template <> inline constexpr bool takesItsOwnLine<SchemaOperation> = true;

} // namespace joinery
