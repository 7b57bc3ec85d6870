// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/rowedits.h"
#include "support/random.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;
using Kind = RowChange::Kind;

namespace {

enum Columns
{
    Id,
    Name,
    Price,
    Doubled
};

Table itemTable()
{
    return {.name = u"item"_s,
        .columns = {{.name = u"id"_s}, {.name = u"name"_s}, {.name = u"price"_s},
            {.name = u"doubled"_s, .computed = Computed {.sql = u"price * 2"_s}}}};
}

RowEdits itemEdits()
{
    return RowEdits(itemTable(), {.columns = {u"id"_s}, .integer = true});
}

RowKey key(qint64 id)
{
    return {id};
}

/// Row 7 is {7, 'item 7', 700, 1400}.
QList<Value> row(qint64 id)
{
    return {id, u"item %1"_s.arg(id), id * 100, id * 200};
}

void randomEdit(RowEdits &edits, Random &random)
{
    const qint64 id = random.below(12);
    const QList<quint64> added = edits.inserted();
    switch (random.below(8)) {
    case 0:
        edits.insertRow({{Name, u"new"_s}});
        break;
    case 1:
        edits.deleteRow(key(id), row(id));
        break;
    case 2:
        if (!added.isEmpty())
            edits.setInserted(random.pick(added), Price, qint64(random.below(3)));
        break;
    case 3:
        if (!edits.isEmpty())
            edits.revert({random.pick(edits.changes()).id});
        break;
    case 4:
        if (!edits.isEmpty())
            edits.rebase(random.pick(edits.changes()).id,
                random.chance(50) ? std::optional(row(id)) : std::nullopt);
        break;
    case 5:
        if (random.chance(10))
            edits.discard();
        break;
    default:
        edits.setValue(key(id), random.chance(50) ? Name : Price,
            random.chance(30) ? row(id)[Name] : Value(qint64(random.below(5)) * 100), row(id));
    }
}

} // namespace

