// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/csvsniffer.h"
#include "support/testutils.h"

#include <QStringEncoder>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestCsvSniffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formats_data();
    void formats();
    void encodings_data();
    void encodings();
    void aBinaryFileIsRefused();
    void columns_data();
    void columns();
    void aSampleThatIsCutOffLosesItsLastRecord();
    void rowsOfASample();
};

void TestCsvSniffer::formats_data()
{
    QTest::addColumn<QByteArray>("sample");
    QTest::addColumn<CsvFormat>("format");
    const auto row = [](const char *name, const char *sample, const CsvFormat &format) {
        QTest::newRow(name) << QByteArray(sample) << format;
    };
    row("an empty file", "", {.header = false});
    row("commas and a header", "id,name\n1,Ada\n2,Bob\n", {});
    row("only a header", "id,name\n", {});
    row("no header: numbers in the first line", "1,Ada\n2,Bob\n", {.header = false});
    row("no header: the first line comes again", "Ada,x\nBob,y\nAda,z\n", {.header = false});
    row("a header over texts alone", "name,city\nAda,London\nBob,Paris\n", {});
    row("a first column without a name", ",name\n0,Ada\n1,Bob\n", {});
    row("semicolons, though a text holds commas", "id;note\n1;a, b, c\n2;d\n", {.delimiter = ';'});
    row("tabs", "id\tname\n1\tAda\n", {.delimiter = '\t'});
    row("bars", "id|name\n1|Ada\n", {.delimiter = '|'});
    row("delimiters in quotes do not count", "id;note\n1;\"a,b,c,d\"\n2;\"e,f,g,h\"\n",
        {.delimiter = ';'});
    row("a decimal comma", "id;price\n1;9,50\n2;10,25\n", {.delimiter = ';', .decimalComma = true});
    row("no decimal comma where there are points", "id;price;list\n1;9.50;1,2\n2;10.25;3,4\n",
        {.delimiter = ';'});
    row("single quotes", "id,note\n1,'a,b'\n2,'c,d'\n", {.quote = '\''});
    row("one column", "name\nAda\nBob\n", {});
}

void TestCsvSniffer::formats()
{
    QFETCH(QByteArray, sample);
    QFETCH(CsvFormat, format);
    const Result<CsvFormat> sniffed = sniffFormat(sample);
    VERIFY_RESULT(sniffed);
    QCOMPARE(sniffed->delimiter, format.delimiter);
    QCOMPARE(sniffed->quote, format.quote);
    QCOMPARE(sniffed->header, format.header);
    QCOMPARE(sniffed->decimalComma, format.decimalComma);
    QCOMPARE(sniffed->encoding, format.encoding);
}

void TestCsvSniffer::encodings_data()
{
    QTest::addColumn<QByteArray>("sample");
    QTest::addColumn<TextEncoding>("encoding");
    const QString text = u"id,name\n1,Größe\n2,x\n"_s;
    const auto utf16 = [&](QStringConverter::Encoding encoding) {
        return QByteArray(QStringEncoder(encoding).encode(text));
    };
    QTest::newRow("UTF-8") << text.toUtf8() << TextEncoding::Utf8;
    QTest::newRow("UTF-8, cut in a character") << text.toUtf8().left(13) << TextEncoding::Utf8;
    QTest::newRow("UTF-16LE without a mark")
        << utf16(QStringConverter::Utf16LE) << TextEncoding::Utf16LE;
    QTest::newRow("UTF-16BE without a mark")
        << utf16(QStringConverter::Utf16BE) << TextEncoding::Utf16BE;
    QTest::newRow("what is no UTF-8 is Windows-1252")
        << text.toLatin1() << TextEncoding::Windows1252;
}

void TestCsvSniffer::encodings()
{
    QFETCH(QByteArray, sample);
    const Result<CsvFormat> sniffed = sniffFormat(sample);
    VERIFY_RESULT(sniffed);
    QTEST(sniffed->encoding, "encoding");
    const auto columns = sniffColumns(sample, *sniffed);
    VERIFY_RESULT(columns);
    QCOMPARE(columns->value(1).name, u"name"_s);
}

