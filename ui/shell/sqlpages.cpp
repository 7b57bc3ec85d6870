// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sqlpages.h"

#include "ui/history/historypage.h"
#include "ui/history/standingbanner.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/pagetabs.h"
#include "ui/sql/sqlpage.h"
#include "ui/statementlog/statementlogpanel.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// A new SQL page with the text.
void showSql(MainWindow &window, OpenDatabase *database, const QString &text)
{
    int number = 1;
    while (window.tabs().find(database, u"sql:%1"_s.arg(number)))
        ++number;
    auto *page = qobject_cast<SqlPage *>(window.showPage(database, u"sql:%1"_s.arg(number)));
    if (!page)
        return;
    if (!text.isEmpty())
        page->setText(text);
    page->setFocus();
}

} // namespace

void connectSqlPages(MainWindow &window)
{
    Navigator &navigator = window.workbench().navigator();
    QObject::connect(&navigator, &Navigator::showHistory, &window,
        [&window](OpenDatabase *database) { window.showPage(database, u"history"_s); });
    QObject::connect(&navigator, &Navigator::showSql, &window,
        [&window](
            OpenDatabase *database, const QString &text) { showSql(window, database, text); });
    auto *standing = new StandingBanner(window.workbench());
    window.addAbovePages(standing);
    QObject::connect(
        &window, &MainWindow::currentDatabaseChanged, standing, &StandingBanner::setDatabase);
    window.addPanel(u"log"_s, MainWindow::tr("Statement log"),
        new StatementLogPanel(window.workbench()), Qt::BottomDockWidgetArea, false);
}

Page *makeSqlPage(OpenDatabase &database, const QString &kind, const QString &what)
{
    if (kind == u"sql")
        return new SqlPage(database, what.toInt());
    return kind == u"history" ? new HistoryPage(database) : nullptr;
}

} // namespace joinery
