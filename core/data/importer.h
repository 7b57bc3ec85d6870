// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/cellreader.h"
#include "joinery/data/csvsniffer.h"
#include "joinery/data/transferprogress.h"
#include "joinery/dialects/dialect.h"

namespace joinery {

/// Where a column of the table gets its values from.
struct ImportColumn
{
    QString column;
    qsizetype field = 0; ///< of each record, from 0

    bool operator==(const ImportColumn &) const = default;
};

enum class OnBadRow
{
    Stop, ///< nothing is imported
    Skip,
};

struct ImportOptions
{
    CsvFormat format {};
    QList<ImportColumn> columns {}; ///< other columns get their defaults
    CellRules cells {};
    bool shortRows = false; ///< fields that a record lacks at its end are empty, not an error
    OnBadRow onBadRow = OnBadRow::Stop;
    /// Where skipped rows are written: line, reason and the fields as they were. Empty = nowhere.
    QString rejectsFile {};
    OnConflict onConflict = OnConflict::Fail;
    QStringList key {}; ///< for OnConflict::Replace
    bool createTable = false; ///< the table is made in the same transaction
};

/// A record that was not imported.
struct BadRow
{
    qint64 line = 0; ///< from 1
    QString text; ///< as it stands in the file, a long one cut
    QString reason;

    bool operator==(const BadRow &) const = default;
};

struct ImportReport
{
    static constexpr qsizetype mostBadRows = 1000;

    qint64 read = 0; ///< records, the header left out
    qint64 written = 0; ///< rows inserted or replaced
    qint64 ignored = 0; ///< rows whose key was there already
    qint64 bad = 0;
    QList<BadRow> badRows {}; ///< the first of them
};

/// The names of the first two columns of a file of rejects.
extern const QString rejectedLine;
extern const QString rejectedReason;

/// Columns of the file and the table that have the same name, case aside; without a header, in
/// their order. Generated columns get nothing.
QList<ImportColumn> mapColumns(
    const QList<CsvColumn> &fields, const Table &table, bool header = true);
/// The table that a file would fill: a column for each of the file's, with its type.
Table tableFor(const QString &name, const QList<CsvColumn> &fields);
/// The columns that tell the table's rows apart, for OnConflict::Replace; none without such.
QStringList keyOf(const Dialect &dialect, const Table &table);

/// Puts the records of a text file into a table, in one transaction: on any error, and when it is
/// cancelled, the database and the file of rejects are as they were. `report` tells how far it came
/// either way. Memory is bounded. Errors: Usage for columns that are not there, generated, or given
/// twice, and inside of a transaction; Parse and Violation for the first bad row under Stop, naming
/// its line; Io; Interrupted; those of the database.
[[nodiscard]] Result<> importCsv(Executor &executor, const Dialect &dialect, const Table &table,
    QIODevice &file, const ImportOptions &options, ImportReport &report,
    const TransferProgress &progress = {});

} // namespace joinery
