// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/importer.h"

#include "joinery/data/rejects.h"
#include "joinery/sql/names.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery {

const QString rejectedLine = u"_line"_s;
const QString rejectedReason = u"_reason"_s;

namespace {

constexpr qint64 rowsBetweenReports = 1000;
constexpr qint64 bytesBetweenReports = 1 << 20;
constexpr qsizetype longestShownText = 500;

/// What is wrong with a record, and whether the rest can still be imported.
struct Trouble
{
    Error error;
    bool isFatal = false;
};

/// One import under way.
class Import
{
public:
    Import(Executor &executor, const Dialect &dialect, const Table &table, QIODevice &file,
        const ImportOptions &options, ImportReport &report, const TransferProgress &progress)
        : m_executor(executor)
        , m_dialect(dialect)
        , m_table(table)
        , m_options(options)
        , m_report(report)
        , m_progress(progress)
        , m_reader(file, options.format)
        , m_totalBytes(file.isSequential() ? -1 : file.size())
    { }

    [[nodiscard]] Result<> run()
    {
        return checkColumns()
            .and_then([this] { return m_rejects.open(m_options.rejectsFile, m_options.format); })
            .and_then([this] { return m_executor.executeScript(u"BEGIN"_s); })
            .and_then([this] {
                const Result<> done = insertAll();
                return done ? placeRejects() : rolledBack(done.error());
            });
    }

private:
    Result<> rolledBack(const Error &error)
    {
        m_statement.reset();
        if (m_executor.inTransaction()) {
            if (const Result<> back = m_executor.executeScript(u"ROLLBACK"_s); !back)
                return back;
        }
        m_report.written = 0;
        return fail(error);
    }

    Result<> checkColumns()
    {
        if (m_executor.inTransaction())
            return fail(ErrorCode::Usage, u"a transaction is open already"_s);
        if (m_options.columns.isEmpty())
            return fail(ErrorCode::Usage,
                u"no column of the file goes into a column of \"%1\""_s.arg(m_table.name),
                u"say which goes where"_s);
        QSet<QString> seen;
        for (const ImportColumn &to : m_options.columns) {
            if (const Result<> checked = checkColumn(to); !checked)
                return checked;
            if (seen.contains(to.column))
                return fail(ErrorCode::Usage, u"the column \"%1\" is given twice"_s.arg(to.column));
            seen.insert(to.column);
            m_cells.emplace_back(cellTypeOf(m_table.column(to.column)->type), m_options.cells,
                m_options.format.decimalComma);
        }
        m_values.resize(m_cells.size());
        m_bytes.resize(m_cells.size());
        return checkKey(seen);
    }

    Result<> checkColumn(const ImportColumn &to) const
    {
        const Column *column = m_table.column(to.column);
        if (!column || to.field < 0)
            return fail(ErrorCode::Usage,
                u"the table \"%1\" has no column \"%2\""_s.arg(m_table.name, to.column));
        if (column->computed)
            return fail(ErrorCode::Usage,
                u"the column \"%1\" is generated and takes no values"_s.arg(to.column));
        return {};
    }

    Result<> checkKey(const QSet<QString> &given) const
    {
        if (m_options.onConflict != OnConflict::Replace)
            return {};
        const bool isGiven = std::all_of(m_options.key.begin(), m_options.key.end(),
            [&](const QString &column) { return given.contains(column); });
        if (m_options.key.isEmpty() || !isGiven)
            return fail(ErrorCode::Usage,
                u"rows can be replaced only by a key whose columns are all in the file"_s);
        return {};
    }

    Result<> prepare()
    {
        if (m_options.createTable) {
            for (const QString &statement : m_dialect.ddl().createStatements(m_table)) {
                if (const Result<> made = m_executor.executeScript(statement); !made)
                    return made;
            }
        }
        QStringList names;
        for (const ImportColumn &to : m_options.columns)
            names.append(to.column);
        auto statement = m_executor.bulk(m_dialect.dml().insertStatement(
            m_table.name, names, m_options.onConflict, m_options.key));
        if (!statement)
            return fail(statement.error());
        m_statement = *std::move(statement);
        return {};
    }

    Result<> insertAll()
    {
        return prepare()
            .and_then([this] { return readHeader(); })
            .and_then([this] { return insertRecords(); })
            .and_then([this] { return m_rejects.flush(); })
            .and_then([this] {
                m_statement.reset();
                return m_executor.executeScript(u"COMMIT"_s);
            });
    }

    /// The rows are there by now.
    Result<> placeRejects()
    {
        const Result<> placed = m_rejects.commit();
        if (!placed)
            return failIn(
                u"%1 rows were imported, but the rejects are lost"_s.arg(m_report.written),
                placed.error());
        return placed;
    }

    Result<> readHeader()
    {
        if (!m_options.format.header)
            return {};
        const Result<bool> more = m_reader.next();
        if (!more)
            return fail(more.error());
        if (*more) {
            m_fieldCount = m_reader.fields().size();
            m_rejects.writeHeader(m_reader);
        }
        return {};
    }

    Result<> insertRecords()
    {
        Result<bool> more = m_reader.next();
        for (; more && *more; more = m_reader.next()) {
            if (isBlankLine())
                continue;
            if (m_fieldCount == 0)
                m_fieldCount = m_reader.fields().size();
            ++m_report.read;
            if (const std::optional<Trouble> trouble = insertRecord()) {
                if (const Result<> passed = passOver(*trouble); !passed)
                    return passed;
            }
            if (isTimeToReport() && !goOn())
                return fail(
                    ErrorCode::Interrupted, u"the import was cancelled; nothing was imported"_s);
        }
        if (!more)
            return fail(more.error());
        if (!goOn())
            return fail(
                ErrorCode::Interrupted, u"the import was cancelled; nothing was imported"_s);
        return {};
    }

