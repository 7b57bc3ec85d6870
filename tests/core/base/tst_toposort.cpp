// SPDX-License-Identifier: MPL-2.0
#include "joinery/base/toposort.h"
#include "support/random.h"
#include "support/testutils.h"

using namespace joinery;

using Links = QList<QList<qsizetype>>;

class TestToposort : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dependenciesComeFirstAndTheRestKeepsItsOrder_data()
    {
        QTest::addColumn<Links>("links");
        QTest::addColumn<QList<qsizetype>>("order");
        QTest::newRow("nothing") << Links {} << QList<qsizetype> {};
        QTest::newRow("no links") << Links {{}, {}, {}} << QList<qsizetype> {0, 1, 2};
        QTest::newRow("chain") << Links {{1}, {2}, {}} << QList<qsizetype> {2, 1, 0};
        QTest::newRow("self and repetition") << Links {{0, 1, 1}, {}} << QList<qsizetype> {1, 0};
        QTest::newRow("cycle") << Links {{1}, {0}} << QList<qsizetype> {1, 0};
        QTest::newRow("what hangs on a cycle")
            << Links {{2}, {0}, {1}, {0}} << QList<qsizetype> {1, 2, 0, 3};
        QTest::newRow("order of the links is none")
            << Links {{2, 1}, {}, {}} << QList<qsizetype> {1, 2, 0};
    }
    void dependenciesComeFirstAndTheRestKeepsItsOrder()
    {
        QFETCH(Links, links);
        QTEST(topologicalOrder(links), "order");
    }

    void randomGraphsWithoutCyclesAreSorted()
    {
        testing::Random random(7);
        for (int run = 0; run < 200; ++run) {
            const int size = 1 + random.below(30);
            Links links(size);
            for (int i = 1; i < size; ++i) {
                while (random.chance(60))
                    links[i].append(random.below(i));
            }
            std::reverse(links.begin(), links.end());
            for (auto &own : links) {
                for (qsizetype &link : own)
                    link = size - 1 - link;
            }
            const QList<qsizetype> order = topologicalOrder(links);
            QCOMPARE(order.size(), size);
            for (int i = 0; i < size; ++i) {
                for (const qsizetype link : links[i])
                    QVERIFY(order.indexOf(link) < order.indexOf(i));
            }
        }
    }

    void aLongChainNeedsNoStack()
    {
        constexpr qsizetype size = 200000;
        Links links(size);
        for (qsizetype i = 0; i + 1 < size; ++i)
            links[i].append(i + 1);
        QCOMPARE(topologicalOrder(links).first(), size - 1);
    }
};

QTEST_GUILESS_MAIN(TestToposort)
#include "tst_toposort.moc"
