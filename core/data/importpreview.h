// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/importer.h"

namespace joinery {

/// A row as an import would write it.
struct PreviewRow
{
    qint64 line = 0;
    QList<Value> values {}; ///< one for each ImportColumn
    QStringList troubles {}; ///< one for each value; empty = it fits
    QString trouble {}; ///< of the whole record; the values are then a guess

    bool operator==(const PreviewRow &) const = default;
};

/// The first rows that the beginning of a file would become in a table, with what is wrong with
/// each; the database's own constraints are not asked. A sample that ends in the middle of a
/// record loses that one. Errors: as CsvReader, when there is no row at all.
[[nodiscard]] Result<QList<PreviewRow>> previewImport(
    const QByteArray &sample, const Table &table, const ImportOptions &options, qsizetype count);

} // namespace joinery
