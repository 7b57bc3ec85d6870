// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QStringList>

class QWidget;

namespace joinery::testing {

/// Texts below the widget that do not fit where they stand, each in words: labels, buttons, tabs,
/// headers, fields, group boxes. What elides on purpose (its tool tip says all) is left out.
QStringList clippedTexts(const QWidget &window);

/// Texts whose rendered contrast is below `least`, each in words with the contrast found. Renders
/// the window: labels, buttons, fields, tabs and the items of views.
QStringList faintTexts(QWidget &window, double least = 4.5);

/// Controls that a screen reader could not name.
QStringList namelessControls(const QWidget &window);

} // namespace joinery::testing
