// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QObject>

namespace joinery {

enum class ThemeMode
{
    System, ///< what the desktop uses
    Light,
    Dark
};

/// What a colour is for. Each "Text" token is readable (4.5:1) on the token it belongs to, and
/// Text, TextMuted, Link, Danger, Warning, Success and Null on Window, Surface and Raised.
enum class ColorToken
{
    Window, ///< behind panels
    Surface, ///< grids, editors, lists
    Raised, ///< cards, headers, banners
    Border,
    Text,
    TextMuted,
    Link,
    Accent, ///< the main button, the current tab's line, focus
    AccentText,
    Selection,
    SelectionText,
    Null, ///< NULL and BLOB in grids
    AlternateRow,
    Inserted, ///< behind inserted rows
    InsertedText,
    Updated,
    UpdatedText,
    Deleted,
    DeletedText,
    Success,
    Warning,
    Danger,
    InfoBack, ///< behind banners
    InfoText,
    WarningBack,
    WarningText,
    DangerBack,
    DangerText,
    CodeKeyword,
    CodeString,
    CodeNumber,
    CodeComment,
    CodeName,
    CodeCurrent, ///< behind the current statement
    CodeMatch, ///< behind matching braces and search hits
    Count
};

/// The colours of the workbench, on Qt's Fusion style. One per program; UI thread.
class Theme : public QObject
{
    Q_OBJECT

public:
    static Theme &instance();

    /// Sets style and palette of the application. Call it once QApplication exists.
    void apply(ThemeMode mode);
    ThemeMode mode() const { return m_mode; }
    bool isDark() const { return m_dark; }
    QColor color(ColorToken token) const { return color(token, m_dark); }
    static QColor color(ColorToken token, bool dark);

Q_SIGNALS:
    void changed();

private:
    Theme();

    ThemeMode m_mode = ThemeMode::System;
    bool m_dark = false;
    bool m_systemDark = false;
};

/// One of resources/icons, in the theme's text colour (or `token`), crisp at every scale; follows
/// theme changes.
QIcon icon(const QString &name, ColorToken token = ColorToken::Text);

/// The contrast of two colours by WCAG 2: 1 to 21.
double contrast(const QColor &a, const QColor &b);

} // namespace joinery
