// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/decisiontext.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

class TestDecisionText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shellQuoting_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("plain") << u"t.c=0"_s << u"t.c=0"_s;
        QTest::newRow("empty") << QString() << u"''"_s;
        QTest::newRow("single quotes") << u"t.c='x'"_s << u"\"t.c='x'\""_s;
        QTest::newRow("double quotes") << u"\"a\" b"_s << u"'\"a\" b'"_s;
        QTest::newRow("both") << u"'\""_s << u"''\\''\"'"_s;
        QTest::newRow("dollar") << u"$x"_s << u"'$x'"_s;
        QTest::newRow("dollar and quote") << u"$'"_s << u"'$'\\'''"_s;
        QTest::newRow("letters beyond ASCII") << u"ü"_s << u"'ü'"_s;
    }
    void shellQuoting()
    {
        QFETCH(QString, text);
        QFETCH(QString, quoted);
        QCOMPARE(shellQuoted(text), quoted);
    }

    void flagsNameTheirObject()
    {
        QCOMPARE(fillFlag(u"t"_s, u"c"_s, u"''"_s), u"--fill \"t.c=''\""_s);
        QCOMPARE(castFlag(u"t"_s, u"c"_s, u"c"_s), u"--cast t.c=c"_s);
        QCOMPARE(allowFlag(u"orphans"_s, keyObject(u"t"_s, {u"a"_s, u"b"_s})),
            u"--allow 'orphans:t(a, b)'"_s);
    }

    void countsAreInTheRightNumber()
    {
        QCOMPARE(countText(1, 1, u"holds"_s, u"hold"_s), u"1 of 1 row holds"_s);
        QCOMPARE(countText(1, 3, u"holds"_s, u"hold"_s), u"1 of 3 rows holds"_s);
        QCOMPARE(countText(2, 3, u"holds"_s, u"hold"_s), u"2 of 3 rows hold"_s);
    }
};

QTEST_GUILESS_MAIN(TestDecisionText)
#include "tst_decisiontext.moc"
