// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/databaseprovider.h"
#include "joinery/dialects/dialect.h"

namespace joinery {

/// The parts of a table or view that problems are found in.
enum class SchemaSection
{
    Object, ///< name, options, text of a view
    Columns,
    ForeignKeys,
    Uniques,
    Checks,
    Indexes,
    Triggers,
};

/// Something that keeps an edited schema from being applied, or likely is a slip, and where.
struct SchemaProblem
{
    QString object;
    SchemaSection section = SchemaSection::Object;
    qsizetype row = -1; ///< in the section's list
    QString field {}; ///< "name", "type", "default", "computed", "columns", "referred_table",
                      ///< "referred_columns", "sql", "where", "key"
    QString message; ///< one sentence
    bool serious = true; ///< false: it can be applied all the same
    QString suggestion {}; ///< what was likely meant; empty = nothing comes to mind

    bool operator==(const SchemaProblem &) const = default;
};

/// Those that can be seen without trying SQL: names, types, references. As schemaProblems().
QList<SchemaProblem> structureProblems(const MetaData &edited, const QStringList &objects,
    const QSet<QString> &knownTypes, const Dialect &dialect);

/// Finds them in the named objects, and in the foreign keys that refer to them. `known` holds the
/// types that need no remark: those of the schema before. SQL is tried on a scratch database.
/// Any thread; a few milliseconds for one object.
QList<SchemaProblem> schemaProblems(const MetaData &edited, const QStringList &objects,
    const QSet<QString> &knownTypes, const Dialect &dialect, const DatabaseProvider &provider);

} // namespace joinery
