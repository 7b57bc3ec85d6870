// SPDX-License-Identifier: MPL-2.0
#include "uisupport/gridstates.h"

#include "ui/grid/gridpage.h"
#include "ui/widgets/gridview.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

/// The rows of a table or view, once they are there.
GridPage *showRows(WindowFixture &fixture, const QString &table)
{
    OpenDatabase *shop = fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
    auto *page = qobject_cast<GridPage *>(fixture.window().showPage(shop, u"rows:"_s + table));
    const bool there = page && QTest::qWaitFor([page] {
        return page->model() && page->rows().isExact() && !page->rows().isBusy();
    });
    if (!there)
        qFatal("the rows of %s did not come", qPrintable(table));
    return page;
}

void showSortedRows(WindowFixture &fixture)
{
    GridPage *page = showRows(fixture, u"album"_s);
    page->setSort({{.column = page->model()->columns()[1].name, .descending = true},
        {.column = page->model()->columns()[0].name}});
    settle();
    page->view().selectionModel()->select({page->model()->index(1, 0), page->model()->index(2, 1)},
        QItemSelectionModel::ClearAndSelect);
}

void showNoMatch(WindowFixture &fixture)
{
    GridPage *page = showRows(fixture, u"album"_s);
    page->setFilters({{page->model()->columns()[1].name, u"nothing is called like this"_s}});
    settle();
}

void showWrongFilter(WindowFixture &fixture)
{
    GridPage *page = showRows(fixture, u"album"_s);
    page->setFilters({{page->model()->columns()[1].name, u"<NULL"_s}});
    page->perform(PageCommand::GoTo);
}

} // namespace

QList<PageState> gridStates()
{
    return {{u"rows"_s, [](WindowFixture &fixture) { showRows(fixture, u"album"_s); }},
        {u"rows-sorted"_s, showSortedRows}, {u"rows-no-match"_s, showNoMatch},
        {u"rows-wrong-filter"_s, showWrongFilter},
        {u"rows-view"_s, [](WindowFixture &fixture) { showRows(fixture, u"pricey"_s); }}};
}

} // namespace joinery::testing
