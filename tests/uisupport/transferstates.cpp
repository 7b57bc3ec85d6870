// SPDX-License-Identifier: MPL-2.0
#include "uisupport/transferstates.h"

#include "ui/transfer/importpage.h"
#include "ui/workspace/workbench.h"

#include <QComboBox>
#include <QFile>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace joinery::testing {

namespace {

OpenDatabase *openShop(WindowFixture &fixture)
{
    return fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
}

void exportTable(WindowFixture &fixture)
{
    Q_EMIT fixture.workbench().navigator().showExport(openShop(fixture), u"album"_s);
    QTest::qWait(400);
}

void exportScript(WindowFixture &fixture)
{
    exportTable(fixture);
    for (QComboBox *combo : fixture.window().findChildren<QComboBox *>())
        combo->setCurrentIndex(
            std::max(combo->currentIndex(), combo->findText(u"SQL"_s, Qt::MatchStartsWith)));
    QTest::qWait(400);
}

/// Some fits, some does not, one column goes nowhere.
void importFile(WindowFixture &fixture)
{
    OpenDatabase *shop = openShop(fixture);
    QFile file(fixture.path(u"albums.csv"_s));
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write("id;artist_id;title;price;label\n10;1;\"Blue; live\";12,50;Verve\n"
               "11;2;;8,75;\n12;x;Ágætis byrjun;9,00;Smekkleysa\n");
    file.close();
    Q_EMIT fixture.workbench().navigator().showImport(shop, u"album"_s, file.fileName());
    QTest::qWait(400);
}

void importSkipping(WindowFixture &fixture)
{
    importFile(fixture);
    for (QComboBox *combo : fixture.window().findChildren<QComboBox *>()) {
        if (combo->itemText(0).startsWith(u"stop"_s))
            combo->setCurrentIndex(1);
    }
    auto *page = fixture.window().findChild<ImportPage *>();
    QSignalSpy ended(page, &ImportPage::ended);
    page->start();
    if (ended.isEmpty())
        ended.wait(5000);
}

void importNothing(WindowFixture &fixture)
{
    Q_EMIT fixture.workbench().navigator().showImport(openShop(fixture), {});
}

} // namespace

QList<PageState> transferStates()
{
    return {{u"export"_s, exportTable}, {u"export-sql"_s, exportScript}, {u"import"_s, importFile},
        {u"import-done"_s, importSkipping}, {u"import-empty"_s, importNothing}};
}

} // namespace joinery::testing
