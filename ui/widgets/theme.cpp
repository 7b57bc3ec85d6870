// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include "ui/widgets/themestyle.h"

#include <QApplication>
#include <QPalette>
#include <QToolTip>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

struct Colors
{
    Token token;
    QRgb light;
    QRgb dark;
};

constexpr std::array<Colors, size_t(Token::Count)> table {{
    {Token::Window, 0xfff3f4f6, 0xff1d1f24},
    {Token::Surface, 0xffffffff, 0xff16181c},
    {Token::Raised, 0xfffafbfc, 0xff24272d},
    {Token::Border, 0xffd0d4da, 0xff3a3f48},
    {Token::Text, 0xff1b1e24, 0xffe4e6ea},
    {Token::TextMuted, 0xff575e6a, 0xffa3aab6},
    {Token::Link, 0xff0b5cad, 0xff7db8f5},
    {Token::Accent, 0xff0f62b4, 0xff2874c9},
    {Token::AccentText, 0xffffffff, 0xffffffff},
    {Token::Selection, 0xffcfe3f8, 0xff234a73},
    {Token::SelectionText, 0xff10161e, 0xfff2f6fb},
    {Token::Null, 0xff6a707b, 0xff949ba8},
    {Token::AlternateRow, 0xfff7f8fa, 0xff1a1c21},
    {Token::Inserted, 0xffdff3e2, 0xff1c3a26},
    {Token::InsertedText, 0xff12491f, 0xffb9ecc5},
    {Token::Updated, 0xfffff1c9, 0xff42360f},
    {Token::UpdatedText, 0xff553f00, 0xfff6dd93},
    {Token::Deleted, 0xfffde1e0, 0xff4a2022},
    {Token::DeletedText, 0xff84171c, 0xfff6b9ba},
    {Token::Success, 0xff17702d, 0xff6fcf87},
    {Token::Warning, 0xff855700, 0xffe9b44c},
    {Token::Danger, 0xffb3202a, 0xfff28a8d},
    {Token::InfoBack, 0xffe3effb, 0xff1d3350},
    {Token::InfoText, 0xff0c3d70, 0xffcfe4fb},
    {Token::WarningBack, 0xfffdf0d2, 0xff40330f},
    {Token::WarningText, 0xff5b3d00, 0xfff5dd9d},
    {Token::DangerBack, 0xfffbe4e4, 0xff4a1f22},
    {Token::DangerText, 0xff7f151b, 0xfffac3c4},
    {Token::CodeKeyword, 0xff0b4f9c, 0xff7fb7f2},
    {Token::CodeString, 0xff1c6b2c, 0xff9bd6a0},
    {Token::CodeNumber, 0xff8a3b00, 0xfff0b07a},
    {Token::CodeComment, 0xff646b76, 0xff969da9},
    {Token::CodeName, 0xff6b2c91, 0xffcfa6ec},
    {Token::CodeCurrent, 0xffeef4fb, 0xff1c2431},
    {Token::CodeMatch, 0xffffe08a, 0xff5b4a12},
}};

constexpr bool inOrder()
{
    for (size_t i = 0; i < table.size(); ++i) {
        if (size_t(table[i].token) != i)
            return false;
    }
    return true;
}
static_assert(inOrder(), "the table has a row for each token, in the tokens' order");

QPalette paletteFor(bool dark)
{
    const auto color = [dark](Token token) { return Theme::color(token, dark); };
    QPalette palette;
    palette.setColor(QPalette::Window, color(Token::Window));
    palette.setColor(QPalette::WindowText, color(Token::Text));
    palette.setColor(QPalette::Base, color(Token::Surface));
    palette.setColor(QPalette::AlternateBase, color(Token::AlternateRow));
    palette.setColor(QPalette::Text, color(Token::Text));
    palette.setColor(QPalette::PlaceholderText, color(Token::TextMuted));
    palette.setColor(QPalette::Button, color(Token::Raised));
    palette.setColor(QPalette::ButtonText, color(Token::Text));
    palette.setColor(QPalette::BrightText, color(Token::Danger));
    palette.setColor(QPalette::Highlight, color(Token::Selection));
    palette.setColor(QPalette::HighlightedText, color(Token::SelectionText));
    palette.setColor(QPalette::Link, color(Token::Link));
    palette.setColor(QPalette::LinkVisited, color(Token::Link));
    palette.setColor(QPalette::ToolTipBase, color(Token::Raised));
    palette.setColor(QPalette::ToolTipText, color(Token::Text));
    palette.setColor(QPalette::Light, color(Token::Raised));
    palette.setColor(QPalette::Midlight, color(Token::Border));
    palette.setColor(QPalette::Mid, color(Token::Border));
    palette.setColor(QPalette::Dark, color(Token::Border));
    palette.setColor(QPalette::Shadow, dark ? QColor(Qt::black) : color(Token::Border));
    for (const QPalette::ColorRole role :
        {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        palette.setColor(QPalette::Disabled, role, color(Token::TextMuted));
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, color(Token::Border));
    return palette;
}

double luminance(const QColor &color)
{
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF())
        + 0.0722 * part(color.blueF());
}

} // namespace

Theme &Theme::instance()
{
    static Theme theme;
    return theme;
}

Theme::Theme()
    // Before our own palette is set, the application's is the desktop's. Qt 6.4 has nothing better.
    : m_systemDark(QApplication::palette().color(QPalette::Window).lightness() < 128)
{ }

QColor Theme::color(Token token, bool dark)
{
    const Colors &colors = table[size_t(token)];
    return QColor::fromRgb(dark ? colors.dark : colors.light);
}

void Theme::apply(ThemeMode mode)
{
    m_mode = mode;
    m_dark = mode == ThemeMode::Dark || (mode == ThemeMode::System && m_systemDark);
    if (!qobject_cast<ThemeStyle *>(QApplication::style()))
        QApplication::setStyle(new ThemeStyle);
    QApplication::setPalette(paletteFor(m_dark));
    QToolTip::setPalette(paletteFor(m_dark));
    Q_EMIT changed();
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

} // namespace joinery