    /// In a file of one column an empty line is a row.
    bool isBlankLine() const
    {
        const bool severalFields = m_fieldCount > 1
            || std::any_of(m_options.columns.begin(), m_options.columns.end(),
                [](const ImportColumn &to) { return to.field > 0; });
        return m_reader.text().isEmpty() && severalFields;
    }

    bool isTimeToReport()
    {
        const qint64 bytes = m_reader.bytesRead();
        if (m_report.read % rowsBetweenReports != 0
            && bytes - m_reportedBytes < bytesBetweenReports)
            return false;
        m_reportedBytes = bytes;
        return true;
    }

    bool goOn() const
    {
        return !m_progress
            || m_progress(
                {.rows = m_report.read, .done = m_reader.bytesRead(), .total = m_totalBytes});
    }

    /// A bad row is noted, and ends the import unless such rows are to be skipped.
    Result<> passOver(const Trouble &trouble)
    {
        if (trouble.isFatal)
            return fail(trouble.error);
        ++m_report.bad;
        const QString &reason = trouble.error.message;
        if (m_report.badRows.size() < ImportReport::mostBadRows)
            m_report.badRows.append({m_reader.line(),
                QString::fromUtf8(m_reader.text()).left(longestShownText), reason});
        if (m_options.onBadRow == OnBadRow::Skip) {
            m_rejects.write(m_reader, reason);
            return {};
        }
        Error error = trouble.error;
        error.hint = u"nothing was imported; mend the line, or skip rows that do not fit"_s;
        return failIn(u"line %1"_s.arg(m_reader.line()), error);
    }

    std::optional<Trouble> checkShape() const
    {
        const auto bad = [](const QString &message) {
            return Trouble {.error = {.code = ErrorCode::Parse, .message = message}};
        };
        const size_t count = m_reader.fields().size();
        if (!m_reader.problem().isEmpty())
            return bad(m_reader.problem());
        if (count > m_fieldCount || (count < m_fieldCount && !m_options.shortRows))
            return bad(u"%1 fields where %2 are expected"_s.arg(count).arg(m_fieldCount));
        return std::nullopt;
    }

    std::optional<Trouble> insertRecord()
    {
        if (const std::optional<Trouble> trouble = checkShape())
            return trouble;
        for (size_t i = 0; i < m_cells.size(); ++i) {
            const ImportColumn &to = m_options.columns[qsizetype(i)];
            const auto fields = m_reader.fields();
            const CsvField field
                = size_t(to.field) < fields.size() ? fields[size_t(to.field)] : CsvField {};
            if (!m_cells[i].read(field, m_values[i], m_bytes[i]))
                return Trouble {.error = {.code = ErrorCode::Parse,
                                    .message = u"column \"%1\": %2"_s.arg(
                                        to.column, m_cells[i].misfit(field))}};
        }
        const Result<qint64> changed = m_statement->run(m_values);
        if (!changed)
            return troubleFrom(changed.error());
        ++(*changed > 0 ? m_report.written : m_report.ignored);
        return std::nullopt;
    }

    /// A row that a constraint refuses leaves the others; a full disk, a lock or a transaction that
    /// a trigger rolled back does not.
    std::optional<Trouble> troubleFrom(Error error) const
    {
        const bool ofTheRow = error.code == ErrorCode::Violation || error.code == ErrorCode::Failed;
        error.statement.clear();
        return Trouble {.error = error, .isFatal = !ofTheRow || !m_executor.inTransaction()};
    }

    Executor &m_executor;
    const Dialect &m_dialect;
    const Table &m_table;
    const ImportOptions &m_options;
    ImportReport &m_report;
    const TransferProgress &m_progress;
    CsvReader m_reader;
    const qint64 m_totalBytes;
    Rejects m_rejects {};
    std::unique_ptr<BulkStatement> m_statement {};
    std::vector<CellReader> m_cells {};
    std::vector<ValueView> m_values {};
    std::vector<QByteArray> m_bytes {}; ///< what blobs of the record point to
    qint64 m_reportedBytes = 0;
    size_t m_fieldCount = 0; ///< of the header, or of the first record
};

} // namespace

QList<ImportColumn> mapColumns(const QList<CsvColumn> &fields, const Table &table, bool header)
{
    QList<ImportColumn> columns;
    qsizetype next = 0;
    for (const Column &column : table.columns) {
        if (column.computed)
            continue;
        const auto named = std::find_if(fields.begin(), fields.end(),
            [&](const CsvColumn &field) { return sameAscii(field.name, column.name); });
        const qsizetype at = header ? named - fields.begin() : next++;
        if (at < fields.size())
            columns.append({column.name, at});
    }
    return columns;
}

Table tableFor(const QString &name, const QList<CsvColumn> &fields)
{
    Table table {.name = name};
    for (const CsvColumn &field : fields)
        table.columns.append({.name = field.name, .type = {.text = typeWord(field.type)}});
    return table;
}

QStringList keyOf(const Dialect &dialect, const Table &table)
{
    if (table.primaryKey)
        return columnNames(table.primaryKey->columns);
    const std::optional<RowAddress> address = dialect.dml().rowAddress(table);
    return address && !address->hidden ? address->columns : QStringList();
}

Result<> importCsv(Executor &executor, const Dialect &dialect, const Table &table, QIODevice &file,
    const ImportOptions &options, ImportReport &report, const TransferProgress &progress)
{
    report = {};
    return Import(executor, dialect, table, file, options, report, progress).run();
}

} // namespace joinery
