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
        const auto row = [](const char *name, ColorToken text, ColorToken back) {
            QTest::newRow(name) << int(text) << int(back);
        };
        const std::pair<const char *, ColorToken> texts[] {{"text", ColorToken::Text},
            {"muted", ColorToken::TextMuted}, {"link", ColorToken::Link},
            {"null", ColorToken::Null}, {"success", ColorToken::Success},
            {"warning", ColorToken::Warning}, {"danger", ColorToken::Danger}};
        const std::pair<const char *, ColorToken> backs[] {{"window", ColorToken::Window},
            {"surface", ColorToken::Surface}, {"raised", ColorToken::Raised},
            {"alternate row", ColorToken::AlternateRow}};
        for (const auto &[textName, text] : texts) {
            for (const auto &[backName, back] : backs)
                row(qPrintable(u"%1 on %2"_s.arg(
                        QLatin1StringView(textName), QLatin1StringView(backName))),
                    text, back);
        }
        row("selection", ColorToken::SelectionText, ColorToken::Selection);
        row("accent", ColorToken::AccentText, ColorToken::Accent);
        row("inserted", ColorToken::InsertedText, ColorToken::Inserted);
        row("updated", ColorToken::UpdatedText, ColorToken::Updated);
        row("deleted", ColorToken::DeletedText, ColorToken::Deleted);
        row("info", ColorToken::InfoText, ColorToken::InfoBack);
        row("warning banner", ColorToken::WarningText, ColorToken::WarningBack);
        row("danger banner", ColorToken::DangerText, ColorToken::DangerBack);
        for (const ColorToken code :
            {ColorToken::CodeKeyword, ColorToken::CodeString, ColorToken::CodeNumber,
                ColorToken::CodeComment, ColorToken::CodeName, ColorToken::Text}) {
            row(qPrintable(u"code %1 on surface"_s.arg(int(code))), code, ColorToken::Surface);
            row(qPrintable(u"code %1 on the current statement"_s.arg(int(code))), code,
                ColorToken::CodeCurrent);
        }
        row("text on a match", ColorToken::Text, ColorToken::CodeMatch);
    }
    void textIsReadable()
    {
        QFETCH(int, text);
        QFETCH(int, back);
        for (const bool dark : {false, true}) {
            const double found = contrast(
                Theme::color(ColorToken(text), dark), Theme::color(ColorToken(back), dark));
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
        QCOMPARE(
            QApplication::palette().color(QPalette::Base), Theme::color(ColorToken::Surface, true));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
