// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/schema/table.h"

#include <variant>

namespace joinery {

/// CREATE VIEW name (columns) AS sql.
struct View
{
    QString name; ///< unique in the schema
    QString comment {}; ///< for people
    QStringList columns {}; ///< explicit column list; usually empty
    QString sql {}; ///< the SELECT, verbatim, without the final semicolon
    QList<Trigger> triggers {}; ///< INSTEAD OF
    Options options {}; ///< by dialect
    QString renamedFrom {}; ///< the name before, until a revision consumes it

    bool operator==(const View &) const = default;
};

/// A table whose storage a module of the database provides (full-text, r-tree). Its shadow tables
/// are the module's business and appear nowhere.
struct VirtualTable
{
    QString name; ///< unique in the schema
    QString sql {}; ///< the whole CREATE VIRTUAL TABLE statement, verbatim
    QString comment {}; ///< for people

    bool operator==(const VirtualTable &) const = default;
};

/// CREATE SEQUENCE, for dialects that have it.
struct Sequence
{
    QString name; ///< unique among sequences
    Options options {}; ///< by dialect

    bool operator==(const Sequence &) const = default;
};

/// CREATE TYPE … AS ENUM, for dialects that have it.
struct Enum
{
    QString name; ///< unique among types
    QStringList values {}; ///< in order

    bool operator==(const Enum &) const = default;
};

/// A whole schema, by name in code point order. A plain value: copy, compare and send it across
/// threads freely. Names are unique across tables, views and virtual tables.
struct MetaData
{
    QMap<QString, Table> tables {}; ///< with their indexes and triggers
    QMap<QString, View> views {}; ///< with theirs
    QMap<QString, VirtualTable> virtualTables {}; ///< without shadow tables
    QMap<QString, Sequence> sequences {}; ///< those that are no column's own
    QMap<QString, Enum> enums {}; ///< types of their own

    bool isEmpty() const; ///< holds nothing
    bool operator==(const MetaData &) const = default;
};

/// One object of a schema: what one model file holds.
using SchemaObject = std::variant<Table, View, VirtualTable, Sequence, Enum>;

QString nameOf(const SchemaObject &object); ///< its name
/// "table", "view", "virtual_table", "sequence" or "enum": the key that opens the model file.
QString kindOf(const SchemaObject &object);
/// All objects: enums, sequences, tables, virtual tables, views, each by name.
QList<SchemaObject> objects(const MetaData &metaData);
/// Adds the object, replacing one of the same kind and name.
void insert(MetaData &metaData, const SchemaObject &object);

} // namespace joinery
