// SPDX-License-Identifier: MPL-2.0
#include "joinery/db/value.h"
#include "support/testutils.h"

#include <limits>

using namespace joinery;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(joinery::Value)

class TestValue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasATextForPeople_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<QString>("text");
        const double infinity = std::numeric_limits<double>::infinity();
        QTest::newRow("integer") << Value(qint64 {-42}) << u"-42"_s;
        QTest::newRow("largest") << Value(std::numeric_limits<qint64>::max())
                                 << u"9223372036854775807"_s;
        QTest::newRow("a double that is whole") << Value(2.0) << u"2.0"_s;
        QTest::newRow("a tenth") << Value(0.1) << u"0.1"_s;
        QTest::newRow("every digit") << Value(0.1 + 0.2) << u"0.30000000000000004"_s;
        QTest::newRow("large double") << Value(1e300) << u"1e+300"_s;
        QTest::newRow("infinity") << Value(-infinity) << u"-Inf"_s;
        QTest::newRow("text") << Value(u"it's"_s) << u"it's"_s;
        QTest::newRow("blob") << Value(QByteArray("\x00\xff\x1a", 3)) << u"X'00FF1A'"_s;
        QTest::newRow("empty blob") << Value(QByteArray()) << u"X''"_s;
    }
    void hasATextForPeople()
    {
        QFETCH(Value, value);
        QFETCH(QString, text);
        QCOMPARE(toText(value), text);
    }

    void nullIsNotAnEmptyText()
    {
        QVERIFY(toText(Value()).isNull());
        QVERIFY(!toText(Value(QString())).isNull());
        QVERIFY(isNull(Value()));
        QVERIFY(!isNull(Value(QString())));
    }

    void theScalarOfNoRowsIsNull()
    {
        QVERIFY(isNull(RowSet().scalar()));
        QCOMPARE(toInt(RowSet {.columns = {u"a"_s}, .rows = {{qint64 {7}}}}.scalar()), 7);
    }
};

QTEST_GUILESS_MAIN(TestValue)
#include "tst_value.moc"
