// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/positionindex.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace joinery;

namespace {

qint64 keyAt(qint64 position)
{
    return position * 10 + 3;
}

} // namespace

class TestPositionIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anchorsThinOutAndStayRight_data()
    {
        QTest::addColumn<int>("anchors");
        for (const int anchors : {2, 3, 4, 5, 64, 65})
            QTest::addRow("at most %d", anchors) << anchors;
    }
    void anchorsThinOutAndStayRight()
    {
        QFETCH(int, anchors);
        constexpr qint64 rows = 100'000;
        for (const bool everyRow : {false, true}) {
            PositionIndex index({.anchors = anchors, .listedKeys = 500, .stride = 4});
            index.begin(true, everyRow);
            for (qint64 at = 0; at < rows; at += everyRow ? 1 : index.stride()) {
                everyRow ? index.addRow({keyAt(at)}) : index.addAnchor({keyAt(at)});
                const auto place = index.place(at);
                QVERIFY(place);
                QCOMPARE(toInt(place->key.first()), keyAt(at - place->skip));
            }
            index.finish(rows);
            for (qint64 at = 0; at < rows; at += 97) {
                const auto place = index.place(at);
                QVERIFY(place);
                QCOMPARE(toInt(place->key.first()), keyAt(at - place->skip));
            }
            QVERIFY(!index.place(rows) && !index.place(-1));
            QVERIFY2(index.memory() < 8 * 1024, "memory grows with the table");
        }
    }

    void fewKeysAreListed()
    {
        PositionIndex index({.anchors = 8, .listedKeys = 100, .stride = 4});
        index.begin(true, true);
        for (qint64 at = 0; at < 100; ++at)
            index.addRow({1000 - at});
        const QList<Value> keys = index.listedKeys(98, 10);
        QCOMPARE(keys, (QList<Value> {qint64(902), qint64(901)}));
        QCOMPARE(index.listedPosition(950), 50);
        QCOMPARE(index.listedPosition(5), -1);
        index.addRow({qint64(5)});
        QVERIFY2(index.listedKeys(0, 1).isEmpty(), "more keys are listed than the limit allows");
        QVERIFY(index.place(100));
    }

    void longTextsAreBoundedByBytes()
    {
        PositionIndex index({.anchors = 1000, .anchorBytes = 100'000, .stride = 1});
        index.begin(false, false);
        for (int at = 0; at < 1000; ++at)
            index.addAnchor({QString(1000, u'x')});
        QVERIFY(index.memory() < 110'000);
        QVERIFY(index.stride() > 8);
    }

    void anchorsAreFoundByKey()
    {
        PositionIndex index;
        index.begin(true, false);
        for (qint64 at = 0; at < 10; ++at)
            index.addAnchor({1000 - at * 100});
        index.finish(10 * index.stride());
        const auto anchor = index.anchorBefore(650, true);
        QVERIFY(anchor);
        QCOMPARE(toInt(anchor->key.first()), 700);
        QCOMPARE(anchor->position, 3 * index.stride());
        QVERIFY(!index.anchorBefore(1001, true));
    }

    void whatWasCountedCorrectsTheEstimate()
    {
        KeyEstimate estimate;
        estimate.add(0, 1000, 1000); // the samples say: dense
        PositionIndex index({.stride = 10});
        index.begin(true, false);
        index.setEstimate(estimate, false);
        QCOMPARE(index.rowCount(), 1000);
        QCOMPARE(index.estimatedKey(400), std::optional<qint64>(400));
        for (qint64 at = 0; at <= 250; at += 10)
            index.addAnchor({at * 2}); // in truth every second key is missing
        QCOMPARE(index.covered(), 251);
        QCOMPARE(index.rowCount(), 750);
        QCOMPARE(index.estimatedKey(250), std::optional<qint64>(500));
        QCOMPARE(index.estimatedKey(350), std::optional<qint64>(600));
    }
};

QTEST_APPLESS_MAIN(TestPositionIndex)
#include "tst_positionindex.moc"
