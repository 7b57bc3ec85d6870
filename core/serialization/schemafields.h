// SPDX-License-Identifier: MPL-2.0
#pragma once

// Internal to core/serialization: the keys of the schema's values, in the order in which they are
// written, once for reading and writing. Format: docs/model-format.md.

#include "joinery/schema/metadata.h"
#include "joinery/serialization/yamlreader.h"
#include "joinery/serialization/yamlwriter.h"

namespace joinery {

// Values that are not simply a map of keys.

/// `varchar(80)`, `{sqlite: integer}` or `{portable: bigint, sqlite: INTEGER}`.
void readValue(TextErrors &errors, const YamlField &field, DataType &type);
YamlNode toNode(const DataType &type, TextStyle style);

/// `author_id`, `{column: author_id, desc: true}` or `{expr: "lower(name)"}`.
void readValue(TextErrors &errors, const YamlField &field, KeyPart &part);
YamlNode toNode(const KeyPart &part, TextStyle style);

/// `by_default` or `always`.
void readValue(TextErrors &errors, const YamlField &field, Identity &identity);
YamlNode toNode(const Identity &identity, TextStyle style);

/// The words that may follow ON DELETE and ON UPDATE.
const QStringList &referentialActions();

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<Computed> computed)
{
    archive.describe(QStringLiteral("\"computed\""));
    archive.required(u"sql", computed.sql, TextStyle::Sql);
    archive.optional(u"stored", computed.persisted);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<Column> column)
{
    archive.describe(QStringLiteral("a column"));
    archive.required(u"name", column.name);
    archive.optional(u"type", column.type);
    archive.defaulted(u"nullable", column.nullable, true);
    archive.optional(u"default", column.serverDefault, TextStyle::Sql);
    archive.optional(u"computed", column.computed);
    archive.optional(u"identity", column.identity);
    archive.optional(u"collation", column.collation);
    archive.optional(u"comment", column.comment);
    archive.optional(u"renamed_from", column.renamedFrom);
    archive.optional(u"options", column.options);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<PrimaryKeyConstraint> key)
{
    archive.describe(QStringLiteral("a primary key"));
    archive.optional(u"name", key.name);
    archive.required(u"columns", key.columns);
    archive.optional(u"options", key.options);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<UniqueConstraint> unique)
{
    archive.describe(QStringLiteral("a unique constraint"));
    archive.optional(u"name", unique.name);
    archive.required(u"columns", unique.columns);
    archive.optional(u"options", unique.options);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<CheckConstraint> check)
{
    archive.describe(QStringLiteral("a check"));
    archive.optional(u"name", check.name);
    archive.required(u"sql", check.sql, TextStyle::Sql);
    archive.optional(u"options", check.options);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<ForeignKeyConstraint> key)
{
    archive.describe(QStringLiteral("a foreign key"));
    archive.optional(u"name", key.name);
    archive.required(u"columns", key.columns);
    archive.group(u"references", [&](auto &references) {
        references.required(u"table", key.referredTable);
        references.optional(u"columns", key.referredColumns);
    });
    archive.word(u"on_delete", key.onDelete, referentialActions());
    archive.word(u"on_update", key.onUpdate, referentialActions());
    archive.optional(u"match", key.match);
    archive.optional(u"deferrable", key.deferrable);
    archive.optional(u"initially_deferred", key.initiallyDeferred);
    archive.optional(u"options", key.options);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<Index> index)
{
    archive.describe(QStringLiteral("an index"));
    archive.required(u"name", index.name);
    archive.required(u"columns", index.columns);
    archive.optional(u"unique", index.unique);
    archive.optional(u"where", index.where, TextStyle::Sql);
    archive.optional(u"options", index.options);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<Trigger> trigger)
{
    archive.describe(QStringLiteral("a trigger"));
    archive.required(u"name", trigger.name);
    archive.required(u"sql", trigger.sql, TextStyle::Sql);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<Table> table)
{
    archive.describe(QStringLiteral("a table"));
    archive.required(u"table", table.name);
    archive.optional(u"renamed_from", table.renamedFrom);
    archive.optional(u"comment", table.comment);
    archive.required(u"columns", table.columns);
    archive.optional(u"primary_key", table.primaryKey);
    archive.optional(u"foreign_keys", table.foreignKeys);
    archive.optional(u"uniques", table.uniques);
    archive.optional(u"checks", table.checks);
    archive.optional(u"indexes", table.indexes);
    archive.optional(u"triggers", table.triggers);
    archive.optional(u"options", table.options);
}

template <typename Archive> void fields(Archive &archive, typename Archive::template Ref<View> view)
{
    archive.describe(QStringLiteral("a view"));
    archive.required(u"view", view.name);
    archive.optional(u"renamed_from", view.renamedFrom);
    archive.optional(u"comment", view.comment);
    archive.optional(u"columns", view.columns);
    archive.required(u"sql", view.sql, TextStyle::Sql);
    archive.optional(u"triggers", view.triggers);
    archive.optional(u"options", view.options);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<VirtualTable> table)
{
    archive.describe(QStringLiteral("a virtual table"));
    archive.required(u"virtual_table", table.name);
    archive.optional(u"comment", table.comment);
    archive.required(u"sql", table.sql, TextStyle::Sql);
}

template <typename Archive>
void fields(Archive &archive, typename Archive::template Ref<Sequence> sequence)
{
    archive.describe(QStringLiteral("a sequence"));
    archive.required(u"sequence", sequence.name);
    archive.optional(u"options", sequence.options);
}

template <typename Archive> void fields(Archive &archive, typename Archive::template Ref<Enum> type)
{
    archive.describe(QStringLiteral("an enum"));
    archive.required(u"enum", type.name);
    archive.required(u"values", type.values);
}

} // namespace joinery
