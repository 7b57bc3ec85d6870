// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/csvsniffer.h"

#include "joinery/data/csvreader.h"

#include <QBuffer>
#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype recordsForFormat = 200;

struct SampleField
{
    QByteArray text;
    bool quoted;
};
using SampleRecord = QList<SampleField>;

struct Sample
{
    QList<SampleRecord> records {};
    qsizetype problems = 0; ///< records that are not well-formed
};

/// The records of the sample, up to a count. What cannot be read at its end is left out: the sample
/// may end in the middle of a field.
Result<Sample> readSample(const QByteArray &bytes, const CsvFormat &format, qsizetype count)
{
    QBuffer buffer;
    buffer.setData(bytes);
    if (!buffer.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, buffer.errorString());
    CsvReader reader(buffer, format);
    Sample sample;
    Result<bool> more = reader.next();
    for (; more && *more && sample.records.size() < count; more = reader.next()) {
        if (reader.fields().size() == 1 && reader.text().isEmpty())
            continue;
        sample.problems += reader.problem().isEmpty() ? 0 : 1;
        SampleRecord record;
        for (const CsvField &field : reader.fields())
            record.append({field.text.toByteArray(), field.quoted});
        sample.records.append(record);
    }
    if (!more && sample.records.isEmpty())
        return fail(more.error());
    const bool cut = bytes.size() >= csvSampleBytes && sample.records.size() < count;
    if (cut && sample.records.size() > 1)
        sample.records.removeLast();
    return sample;
}

// --- the format
// -----------------------------------------------------------------------------------

bool isUtf8ButForItsEnd(QByteArrayView bytes)
{
    for (qsizetype cut = 0; cut < 4 && cut <= bytes.size(); ++cut) {
        if (bytes.chopped(cut).isValidUtf8())
            return true;
    }
    return false;
}

Result<TextEncoding> sniffEncoding(const QByteArray &sample)
{
    if (sample.startsWith("\xef\xbb\xbf"))
        return TextEncoding::Utf8;
    if (sample.startsWith("\xff\xfe"))
        return TextEncoding::Utf16LE;
    if (sample.startsWith("\xfe\xff"))
        return TextEncoding::Utf16BE;
    qsizetype zeros[2] = {0, 0};
    for (qsizetype i = 0; i < sample.size(); ++i)
        zeros[i % 2] += sample[i] == '\0';
    const qsizetype many = sample.size() / 5;
    if (zeros[0] + zeros[1] == 0)
        return isUtf8ButForItsEnd(sample) ? TextEncoding::Utf8 : TextEncoding::Windows1252;
    if (zeros[1] > many && zeros[0] < zeros[1] / 10)
        return TextEncoding::Utf16LE;
    if (zeros[0] > many && zeros[1] < zeros[0] / 10)
        return TextEncoding::Utf16BE;
    return fail(ErrorCode::Parse, u"the file is not text: it holds NUL bytes"_s,
        u"give a CSV file, or set its encoding"_s);
}

/// The better, the more records have the same number of fields, and the more fields those are.
double scoreOf(const Sample &sample)
{
    QMap<qsizetype, qsizetype> counts;
    for (const SampleRecord &record : sample.records)
        ++counts[record.size()];
    double best = 0;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        const double share = double(it.value()) / double(sample.records.size());
        const double fields = std::min(double(it.key()), 50.0) / 1000;
        best = std::max(best, it.key() > 1 ? share + fields : share / 2);
    }
    return best - double(sample.problems) / double(sample.records.size());
}

void sniffDelimiter(const QByteArray &sample, CsvFormat &format)
{
    double best = -1000;
    CsvFormat tried = format;
    for (const char delimiter : {',', ';', '\t', '|'}) {
        tried.delimiter = delimiter;
        const Result<Sample> read = readSample(sample, tried, recordsForFormat);
        const double score = read && !read->records.isEmpty() ? scoreOf(*read) : -100;
        if (score > best) {
            best = score;
            format.delimiter = delimiter;
        }
    }
}

