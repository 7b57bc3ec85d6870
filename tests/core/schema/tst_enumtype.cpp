// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/enumcheck.h"
#include "joinery/schema/enumtype.h"

#include <QTest>

using namespace joinery;
using namespace Qt::StringLiterals;

class TestEnumType : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreReadBack_data()
    {
        QTest::addColumn<QStringList>("values");
        QTest::addColumn<QString>("text");
        QTest::newRow("words") << QStringList {u"draft"_s, u"on hold"_s}
                               << u"enum(draft, on hold)"_s;
        QTest::newRow("a comma") << QStringList {u"a,b"_s, u"c"_s} << u"enum('a,b', c)"_s;
        QTest::newRow("a quote") << QStringList {u"it's"_s} << u"enum('it''s')"_s;
        QTest::newRow("quotes around") << QStringList {u"'x'"_s} << u"enum('''x''')"_s;
        QTest::newRow("parentheses") << QStringList {u"a)"_s, u"(b"_s} << u"enum('a)', '(b')"_s;
        QTest::newRow("blanks at the ends") << QStringList {u" a "_s} << u"enum(' a ')"_s;
        QTest::newRow("an empty text") << QStringList {QString(), u"a"_s} << u"enum('', a)"_s;
        QTest::newRow("other letters") << QStringList {u"日本"_s} << u"enum(日本)"_s;
    }
    void valuesAreReadBack()
    {
        QFETCH(QStringList, values);
        const QString text = enumTypeOf(values);
        QTEST(text, "text");
        QCOMPARE(sqlite::enumValues({.text = text}), values);
    }
};

QTEST_GUILESS_MAIN(TestEnumType)
#include "tst_enumtype.moc"
