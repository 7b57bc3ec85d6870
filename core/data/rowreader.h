// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/positionindex.h"
#include "joinery/data/rowkey.h"
#include "joinery/data/rowquery.h"
#include "joinery/db/executor.h"

#include <memory>

namespace joinery {

/// A value as the grid shows it.
struct Cell
{
    Value value {}; ///< a long text or a blob is cut
    qint64 length = -1; ///< of a text in characters, of a blob in bytes; -1 for others and unknown

    bool isCut() const;
    bool operator==(const Cell &) const = default;
};

struct DataRow
{
    RowKey key {}; ///< empty without a RowAddress
    QList<Cell> cells {}; ///< one for each column of the query
    bool gone = false; ///< was there when positions were counted, but no more; has no cells
};

/// Rows that follow one another.
struct RowPage
{
    qint64 first = 0; ///< the position of the first
    QList<DataRow> rows {};
    bool exact = false; ///< false: the positions are estimated
    bool unknown = false; ///< nothing can be read there before the positions are counted further
    /// The rows ended sooner than the positions say: the table was changed meanwhile.
    bool moved = false;
};

struct PageRequest
{
    qint64 first = 0;
    int count = 100; ///< how many rows at most
    RowKey keyBefore {}; ///< of the row before the first, if known
    RowKey keyAfter {}; ///< of the row after the last, if known
    RowSql::Values values = RowSql::Values::Preview;
};

/// Reads the rows of one query by position, in time and memory that do not grow with the position.
///
/// A pass in the background (buildIndex) counts rows and keeps every n-th key, so that a page
/// starts at a key close by. Until it gets there, pages at both ends, beside known rows, and at
/// keys judged from samples can be read at once. No transaction is kept open between statements;
/// the only long statement is the pass over a sorted query that is not in the order of its keys.
/// Relations without a RowAddress are read by OFFSET, slowly far out.
///
/// Functions may be called from several threads at once, each with its own Executor. Statements
/// end with Interrupted when their executor is interrupted.
class RowReader
{
public:
    /// `dml` must outlive the reader.
    RowReader(const DmlCompiler &dml, const RowQuery &query, const PositionIndex::Limits &limits);
    RowReader(const DmlCompiler &dml, const RowQuery &query)
        : RowReader(dml, query, PositionIndex::Limits {})
    { }

    const RowSql &sql() const { return m_sql; }
    const PositionIndex &index() const { return m_index; }

    /// Reads one page.
    [[nodiscard]] Result<RowPage> page(Executor &db, const PageRequest &request) const;
    /// Forgets the positions and judges anew from a few samples how many rows there are. Takes
    /// about a millisecond; reads nothing where positions cannot be estimated.
    [[nodiscard]] Result<> sample(Executor &db);
    /// Counts all rows; positions become exact as it gets on. `goOn` is asked every few
    /// milliseconds; returning false ends it with Interrupted.
    [[nodiscard]] Result<> buildIndex(Executor &db, const std::function<bool()> &goOn);
    /// Where the row with that key stands; unset if the query has no such row. Exact; takes long
    /// for far rows before the index is built.
    [[nodiscard]] Result<std::optional<qint64>> positionOf(Executor &db, const RowKey &key) const;
    /// The row with that key, its values whole; unset when it is gone.
    [[nodiscard]] Result<std::optional<DataRow>> row(Executor &db, const RowKey &key) const;

private:
    struct Reading;

    [[nodiscard]] Result<> readBeyond(Executor &db, const QList<Value> &values, bool backward,
        bool including, Reading &reading) const;
    [[nodiscard]] Result<> readOrdered(
        Executor &db, bool backward, qint64 offset, Reading &reading) const;
    [[nodiscard]] Result<> readListed(Executor &db, const RowKey &keys, Reading &reading) const;
    [[nodiscard]] Result<bool> readBeside(
        Executor &db, const RowKey &key, bool backward, bool including, Reading &reading) const;
    [[nodiscard]] Result<bool> readExact(
        Executor &db, const PageRequest &request, Reading &reading) const;
    [[nodiscard]] Result<bool> readEstimated(
        Executor &db, const PageRequest &request, Reading &reading) const;
    [[nodiscard]] Result<QList<Value>> orderValues(Executor &db, const RowKey &key) const;
    [[nodiscard]] Result<> indexKeys(Executor &db, const std::function<bool()> &goOn);
    [[nodiscard]] Result<> indexSorted(Executor &db, const std::function<bool()> &goOn);
    [[nodiscard]] Result<qint64> countWhere(Executor &db, const BoundSql &condition) const;
    [[nodiscard]] Result<bool> sampleStretch(
        Executor &db, KeyEstimate &estimate, qint64 low, quint64 width) const;
    [[nodiscard]] Result<qint64> countBefore(Executor &db, const RowKey &key) const;
    bool isDescending() const;

    RowSql m_sql;
    PositionIndex m_index;
};

} // namespace joinery
