// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/filter.h"
#include "joinery/dialects/dmlcompiler.h"

namespace joinery {

struct SortColumn
{
    QString column;
    bool descending = false;

    bool operator==(const SortColumn &) const = default;
};

/// Which rows of one table or view, in which order.
struct RowQuery
{
    QString relation; ///< the name of a table or view
    QStringList columns {}; ///< what to read, in the order of the grid; never empty
    std::optional<RowAddress> address {}; ///< unset for views and tables without keys
    QList<ColumnFilter> filters {}; ///< all must hold
    QList<SortColumn> sort {}; ///< equal rows follow in the order of the address

    bool operator==(const RowQuery &) const = default;
};

/// One statement with the values of its parameters.
struct BoundSql
{
    QString sql;
    QList<Value> parameters {};
};

/// Compiles a RowQuery to SQL. Values are always bound. A plain value: copy it to any thread; the
/// compiler of the dialect must outlive it.
class RowSql
{
public:
    RowSql(const DmlCompiler &dml, RowQuery query);

    const RowQuery &query() const { return m_query; }
    /// The columns that fix the order completely: those of the sort, then the rest of the address.
    /// Empty for relations without address and sort.
    const QList<SortColumn> &order() const { return m_order; }
    /// The order is that of the address itself, or its reverse.
    bool inKeyOrder() const { return m_keyOrder; }
    /// In key order and by one column of integers.
    bool inIntegerOrder() const;
    /// The number of leading columns of select() that address the row.
    qsizetype keySize() const { return m_query.address ? m_query.address->columns.size() : 0; }

    enum class Values
    {
        Preview, ///< cut, each followed by its length where hasLengths(); see PreviewSql
        Whole,
    };
    /// False for tables of very many columns, whose previews come without lengths.
    bool hasLengths() const;
    /// "SELECT key…, columns… FROM relation".
    QString select(Values values) const;
    /// "SELECT key… FROM relation".
    QString selectKeys() const;
    /// The quoted name of the table or view.
    QString relation() const { return name(m_query.relation); }
    /// The values a row is ordered by, of the row with this key.
    BoundSql orderValues(const QList<Value> &key) const;
    /// " WHERE filters AND condition", either or both of which may be missing.
    BoundSql where(const BoundSql &condition = {}) const;
    /// " ORDER BY …", reversed on request; empty without an order.
    QString orderBy(bool backward = false) const;
    /// The rows behind (or, backward, before) a place in the order, as conditions whose rows do not
    /// overlap: those of the first come first. Each is one range of an index where one serves the
    /// order. `values` go with order(); with `including`, the place itself comes first.
    QList<BoundSql> beyond(const QList<Value> &values, bool backward, bool including) const;
    /// "key = ?".
    BoundSql hasKey(const QList<Value> &key) const;
    /// "key IN (?, …)". Requires: a key of one column.
    BoundSql hasKeyAmong(const QList<Value> &keys) const;

private:
    QString name(const QString &column) const { return m_dml->quote(column); }
    QStringList keyNames() const;
    BoundSql condition(const ColumnFilter &filter) const;
    BoundSql rowComparison(const QList<Value> &values, bool backward, bool including) const;
    QList<BoundSql> ranges(
        const SortColumn &column, const Value &value, bool backward, bool nullable) const;
    bool isKey(const QString &column) const;
    bool isUniform() const;

    const DmlCompiler *m_dml;
    RowQuery m_query;
    QList<SortColumn> m_order {};
    bool m_keyOrder = false;
};

} // namespace joinery
