// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pages.h"

#include "ui/designer/designerpage.h"
#include "ui/grid/gridpage.h"
#include "ui/review/reviewpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/roweditpanels.h"
#include "ui/shell/schemaeditsdock.h"
#include "ui/shell/sqlpages.h"
#include "ui/start/startpage.h"
#include "ui/transfer/exportpage.h"
#include "ui/transfer/importpage.h"

using namespace Qt::StringLiterals;

namespace joinery {

void connectPages(MainWindow &window)
{
    Navigator &navigator = window.workbench().navigator();
    QObject::connect(&navigator, &Navigator::open, &window, &MainWindow::open);
    connectSqlPages(window);
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
    QObject::connect(&navigator, &Navigator::showImport, &window,
        [&window](OpenDatabase *database, const QString &table, const QString &file) {
            auto *page
                = qobject_cast<ImportPage *>(window.showPage(database, u"import:"_s + table));
            if (page && !file.isEmpty())
                page->setFile(file);
        });
    addRowEditPanels(window);
    addSchemaEditsDock(window);
    QObject::connect(&navigator, &Navigator::showDesigner, &window,
        [&window](OpenDatabase *database, const QString &object) {
            window.showPage(database, u"design:"_s + object);
        });
    QObject::connect(&navigator, &Navigator::showReview, &window,
        [&window](OpenDatabase *database) { window.showPage(database, u"review"_s); });
    QObject::connect(&navigator, &Navigator::showMigration, &window,
        [&window](OpenDatabase *database, const QString &target, bool down) {
            const QString kind = down ? u"migration:down:"_s : u"migration:up:"_s;
            if (Page *page = window.showPage(database, kind + target))
                page->perform(PageCommand::Refresh); // the world has moved on since it was made
        });
}

Page *makePage(MainWindow &window, OpenDatabase *database, const QString &key)
{
    const QString kind = key.section(u':', 0, 0);
    // What stands behind the colon: an object's name, a number.
    const QString what = key.section(u':', 1);
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
    if (kind == u"import")
        return new ImportPage(*database, what);
    if (kind == u"design")
        return new DesignerPage(*database, what);
    if (kind == u"review")
        return new ReviewPage(*database);
    if (kind == u"migration")
        return new ReviewPage(*database,
            MigrationWish {.target = what.section(u':', 1), .down = what.startsWith(u"down:")});
    return makeSqlPage(*database, kind, what);
}

} // namespace joinery
