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
    ColorToken token;
    QRgb light;
    QRgb dark;
};

constexpr std::array<Colors, size_t(ColorToken::Count)> table {{
    {ColorToken::Window, 0xfff3f4f6, 0xff1d1f24},
    {ColorToken::Surface, 0xffffffff, 0xff16181c},
    {ColorToken::Raised, 0xfffafbfc, 0xff24272d},
    {ColorToken::Border, 0xffd0d4da, 0xff3a3f48},
    {ColorToken::Text, 0xff1b1e24, 0xffe4e6ea},
    {ColorToken::TextMuted, 0xff575e6a, 0xffa3aab6},
    {ColorToken::Link, 0xff0b5cad, 0xff7db8f5},
    {ColorToken::Accent, 0xff0f62b4, 0xff2874c9},
    {ColorToken::AccentText, 0xffffffff, 0xffffffff},
    {ColorToken::Selection, 0xffcfe3f8, 0xff234a73},
    {ColorToken::SelectionText, 0xff10161e, 0xfff2f6fb},
    {ColorToken::Null, 0xff6a707b, 0xff949ba8},
    {ColorToken::AlternateRow, 0xfff7f8fa, 0xff1a1c21},
    {ColorToken::Inserted, 0xffdff3e2, 0xff1c3a26},
    {ColorToken::InsertedText, 0xff12491f, 0xffb9ecc5},
    {ColorToken::Updated, 0xfffff1c9, 0xff42360f},
    {ColorToken::UpdatedText, 0xff553f00, 0xfff6dd93},
    {ColorToken::Deleted, 0xfffde1e0, 0xff4a2022},
    {ColorToken::DeletedText, 0xff84171c, 0xfff6b9ba},
    {ColorToken::Success, 0xff17702d, 0xff6fcf87},
    {ColorToken::Warning, 0xff855700, 0xffe9b44c},
    {ColorToken::Danger, 0xffb3202a, 0xfff28a8d},
    {ColorToken::InfoBack, 0xffe3effb, 0xff1d3350},
    {ColorToken::InfoText, 0xff0c3d70, 0xffcfe4fb},
    {ColorToken::WarningBack, 0xfffdf0d2, 0xff40330f},
    {ColorToken::WarningText, 0xff5b3d00, 0xfff5dd9d},
    {ColorToken::DangerBack, 0xfffbe4e4, 0xff4a1f22},
    {ColorToken::DangerText, 0xff7f151b, 0xfffac3c4},
    {ColorToken::CodeKeyword, 0xff0b4f9c, 0xff7fb7f2},
    {ColorToken::CodeString, 0xff1c6b2c, 0xff9bd6a0},
    {ColorToken::CodeNumber, 0xff8a3b00, 0xfff0b07a},
    {ColorToken::CodeComment, 0xff646b76, 0xff969da9},
    {ColorToken::CodeName, 0xff6b2c91, 0xffcfa6ec},
    {ColorToken::CodeCurrent, 0xffeef4fb, 0xff1c2431},
    {ColorToken::CodeMatch, 0xffffe08a, 0xff5b4a12},
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
    const auto color = [dark](ColorToken token) { return Theme::color(token, dark); };
    QPalette palette;
    palette.setColor(QPalette::Window, color(ColorToken::Window));
    palette.setColor(QPalette::WindowText, color(ColorToken::Text));
    palette.setColor(QPalette::Base, color(ColorToken::Surface));
    palette.setColor(QPalette::AlternateBase, color(ColorToken::AlternateRow));
    palette.setColor(QPalette::Text, color(ColorToken::Text));
    palette.setColor(QPalette::PlaceholderText, color(ColorToken::TextMuted));
    palette.setColor(QPalette::Button, color(ColorToken::Raised));
    palette.setColor(QPalette::ButtonText, color(ColorToken::Text));
    palette.setColor(QPalette::BrightText, color(ColorToken::Danger));
    palette.setColor(QPalette::Highlight, color(ColorToken::Selection));
    palette.setColor(QPalette::HighlightedText, color(ColorToken::SelectionText));
    palette.setColor(QPalette::Link, color(ColorToken::Link));
    palette.setColor(QPalette::LinkVisited, color(ColorToken::Link));
    palette.setColor(QPalette::ToolTipBase, color(ColorToken::Raised));
    palette.setColor(QPalette::ToolTipText, color(ColorToken::Text));
    palette.setColor(QPalette::Light, color(ColorToken::Raised));
    palette.setColor(QPalette::Midlight, color(ColorToken::Border));
    palette.setColor(QPalette::Mid, color(ColorToken::Border));
    palette.setColor(QPalette::Dark, color(ColorToken::Border));
    palette.setColor(QPalette::Shadow, dark ? QColor(Qt::black) : color(ColorToken::Border));
    for (const QPalette::ColorRole role :
        {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        palette.setColor(QPalette::Disabled, role, color(ColorToken::TextMuted));
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, color(ColorToken::Border));
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

QColor Theme::color(ColorToken token, bool dark)
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
