// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/data/rowedits.h"
#include "joinery/data/rowreader.h"

#include <unordered_map>

namespace joinery {

/// What of a grid is selected, by position in it.
struct CellBlock
{
    struct Range
    {
        qint64 top = 0;
        qint64 bottom = 0;
        QList<int> columns {};
    };
    QList<int> columns {}; ///< all that have a selected cell, in the order in which they are seen
    QList<Range> ranges {};

    /// The rows with a selected cell, as stretches that do not overlap, in order.
    QList<std::pair<qint64, qint64>> rows() const;
    qint64 rowCount() const;
    bool contains(qint64 row, int column) const;
};

enum class CopyFormat
{
    Tsv, ///< for spreadsheets: NULL is nothing, an empty text is ""
    TsvWithHeader,
    Insert, ///< a statement for each row
};

/// What to copy. A plain value for a job on another thread.
struct CopyRequest
{
    std::shared_ptr<const RowReader> reader {};
    const DmlCompiler *dml = nullptr;
    CellBlock cells {};
    CopyFormat format = CopyFormat::Tsv;
    qint64 storedRows = 0; ///< positions from here on are those of `added`
    std::unordered_map<RowKey, QMap<int, Value>, RowKeyHash>
        staged {}; ///< laid over the rows that are read
    QList<QMap<int, Value>> added {};
    qsizetype maxBytes = 256 << 20;
};

/// Reads the rows in pieces and makes a text of them. `progress` gets the rows done; returning
/// false ends it with Interrupted. Errors: those of reading; Refused when the text gets too large.
[[nodiscard]] Result<QString> copyRows(
    Executor &db, const CopyRequest &request, const std::function<bool(qint64)> &progress);

} // namespace joinery
