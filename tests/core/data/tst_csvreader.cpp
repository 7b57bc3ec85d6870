// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/csvreader.h"
#include "joinery/db/valueview.h"
#include "support/testutils.h"

#include <QBuffer>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

/// Gives its bytes one by one, so that every record is cut everywhere.
class Dripping final : public QIODevice
{
public:
    explicit Dripping(const QByteArray &bytes)
        : m_bytes(bytes)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char *data, qint64) override
    {
        if (m_at == m_bytes.size())
            return 0;
        *data = m_bytes[m_at++];
        return 1;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qsizetype m_at = 0;
};

/// Endless text without a line break.
class Endless final : public QIODevice
{
public:
    Endless() { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }
    qint64 given = 0;

protected:
    qint64 readData(char *data, qint64 size) override
    {
        std::fill(data, data + size, 'x');
        given += size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }
};

/// Each record as "line: field|'quoted'|…", and a problem behind "!"; an error at the end.
QStringList read(QIODevice &device, const CsvFormat &format, const CsvLimits &limits = {})
{
    QStringList records;
    CsvReader reader(device, format, limits);
    for (;;) {
        const Result<bool> more = reader.next();
        if (!more)
            return records + QStringList {u"error: "_s + more.error().message};
        if (!*more)
            return records;
        QStringList fields;
        for (const CsvField &field : reader.fields()) {
            const QString text = toText(toValue(TextView {field.text}));
            fields.append(field.quoted ? u"'%1'"_s.arg(text) : text);
        }
        const QString problem
            = reader.problem().isEmpty() ? QString() : u" ! "_s + reader.problem();
        records.append(u"%1: %2"_s.arg(reader.line()).arg(fields.join(u'|')) + problem);
    }
}

QByteArray utf16(const QString &text, bool bigEndian)
{
    QStringEncoder encoder(bigEndian ? QStringConverter::Utf16BE : QStringConverter::Utf16LE);
    return encoder.encode(text);
}

} // namespace

class TestCsvReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void records_data();
    void records();
    void encodings_data();
    void encodings();
    void otherFormats();
    void theTextOfARecordIsWhatStandsInTheFile();
    void anEndlessLineIsRefusedInBoundedMemory();
    void anEndlessQuoteIsRefused();
    void tooManyFieldsAreRefused();
};

void TestCsvReader::records_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QByteArray &bytes, const QStringList &expected) {
        QTest::newRow(name) << bytes << expected;
    };
    row("an empty file has no records", "", {});
    row("the last line needs no break", "a,b\n1,2", {u"1: a|b"_s, u"2: 1|2"_s});
    row("the break of the last line begins no record", "a,b\n", {u"1: a|b"_s});
    row("CR LF, LF and CR end lines", "a\r\nb\nc\rd", {u"1: a"_s, u"2: b"_s, u"3: c"_s, u"4: d"_s});
    row("an empty line is one empty field", "a\n\nb\n", {u"1: a"_s, u"2: "_s, u"3: b"_s});
    row("an empty field at each end", ",\n", {u"1: |"_s});
    row("a quoted empty field is told apart", "\"\",\n", {u"1: ''|"_s});
    row("a doubled quote is one", "\"a\"\"b\",\"\"\"\"\n", {u"1: 'a\"b'|'\"'"_s});
    row("delimiters and breaks in quotes belong to the field", "\"a,b\nc\r\nd\re\",x\ny\n",
        {u"1: 'a,b\nc\r\nd\re'|x"_s, u"5: y"_s});
    row("a quote inside of an unquoted field is a character", "a\"b,5\" disk\n",
        {u"1: a\"b|5\" disk"_s});
    row("ragged records come as they are", "a,b\n1\n1,2,3\n",
        {u"1: a|b"_s, u"2: 1"_s, u"3: 1|2|3"_s});
    row("text after a closing quote is a problem", "\"a\"b,c\nd,e\n",
        {u"1: 'ab'|c ! field 1 goes on after its closing quote"_s, u"2: d|e"_s});
    row("a quote that is never closed ends it, naming where it was opened", "a,b\nc,\"d\ne,f\n",
        {u"1: a|b"_s, u"error: line 2: a quote is opened in field 2 and never closed"_s});
    row("what is no UTF-8 is a problem of its record", "a\nb\xff\nc\n",
        {u"1: a"_s, u"2: b\ufffd ! the text is not valid UTF-8"_s, u"3: c"_s});
    row("a NUL is a problem of its record", QByteArray("a\0b\nc\n", 6),
        {u"1: "_s + QString(u"a\0b"_s) + u" ! the text holds a NUL character"_s, u"2: c"_s});
    row("a byte order mark is passed over, once", "\xef\xbb\xbf\xef\xbb\xbf\"a\"\n",
        {u"1: "_s + QChar(0xfeff) + u"\"a\""_s});
    row("half of a byte order mark is rubbish", "\xef\xbb",
        {u"1: \ufffd\ufffd ! the text is not valid UTF-8"_s});
    row("a quote behind a byte order mark is a quote", "\xef\xbb\xbf\"a,b\"\n", {u"1: 'a,b'"_s});
}

