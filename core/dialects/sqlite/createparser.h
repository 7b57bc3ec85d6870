// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/base/error.h"
#include "joinery/schema/metadata.h"

namespace joinery::sqlite {

/// Where something stands in a CREATE text: [start, end) in UTF-16 units.
struct Span
{
    qsizetype start = 0;
    qsizetype end = 0;

    bool operator==(const Span &) const = default;
};

/// A CREATE TABLE taken apart: what pragmas tell and what they do not.
struct ParsedTable
{
    /// Name, columns, constraints and options; `type.text` holds the declared type verbatim (white
    /// space folded to one blank), `type.native` is empty. Constraints written at a column stand in
    /// the table's lists too. No indexes, no triggers.
    Table table;
    Span name; ///< the table's name
    Span body; ///< between the outer parentheses
    QList<Span> columnSpans; ///< one a column, with its comments before and behind it on the line;
                             ///< commas excluded
    QList<Span> constraintSpans; ///< the table constraints, in order
    bool createdAs
        = false; ///< CREATE TABLE … AS SELECT never stands in sqlite_schema, but may in a script
};

struct ParsedIndex
{
    QString table;
    Index index;
};

struct ParsedTrigger
{
    QString table;
    Trigger trigger;
    bool insteadOf = false;
};

// Each takes one statement as sqlite_schema stores it or as people write it (IF NOT EXISTS, TEMP
// and a schema name are accepted and dropped). Errors: Parse, naming object, line and what was
// expected.

[[nodiscard]] Result<ParsedTable> parseCreateTable(const QString &sql);
[[nodiscard]] Result<ParsedIndex> parseCreateIndex(const QString &sql);
[[nodiscard]] Result<View> parseCreateView(const QString &sql);
[[nodiscard]] Result<ParsedTrigger> parseCreateTrigger(const QString &sql);
[[nodiscard]] Result<VirtualTable> parseCreateVirtualTable(const QString &sql);

// Names of the options the parser sets (Options, dialect "sqlite").
namespace options {
inline const QString dialect = QStringLiteral("sqlite");
inline const QString strict = QStringLiteral("strict"); ///< table: "true"
inline const QString withoutRowid = QStringLiteral("without_rowid"); ///< table: "true"
inline const QString autoincrement = QStringLiteral("autoincrement"); ///< table: "true"
/// primary key, unique, check: "rollback", "abort", "fail", "ignore", "replace"
inline const QString onConflict = QStringLiteral("on_conflict");
inline const QString notNullConflict = QStringLiteral("not_null_on_conflict"); ///< column
inline const QString notNullName = QStringLiteral("not_null_name"); ///< column
/// primary key, unique, index: positions of the parts that say ASC, from 1: "1,3"
inline const QString explicitAsc = QStringLiteral("asc");
/// primary key: "true" when written at its column with DESC, which makes it no alias of the rowid
inline const QString inlineKey = QStringLiteral("inline");
inline const QString notDeferrable = QStringLiteral("not_deferrable"); ///< foreign key: "true"
/// view, index: the whole CREATE text, where it cannot be taken apart
inline const QString create = QStringLiteral("create");
} // namespace options

} // namespace joinery::sqlite
