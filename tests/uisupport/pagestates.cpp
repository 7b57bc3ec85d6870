// SPDX-License-Identifier: MPL-2.0
#include "uisupport/pagestates.h"

#include "ui/workspace/tasks.h"
#include "uisupport/gridstates.h"
#include "uisupport/roweditstates.h"
#include "uisupport/schemastates.h"
#include "uisupport/sqlstates.h"
#include "uisupport/transferstates.h"

#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

OpenDatabase *openShop(WindowFixture &fixture)
{
    return fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
}

void openEmpty(WindowFixture &fixture)
{
    fixture.open(fixture.makeFile(u"empty.db"_s, u"VACUUM"_s));
}

void openPalette(WindowFixture &fixture)
{
    openShop(fixture);
    fixture.window().showPalette();
    QTest::keyClicks(fixture.window().findChild<QLineEdit *>(u"palette"_s), u"al"_s);
}

void showRecent(WindowFixture &fixture)
{
    openShop(fixture);
    openEmpty(fixture);
    fixture.window().showPage(nullptr, u"start"_s);
}

void complain(WindowFixture &fixture)
{
    openShop(fixture);
    Q_EMIT fixture.workbench().navigator().complain({.code = ErrorCode::Locked,
        .message = u"shop.db is locked by another program"_s,
        .statement = u"BEGIN IMMEDIATE"_s,
        .driverText = u"database is locked"_s,
        .hint = u"Close the other program, or try again."_s});
}

} // namespace

void settle()
{
    QTest::qWait(150);
    QCoreApplication::sendPostedEvents();
    QTest::qWait(50);
}

QList<PageState> pageStates()
{
    return QList<PageState> {{u"start-empty"_s, [](WindowFixture &) {}},
               {u"start-recent"_s, showRecent},
               {u"no-page"_s, [](WindowFixture &fixture) { openShop(fixture); }},
               {u"empty-database"_s, openEmpty},
               {u"shortcuts"_s,
                   [](WindowFixture &fixture) {
                       fixture.window().showPage(nullptr, u"shortcuts"_s);
                   }},
               {u"palette"_s, openPalette}, {u"error"_s, complain}}
    + schemaStates() + gridStates() + rowEditStates() + sqlStates() + transferStates();
}

} // namespace joinery::testing
