// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/yamltext.h"
#include "support/random.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

/// A view and a table with the text in every place that a text can have.
QList<SchemaObject> objectsWith(const QString &text)
{
    const Table table {.name = text, // a line of its own
        .columns = {{.name = text, // within braces
            .serverDefault = text, // SQL within braces
            .options = {{u"sqlite"_s, {{text, text}}}}}}, // a key
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({text, text})}}; // within brackets
    const View view {.name = u"v"_s, .sql = text, .triggers = {{text, text}}};
    return {table, view};
}

/// What is wrong with reading back the text, or an empty string.
QString readBackTrouble(const QString &text)
{
    for (const SchemaObject &object : objectsWith(text)) {
        const QByteArray written = writeModel(object);
        const Result<SchemaObject> read = readModel(written, u"x"_s);
        if (!read)
            return read.error().message + u'\n' + QString::fromUtf8(written);
        if (*read != object)
            return QString::fromUtf8(written);
    }
    return {};
}

} // namespace

class TestYamlText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAsciiCharacterReadsBack_data()
    {
        QTest::addColumn<QString>("pattern");
        for (const char *pattern : {"%", "%a", "a%", "a%b", "a %b", "a% b", "a % b", "%%", " %",
                 "% ", "a\n%", "%\na", "a\n%\nb", "a\n%b\n", "a%\nb", "a\n\n%", "%\n", "%\n\n",
                 "a\n%\n\n", "0%", "%0", "-%", "%-", "a\n %", "a\n% b\n", "a %\nb", "a% \n b",
                 "a\n %\nb", "a\n%  \n", "a\n  %\n", "'%'", "\"%"})
            QTest::newRow(QByteArray(pattern).replace('\n', "\\n")) << QString::fromLatin1(pattern);
    }

    void everyAsciiCharacterReadsBack()
    {
        QFETCH(QString, pattern);
        for (char16_t c = 0; c < 0x80; ++c) {
            const QString trouble = readBackTrouble(QString(pattern).replace(u'%', QChar(c)));
            QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        }
    }

    void everyOtherKindOfCharacterReadsBack()
    {
        for (char32_t c = 0x80; c <= 0x10FFFF; c += c < 0x500 ? 1 : c < 0x3000 ? 7 : 997) {
            if (QChar::isSurrogate(c))
                continue;
            const QString character = QString::fromUcs4(&c, 1);
            const QString trouble = readBackTrouble(character + u'a' + character);
            QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        }
    }

    void randomTextReadsBack()
    {
        const QString alphabet = u"aB1 \t\n\r:#-,[]{}'\"\\|>&*!%@`?~.=/é\u2028\u0085😀"_s;
        testing::Random random(7);
        for (int i = 0; i < 4000; ++i) {
            QString text;
            for (int length = random.below(12); length > 0; --length)
                text += alphabet[random.below(int(alphabet.size()))];
            if (!text.isValidUtf16())
                continue; // half of the last character
            const QString trouble = readBackTrouble(text);
            QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        }
    }

    void halfOfASurrogatePairIsNoYaml()
    {
        QVERIFY(!readBackTrouble(QString(QChar(0xD83D))).isEmpty());
        QVERIFY(!readBackTrouble(u"a"_s + QChar(0xDE00)).isEmpty());
    }

    void textIsBareOnlyWhereNothingMisreadsIt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("block");
        QTest::addColumn<bool>("flow");
        for (const char *word : {"yes", "No", "ON", "off", "true", "FALSE", "null", "Null", "~",
                 "y", "N", "1", "-1", "+1", "007", "0x1F", "0o17", "0b1", "1_000", "1.5", "1.",
                 ".5", "1e5", "1E-5", ".inf", "-.INF", ".NaN", "1:30", "190:20:30.15", "2026-11-22",
                 "2026-11-22T10:12:33Z", "2026-11-22 10:12:33", "1234567890e1", "", " a", "a ",
                 "a:", "a: b", "a #b", "#a", "- a", "-", "---", "...", "? a", "=", "<<", "&a", "*a",
                 "!a", "|", ">", "%a", "@a", "`a`", "'a'", "\"a\"", "[a]", "{a}", ",a", "a\tb",
                 "a\nb", "a\rb"})
            QTest::newRow(word) << QString::fromLatin1(word) << false << false;
        for (const char *word : {"a, b", "a]", "a}", "a[1]", "a?", "a:b", "sqlite:///x.db", "a#b",
                 "it's", "say \"a\"", "SELECT * FROM t WHERE a = 'b'"})
            QTest::newRow(word) << QString::fromLatin1(word) << true << false;
        for (const char *word :
            {"post", "author_id", "varchar(200)", "numeric 10", "3f2a9c1b7d10", "a1", "yes sir",
                "nullable", "so-so", "a.b", "set null", "_x", "(a + b) / 2", "a=b"})
            QTest::newRow(word) << QString::fromLatin1(word) << true << true;
        QTest::newRow("umlaut") << u"Größe"_s << true << true;
        QTest::newRow("emoji") << u"😀"_s << true << true;
        QTest::newRow("no-break space") << u"a\u00a0b"_s << false << false;
        QTest::newRow("next line") << u"a\u0085b"_s << false << false;
        QTest::newRow("line separator") << u"a\u2028b"_s << false << false;
        QTest::newRow("right-to-left override") << u"a\u202eb"_s << false << false;
        QTest::newRow("byte order mark") << u"a\ufeffb"_s << false << false;
        QTest::newRow("delete") << u"a\u007fb"_s << false << false;
    }

    void textIsBareOnlyWhereNothingMisreadsIt()
    {
        QFETCH(QString, text);
        QFETCH(bool, block);
        QFETCH(bool, flow);
        QCOMPARE(isPlainInBlock(text), block);
        QCOMPARE(isPlainInFlow(text), flow);
    }

    void onlyHarmlessTextIsLiteral_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("literal");
        QTest::newRow("two lines") << u"a\nb"_s << true;
        QTest::newRow("two lines, ended") << u"a\nb\n"_s << true;
        QTest::newRow("tabs and indentation") << u"a\n\tb\n  c"_s << true;
        QTest::newRow("an empty line inside") << u"a\n\nb"_s << true;
        QTest::newRow("YAML inside") << u"# a\n---\n- b: c"_s << true;
        QTest::newRow("a line of spaces") << u"a\n   \nb"_s << true;
        QTest::newRow("a line of spaces at the end") << u"a\nb\n  "_s << true;
        QTest::newRow("one line") << u"a"_s << false;
        QTest::newRow("one line, ended") << u"a\n"_s << false;
        QTest::newRow("two line ends") << u"a\nb\n\n"_s << false;
        QTest::newRow("an empty line first") << u"\na\nb"_s << false;
        QTest::newRow("a space first") << u" a\nb"_s << false;
        QTest::newRow("a tab first") << u"\ta\nb"_s << false;
        QTest::newRow("a space at the end of a line") << u"a \nb"_s << true;
        QTest::newRow("a tab at the end of a line") << u"a\t\nb"_s << true;
        QTest::newRow("a space at the end") << u"a\nb "_s << true;
        QTest::newRow("a carriage return") << u"a\r\nb"_s << false;
        QTest::newRow("a control character") << u"a\n\u0001b"_s << false;
        QTest::newRow("a line separator") << u"a\nb\u2028c"_s << false;
    }

    void onlyHarmlessTextIsLiteral()
    {
        QFETCH(QString, text);
        QFETCH(bool, literal);
        QCOMPARE(isLiteral(text), literal);
    }

    void invisibleCharactersAreEscaped()
    {
        QCOMPARE(doubleQuoted(u"a\"\\\n\r\t\u0001\u0085\u200b\U000e0001é😀"_s),
            u"\"a\\\"\\\\\\n\\r\\t\\x01\\x85\\u200b\\U000e0001é😀\""_s);
    }
};

QTEST_GUILESS_MAIN(TestYamlText)
#include "tst_yamltext.moc"
