// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/sqlite/createparser.h"

#include <QSet>

namespace joinery::sqlite {

/// A CREATE TABLE text and what was read in it.
struct TableText
{
    QString sql;
    ParsedTable parsed;

    QString at(const Span &span) const { return sql.mid(span.start, span.end - span.start); }
};

/// A column of a text; `position` counts from 0.
struct ColumnText
{
    const TableText &table;
    qsizetype position;

    QString whole() const { return table.at(table.parsed.columnSpans[position]); }
    const QList<ColumnClause> &clauses() const { return table.parsed.columnClauses[position]; }
    /// The text of its first clause of the kind; empty when it has none.
    QString clause(ColumnClause::Kind kind) const;
};

/// What changes in a column.
struct ColumnEdit
{
    QSet<ColumnClause::Kind> kinds {}; ///< these are to read as in the wanted text
    /// What clauses of the stored text, by their positions, become; empty for those that go.
    QHash<qsizetype, QString> clauses {};

    bool isEmpty() const { return kinds.isEmpty() && clauses.isEmpty(); }
};

/// The stored definition with the edit made: every other clause, comment and blank stays as it is.
/// A change of a generated column's expression writes the definition anew, its comments kept.
QString editedColumn(const ColumnText &stored, const ColumnText &wanted, const ColumnEdit &edit);

/// From one definition that was written by createTable() to another: what kinds of clauses differ,
/// keys left out.
QSet<ColumnClause::Kind> changedKinds(const ColumnText &before, const ColumnText &after);

/// The comments of a text, each with a blank before it.
QString commentsIn(const QString &sql);

} // namespace joinery::sqlite
