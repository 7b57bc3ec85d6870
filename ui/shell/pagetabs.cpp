// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pagetabs.h"

#include "ui/shell/losequestion.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/opendatabase.h"

#include <QMenu>
#include <QMouseEvent>
#include <QTabBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace joinery {

PageTabs::PageTabs(QWidget *parent)
    : QTabWidget(parent)
{
    setDocumentMode(true);
    setMovable(true);
    setElideMode(Qt::ElideMiddle);
    setAccessibleName(tr("Pages"));
    tabBar()->setAccessibleName(tr("Open pages"));
    tabBar()->installEventFilter(this);
    tabBar()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(tabBar(), &QWidget::customContextMenuRequested, this, &PageTabs::showTabMenu);
    connect(this, &QTabWidget::currentChanged, this, [this] { Q_EMIT pageChanged(currentPage()); });
}

Page *PageTabs::currentPage() const
{
    return qobject_cast<Page *>(currentWidget());
}

Page *PageTabs::pageAt(int index) const
{
    return qobject_cast<Page *>(widget(index));
}

Page *PageTabs::find(const OpenDatabase *database, const QString &key) const
{
    for (int i = 0; i < count(); ++i) {
        Page *page = pageAt(i);
        if (page->database() == database && page->key() == key)
            return page;
    }
    return nullptr;
}

void PageTabs::add(Page *page)
{
    connect(page, &Page::titleChanged, this, [this, page] { updateTab(page); });
    setCurrentIndex(insertTab(currentIndex() + 1, page, icon(page->iconName()), page->title()));
    auto *close = new QToolButton(tabBar());
    close->setIcon(icon(u"close"_s, ColorToken::TextMuted));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::NoFocus);
    close->setAccessibleName(tr("Close %1").arg(page->title()));
    close->setToolTip(tr("Close (Ctrl+W)"));
    const int size = fontMetrics().height();
    close->setIconSize({size * 2 / 3, size * 2 / 3});
    connect(close, &QToolButton::clicked, page, [this, page] { closePage(page); });
    tabBar()->setTabButton(indexOf(page), QTabBar::RightSide, close);
    updateTab(page);
}

bool PageTabs::closePage(Page *page)
{
    if (!page)
        return false;
    if (const QString unsaved = page->unsaved(); !unsaved.isEmpty()) {
        setCurrentWidget(page);
        if (!mayLose(this, tr("Close %1?").arg(page->title()), unsaved))
            return false;
    }
    const QString key = page->key();
    const QVariantMap state = page->saveState();
    OpenDatabase *database = page->database();
    removeTab(indexOf(page));
    page->deleteLater();
    Q_EMIT closed(key, state, database);
    return true;
}

void PageTabs::dropPagesOf(const OpenDatabase *database)
{
    drop([database](const Page &page) { return page.database() == database; });
}

void PageTabs::dropAll()
{
    drop([](const Page &) { return true; });
}

void PageTabs::drop(const std::function<bool(const Page &)> &meant)
{
    for (int i = count() - 1; i >= 0; --i) {
        Page *page = pageAt(i);
        if (meant(*page)) {
            removeTab(i);
            // Now, and not later: it refers to what goes.
            const std::unique_ptr<Page> gone(page);
        }
    }
}

bool PageTabs::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const int index = tabBar()->tabAt(mouse->position().toPoint());
        if (mouse->button() == Qt::MiddleButton && index >= 0) {
            closePage(pageAt(index));
            return true;
        }
    }
    return QTabWidget::eventFilter(watched, event);
}

void PageTabs::updateTab(Page *page)
{
    const int index = indexOf(page);
    if (index < 0)
        return;
    const QString title = QString(page->title()).replace(u'&', u"&&"_s);
    setTabText(index, page->isModified() ? tr("%1 •").arg(title) : title);
    const OpenDatabase *database = page->database();
    setTabToolTip(
        index, database ? tr("%1 — %2").arg(page->title(), database->fullName()) : page->title());
}

void PageTabs::showTabMenu(const QPoint &position)
{
    Page *page = pageAt(tabBar()->tabAt(position));
    if (!page)
        return;
    QMenu menu(this);
    const QAction *one = menu.addAction(tr("Close"));
    const QAction *others = menu.addAction(tr("Close the others"));
    const QAction *all = menu.addAction(tr("Close all"));
    const QAction *chosen = menu.exec(tabBar()->mapToGlobal(position));
    QList<Page *> going;
    for (int i = 0; i < count(); ++i) {
        if ((chosen == one) == (pageAt(i) == page) || chosen == all)
            going.append(pageAt(i));
    }
    if (chosen != one && chosen != others && chosen != all)
        return;
    for (Page *each : std::as_const(going)) {
        if (!closePage(each))
            return;
    }
}

} // namespace joinery
