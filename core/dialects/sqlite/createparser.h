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

/// One part of a column's definition behind its name.
struct ColumnClause
{
    enum class Kind
    {
        Type,
        NotNull,
        Null, ///< the word alone, which says nothing
        Default,
        Collate,
        Computed,
        PrimaryKey,
        Unique,
        Check,
        ForeignKey
    };

    Kind kind = Kind::Type;
    qsizetype index = 0; ///< of a unique, check or foreign key: in the table's list of that kind
    Span span {}; ///< with the name given by CONSTRAINT, ON CONFLICT and DEFERRABLE

    bool operator==(const ColumnClause &) const = default;
};

/// A CREATE TABLE taken apart: what pragmas tell and what they do not.
///
/// The texts in `table`:
/// - `type.text` is the declared type verbatim, gaps folded to one blank; `type.native` is empty.
///   A type in quotes loses them as SQLite takes them off, unless it would read as something else.
/// - A default has no outer parentheses. A bare word or a name in double quotes, which SQLite takes
///   for text there, is given as the text: DEFAULT "x" and DEFAULT x are 'x'. true and false stay.
/// - CHECK and generated expressions are verbatim, without blanks and comments at their ends.
/// - Constraints written at a column stand in the table's lists as well, in source order. Names of
///   columns in keys are spelled as the column is, whatever the case they are written in.
/// - `nullable` is what is declared: a key does not change it.
/// - INTEGER PRIMARY KEY DESC at a column, which makes no rowid alias, is a descending key. What
///   has no effect in an INTEGER key of one column at the table is dropped: COLLATE, and DESC
///   unless the table is WITHOUT ROWID.
///
/// The spans cut the body so that its definitions can be put together again, some of them replaced,
/// and no comment is lost: for each its span, a comma unless it is the last, its remark, a line
/// feed; with the text before the first span and behind the last one around them. No span holds the
/// comma between definitions, none overlaps another. Comments between two definitions belong
/// - to the definition before: those behind it on its line, before or behind the comma, unless the
///   next definition follows on that line too; and those on later lines but before the comma;
/// - to the definition behind: all others.
/// A span runs from the first comment of the definition above it to its last token, or to the last
/// /* */ that follows on its line before a comma. The other comments behind it are its remark,
/// which is empty (start == end) without any. Comments behind the opening parenthesis on its line,
/// if the first definition does not follow there, and those on the lines below the last definition
/// belong to none: they stand outside all spans.
struct ParsedTable
{
    Table table; ///< name, columns, constraints and options; no indexes, no triggers
    Span name; ///< the table's name
    Span body; ///< between the outer parentheses
    QList<Span> columnSpans; ///< one a column
    QList<Span> columnRemarks; ///< one a column
    /// One list a column. GENERATED ALWAYS stands at the end of the type, if there is one.
    QList<QList<ColumnClause>> columnClauses;
    QList<Span> constraintSpans; ///< the table constraints, in order
    QList<Span> constraintRemarks; ///< one a table constraint
    QList<Constraint> constraints; ///< the values of the table constraints, one a span
    bool createdAs = false; ///< CREATE TABLE … AS SELECT: in scripts, never in sqlite_schema
};

/// An expression part is verbatim. A COLLATE behind it stands in `collation` if it applies to the
/// whole of it ("lower(a) COLLATE nocase"), else in the expression ("a || b COLLATE nocase").
struct ParsedIndex
{
    QString table;
    Index index;
};

struct ParsedTrigger
{
    QString table;
    Trigger trigger; ///< `sql`: "CREATE TRIGGER " and the statement from the name to END
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
/// column: the default as SQLite keeps it, where `serverDefault` spells it otherwise: "x", ('x')
inline const QString defaultText = QStringLiteral("default");
inline const QString notDeferrable = QStringLiteral("not_deferrable"); ///< foreign key: "true"
/// view, index: the whole CREATE text, where it cannot be taken apart
inline const QString create = QStringLiteral("create");
} // namespace options

} // namespace joinery::sqlite
