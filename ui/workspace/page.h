// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantMap>
#include <QWidget>

namespace joinery {

class OpenDatabase;

/// What the menu and its shortcuts may ask of the page in front.
enum class PageCommand
{
    Undo,
    Redo,
    Commit, ///< Ctrl+S: row edits, or go on to the review
    Preview, ///< Ctrl+Shift+P: what commit would do
    Discard, ///< Ctrl+Shift+Del
    Refresh, ///< F5
    Find, ///< Ctrl+F
    Filter, ///< Ctrl+Shift+F
    GoTo, ///< Ctrl+G
    Run, ///< Ctrl+Enter
    RunAll, ///< Ctrl+Shift+Enter
    Stop, ///< Esc
    Export,
};

/// A tab of the workbench. Owned by the tab bar it stands in.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual QString title() const = 0;
    /// The name of its icon: see icon().
    virtual QString iconName() const = 0;
    /// What it shows, the same for the same: asking for it again brings this page to the front.
    /// Also its kind for restoring, up to the first colon: "rows:album".
    virtual QString key() const = 0;
    virtual OpenDatabase *database() const { return nullptr; }

    virtual bool can(PageCommand) const { return false; }
    virtual void perform(PageCommand) { }

    /// What is needed to show the page as it is after a restart; nothing secret.
    virtual QVariantMap saveState() const { return {}; }
    virtual void restoreState(const QVariantMap &) { }

    /// Unsaved work in words, which closing would lose; empty = close at once.
    virtual QString unsaved() const { return {}; }
    /// Has the page something to mark its tab with (staged edits, unsaved text)?
    virtual bool isModified() const { return false; }

Q_SIGNALS:
    void titleChanged(); ///< also for isModified()
    void commandsChanged(); ///< another answer of can()
    /// For the left of the status bar: "1 – 23 of 1,000,000". Shown while the page is in front.
    void statusChanged(const QString &text);
};

} // namespace joinery
