// SPDX-License-Identifier: MPL-2.0
#include "uisupport/schemastates.h"

#include "ui/review/reviewpage.h"
#include "ui/start/sample.h"
#include "ui/workspace/schemaedits.h"

#include <QDockWidget>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

template <typename Condition> void waitFor(Condition condition)
{
    if (!QTest::qWaitFor(condition))
        failState(u"the page is not there after five seconds"_s);
}

OpenDatabase *openShop(WindowFixture &fixture)
{
    OpenDatabase *database = fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
    waitFor([database] { return database->schemaEdits().state() == SchemaEdits::State::Ready; });
    return database;
}

/// What somebody does in an afternoon, with NULLs in the way and values that go.
OpenDatabase *edit(WindowFixture &fixture)
{
    OpenDatabase *database = openShop(fixture);
    SchemaEdits &edits = database->schemaEdits();
    edits.renameColumn(u"album"_s, u"title"_s, u"name"_s);
    edits.editTable(u"album"_s, u"forbid NULL"_s,
        [](Table &table) { table.column(u"note"_s)->nullable = false; });
    edits.editTable(u"album"_s, u"add a column"_s, [](Table &table) {
        table.columns.append({.name = u"year"_s, .type = {.text = u"integer"_s}});
    });
    edits.dropColumns(u"artist"_s, {u"founded"_s});
    return database;
}

void waitForAnalysis(OpenDatabase *database)
{
    waitFor([database] {
        return database->schemaEdits().isAnalysed() && database->schemaEdits().isCounted();
    });
}

void design(WindowFixture &fixture)
{
    OpenDatabase *database = edit(fixture);
    fixture.window().showPage(database, u"design:album"_s);
    waitForAnalysis(database);
}

void designNew(WindowFixture &fixture)
{
    fixture.window().showPage(openShop(fixture), u"design:"_s);
}

void designView(WindowFixture &fixture)
{
    fixture.window().showPage(openShop(fixture), u"design:pricey"_s);
}

void review(WindowFixture &fixture)
{
    OpenDatabase *database = edit(fixture);
    waitForAnalysis(database);
    const auto *page = qobject_cast<ReviewPage *>(fixture.window().showPage(database, u"review"_s));
    waitFor([page] { return page->state() == ReviewPage::State::Shown; });
}

void reviewNothing(WindowFixture &fixture)
{
    fixture.window().showPage(openShop(fixture), u"review"_s);
}

void showDock(WindowFixture &fixture)
{
    OpenDatabase *database = edit(fixture);
    waitForAnalysis(database);
    fixture.window().findChild<QDockWidget *>(u"schemaedits"_s)->show();
}

/// The sample, whose models are a step ahead of its revisions.
void openSample(WindowFixture &fixture)
{
    const Result<QString> folder = makeSample(fixture.path(u"record_shop"_s),
        fixture.workbench().provider(), fixture.workbench().dialects());
    if (worked(folder))
        fixture.window().showPage(fixture.open(*folder), u"rows:album"_s);
}

} // namespace

QList<PageState> schemaStates()
{
    return {{u"designer"_s, design}, {u"designer-new"_s, designNew},
        {u"designer-view"_s, designView}, {u"review"_s, review},
        {u"review-nothing"_s, reviewNothing}, {u"schema-changes"_s, showDock},
        {u"sample"_s, openSample}};
}

} // namespace joinery::testing