/// Single quotes, where there are no double ones and at least a field a record is within them.
void sniffQuote(const QByteArray &sample, CsvFormat &format)
{
    CsvFormat tried = format;
    tried.quote = '\'';
    if (sample.contains('"') || !sample.contains('\''))
        return;
    sniffDelimiter(sample, tried);
    const Result<Sample> read = readSample(sample, tried, recordsForFormat);
    if (!read || read->problems > 0)
        return;
    qsizetype quoted = 0;
    for (const SampleRecord &record : read->records)
        quoted
            += std::count_if(record.begin(), record.end(), [](const auto &f) { return f.quoted; });
    if (quoted >= read->records.size() - 1 && quoted > 0)
        format = tried;
}

/// The type of one column over some records.
CellType columnType(const QList<SampleRecord> &records, qsizetype column, char decimalPoint)
{
    bool someUnquoted = false;
    CellType all = CellType::Any;
    CellType quoted = CellType::Any;
    for (const SampleRecord &record : records) {
        if (column >= record.size())
            continue;
        const SampleField &field = record[column];
        const CellType type = looksLike(QByteArrayView(field.text).trimmed(), decimalPoint);
        all = commonType(all, type);
        if (field.quoted)
            quoted = commonType(quoted, type);
        else
            someUnquoted = someUnquoted || type != CellType::Any;
    }
    // Where only some are quoted, or other columns are not, the quotes say: a text.
    const bool quotesSayText = someUnquoted && quoted != CellType::Any && quoted != CellType::Text;
    return all == CellType::Any || quotesSayText ? CellType::Text : all;
}

qsizetype columnCount(const QList<SampleRecord> &records)
{
    qsizetype count = 0;
    for (const SampleRecord &record : records)
        count = std::max(count, record.size());
    return count;
}

bool couldBeName(const QByteArray &text)
{
    const bool numberLike = text.startsWith('+') || (text[0] >= '0' && text[0] <= '9');
    return !numberLike && looksLike(text) == CellType::Text;
}

/// A header names: no cell is empty but the first, none is a number or a date or comes twice.
bool couldBeHeader(const SampleRecord &record)
{
    QSet<QByteArray> seen;
    for (qsizetype i = 0; i < record.size(); ++i) {
        const QByteArray &text = record[i].text;
        const bool unnamedIndex = text.isEmpty() && i == 0 && record.size() > 1;
        if (!unnamedIndex && (text.isEmpty() || !couldBeName(text) || seen.contains(text)))
            return false;
        seen.insert(text);
    }
    return true;
}

/// All cells are texts below as well: a header is one unless its cells turn up among the others.
bool standsOutFrom(const SampleRecord &header, const QList<SampleRecord> &rest)
{
    for (qsizetype i = 0; i < header.size(); ++i) {
        const bool repeated
            = std::any_of(rest.begin(), rest.end(), [&](const SampleRecord &record) {
                  return i < record.size() && record[i].text == header[i].text;
              });
        if (repeated)
            return false;
    }
    return true;
}

bool sniffHeader(const QList<SampleRecord> &records)
{
    return !records.isEmpty() && couldBeHeader(records.first())
        && standsOutFrom(records.first(), records.sliced(1));
}

bool sniffDecimalComma(const QList<SampleRecord> &records)
{
    bool withComma = false;
    for (qsizetype column = 0; column < columnCount(records); ++column) {
        if (columnType(records, column, '.') == CellType::Real)
            return false;
        withComma = withComma || columnType(records, column, ',') == CellType::Real;
    }
    return withComma;
}

// --- the columns
// ----------------------------------------------------------------------------------

QStringList distinct(const QStringList &names)
{
    QStringList result;
    for (const QString &name : names) {
        QString candidate = name;
        for (int number = 2; result.contains(candidate, Qt::CaseInsensitive); ++number)
            candidate = u"%1 %2"_s.arg(name).arg(number);
        result.append(candidate);
    }
    return result;
}

