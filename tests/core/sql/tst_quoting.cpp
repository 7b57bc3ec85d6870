// SPDX-License-Identifier: MPL-2.0
#include "joinery/sql/names.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/tokenizer.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

class TestQuoting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAndTextsAreEnclosed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("literal");
        QTest::newRow("plain") << u"post"_s << u"\"post\""_s << u"'post'"_s;
        QTest::newRow("empty") << QString() << u"\"\""_s << u"''"_s;
        QTest::newRow("blank") << u"two words"_s << u"\"two words\""_s << u"'two words'"_s;
        QTest::newRow("double quote") << u"a\"b"_s << u"\"a\"\"b\""_s << u"'a\"b'"_s;
        QTest::newRow("single quote") << u"it's"_s << u"\"it's\""_s << u"'it''s'"_s;
        QTest::newRow("only quotes") << u"\"\"''"_s << u"\"\"\"\"\"''\""_s << u"'\"\"'''''"_s;
        QTest::newRow("Unicode") << u"Größe 表 😀"_s << u"\"Größe 表 😀\""_s << u"'Größe 表 😀'"_s;
        QTest::newRow("injection") << u"x\"; DROP TABLE t; --"_s << u"\"x\"\"; DROP TABLE t; --\""_s
                                   << u"'x\"; DROP TABLE t; --'"_s;
    }

    void namesAndTextsAreEnclosed()
    {
        QFETCH(QString, text);
        QTEST(quotedName(text), "name");
        QTEST(quotedText(text), "literal");
    }

    void quotedOnesAreOneTokenThatReadsBack_data() { namesAndTextsAreEnclosed_data(); }

    void quotedOnesAreOneTokenThatReadsBack()
    {
        QFETCH(QString, text);
        for (const QString &quoted : {quotedName(text), quotedText(text)}) {
            const QList<Token> tokens = tokenize(quoted);
            QCOMPARE(tokens.size(), 1);
            QCOMPARE(nameIn(quoted, tokens[0]), text);
        }
    }

    void onlyAsciiFolds()
    {
        QCOMPARE(asciiLower(u"POST Größe ÄÖ İ \u212A"), u"post größe ÄÖ İ \u212A"_s);
        QVERIFY(sameAscii(u"Post", u"pOST"));
        QVERIFY(!sameAscii(u"Ä", u"ä"));
        QVERIFY(!sameAscii(u"K", u"\u212A")); // the Kelvin sign folds to k in Unicode
        QVERIFY(!sameAscii(u"post", u"posts"));
    }
};

QTEST_GUILESS_MAIN(TestQuoting)
#include "tst_quoting.moc"
