// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/exporter.h"

#include "joinery/data/rowwriters.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype flushedAt = 256 << 10;
constexpr qint64 rowsBetweenReports = 1000;

/// Carries rows from the statement to the device.
class Export
{
public:
    Export(QIODevice &out, const ExportSource &source, const TransferProgress &progress)
        : m_out(out)
        , m_source(source)
        , m_progress(progress)
    { }

    [[nodiscard]] Result<qint64> run(
        Executor &executor, const Dialect &dialect, const ExportOptions &options)
    {
        m_buffer.reserve(flushedAt + (flushedAt >> 2));
        m_writer = writerFor(dialect, options);
        const Result<> streamed = executor.streamViews(
            m_source.sql, m_source.parameters, [this](RowView row) { return take(row); },
            &m_columns);
        if (!m_stopped)
            return fail(m_stopped.error());
        if (!streamed)
            return fail(streamed.error());
        if (m_columns.isEmpty())
            return fail(ErrorCode::Usage,
                u"the statement gives no rows: there is nothing to export"_s, u"give a SELECT"_s);
        beginOnce();
        m_writer->end();
        if (!flush() || !report())
            return fail(m_stopped.error());
        return m_rows;
    }

private:
    std::unique_ptr<RowWriter> writerFor(const Dialect &dialect, const ExportOptions &options)
    {
        switch (options.format) {
        case ExportFormat::Json:
            return makeJsonRows(m_buffer);
        case ExportFormat::Sql:
            return makeSqlRows(m_buffer, dialect, m_source.table, m_source.definition);
        case ExportFormat::Csv:
            break;
        }
        return makeCsvRows(m_buffer, options.csv);
    }

    void beginOnce()
    {
        if (!std::exchange(m_begun, true))
            m_writer->begin(m_columns);
    }

    bool take(RowView row)
    {
        beginOnce();
        if (m_rows == m_source.most)
            return false;
        m_writer->writeRow(row);
        ++m_rows;
        if (m_buffer.size() >= flushedAt)
            return flush() && report();
        return m_rows % rowsBetweenReports != 0 || report();
    }

    bool flush()
    {
        if (m_out.write(m_buffer) != m_buffer.size())
            m_stopped = fail(ErrorCode::Io, u"cannot write: %1"_s.arg(m_out.errorString()));
        m_buffer.resize(0);
        return m_stopped.has_value();
    }

    bool report()
    {
        if (m_progress && !m_progress({.rows = m_rows, .done = m_rows, .total = m_source.total}))
            m_stopped = fail(ErrorCode::Interrupted, u"the export was cancelled"_s);
        return m_stopped.has_value();
    }

    QIODevice &m_out;
    const ExportSource &m_source;
    const TransferProgress &m_progress;
    QByteArray m_buffer {};
    std::unique_ptr<RowWriter> m_writer {};
    QStringList m_columns {};
    qint64 m_rows = 0;
    bool m_begun = false;
    Result<> m_stopped {}; ///< an error is why the rows were not taken any more
};

Result<> checkTarget(const QString &path)
{
    const QFileInfo info(path);
    const QString shown = QDir::toNativeSeparators(path);
    if (!QFileInfo(info.absolutePath()).isDir())
        return fail(ErrorCode::Io, u"cannot write \"%1\": there is no such folder"_s.arg(shown),
            u"create the folder first"_s);
    if (info.isDir())
        return fail(ErrorCode::Io, u"cannot write \"%1\": it is a folder"_s.arg(shown));
    return {};
}

template <typename File>
Result<> openFor(File &file, QIODevice::OpenMode mode = QIODevice::WriteOnly)
{
    if (!file.open(mode))
        return fail(ErrorCode::Io,
            u"cannot write \"%1\": %2"_s.arg(
                QDir::toNativeSeparators(file.fileName()), file.errorString()));
    return {};
}

/// A device is not to be replaced by a file.
bool isDevice(const QString &path)
{
    const QFileInfo info(path);
    return info.exists() && !info.isFile() && !info.isDir();
}

} // namespace

ExportSource tableSource(
    const Dialect &dialect, const Table &table, ExportFormat format, bool create)
{
    const DmlCompiler &dml = dialect.dml();
    QStringList columns;
    for (const Column &column : table.columns) {
        if (format != ExportFormat::Sql || !column.computed)
            columns.append(dml.quote(column.name));
    }
    QString sql = u"SELECT %1 FROM %2"_s.arg(columns.join(u", "_s), dml.quote(table.name));
    if (const std::optional<RowAddress> address = dml.rowAddress(table)) {
        QStringList order;
        for (const QString &column : address->columns)
            order.append(dml.quote(column));
        sql += u" ORDER BY "_s + order.join(u", "_s);
    }
    ExportSource source {.sql = sql, .table = table.name};
    if (create)
        source.definition = table;
    return source;
}

Result<qint64> exportRows(Executor &executor, const Dialect &dialect, const ExportSource &source,
    const ExportOptions &options, QIODevice &out, const TransferProgress &progress)
{
    if (options.format == ExportFormat::Csv) {
        if (const Result<> checked = CsvWriter::check(options.csv); !checked)
            return fail(checked.error());
    }
    if (options.format == ExportFormat::Sql && source.table.isEmpty())
        return fail(ErrorCode::Usage, u"a script of INSERTs needs the name of a table"_s);
    return Export(out, source, progress).run(executor, dialect, options);
}

Result<qint64> exportToFile(Executor &executor, const Dialect &dialect, const ExportSource &source,
    const ExportOptions &options, const QString &path, const TransferProgress &progress)
{
    if (const Result<> fit = checkTarget(path); !fit)
        return fail(fit.error());
    const auto in = [&](const Error &error) {
        return error.code == ErrorCode::Io ? failIn(QDir::toNativeSeparators(path), error)
                                           : fail(error);
    };
    if (isDevice(path)) {
        QFile device(path);
        if (const Result<> opened = openFor(device, QIODevice::WriteOnly | QIODevice::Unbuffered);
            !opened)
            return fail(opened.error());
        const Result<qint64> rows
            = exportRows(executor, dialect, source, options, device, progress);
        return rows ? rows : Result<qint64>(in(rows.error()));
    }
    QSaveFile file(path);
    if (const Result<> opened = openFor(file); !opened)
        return fail(opened.error());
    const Result<qint64> rows = exportRows(executor, dialect, source, options, file, progress);
    if (!rows)
        return in(rows.error());
    if (!file.commit())
        return in(
            Error {.code = ErrorCode::Io, .message = u"cannot write: "_s + file.errorString()});
    return rows;
}

} // namespace joinery
