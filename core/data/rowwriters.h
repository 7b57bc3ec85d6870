// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/csvwriter.h"
#include "joinery/dialects/dialect.h"

namespace joinery {

/// Turns rows into the text of one format. Appends to a buffer that its owner empties.
class RowWriter
{
public:
    virtual ~RowWriter() = default;
    virtual void begin(const QStringList &columns) = 0;
    virtual void writeRow(RowView row) = 0;
    virtual void end() = 0;
};

/// The `out` of each outlives it.
std::unique_ptr<RowWriter> makeCsvRows(QByteArray &out, const CsvStyle &style);
/// An array with one object a row and line. A blob is {"$blob": "base64"}, what is no finite number
/// {"$real": "Inf"}; a column name that comes again is "name:2".
std::unique_ptr<RowWriter> makeJsonRows(QByteArray &out);
/// A script in one transaction: CREATE TABLE where `definition` is set, INSERTs of several rows
/// each, then indexes and triggers.
std::unique_ptr<RowWriter> makeSqlRows(QByteArray &out, const Dialect &dialect,
    const QString &table, const std::optional<Table> &definition);

} // namespace joinery