class TestRowEdits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysTellTypesApart()
    {
        const QList<RowKey> keys {{qint64(1)}, {1.0}, {u"1"_s}, {QByteArray("1")}};
        std::unordered_map<RowKey, int, RowKeyHash> map;
        for (int i = 0; i < keys.size(); ++i)
            map[keys[i]] = i;
        QCOMPARE(map.size(), size_t(4));
        QCOMPARE(map.at({u"1"_s}), 2);
        QVERIFY(!map.contains({qint64(1), qint64(1)}));
    }

    void aCellIsStagedAndRead()
    {
        RowEdits edits = itemEdits();
        QVERIFY(edits.setValue(key(7), Name, Value {}, row(7)));
        QVERIFY(edits.setValue(key(7), Price, u""_s, row(7)));
        QCOMPARE(*edits.valueOf(key(7), Name), Value {});
        QCOMPARE(*edits.valueOf(key(7), Price), Value(u""_s));
        QVERIFY(!edits.valueOf(key(7), Id) && !edits.valueOf(key(8), Name));
        QCOMPARE(edits.updatedCount(), 1);
        QCOMPARE(edits.changeOf(key(7))->original, row(7));
    }

    void theOriginalValueTakesTheChangeBack()
    {
        RowEdits edits = itemEdits();
        QVERIFY(edits.setValue(key(7), Name, u"other"_s, row(7)));
        QVERIFY(edits.setValue(key(7), Name, u"item 7"_s, row(7)));
        QVERIFY(edits.isEmpty());
        QCOMPARE(edits.updatedCount(), 0);
        QVERIFY(edits.undo());
        QCOMPARE(*edits.valueOf(key(7), Name), Value(u"other"_s));
        QVERIFY(edits.setValue(key(8), Price, 800.0, row(8))); // 800 and 800.0 are two values
        QCOMPARE(edits.count(), 2);
    }

    void theFirstOriginalCounts()
    {
        RowEdits edits = itemEdits();
        QVERIFY(edits.setValue(key(7), Name, u"other"_s, row(7)));
        QList<Value> later = row(7);
        later[Price] = qint64(1);
        QVERIFY(edits.setValue(key(7), Price, qint64(2), later));
        QCOMPARE(edits.changeOf(key(7))->original, row(7));
    }

    void whatCannotBeStagedIsRefused()
    {
        RowEdits edits = itemEdits();
        QVERIFY(!edits.setValue(key(7), Doubled, qint64(1), row(7)));
        QVERIFY(!edits.setValue(key(7), 4, qint64(1), row(7)));
        QVERIFY(!edits.setValue(key(7), Name, qint64(1), {qint64(7)}));
        QCOMPARE(edits.insertRow({{Doubled, qint64(1)}}), quint64(0));
        QVERIFY(edits.deleteRow(key(7), row(7)));
        QVERIFY(!edits.setValue(key(7), Name, u"x"_s, row(7)));
        QVERIFY(!edits.deleteRow(key(7), row(7)));
        edits.setFrozen(true);
        QVERIFY(!edits.undo() && !edits.canUndo());
        QVERIFY(!edits.setValue(key(8), Name, u"x"_s, row(8)));
        QVERIFY(!edits.deleteRow(key(8), row(8)) && edits.insertRow() == 0 && !edits.discard());
        QCOMPARE(edits.count(), 1);
    }

    void addedRowsHaveValuesOrDefaults()
    {
        RowEdits edits = itemEdits();
        const quint64 first = edits.insertRow();
        const quint64 second = edits.insertRow({{Name, u"b"_s}});
        QVERIFY(first != 0 && second != first);
        QCOMPARE(edits.inserted(), (QList<quint64> {first, second}));
        QVERIFY(edits.setInserted(first, Name, Value {}));
        QVERIFY(edits.change(first)->values.contains(Name));
        QVERIFY(edits.setInserted(first, Name, std::nullopt));
        QVERIFY(!edits.change(first)->values.contains(Name));
        QVERIFY(edits.revert({first}));
        QCOMPARE(edits.inserted(), QList<quint64> {second});
        QVERIFY(edits.undo());
        QCOMPARE(edits.inserted(), (QList<quint64> {first, second}));
    }

    void deletingForgetsValuesUntilUndo()
    {
        RowEdits edits = itemEdits();
        QVERIFY(edits.setValue(key(7), Name, u"x"_s, row(7)));
        QVERIFY(edits.deleteRow(key(7), row(7)));
        QCOMPARE(edits.deletedCount(), 1);
        QCOMPARE(edits.updatedCount(), 0);
        QVERIFY(edits.undo());
        QCOMPARE(*edits.valueOf(key(7), Name), Value(u"x"_s));
        QVERIFY(edits.redo());
        QVERIFY(edits.revert({edits.changeOf(key(7))->id}));
        QVERIFY(edits.isEmpty());
    }

    void aStepIsUndoneAtOnceAndToldOnce()
    {
        RowEdits edits = itemEdits();
        QList<qsizetype> told;
        const int number
            = edits.addListener([&told](const QList<RowEdit> &list) { told.append(list.size()); });
        {
            const RowStep paste(edits, u"Paste"_s);
            for (qint64 id = 0; id < 10; ++id)
                QVERIFY(edits.setValue(key(id), Name, u"pasted"_s, row(id)));
        }
        QCOMPARE(edits.undoText(), u"Paste"_s);
        QVERIFY(edits.undo());
        QVERIFY(edits.isEmpty() && edits.redoText() == u"Paste");
        QVERIFY(edits.redo());
        QCOMPARE(edits.count(), 10);
        QCOMPARE(told, (QList<qsizetype> {10, 10, 10}));
        edits.removeListener(number);
        QVERIFY(edits.discard());
        QCOMPARE(told.size(), 3);
        QVERIFY(edits.undo());
        QCOMPARE(edits.count(), 10);
    }

    void aNewStepEndsRedo()
    {
        RowEdits edits = itemEdits();
        QVERIFY(edits.setValue(key(1), Name, u"x"_s, row(1)));
        QVERIFY(edits.undo());
        QVERIFY(edits.setValue(key(2), Name, u"x"_s, row(2)));
        QVERIFY(!edits.canRedo());
    }

    void singleCellsAreReverted()
    {
        RowEdits edits = itemEdits();
        QVERIFY(edits.setValue(key(7), Name, u"x"_s, row(7)));
        QVERIFY(edits.setValue(key(7), Price, qint64(1), row(7)));
        const quint64 id = edits.changeOf(key(7))->id;
        QVERIFY(edits.revertCell(id, Name));
        QVERIFY(!edits.valueOf(key(7), Name) && edits.valueOf(key(7), Price));
        QVERIFY(!edits.revertCell(id, Name));
        QVERIFY(edits.revertCell(id, Price));
        QVERIFY(edits.isEmpty());
    }

    void rebasingKeepsMine()
    {
        RowEdits edits = itemEdits();
        QVERIFY(edits.setValue(key(7), Name, u"mine"_s, row(7)));
        QVERIFY(edits.setValue(key(7), Price, qint64(1), row(7)));
        QList<Value> theirs = row(7);
        theirs[Name] = u"theirs"_s;
        theirs[Price] = qint64(1); // they made the same change
        const quint64 id = edits.changeOf(key(7))->id;
        QVERIFY(edits.rebase(id, theirs));
        QCOMPARE(edits.change(id)->original, theirs);
        QCOMPARE(edits.change(id)->values, (QMap<int, Value> {{Name, u"mine"_s}}));
        QVERIFY(edits.undo());
        QCOMPARE(edits.change(id)->original, row(7));
    }

    void rebasingOnARowThatIsGone()
    {
        RowEdits edits = itemEdits();
        QVERIFY(edits.setValue(key(7), Name, u"mine"_s, row(7)));
        const quint64 id = edits.changeOf(key(7))->id;
        QVERIFY(edits.rebase(id, std::nullopt));
        QCOMPARE(edits.change(id)->kind, Kind::Insert);
        QCOMPARE(edits.change(id)->values,
            (QMap<int, Value> {{Id, qint64(7)}, {Name, u"mine"_s}, {Price, qint64(700)}}));
        QVERIFY(!edits.changeOf(key(7)));
        QVERIFY(edits.deleteRow(key(8), row(8)));
        QVERIFY(edits.rebase(edits.changeOf(key(8))->id, std::nullopt));
        QCOMPARE(edits.count(), 1);
    }

    void restoringLeavesWhatIsStaged()
    {
        RowEdits before = itemEdits();
        before.setValue(key(1), Name, u"saved"_s, row(1));
        before.setValue(key(2), Name, u"saved"_s, row(2));
        before.insertRow({{Name, u"saved"_s}});
        RowEdits edits = itemEdits();
        edits.setValue(key(2), Name, u"newer"_s, row(2));
        const QList<RowChange> left = edits.restore(before.changes());
        QCOMPARE(left.size(), 1);
        QCOMPARE(left.first().key, key(2));
        QCOMPARE(edits.count(), 3);
        QCOMPARE(*edits.valueOf(key(2), Name), Value(u"newer"_s));
        QVERIFY(edits.undo());
        QCOMPARE(edits.count(), 1);
    }

    void clearingTellsAndForgetsTheSteps()
    {
        RowEdits edits = itemEdits();
        edits.setValue(key(1), Name, u"x"_s, row(1));
        QList<RowEdit> told;
        edits.addListener([&told](const QList<RowEdit> &list) { told = list; });
        edits.clear();
        QVERIFY(edits.isEmpty() && !edits.canUndo());
        QCOMPARE(told.size(), 1);
        QVERIFY(told.first().before && !told.first().after);
    }

    /// Undoing all steps leads back to nothing, and redoing them forth.
    void undoAndRedoOfRandomSteps()
    {
        for (quint32 seed = 0; seed < 100; ++seed) {
            Random random(seed);
            RowEdits edits = itemEdits();
            QMap<quint64, RowChange> followed; // what a listener makes of it
            edits.addListener([&followed](const QList<RowEdit> &list) {
                for (const RowEdit &edit : list) {
                    if (edit.after)
                        followed[edit.id] = *edit.after;
                    else
                        followed.remove(edit.id);
                }
            });
            for (int i = 0; i < 60; ++i) {
                edits.beginStep(u"step"_s);
                for (int n = random.below(4); n >= 0; --n)
                    randomEdit(edits, random);
                edits.endStep();
                if (random.chance(20) && edits.undo() && random.chance(50))
                    edits.redo();
                QCOMPARE(followed.values(), edits.changes());
                QCOMPARE(edits.insertedCount() + edits.updatedCount() + edits.deletedCount(),
                    edits.count());
            }
            const QList<RowChange> last = edits.changes();
            int steps = 0;
            while (edits.undo())
                ++steps;
            QVERIFY(edits.isEmpty() && followed.isEmpty() && edits.inserted().isEmpty());
            for (int i = 0; i < steps; ++i)
                QVERIFY(edits.redo());
            QCOMPARE(edits.changes(), last);
            QCOMPARE(followed.values(), last);
        }
    }
};

QTEST_APPLESS_MAIN(TestRowEdits)
#include "tst_rowedits.moc"
