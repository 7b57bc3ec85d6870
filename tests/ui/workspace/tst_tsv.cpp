// SPDX-License-Identifier: MPL-2.0
#include "ui/workspace/tsv.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace joinery;

class TestTsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCellComesBack_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << u"abc"_s;
        QTest::newRow("the empty text is not NULL") << u""_s;
        QTest::newRow("a tab") << u"a\tb"_s;
        QTest::newRow("line breaks") << u"a\nb\r\nc"_s;
        QTest::newRow("quotes") << u"say \"hi\""_s;
        QTest::newRow("other scripts") << u"東京 ö"_s;
    }
    void aCellComesBack()
    {
        QFETCH(QString, text);
        const auto rows = parseTsv(u"1\t"_s + tsvCell(text) + u"\t\n"_s);
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].size(), 3);
        QVERIFY(rows[0][1].has_value());
        QCOMPARE(*rows[0][1], text);
        QVERIFY2(!rows[0][2], "nothing became a text");
    }

    void nullIsNothing() { QCOMPARE(tsvCell({}), QString()); }
};

QTEST_APPLESS_MAIN(TestTsv)
#include "tst_tsv.moc"
