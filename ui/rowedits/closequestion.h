// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <functional>

class QWidget;

namespace joinery {

class OpenDatabase;

/// Asks what becomes of the staged rows of databases that are to be closed: commit them, keep them
/// in the journal for the next time, or discard them. Does not block. `goOn` is called once they
/// may be closed; at once when nothing is staged, never when a person changes their mind or the
/// commit fails.
void askAboutStagedRows(
    const QList<OpenDatabase *> &databases, QWidget *parent, const std::function<void()> &goOn);

} // namespace joinery