QStringList columnNames(const QList<SampleRecord> &records, bool header)
{
    QStringList names;
    for (qsizetype i = 0; i < columnCount(records); ++i) {
        const QString name = header && i < records.first().size()
            ? QString::fromUtf8(records.first()[i].text).simplified()
            : QString();
        names.append(name.isEmpty() ? u"column %1"_s.arg(i + 1) : name);
    }
    return distinct(names);
}

bool hasEmptyField(const QList<SampleRecord> &records, qsizetype column)
{
    return std::any_of(records.begin(), records.end(), [&](const SampleRecord &record) {
        return column >= record.size() || record[column].text.isEmpty();
    });
}

/// Where every field is quoted, quotes tell nothing of types.
void forgetIdleQuotes(QList<SampleRecord> &records)
{
    const auto isQuoted
        = [](const SampleField &field) { return field.quoted || field.text.isEmpty(); };
    const bool all = std::all_of(records.begin(), records.end(), [&](const SampleRecord &record) {
        return std::all_of(record.begin(), record.end(), isQuoted);
    });
    for (SampleRecord &record : records) {
        for (SampleField &field : record)
            field.quoted = field.quoted && !all;
    }
}

/// A column whose values are all quoted while others are not: text, as its writer knew.
bool isQuotedColumn(const QList<SampleRecord> &records, qsizetype column)
{
    bool any = false;
    for (const SampleRecord &record : records) {
        if (column >= record.size() || record[column].text.isEmpty())
            continue;
        if (!record[column].quoted)
            return false;
        any = true;
    }
    return any;
}

} // namespace

Result<CsvFormat> sniffFormat(const QByteArray &sample)
{
    CsvFormat format;
    if (sample.isEmpty()) {
        format.header = false;
        return format;
    }
    const Result<TextEncoding> encoding = sniffEncoding(sample);
    if (!encoding)
        return fail(encoding.error());
    format.encoding = *encoding;
    sniffDelimiter(sample, format);
    sniffQuote(sample, format);
    const Result<Sample> read = readSample(sample, format, recordsForFormat);
    if (!read)
        return fail(read.error());
    format.header = sniffHeader(read->records);
    format.decimalComma = format.delimiter != ','
        && sniffDecimalComma(format.header ? read->records.sliced(1) : read->records);
    return format;
}

Result<QList<CsvColumn>> sniffColumns(const QByteArray &sample, const CsvFormat &format)
{
    const Result<Sample> read = readSample(sample, format, csvSampleBytes);
    if (!read)
        return fail(read.error());
    const QStringList names = columnNames(read->records, format.header && !read->records.isEmpty());
    QList<SampleRecord> rows = read->records;
    if (format.header && !rows.isEmpty())
        rows.removeFirst();
    forgetIdleQuotes(rows);
    QList<CsvColumn> columns;
    for (qsizetype i = 0; i < names.size(); ++i) {
        const CellType type = isQuotedColumn(rows, i)
            ? CellType::Text
            : columnType(rows, i, format.decimalComma ? ',' : '.');
        columns.append({names[i], type, hasEmptyField(rows, i)});
    }
    return columns;
}

Result<QList<QStringList>> sampleRows(
    const QByteArray &sample, const CsvFormat &format, qsizetype count)
{
    const Result<Sample> read = readSample(sample, format, count);
    if (!read)
        return fail(read.error());
    QList<QStringList> rows;
    for (const SampleRecord &record : read->records) {
        QStringList row;
        for (const SampleField &field : record)
            row.append(field.text.isEmpty() && !field.quoted ? QString()
                    : field.text.isEmpty()                   ? u""_s
                                                             : QString::fromUtf8(field.text));
        rows.append(row);
    }
    return rows;
}

} // namespace joinery
