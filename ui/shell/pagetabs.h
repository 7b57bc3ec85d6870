// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/page.h"

#include <QTabWidget>

#include <functional>

namespace joinery {

/// The open pages. Middle click closes, tabs can be dragged, closed ones come back.
class PageTabs : public QTabWidget
{
    Q_OBJECT

public:
    explicit PageTabs(QWidget *parent = nullptr);

    Page *currentPage() const;
    Page *pageAt(int index) const;
    /// The page that shows the same, or nullptr.
    Page *find(const OpenDatabase *database, const QString &key) const;
    /// Adds the page behind the current one and brings it to the front. Takes ownership.
    void add(Page *page);
    /// Closes it, unless it holds unsaved work and a person says no. Emits closed().
    bool closePage(Page *page);
    /// Closes the pages of a database without asking.
    void dropPagesOf(const OpenDatabase *database);
    void dropAll();

Q_SIGNALS:
    void pageChanged(joinery::Page *page); ///< another one is in front; may be nullptr
    void closed(const QString &key, const QVariantMap &state, joinery::OpenDatabase *database);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void drop(const std::function<bool(const Page &)> &meant);
    void updateTab(Page *page);
    void showTabMenu(const QPoint &position);
};

} // namespace joinery
