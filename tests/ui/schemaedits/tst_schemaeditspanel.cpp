// SPDX-License-Identifier: MPL-2.0
#include "ui/schemaedits/schemaeditspanel.h"
#include "ui/workspace/schemaedits.h"
#include "uisupport/windowfixture.h"

#include <QSignalSpy>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

QStringList texts(const QTreeWidget &list)
{
    QStringList all;
    for (int i = 0; i < list.topLevelItemCount(); ++i) {
        const QTreeWidgetItem *group = list.topLevelItem(i);
        all.append(group->text(0));
        for (int j = 0; j < group->childCount(); ++j)
            all.append(u"  "_s + group->child(j)->text(0));
    }
    return all;
}

} // namespace

class TestSchemaEditsPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesAreListedByObjectAndTakenBack()
    {
        WindowFixture fixture;
        OpenDatabase *database = fixture.open(fixture.makeFile(u"shop.db"_s, shopSql()));
        auto *panel = fixture.window().findChild<SchemaEditsPanel *>();
        QVERIFY(panel);
        QVERIFY2(!database->hasSchemaEdits(), "looking made schema edits");
        SchemaEdits &edits = database->schemaEdits();
        QTRY_COMPARE(edits.state(), SchemaEdits::State::Ready);
        edits.renameColumn(u"album"_s, u"note"_s, u"remark"_s);
        edits.editTable(u"artist"_s, u"add a column"_s, [](Table &table) {
            table.columns.append({.name = u"country"_s, .type = {.text = u"text"_s}});
        });
        QTRY_COMPARE(panel->list().topLevelItemCount(), 2);
        QTRY_VERIFY(texts(panel->list()).join(u'\n').contains(u"rename column \"note\""_s));
        const QStringList listed = texts(panel->list());
        QCOMPARE(listed.size(), 4);
        QCOMPARE(listed[0], u"album"_s);
        QVERIFY2(listed[3].contains(u"country"_s), qPrintable(listed.join(u'\n')));

        const QSignalSpy shown(&fixture.workbench().navigator(), &Navigator::showDesigner);
        panel->list().setCurrentItem(panel->list().topLevelItem(0));
        Q_EMIT panel->list().itemActivated(panel->list().topLevelItem(0), 0);
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown.first().at(1).toString(), u"album"_s);

        edits.resetObject(u"album"_s);
        QTRY_COMPARE(panel->list().topLevelItemCount(), 1);
        edits.discard();
        const QSignalSpy counted(panel, &SchemaEditsPanel::countChanged);
        QTRY_VERIFY(!edits.isDirty());
        fixture.workbench().close(database);
        QVERIFY(!panel->database());
    }
};

QTEST_MAIN(TestSchemaEditsPanel)
#include "tst_schemaeditspanel.moc"
