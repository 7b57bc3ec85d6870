// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/importpreview.h"

#include <QBuffer>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

class Preview
{
public:
    Preview(const Table &table, const ImportOptions &options)
        : m_options(options)
    {
        for (const ImportColumn &to : options.columns) {
            const Column *column = table.column(to.column);
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
            row.troubles.append(fits ? QString() : m_cells[i].misfit(field));
        }
        return row;
    }

private:
    const ImportOptions &m_options;
    std::vector<CellReader> m_cells {};
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
