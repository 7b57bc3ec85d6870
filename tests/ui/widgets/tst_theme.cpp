// SPDX-License-Identifier: MPL-2.0
#include "ui/widgets/theme.h"

#include <QDir>

using namespace Qt::StringLiterals;
using namespace joinery;

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadable_data()
    {
        QTest::addColumn<int>("text");
        QTest::addColumn<int>("back");
        const auto row = [](const char *name, Token text, Token back) {
            QTest::newRow(name) << int(text) << int(back);
        };
        const std::pair<const char *, Token> texts[] {{"text", Token::Text},
            {"muted", Token::TextMuted}, {"link", Token::Link}, {"null", Token::Null},
            {"success", Token::Success}, {"warning", Token::Warning}, {"danger", Token::Danger}};
        const std::pair<const char *, Token> backs[] {{"window", Token::Window},
            {"surface", Token::Surface}, {"raised", Token::Raised},
            {"alternate row", Token::AlternateRow}};
        for (const auto &[textName, text] : texts) {
            for (const auto &[backName, back] : backs)
                row(qPrintable(u"%1 on %2"_s.arg(
                        QLatin1StringView(textName), QLatin1StringView(backName))),
                    text, back);
        }
        row("selection", Token::SelectionText, Token::Selection);
        row("accent", Token::AccentText, Token::Accent);
        row("inserted", Token::InsertedText, Token::Inserted);
        row("updated", Token::UpdatedText, Token::Updated);
        row("deleted", Token::DeletedText, Token::Deleted);
        row("info", Token::InfoText, Token::InfoBack);
        row("warning banner", Token::WarningText, Token::WarningBack);
        row("danger banner", Token::DangerText, Token::DangerBack);
        for (const Token code : {Token::CodeKeyword, Token::CodeString, Token::CodeNumber,
                 Token::CodeComment, Token::CodeName, Token::Text}) {
            row(qPrintable(u"code %1 on surface"_s.arg(int(code))), code, Token::Surface);
            row(qPrintable(u"code %1 on the current statement"_s.arg(int(code))), code,
                Token::CodeCurrent);
        }
        row("text on a match", Token::Text, Token::CodeMatch);
    }
    void textIsReadable()
    {
        QFETCH(int, text);
        QFETCH(int, back);
        for (const bool dark : {false, true}) {
            const double found
                = contrast(Theme::color(Token(text), dark), Theme::color(Token(back), dark));
            QVERIFY2(found >= 4.5,
                qPrintable(u"%1 in the %2 theme"_s.arg(found).arg(dark ? u"dark"_s : u"light"_s)));
        }
    }

    void everyIconDraws()
    {
        const QStringList names = QDir(u":/joinery/icons"_s).entryList({u"*.svg"_s});
        QVERIFY(names.size() > 30);
        for (const QString &file : names) {
            const QImage image = icon(QString(file).chopped(4)).pixmap(32, 32).toImage();
            QVERIFY2(!image.isNull(), qPrintable(file));
            bool drawn = false;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    drawn = drawn || qAlpha(image.pixel(x, y)) > 128;
            }
            QVERIFY2(drawn, qPrintable(file + u" draws nothing"_s));
        }
    }

    void aSwitchRecoloursIcons()
    {
        const QIcon table = icon(u"table"_s);
        Theme::instance().apply(ThemeMode::Light);
        const QImage light = table.pixmap(32, 32).toImage();
        Theme::instance().apply(ThemeMode::Dark);
        QVERIFY(light != table.pixmap(32, 32).toImage());
        QCOMPARE(QApplication::palette().color(QPalette::Base), Theme::color(Token::Surface, true));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
