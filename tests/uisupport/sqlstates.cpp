// SPDX-License-Identifier: MPL-2.0
#include "uisupport/sqlstates.h"

#include "joinery/project/schemachange.h"
#include "joinery/project/workflows.h"
#include "ui/history/historypage.h"
#include "ui/sql/sqlpage.h"
#include "ui/widgets/codeview.h"

#include <QAbstractButton>
#include <QDockWidget>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

SqlPage *showSql(WindowFixture &fixture, const QString &text)
{
    OpenDatabase *database = fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
    Q_EMIT fixture.workbench().navigator().showSql(database, text);
    return fixture.window().findChild<SqlPage *>();
}

void finish(SqlPage *page)
{
    if (!QTest::qWaitFor([page] { return !page->runner().isRunning(); }))
        failState(u"the statements did not end"_s);
}

SqlPage *run(WindowFixture &fixture, const QString &text)
{
    SqlPage *page = showSql(fixture, text);
    page->runAll();
    finish(page);
    return page;
}

void showResult(WindowFixture &fixture)
{
    SqlPage *page = run(fixture,
        u"-- what sells\nSELECT a.name AS artist, b.title, b.price, b.note, b.cover\nFROM album b\nJOIN artist a ON a.id = b.artist_id\nWHERE b.price > 9.5\nORDER BY b.price DESC;\n\nSELECT count(*) FROM artist;"_s);
    page->code().setCursorPosition(30);
    page->runAtCursor();
    finish(page);
}

void showMany(WindowFixture &fixture)
{
    run(fixture,
        u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50000)\nSELECT i, i * i AS square, 'row ' || i AS words FROM n"_s);
}

void showError(WindowFixture &fixture)
{
    SqlPage *page = run(fixture,
        u"SELECT 1;\nUPDATE album SET price = price + 1;\nSELECT title, nope\nFROM album;\nSELECT 2;"_s);
    for (QAbstractButton *button : page->findChildren<QAbstractButton *>()) {
        if (button->text() == u"Past queries")
            button->click();
    }
}

void showTransaction(WindowFixture &fixture)
{
    run(fixture, u"BEGIN;\nDELETE FROM album WHERE price > 12;"_s);
}

void showPlan(WindowFixture &fixture)
{
    SqlPage *page = showSql(fixture,
        u"SELECT a.name, count(*) FROM artist a JOIN album b ON b.artist_id = a.id GROUP BY b.note"_s);
    page->explain();
    finish(page);
}

void showLog(WindowFixture &fixture)
{
    run(fixture, u"SELECT * FROM album;\nDELETE FROM nowhere;"_s);
    fixture.window().findChild<QDockWidget *>(u"log"_s)->show();
}

void showNoHistory(WindowFixture &fixture)
{
    OpenDatabase *database = fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
    Q_EMIT fixture.workbench().navigator().showHistory(database);
    QTest::qWait(200);
}

bool replaceIn(const QString &path, const QByteArray &from, const QByteArray &to)
{
    QFile file(path);
    const bool opened = file.open(QIODevice::ReadWrite);
    const QByteArray text = opened ? file.readAll() : QByteArray();
    if (!text.contains(from)) {
        failState(u"%1 does not hold %2"_s.arg(path, QString::fromUtf8(from)));
        return false;
    }
    file.resize(0);
    file.seek(0);
    return file.write(QByteArray(text).replace(from, to)) > 0;
}

bool makeRevision(const ProjectContext &context, const MakeRequest &request)
{
    const Result<MakeOutcome> made = makeMigrations(context, request);
    if (!worked(made))
        return false;
    if (made->revision.isEmpty())
        failState(u"\"%1\" wrote no revision"_s.arg(request.message));
    return !made->revision.isEmpty();
}

/// A baseline, a revision that is applied, and one that is not.
bool makeHistory(const ProjectContext &context)
{
    const QString model = context.project.modelsFolder() + u"/album.yaml"_s;
    return worked(adopt(context, u"baseline"_s))
        && replaceIn(model, "  - {name: cover, type: blob}\n", "")
        && makeRevision(context,
            {.message = u"drop the cover"_s, .flags = {.allows = {u"data_loss:album.cover"_s}}})
        && worked(migrateDatabase(context, {}))
        && replaceIn(model, "name: note,", "name: remark, renamed_from: note,")
        && makeRevision(context, {.message = u"remark instead of note"_s});
}

void showHistory(WindowFixture &fixture)
{
    OpenDatabase *database = fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
    const Result<Project> project = makeProjectBeside(database->context());
    if (!worked(project))
        return;
    ProjectContext context = database->context();
    context.project = *project;
    if (!makeHistory(context))
        return;
    database->setProject(*project);
    Q_EMIT fixture.workbench().navigator().showHistory(database);
    QTest::qWait(400);
}

} // namespace

QList<PageState> sqlStates()
{
    return {{u"sql-empty"_s, [](WindowFixture &fixture) { showSql(fixture, {}); }},
        {u"sql-result"_s, showResult}, {u"sql-many"_s, showMany}, {u"sql-error"_s, showError},
        {u"sql-transaction"_s, showTransaction}, {u"sql-plan"_s, showPlan},
        {u"statement-log"_s, showLog}, {u"history-none"_s, showNoHistory},
        {u"history"_s, showHistory}};
}

} // namespace joinery::testing
