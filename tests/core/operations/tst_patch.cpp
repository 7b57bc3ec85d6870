// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/operation.h"
#include "support/testutils.h"

using namespace joinery;
using namespace Qt::StringLiterals;

class TestPatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPatchTurnsOneColumnIntoTheOther()
    {
        const Column from {
            .name = u"a"_s, .type = {u"text"_s}, .serverDefault = u"1"_s, .comment = u"c"_s};
        const Column to {.name = u"a"_s,
            .type = {u"bigint"_s},
            .nullable = false,
            .identity = Identity {true},
            .collation = u"NOCASE"_s,
            .comment = u"c"_s,
            .options = {{u"x"_s, {{u"y"_s, u"z"_s}}}}};
        const ColumnPatch patch = patchBetween(from, to);
        QVERIFY(!patch.comment && !patch.computed);
        QVERIFY(patch.serverDefault && !*patch.serverDefault);
        Column column = from;
        applyPatch(column, patch);
        QCOMPARE(column, to);
        applyPatch(column, patchBetween(to, from));
        QCOMPARE(column, from);
    }

    void namesAreNoPartOfAPatch()
    {
        QVERIFY(patchBetween({.name = u"a"_s}, {.name = u"b"_s, .renamedFrom = u"a"_s}).isEmpty());
    }

    void textIsChosenByDialect()
    {
        const QMap<QString, QString> sql {{u""_s, u"all"_s}, {u"sqlite"_s, u""_s}};
        QCOMPARE(textFor(sql, u"sqlite"_s), u""_s);
        QVERIFY(!textFor(sql, u"sqlite"_s).isNull());
        QCOMPARE(textFor(sql, u"other"_s), u"all"_s);
        QVERIFY(textFor({{u"x"_s, u"y"_s}}, u"sqlite"_s).isNull());
    }
};

QTEST_GUILESS_MAIN(TestPatch)
#include "tst_patch.moc"