void TestCsvReader::records()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QStringList, expected);
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    QCOMPARE(read(buffer, {}), expected);
    Dripping dripping(bytes);
    QCOMPARE(read(dripping, {}), expected);
}

void TestCsvReader::encodings_data()
{
    QTest::addColumn<TextEncoding>("encoding");
    QTest::addColumn<QByteArray>("bytes");
    const QString text = u"Größe,😀\n"_s;
    QTest::newRow("UTF-8") << TextEncoding::Utf8 << text.toUtf8();
    QTest::newRow("UTF-16LE") << TextEncoding::Utf16LE << utf16(text, false);
    QTest::newRow("UTF-16LE with a mark")
        << TextEncoding::Utf16LE << utf16(QChar(QChar::ByteOrderMark) + text, false);
    QTest::newRow("UTF-16BE") << TextEncoding::Utf16BE << utf16(text, true);
}

void TestCsvReader::encodings()
{
    QFETCH(QByteArray, bytes);
    QFETCH(TextEncoding, encoding);
    Dripping dripping(bytes);
    QCOMPARE(read(dripping, {.encoding = encoding}), QStringList {u"1: Größe|😀"_s});
}

void TestCsvReader::otherFormats()
{
    QByteArray bytes = "a;'b;c''d'\n\"e;f\n";
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    QCOMPARE(read(buffer, {.delimiter = ';', .quote = '\''}),
        (QStringList {u"1: a|'b;c'd'"_s, u"2: \"e|f"_s}));
    bytes = "\"a\"\tb\n";
    buffer.seek(0);
    QCOMPARE(read(buffer, {.delimiter = '\t', .quote = 0}), QStringList {u"1: \"a\"|b"_s});
    bytes = "\x80\xe9\n";
    buffer.seek(0);
    QCOMPARE(read(buffer, {.encoding = TextEncoding::Windows1252}), QStringList {u"1: €é"_s});
}

void TestCsvReader::theTextOfARecordIsWhatStandsInTheFile()
{
    QByteArray bytes = "x\r\n\"a\"\"b\n\", c \r\ny\n";
    Dripping dripping(bytes);
    CsvReader reader(dripping, {});
    QStringList texts;
    for (Result<bool> more = reader.next(); more && *more; more = reader.next())
        texts.append(QString::fromUtf8(reader.text()));
    QCOMPARE(texts, (QStringList {u"x"_s, u"\"a\"\"b\n\", c "_s, u"y"_s}));
    QCOMPARE(reader.bytesRead(), bytes.size());
}

void TestCsvReader::anEndlessLineIsRefusedInBoundedMemory()
{
    Endless endless;
    const QStringList records = read(endless, {}, {.recordBytes = 4 << 20});
    QCOMPARE(records, QStringList {u"error: line 1: the record is longer than 4 MiB"_s});
    QVERIFY(endless.given < 6 << 20);
}

void TestCsvReader::anEndlessQuoteIsRefused()
{
    QByteArray bytes = "a,\"" + QByteArray("x,y\n").repeated(1000);
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    QCOMPARE(read(buffer, {}, {.recordBytes = 100}),
        QStringList {u"error: line 1: the record is longer than 100 bytes"_s});
}

void TestCsvReader::tooManyFieldsAreRefused()
{
    QByteArray bytes = "a,b\n" + QByteArray(100, ',');
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    QCOMPARE(read(buffer, {}, {.fields = 50}),
        (QStringList {u"1: a|b"_s, u"error: line 2: the record has more than 50 fields"_s}));
}

QTEST_GUILESS_MAIN(TestCsvReader)
#include "tst_csvreader.moc"
