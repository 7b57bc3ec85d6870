// SPDX-License-Identifier: MPL-2.0
#include "joinery/base/suggestion.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

class TestSuggestion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void closeWordsAreFound_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("closest");
        QTest::newRow("a letter too few") << u"nulable"_s << u"nullable"_s;
        QTest::newRow("a letter too many") << u"namee"_s << u"name"_s;
        QTest::newRow("another letter") << u"tipe"_s << u"type"_s;
        QTest::newRow("letters exchanged") << u"nmae"_s << u"name"_s;
        QTest::newRow("another case") << u"NULLABLE"_s << u"nullable"_s;
        QTest::newRow("a space for an underscore") << u"renamed from"_s << u"renamed_from"_s;
        QTest::newRow("far from all") << u"zzzz"_s << QString();
        QTest::newRow("nothing in common") << u"xy"_s << QString();
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("very long") << QString(100000, u'n') << QString();
    }

    void closeWordsAreFound()
    {
        QFETCH(QString, word);
        QFETCH(QString, closest);
        const QStringList candidates {
            u"name"_s, u"type"_s, u"nullable"_s, u"renamed_from"_s, QString(100, u'n')};
        QCOMPARE(closestTo(word, candidates), closest);
    }

    void theFirstOfEquallyCloseOnesWins()
    {
        QCOMPARE(closestTo(u"abx"_s, {u"abc"_s, u"abd"_s}), u"abc"_s);
    }
};

QTEST_GUILESS_MAIN(TestSuggestion)
#include "tst_suggestion.moc"
