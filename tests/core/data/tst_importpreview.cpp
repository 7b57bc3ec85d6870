// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/importpreview.h"
#include "support/testutils.h"

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestImportPreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreShownAsTheyWouldBeWritten()
    {
        const auto rows = previewImport(
            "id,name,note\n1,Ada,\n\n2x,,\"\"\n3\n4,\"Dee\"x,y\n5,Eve,z\n", m_table, m_options, 4);
        VERIFY_RESULT(rows);
        QCOMPARE(rows->size(), 4);
        QCOMPARE(rows->at(0),
            (PreviewRow {.line = 2, .values = {Value(qint64(1)), Value()}, .troubles = {{}, {}}}));
        QCOMPARE(rows->at(1).line, 4);
        QCOMPARE(rows->at(1).values, (QList<Value> {Value(u"2x"_s), Value(u""_s)}));
        QCOMPARE(rows->at(1).troubles.first(), u"\"2x\" is not a whole number"_s);
        QCOMPARE(rows->at(2).trouble, u"1 fields where 3 are expected"_s);
        QVERIFY(!rows->at(3).trouble.isEmpty());
    }

    void aNullWhereNoneMayBeIsShown()
    {
        Table table = m_table;
        table.columns[1].nullable = false;
        const auto rows = previewImport("id,name,note\n1,Ada,\n", table, m_options, 4);
        VERIFY_RESULT(rows);
        QCOMPARE(rows->at(0).troubles, (QStringList {{}, u"NULL is not allowed here"_s}));
    }

    void aFileWithoutRowsShowsNone()
    {
        const auto rows = previewImport("id,name,note\n", m_table, m_options, 4);
        VERIFY_RESULT(rows);
        QCOMPARE(rows->size(), 0);
        QVERIFY(!previewImport("\"id", m_table, m_options, 4));
    }

private:
    const Table m_table {.name = u"t"_s,
        .columns = {{.name = u"id"_s, .type = {.text = u"integer"_s}},
            {.name = u"note"_s, .type = {.text = u"text"_s}}}};
    const ImportOptions m_options {.columns = {{u"id"_s, 0}, {u"note"_s, 2}}};
};

QTEST_APPLESS_MAIN(TestImportPreview)
#include "tst_importpreview.moc"
