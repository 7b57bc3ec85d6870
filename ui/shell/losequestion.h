// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace joinery {

/// Asks whether something unsaved may go; `what` names it. The answer that keeps it is the default.
/// Modal: it is asked where closing has to wait for it.
bool mayLose(QWidget *parent, const QString &question, const QString &what);

} // namespace joinery
