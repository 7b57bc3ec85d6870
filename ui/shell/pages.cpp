// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pages.h"

#include "ui/grid/gridpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/roweditpanels.h"
#include "ui/start/startpage.h"
#include "ui/transfer/exportpage.h"

using namespace Qt::StringLiterals;

namespace joinery {

void connectPages(MainWindow &window)
{
    Navigator &navigator = window.workbench().navigator();
    QObject::connect(&navigator, &Navigator::open, &window, &MainWindow::open);
    QObject::connect(&navigator, &Navigator::showRows, &window,
        [&window](
            OpenDatabase *database, const QString &table, const QMap<QString, QString> &filters) {
            auto *page = qobject_cast<GridPage *>(window.showPage(database, u"rows:"_s + table));
            if (page && !filters.isEmpty())
                page->setFilters(filters);
        });
    QObject::connect(&navigator, &Navigator::showExport, &window,
        [&window](OpenDatabase *database, const QString &table, const QString &query) {
            auto *page
                = qobject_cast<ExportPage *>(window.showPage(database, u"export:"_s + table));
            if (page && !query.isEmpty())
                page->setQuery(query);
        });
    addRowEditPanels(window);
}

Page *makePage(MainWindow &window, OpenDatabase *database, const QString &key)
{
    const QString kind = key.section(u':', 0, 0);
    // What stands behind the colon: an object's name, a number.
    [[maybe_unused]] const QString what = key.section(u':', 1);
    if (kind == u"start")
        return window.makeStartPage();
    if (kind == u"shortcuts")
        return window.makeShortcutsPage();
    if (!database)
        return nullptr;
    if (kind == u"rows")
        return new GridPage(*database, what);
    if (kind == u"export")
        return new ExportPage(*database, what);
    return nullptr;
}

} // namespace joinery
