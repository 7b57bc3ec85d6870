// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/compare/comparepolicy.h"
#include "joinery/dialects/sqlite/typename.h"

namespace joinery::sqlite {

/// What SQLite takes for the same. See ComparePolicy; thread-safe.
///
/// A difference is what changes behaviour and what a person reads in the schema: declared types
/// (case and white space aside), NOT NULL, defaults, collations, keys, checks, STRICT, WITHOUT
/// ROWID, AUTOINCREMENT, ON CONFLICT. None are: where a constraint is written, its order, redundant
/// ASC, COLLATE BINARY, NOT DEFERRABLE, MATCH, comments, options of other dialects.
class SqliteComparePolicy final : public ComparePolicy
{
public:
    QString nameKey(const QString &name) const override;
    Table normalized(const Table &table) const override;
    View normalized(const View &view) const override;
    VirtualTable normalized(const VirtualTable &table) const override;
    Trigger normalized(const Trigger &trigger) const override;
    bool keepsBareReferences() const override { return true; }
    bool sameFamily(const DataType &a, const DataType &b) const override;
};

/// The one spelling of a default: "x" and x are 'x', (1) is 1, TRUE is 1; '1' is 1 and 1.0 is 1
/// where the affinity turns one into the other.
QString canonicalDefault(const QString &sql, Affinity affinity);
QString canonicalDefault(const QString &sql, const QString &declaredType);

/// The one spelling of an expression over a table's columns, without parentheses around all of it.
/// A name in double quotes that is no column is the text SQLite takes it for.
QString canonicalExpression(const QString &sql, const Table &table);

/// A text in canonical form (see canonicalSql) with <> for !=, = for ==, and IS [NOT] NULL for its
/// short forms.
QString canonicalOperators(const QString &canonical);

/// "numeric( 10 ,2 )" -> "NUMERIC(10,2)".
QString canonicalType(const QString &declared);

} // namespace joinery::sqlite
