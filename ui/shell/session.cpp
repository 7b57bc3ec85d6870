// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/objecttree/objecttree.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/pagetabs.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

// What a window remembers: its place, the docks, the databases, their pages.

namespace joinery {

namespace {

constexpr int layoutVersion = 1; ///< of the docks; another one is not restored

QVariantMap remembered(const PageTabs &tabs, int index)
{
    const Page *page = tabs.pageAt(index);
    return {{u"key"_s, page->key()}, {u"state"_s, page->saveState()},
        {u"front"_s, index == tabs.currentIndex()}};
}

} // namespace

void MainWindow::saveSession()
{
    Settings &settings = m_workbench.settings();
    settings.setValue(u"window/geometry"_s, saveGeometry());
    settings.setValue(u"window/layout"_s, saveState(layoutVersion));
    QVariantList databases;
    for (OpenDatabase *database : m_workbench.databases()) {
        if (database->location().url.isMemory() || !database->location().url.password.isEmpty())
            continue;
        QVariantList pages;
        for (int i = 0; i < m_tabs->count(); ++i) {
            if (m_tabs->pageAt(i)->database() == database)
                pages.append(remembered(*m_tabs, i));
        }
        databases.append(
            QVariantMap {{u"location"_s,
                             database->hasProject() ? database->location().project->folder
                                                    : database->fullName()},
                {u"readOnly"_s, database->isReadOnly()}, {u"pages"_s, pages}});
    }
    settings.setValue(u"session"_s, databases);
}

void MainWindow::restoreLayout()
{
    const Settings &settings = m_workbench.settings();
    restoreGeometry(settings.value(u"window/geometry"_s).toByteArray());
    restoreState(settings.value(u"window/layout"_s).toByteArray(), layoutVersion);
}

void MainWindow::restoreSession()
{
    const Settings &settings = m_workbench.settings();
    const QVariantList databases = settings.value(u"session"_s).toList();
    for (const QVariant &each : databases) {
        const QVariantMap database = each.toMap();
        const QString location = database.value(u"location"_s).toString();
        // What is gone since is no error at the start: it stays among the recent ones.
        if (!QFileInfo::exists(location) && !location.contains(u"://"_s))
            continue;
        const Result<OpenDatabase *> opened
            = m_workbench.open(location, database.value(u"readOnly"_s).toBool());
        if (!opened)
            continue;
        const QVariantList pages = database.value(u"pages"_s).toList();
        connect(*opened, &OpenDatabase::opened, this,
            [this, opened = *opened, pages] { restorePages(opened, pages); });
    }
    if (m_workbench.databases().isEmpty())
        showPage(nullptr, u"start"_s);
}

void MainWindow::restorePages(OpenDatabase *database, const QVariantList &pages)
{
    Page *front = nullptr;
    for (const QVariant &each : pages) {
        const QVariantMap remembered = each.toMap();
        Page *page = showPage(database, remembered.value(u"key"_s).toString());
        if (!page)
            continue;
        page->restoreState(remembered.value(u"state"_s).toMap());
        if (remembered.value(u"front"_s).toBool())
            front = page;
    }
    if (front)
        m_tabs->setCurrentWidget(front);
}

} // namespace joinery
