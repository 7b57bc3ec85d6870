// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/csvwriter.h"
#include "support/testutils.h"

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

QByteArray written(const std::vector<ValueView> &row, const CsvStyle &style = {})
{
    QByteArray out;
    CsvWriter writer(out, style);
    writer.writeRow(row);
    return out;
}

ValueView text(const char *utf8)
{
    return TextView {QByteArrayView(utf8)};
}

} // namespace

class TestCsvWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void texts_data();
    void texts();
    void values();
    void styles();
    void whatCouldNotBeReadBackIsRefused_data();
    void whatCouldNotBeReadBackIsRefused();
};

void TestCsvWriter::texts_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("cell");
    const auto row = [](const char *name, const QByteArray &value, const QByteArray &cell) {
        QTest::newRow(name) << value << cell;
    };
    row("a plain text is as it is", "Ada", "Ada");
    row("a text of other letters is as it is", "Größe 日本", "Größe 日本");
    row("an empty text is quoted", "", "\"\"");
    row("a delimiter is quoted", "a,b", "\"a,b\"");
    row("quotes are doubled", "a\"b\"", "\"a\"\"b\"\"\"");
    row("line breaks are quoted", "a\nb", "\"a\nb\"");
    row("a carriage return is quoted", "a\rb", "\"a\rb\"");
    row("a number as text is quoted", "00123", "\"00123\"");
    row("a signed number as text is quoted", "+49", "\"+49\"");
    row("a decimal comma is quoted", "1,5", "\"1,5\"");
    row("infinity as text is quoted", "Inf", "\"Inf\"");
    row("a date is not mistaken", "2026-11-22", "2026-11-22");
    row("what looks like bytes is quoted", "\\x00", "\"\\x00\"");
    row("other spellings of bytes are quoted", "X'00'", "\"X'00'\"");
    row("blanks at the ends are quoted", " a", "\" a\"");
    row("a byte order mark is quoted", "\xef\xbb\xbfx", "\"\xef\xbb\xbfx\"");
    row("what is no UTF-8 is mended", "a\xff", "a\xef\xbf\xbd");
}

void TestCsvWriter::texts()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, cell);
    QCOMPARE(written({TextView {value}}), cell + "\r\n");
}

void TestCsvWriter::values()
{
    QCOMPARE(
        written({ValueView(), qint64(-5), 2.0, 0.1, text("x"), BlobView {"\x0a\xff"}, BlobView {}}),
        QByteArray(",-5,2.0,0.1,x,\\x0aff,\\x\r\n"));
    QByteArray out;
    CsvWriter(out, {}).writeHeader({u"id"_s, u"a,b"_s});
    QCOMPARE(out, QByteArray("id,\"a,b\"\r\n"));
}

void TestCsvWriter::styles()
{
    QCOMPARE(written({ValueView(), text("NULL"), text("x")}, {.nullText = u"NULL"_s}),
        QByteArray("NULL,\"NULL\",x\r\n"));
    QCOMPARE(written({1.5, text("a;b"), text("c,d")},
                 {.delimiter = ';', .quote = '\'', .decimalComma = true, .lineEnd = "\n"}),
        QByteArray("1,5;'a;b';c,d\n"));
    QCOMPARE(written({BlobView {"\xff"}, BlobView {}}, {.blobs = BlobText::Base64}),
        QByteArray("/w==,\"\"\r\n"));
}

void TestCsvWriter::whatCouldNotBeReadBackIsRefused_data()
{
    QTest::addColumn<CsvStyle>("style");
    QTest::newRow("delimiter and quote are the same") << CsvStyle {.delimiter = '"'};
    QTest::newRow("a digit as delimiter") << CsvStyle {.delimiter = '1'};
    QTest::newRow("a point as delimiter") << CsvStyle {.delimiter = '.'};
    QTest::newRow("a line break as delimiter") << CsvStyle {.delimiter = '\n'};
    QTest::newRow("a decimal comma between commas") << CsvStyle {.decimalComma = true};
    QTest::newRow("a number for NULL") << CsvStyle {.nullText = u"0"_s};
    QTest::newRow("a delimiter in the text for NULL") << CsvStyle {.nullText = u"a,b"_s};
}

void TestCsvWriter::whatCouldNotBeReadBackIsRefused()
{
    QFETCH(CsvStyle, style);
    const Result<> done = CsvWriter::check(style);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Usage);
    VERIFY_RESULT(CsvWriter::check({.delimiter = '\t', .nullText = u"\\N"_s}));
}

QTEST_APPLESS_MAIN(TestCsvWriter)
#include "tst_csvwriter.moc"
