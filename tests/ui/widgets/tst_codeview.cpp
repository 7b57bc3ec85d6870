// SPDX-License-Identifier: MPL-2.0
#include "ui/widgets/codeview.h"
#include "ui/widgets/theme.h"
#include "uisupport/watchdog.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace joinery;

namespace {

/// "K:SELECT P: ": letters for styles, then the text.
QString told(CodeLanguage language, const QString &text)
{
    const QString letters = u"PKSNCMX"_s;
    QStringList parts;
    qsizetype at = 0;
    for (const CodeRun &run : codeRuns(language, text)) {
        parts.append(letters.mid(int(run.style), 1) + u':' + text.mid(at, run.length));
        at += run.length;
    }
    return parts.join(u'|');
}

/// Whether the picture of the widget has a pixel of that colour.
bool shows(QWidget &widget, const QColor &color)
{
    const QImage image = widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) == color.rgb())
                return true;
        }
    }
    return false;
}

} // namespace

class TestCodeView : public QObject
{
    Q_OBJECT

private:
    static QWidget *editorOf(CodeView &view) { return view.focusProxy(); }

    static void show(CodeView &view)
    {
        view.resize(600, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setFocus();
    }

private Q_SLOTS:
    void init() { Theme::instance().apply(ThemeMode::Light); }

    void codeIsCutIntoStyles_data()
    {
        QTest::addColumn<CodeLanguage>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("runs");
        const auto sql = [](const char *name, const QString &text, const QString &runs) {
            QTest::newRow(name) << CodeLanguage::Sql << text << runs;
        };
        sql("keywords and names", u"SELECT a FROM \"b c\""_s,
            u"K:SELECT|P: a |K:FROM|P: |M:\"b c\""_s);
        sql("a keyword after a dot is a column", u"t.key"_s, u"P:t.key"_s);
        sql("functions", u"lower(x)"_s, u"M:lower|P:(x)"_s);
        sql("strings and numbers", u"'it''s' 1.5 X'00'"_s, u"S:'it''s'|P: |N:1.5|P: |S:X'00'"_s);
        sql("an open string is one already", u"SELECT 'abc"_s, u"K:SELECT|P: |S:'abc"_s);
        sql("an open comment is one already", u"/* abc\nSELECT"_s, u"C:/* abc\nSELECT"_s);
        sql("a letter beyond the first plane", u"'😀' a"_s, u"S:'😀'|P: a"_s);
        QTest::newRow("yaml")
            << CodeLanguage::Yaml << u"table: post # it\n- {name: \"a b\", n: 3}"_s
            << u"K:table|P:: post |C:# it|P:\n- {|K:name|P:: |S:\"a b\"|P:, |K:n|P:: |N:3|P:}"_s;
        QTest::newRow("plain") << CodeLanguage::Plain << u"SELECT 1"_s << u"P:SELECT 1"_s;
    }
    void codeIsCutIntoStyles()
    {
        QFETCH(CodeLanguage, language);
        QFETCH(QString, text);
        QTEST(told(language, text), "runs");
    }

    void textGoesInAndOut()
    {
        CodeView view;
        const QString text = u"SELECT 'ä😀\n' -- ’"_s;
        view.setText(text);
        QCOMPARE(view.text(), text);
        QVERIFY(!view.isModified());
        QVERIFY(!view.canUndo());
    }

    void positionsCountUtf16Units()
    {
        CodeView view;
        view.setText(u"äö 😀 x"_s);
        for (const qsizetype at : {0, 1, 3, 5, 6, 7}) {
            view.setCursorPosition(at);
            QCOMPARE(view.cursorPosition(), at);
        }
        view.select(3, 2);
        QCOMPARE(view.selectedText(), u"😀"_s);
        QCOMPARE(view.selectionStart(), 3);
        view.replace(3, 2, u"é"_s);
        QCOMPARE(view.text(), u"äö é x"_s);
        QCOMPARE(view.cursorPosition(), 4);
        view.undo();
        QCOMPARE(view.text(), u"äö 😀 x"_s);
    }

    void colorsFollowTheTheme()
    {
        CodeView view;
        view.setText(u"SELECT SELECT SELECT '████' -- ████"_s);
        show(view);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark, ThemeMode::Light}) {
            Theme::instance().apply(mode);
            for (const ColorToken token : {ColorToken::Surface, ColorToken::CodeKeyword,
                     ColorToken::CodeString, ColorToken::CodeComment}) {
                QVERIFY2(shows(view, Theme::instance().color(token)),
                    qPrintable(u"mode %1, token %2"_s.arg(int(mode)).arg(int(token))));
            }
        }
    }

    void aCommentOpenedAboveColoursWhatFollows()
    {
        CodeView view;
        view.setText(u"\nSELECT 1\nSELECT 2\n"_s);
        show(view);
        QVERIFY(shows(view, Theme::instance().color(ColorToken::CodeKeyword)));
        view.setCursorPosition(0);
        QTest::keyClicks(editorOf(view), u"/*"_s);
        QVERIFY(!shows(view, Theme::instance().color(ColorToken::CodeKeyword)));
        QTest::keyClicks(editorOf(view), u" */"_s);
        QVERIFY(shows(view, Theme::instance().color(ColorToken::CodeKeyword)));
    }

    void readOnlyRefusesKeysAndTakesText()
    {
        CodeView view;
        view.setReadOnly(true);
        show(view);
        view.setText(u"SELECT 1"_s);
        QTest::keyClicks(editorOf(view), u"abc"_s);
        QTest::keyClick(editorOf(view), Qt::Key_Slash, Qt::ControlModifier);
        QCOMPARE(view.text(), u"SELECT 1"_s);
    }

    void commentsAreToggled_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<qsizetype>("start");
        QTest::addColumn<qsizetype>("length");
        QTest::addColumn<QString>("after");
        QTest::newRow("the line of the cursor")
            << u"a\nb\nc"_s << qsizetype(2) << qsizetype(0) << u"a\n-- b\nc"_s;
        QTest::newRow("back again") << u"-- a"_s << qsizetype(0) << qsizetype(0) << u"a"_s;
        QTest::newRow("without a blank") << u"  --a"_s << qsizetype(0) << qsizetype(0) << u"  a"_s;
        QTest::newRow("all lines of the selection, not the one it ends before")
            << u"a\n\nb\nc"_s << qsizetype(0) << qsizetype(5) << u"-- a\n\n-- b\nc"_s;
        QTest::newRow("mixed lines all become comments")
            << u"-- a\nb"_s << qsizetype(0) << qsizetype(6) << u"-- -- a\n-- b"_s;
    }
    void commentsAreToggled()
    {
        QFETCH(QString, before);
        QFETCH(qsizetype, start);
        QFETCH(qsizetype, length);
        CodeView view;
        view.setText(before);
        show(view);
        view.select(start, length);
        QTest::keyClick(editorOf(view), Qt::Key_Slash, Qt::ControlModifier);
        QTEST(view.text(), "after");
        view.undo();
        QCOMPARE(view.text(), before);
    }

    void findGoesRound()
    {
        CodeView view;
        view.setText(u"one two One\ntwo one"_s);
        show(view);
        QTest::keyClick(editorOf(view), Qt::Key_F, Qt::ControlModifier);
        auto *edit = view.findChild<QLineEdit *>();
        QTRY_VERIFY(edit->isVisible());
        QTest::keyClicks(edit, u"one"_s);
        QCOMPARE(view.selectionStart(), 0);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(view.selectionStart(), 8);
        QTest::keyClick(edit, Qt::Key_F3);
        QCOMPARE(view.selectionStart(), 16);
        QTest::keyClick(edit, Qt::Key_F3);
        QCOMPARE(view.selectionStart(), 0);
        QTest::keyClick(edit, Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(view.selectionStart(), 16);
        view.findChild<QCheckBox *>()->setChecked(true);
        QVERIFY(view.findNext());
        QCOMPARE(view.selectionStart(), 0);
        QVERIFY(view.findNext());
        QCOMPARE(view.selectionStart(), 16);
        edit->setText(u"nowhere"_s);
        QVERIFY(!view.findNext());
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!edit->isVisible());
    }

    void anErrorIsMarkedUntilTheTextChanges()
    {
        CodeView view;
        view.setText(u"SELECT 1;\nSELECT x FROM t"_s);
        show(view);
        view.markError(17, 1, u"no such column: x"_s);
        QVERIFY(shows(view, Theme::instance().color(ColorToken::DangerBack)));
        view.setCursorPosition(0);
        QTest::keyClicks(editorOf(view), u" "_s);
        QVERIFY(!shows(view, Theme::instance().color(ColorToken::DangerBack)));
    }

    void theStatementIsMarkedSoftly()
    {
        CodeView view;
        view.setText(u"SELECT 1; SELECT 2;\nSELECT 3;"_s);
        show(view);
        QVERIFY(!shows(view, Theme::instance().color(ColorToken::CodeCurrent)));
        const QImage before = view.grab().toImage();
        view.setCurrentRange(10, 8); // one of two on a line: the line alone would say both
        QVERIFY(view.grab().toImage() != before);
        QVERIFY(!shows(view, Theme::instance().color(ColorToken::Accent)));
        view.setCurrentRange(20, 8);
        QVERIFY(shows(view, Theme::instance().color(ColorToken::Accent)));
        QVERIFY(shows(view, Theme::instance().color(ColorToken::CodeCurrent)));
        view.setCurrentRange(0, 0);
        QVERIFY(!shows(view, Theme::instance().color(ColorToken::CodeCurrent)));
    }

    void keysOfThePageReachThePage_data()
    {
        QTest::addColumn<QKeyCombination>("keys");
        QTest::newRow("run") << (Qt::CTRL | Qt::Key_Return);
        QTest::newRow("run all") << (Qt::CTRL | Qt::SHIFT | Qt::Key_Return);
        QTest::newRow("stop") << QKeyCombination(Qt::Key_Escape);
        QTest::newRow("F9") << QKeyCombination(Qt::Key_F9);
    }
    void keysOfThePageReachThePage()
    {
        struct Parent : QWidget
        {
            void keyPressEvent(QKeyEvent *event) override { got = event->keyCombination(); }
            QKeyCombination got {};
        };
        QFETCH(QKeyCombination, keys);
        Parent parent;
        CodeView view(CodeLanguage::Sql, &parent);
        view.setText(u"SELECT 1"_s);
        parent.show();
        QVERIFY(QTest::qWaitForWindowExposed(&parent));
        QTest::keyClick(editorOf(view), keys.key(), keys.keyboardModifiers());
        QCOMPARE(parent.got, keys);
        QCOMPARE(view.text(), u"SELECT 1"_s);
    }

    void aLongTextDoesNotHoldUpTheWindow()
    {
        QString text;
        for (int i = 0; i < 20000; ++i)
            text += u"INSERT INTO t (a, b) VALUES (%1, 'text of the row');\n"_s.arg(i);
        CodeView view;
        show(view);
        view.setText(text);
        testing::Watchdog watchdog;
        view.setCursorPosition(text.size());
        QTest::qWait(50);
        QTest::keyClicks(editorOf(view), u"SELECT 1;"_s);
        QTest::qWait(50);
        qInfo("longest stall %lld ms", qlonglong(watchdog.longestStall().count()));
        // A mebibyte coloured at once, in a build without optimization.
        QVERIFY2(watchdog.longestStall().count() <= 200,
            qPrintable(u"%1 ms"_s.arg(watchdog.longestStall().count())));
        QVERIFY(view.text().endsWith(u"SELECT 1;"_s));
    }
};

QTEST_MAIN(TestCodeView)
#include "tst_codeview.moc"