void TestCsvSniffer::aBinaryFileIsRefused()
{
    const Result<CsvFormat> sniffed
        = sniffFormat(QByteArray("SQLite format 3\0\x10\0\1\1\0\x40\x20\x20\0\0\0\x2a", 28));
    QVERIFY(!sniffed);
    QCOMPARE(sniffed.error().code, ErrorCode::Parse);
}

void TestCsvSniffer::columns_data()
{
    QTest::addColumn<QByteArray>("sample");
    QTest::addColumn<QList<CsvColumn>>("columns");
    const auto row = [](const char *name, const char *sample, const QList<CsvColumn> &columns) {
        QTest::newRow(name) << QByteArray(sample) << columns;
    };
    row("numbers and texts", "id,name\n1,Ada\n2,\n",
        {{u"id"_s, CellType::Integer, false}, {u"name"_s, CellType::Text, true}});
    row("leading zeros anywhere make a text", "zip\n12345\n01234\n",
        {{u"zip"_s, CellType::Text, false}});
    row("quotes among unquoted columns say: a text", "id,code\n1,\"5\"\n2,\"6\"\n",
        {{u"id"_s, CellType::Integer, false}, {u"code"_s, CellType::Text, false}});
    row("where all is quoted, quotes say nothing", "\"id\",\"code\"\n\"1\",\"x\"\n\"2\",\"y\"\n",
        {{u"id"_s, CellType::Integer, false}, {u"code"_s, CellType::Text, false}});
    row("whole and decimal numbers are decimal", "n\n1\n2.5\n", {{u"n"_s, CellType::Real, false}});
    row("dates and times", "d,t\n2026-01-02,2026-01-02 10:00\n2026-01-03,2026-01-03 11:00\n",
        {{u"d"_s, CellType::Date, false}, {u"t"_s, CellType::Timestamp, false}});
    row("a column without values is a text", "a,b\n1,\n2,\n",
        {{u"a"_s, CellType::Integer, false}, {u"b"_s, CellType::Text, true}});
    row("names are made distinct and never empty", "a,A,,a\nx,y,z,1\n",
        {{u"a"_s, CellType::Text, false}, {u"A 2"_s, CellType::Text, false},
            {u"column 3"_s, CellType::Text, false}, {u"a 3"_s, CellType::Integer, false}});
    row("a short record counts as empty fields", "a,b\n1,2\n3\n",
        {{u"a"_s, CellType::Integer, false}, {u"b"_s, CellType::Integer, true}});
}

void TestCsvSniffer::columns()
{
    QFETCH(QByteArray, sample);
    QFETCH(QList<CsvColumn>, columns);
    const auto sniffed = sniffColumns(sample, {});
    VERIFY_RESULT(sniffed);
    QCOMPARE(sniffed->size(), columns.size());
    for (qsizetype i = 0; i < columns.size(); ++i) {
        QCOMPARE(sniffed->at(i).name, columns[i].name);
        QCOMPARE(sniffed->at(i).type, columns[i].type);
        QCOMPARE(sniffed->at(i).nullable, columns[i].nullable);
    }
}

void TestCsvSniffer::aSampleThatIsCutOffLosesItsLastRecord()
{
    QByteArray sample = "a,b\n";
    while (sample.size() < csvSampleBytes - 4)
        sample += "123,456\n";
    sample.truncate(csvSampleBytes - 3);
    sample += "7,\""; // a quote that the sample cuts off
    const auto columns = sniffColumns(sample, {});
    VERIFY_RESULT(columns);
    QCOMPARE(columns->size(), 2);
    QCOMPARE(columns->at(1).type, CellType::Integer);
    QVERIFY(!columns->at(1).nullable);
}

void TestCsvSniffer::rowsOfASample()
{
    const auto rows = sampleRows("a,b\n,\"\"\n1,2\n3,4\n", {}, 2);
    VERIFY_RESULT(rows);
    QCOMPARE(rows->size(), 2);
    QVERIFY(rows->at(1)[0].isNull());
    QVERIFY(!rows->at(1)[1].isNull());
}

QTEST_APPLESS_MAIN(TestCsvSniffer)
#include "tst_csvsniffer.moc"
