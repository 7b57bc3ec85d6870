// SPDX-License-Identifier: MPL-2.0
#include "uisupport/roweditstates.h"

#include "ui/workspace/roweditsstore.h"

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

OpenDatabase *openShop(WindowFixture &fixture)
{
    return fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
}

/// One change of each kind, and one that the database has refused.
void stageRows(WindowFixture &fixture)
{
    OpenDatabase *database = openShop(fixture);
    RowEditsStore &store = database->rowEdits();
    Q_EMIT fixture.workbench().navigator().showRows(database, u"artist"_s, {});
    Q_EMIT fixture.workbench().navigator().showRowEdits(database);
    RowEdits &artists = *store.edits(u"artist"_s);
    artists.setValue({qint64(1)}, 1, u"Nils"_s, {qint64(1), u"Nils Frahm"_s, qint64(2005)});
    artists.setValue({qint64(1)}, 2, Value {}, {});
    artists.deleteRow({qint64(2)}, {qint64(2), u"東京事変"_s, Value {}});
    artists.insertRow({{1, u"A new one"_s}});
    store.edits(u"change_log"_s)->insertRow();
    QTest::qWait(300);
}

void failToCommit(WindowFixture &fixture)
{
    stageRows(fixture);
    RowEditsStore &store = fixture.workbench().databases().first()->rowEdits();
    store.edits(u"artist"_s)->setValue({qint64(1)}, 1, u"Sigur Rós"_s, {});
    store.commit();
    QTest::qWait(300);
}

void offerLeftRows(WindowFixture &fixture)
{
    stageRows(fixture);
    OpenDatabase *database = fixture.workbench().databases().first();
    const QString file = database->fullName();
    fixture.workbench().close(database);
    fixture.open(file);
}

void showValue(WindowFixture &fixture)
{
    openShop(fixture);
    CurrentCell &cell = fixture.workbench().currentCell();
    cell.show(&fixture.window(),
        {.title = u"album.title, row 1"_s,
            .value = u"A value\nof two lines"_s,
            .write = [](const Value &) {}});
    Q_EMIT cell.wanted();
}

} // namespace

QList<PageState> rowEditStates()
{
    return {{u"changes-none"_s,
                [](WindowFixture &fixture) {
                    Q_EMIT fixture.workbench().navigator().showRowEdits(openShop(fixture));
                }},
        {u"changes"_s, stageRows}, {u"changes-failed"_s, failToCommit},
        {u"changes-left"_s, offerLeftRows}, {u"value"_s, showValue}};
}

} // namespace joinery::testing
