// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace joinery {

/// Fusion, but with the outlines of fields, check boxes and radio buttons in the theme's colours:
/// Fusion darkens the window's colour for them, which nobody sees on a dark window.
class ThemeStyle : public QProxyStyle
{
    Q_OBJECT

public:
    ThemeStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
        const QWidget *widget = nullptr) const override;
};

} // namespace joinery
