// SPDX-License-Identifier: MPL-2.0
// Any bytes as a text file of rows: sniffed, read to its end, and what was read is written and read
// again.
#include "fuzz/require.h"
#include "joinery/data/csvreader.h"
#include "joinery/data/csvsniffer.h"
#include "joinery/data/csvwriter.h"

#include <QBuffer>
#include <QSet>

using namespace joinery;
using fuzz::require;

namespace {

using Records = QList<QList<std::optional<QByteArray>>>;

/// The records that nothing is wrong with; unset stands for what a reader may take for NULL.
Records read(const QByteArray &bytes, const CsvFormat &format)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    CsvReader reader(buffer, format, {.recordBytes = 1 << 16, .fields = 500});
    Records records;
    qint64 line = 0;
    for (Result<bool> more = reader.next(); more && *more; more = reader.next()) {
        require(reader.line() > line);
        line = reader.line();
        if (!reader.problem().isEmpty())
            continue;
        QList<std::optional<QByteArray>> record;
        for (const CsvField &field : reader.fields())
            record.append(field.quoted || !field.text.isEmpty()
                    ? std::optional(field.text.toByteArray())
                    : std::nullopt);
        records.append(record);
    }
    return records;
}

QByteArray written(const Records &records)
{
    QByteArray bytes;
    CsvWriter writer(bytes, {.header = false});
    for (const auto &record : records) {
        std::vector<ValueView> row;
        for (const auto &field : record)
            row.push_back(field ? ValueView(TextView {*field}) : ValueView());
        writer.writeRow(row);
    }
    return bytes;
}

void columnsAreDistinct(const QByteArray &bytes, const CsvFormat &format)
{
    const auto columns = sniffColumns(bytes, format);
    if (!columns)
        return;
    QSet<QString> names;
    for (const CsvColumn &column : *columns) {
        require(!column.name.isEmpty() && !names.contains(column.name));
        names.insert(column.name);
    }
    (void)sampleRows(bytes, format, 20);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    const auto format = sniffFormat(bytes);
    if (!format)
        return 0;
    columnsAreDistinct(bytes, *format);
    const Records records = read(bytes, *format);
    const Records again = read(written(records), {.header = false});
    require(again == records);
    return 0;
}
