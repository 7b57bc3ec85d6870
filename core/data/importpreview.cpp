// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/importpreview.h"

#include <QBuffer>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// A NULL in a key may become the row's number; the database knows.
bool mustBeGiven(const Table &table, const Column &column)
{
    const bool isKey
        = table.primaryKey && columnNames(table.primaryKey->columns).contains(column.name);
    return !column.nullable && !column.identity && !isKey;
}

class Preview
{
public:
    Preview(const Table &table, const ImportOptions &options)
        : m_options(options)
    {
        for (const ImportColumn &to : options.columns) {
            const Column *column = table.column(to.column);
            m_mustBeGiven.push_back(column && mustBeGiven(table, *column));
            m_cells.emplace_back(cellTypeOf(column ? column->type : DataType {.text = u"text"_s}),
                options.cells, options.format.decimalComma);
        }
    }

    PreviewRow row(const CsvReader &reader, size_t expected) const
    {
        const auto fields = reader.fields();
        PreviewRow row {.line = reader.line(), .trouble = reader.problem()};
        if (fields.size() > expected || (fields.size() < expected && !m_options.shortRows))
            row.trouble = u"%1 fields where %2 are expected"_s.arg(fields.size()).arg(expected);
        for (size_t i = 0; i < m_cells.size(); ++i) {
            const auto at = size_t(m_options.columns[qsizetype(i)].field);
            const CsvField field = at < fields.size() ? fields[at] : CsvField {};
            ValueView value;
            QByteArray bytes;
            const bool fits = m_cells[i].read(field, value, bytes);
            row.values.append(toValue(value));
            row.troubles.append(!fits                               ? m_cells[i].misfit(field)
                    : isNull(row.values.last()) && m_mustBeGiven[i] ? u"NULL is not allowed here"_s
                                                                    : QString());
        }
        return row;
    }

private:
    const ImportOptions &m_options;
    std::vector<CellReader> m_cells {};
    std::vector<bool> m_mustBeGiven {};
};

} // namespace

Result<QList<PreviewRow>> previewImport(
    const QByteArray &sample, const Table &table, const ImportOptions &options, qsizetype count)
{
    QBuffer buffer;
    buffer.setData(sample);
    if (!buffer.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, buffer.errorString());
    CsvReader reader(buffer, options.format);
    const Preview preview(table, options);
    QList<PreviewRow> rows;
    size_t expected = 0;
    Result<bool> more = reader.next();
    for (bool first = true; more && *more && rows.size() < count; first = false) {
        const bool blank = reader.text().isEmpty();
        if (expected == 0 && !blank)
            expected = reader.fields().size();
        if (!(first && options.format.header) && (!blank || expected == 1))
            rows.append(preview.row(reader, expected));
        more = reader.next();
    }
    if (!more && rows.isEmpty())
        return fail(more.error());
    const bool isCut = sample.size() >= csvSampleBytes && rows.size() < count;
    if (isCut && rows.size() > 1)
        rows.removeLast();
    return rows;
}

} // namespace joinery
