// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/csvwriter.h"
#include "joinery/data/transferprogress.h"
#include "joinery/dialects/dialect.h"

#include <QIODevice>

namespace joinery {

enum class ExportFormat
{
    Csv, ///< also TSV: CsvStyle has the delimiter
    Json, ///< an array of objects
    Sql, ///< a script of INSERTs
};

/// The rows that are to be written.
struct ExportSource
{
    QString sql; ///< one statement that gives them
    QList<Value> parameters {};
    QString table {}; ///< for a script: whose rows they become
    std::optional<Table> definition {}; ///< for a script: the table is made as well
    qint64 total = -1; ///< how many there are, where that is known; for progress alone
    qint64 most = -1; ///< stop after so many, for a preview; -1 = all
};

struct ExportOptions
{
    ExportFormat format = ExportFormat::Csv;
    CsvStyle csv {};
};

/// All rows of a table in the order of their key; for a script without generated columns, which
/// cannot be inserted, and with the table's definition if `create`.
ExportSource tableSource(
    const Dialect &dialect, const Table &table, ExportFormat format, bool create = false);

/// Writes the rows as text, in bounded memory, and returns how many there were. They are those of
/// one moment: it is one statement. Errors: those of the statement; Usage for options that
/// contradict each other; Io; Interrupted. What was written until then stays in `out`.
[[nodiscard]] Result<qint64> exportRows(Executor &executor, const Dialect &dialect,
    const ExportSource &source, const ExportOptions &options, QIODevice &out,
    const TransferProgress &progress = {});

/// The same into a file, which is replaced at the end: on any error it is as it was, and nothing is
/// left beside it. Devices and pipes are written directly. The file must not be the database.
[[nodiscard]] Result<qint64> exportToFile(Executor &executor, const Dialect &dialect,
    const ExportSource &source, const ExportOptions &options, const QString &path,
    const TransferProgress &progress = {});

} // namespace joinery
