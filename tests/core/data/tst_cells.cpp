// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/cells.h"
#include "support/random.h"
#include "support/testutils.h"

#include <bit>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestCells : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looks_data();
    void looks();
    void aDecimalCommaMakesANumber();
    void typesOfColumns_data();
    void typesOfColumns();
    void commonTypes();
    void realsReadBack();
    void bytes();
};

void TestCells::looks_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<CellType>("type");
    const auto row = [](const char *name, const char *text, CellType type) {
        QTest::newRow(name) << QByteArray(text) << type;
    };
    row("nothing", "", CellType::Any);
    row("a number", "42", CellType::Integer);
    row("a negative number", "-42", CellType::Integer);
    row("zero", "0", CellType::Integer);
    row("leading zeros are kept", "00123", CellType::Text);
    row("leading zeros before a point are kept", "00.5", CellType::Text);
    row("a phone number is a text", "+4930123456", CellType::Text);
    row("a phone number with blanks is a text", "030 123456", CellType::Text);
    row("18 digits are a number", "123456789012345678", CellType::Integer);
    row("more digits are a text", "1234567890123456789", CellType::Text);
    row("a hexadecimal number is a text", "0x1F", CellType::Text);
    row("a decimal", "0.5", CellType::Real);
    row("an exponent", "1e-5", CellType::Real);
    row("beyond what a double holds", "1e400", CellType::Text);
    row("nan is a text", "nan", CellType::Text);
    row("infinity is a text", "infinity", CellType::Text);
    row("a version is a text", "1.2.3", CellType::Text);
    row("true", "TRUE", CellType::Boolean);
    row("yes is a text", "yes", CellType::Text);
    row("an ISO date", "2026-11-22", CellType::Date);
    row("month 13 is no date", "2026-13-01", CellType::Text);
    row("another order is no date", "22.11.2026", CellType::Text);
    row("a time", "10:12", CellType::Time);
    row("a time with seconds", "10:12:33.25", CellType::Time);
    row("minute 60 is no time", "10:60", CellType::Text);
    row("a timestamp", "2026-11-22 10:12:33", CellType::Timestamp);
    row("a timestamp with T and zone", "2026-11-22T10:12:33.5+01:00", CellType::Timestamp);
    row("a timestamp with rubbish", "2026-11-22T10:12:33 x", CellType::Text);
}

void TestCells::looks()
{
    QFETCH(QByteArray, text);
    QFETCH(CellType, type);
    QCOMPARE(looksLike(text), type);
}

void TestCells::aDecimalCommaMakesANumber()
{
    QCOMPARE(looksLike("1,5", ','), CellType::Real);
    QCOMPARE(looksLike("1.5", ','), CellType::Text);
    QCOMPARE(looksLike("1,5"), CellType::Text);
    QCOMPARE(readReal("-1,25", ','), std::optional(-1.25));
    QVERIFY(!readReal("1.000,5", ','));
}

void TestCells::typesOfColumns_data()
{
    QTest::addColumn<QString>("declared");
    QTest::addColumn<CellType>("type");
    for (const auto &[declared, type] : {std::pair(u"varchar(80)"_s, CellType::Text),
             {u"numeric(10,2)"_s, CellType::Numeric}, {u"timestamptz"_s, CellType::Timestamp},
             {u"integer[]"_s, CellType::Text}, {u"NVARCHAR(160)"_s, CellType::Text},
             {u"MEDIUMINT"_s, CellType::Integer}, {u"DOUBLE PRECISION"_s, CellType::Real},
             {u""_s, CellType::Any}, {u"DATETIME2"_s, CellType::Timestamp},
             {u"MONEY"_s, CellType::Numeric}, {u"uuid"_s, CellType::Text},
             {u"LONGBLOB"_s, CellType::Blob}, {u"enum(a, b)"_s, CellType::Text}})
        QTest::newRow(qPrintable(declared + u" "_s)) << declared << type;
}

void TestCells::typesOfColumns()
{
    QFETCH(QString, declared);
    QTEST(cellTypeOf(DataType {.text = declared}), "type");
}

void TestCells::commonTypes()
{
    QCOMPARE(commonType(CellType::Integer, CellType::Real), CellType::Real);
    QCOMPARE(commonType(CellType::Any, CellType::Date), CellType::Date);
    QCOMPARE(commonType(CellType::Date, CellType::Timestamp), CellType::Timestamp);
    QCOMPARE(commonType(CellType::Boolean, CellType::Integer), CellType::Text);
}

void TestCells::realsReadBack()
{
    Random random(7);
    QList<double> numbers {0.0, -0.0, 5.0, 0.1, 1e300, 5e-324, 1.7976931348623157e308, 1.0 / 3,
        HUGE_VAL, -HUGE_VAL, 9007199254740993.0};
    for (int i = 0; i < 20000; ++i) {
        const quint64 bits = (quint64(random.below(1 << 30)) << 34)
            ^ (quint64(random.below(1 << 30)) << 10) ^ quint64(random.below(1 << 10));
        if (const auto number = std::bit_cast<double>(bits); std::isfinite(number))
            numbers.append(number);
    }
    for (const double number : numbers) {
        QByteArray text;
        appendReal(text, number);
        const auto read = readReal(text);
        QVERIFY2(read && std::bit_cast<quint64>(*read) == std::bit_cast<quint64>(number), text);
        QVERIFY2(!readInteger(text), text);
    }
}

void TestCells::bytes()
{
    QCOMPARE(readHex("\\x0aFF"), std::optional(QByteArray("\x0a\xff")));
    QCOMPARE(readHex("X'0aff'"), std::optional(QByteArray("\x0a\xff")));
    QCOMPARE(readHex("0x"), std::optional(QByteArray()));
    QVERIFY(!readHex("\\x0"));
    QVERIFY(!readHex("\\xzz"));
    QVERIFY(!readHex("0aff"));
    QCOMPARE(readBase64("/w=="), std::optional(QByteArray("\xff")));
    QVERIFY(!readBase64("not base64!"));
}

QTEST_APPLESS_MAIN(TestCells)
#include "tst_cells.moc"
