// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/candidates.h"
#include "support/compared.h"

#include <QElapsedTimer>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Column column(const QString &name, const QString &type = u"text"_s)
{
    return {.name = name, .type = {type}};
}

MetaData with(const QList<Column> &columns)
{
    return schemaOf({Table {.name = u"t"_s, .columns = columns}});
}

QStringList pairsOf(const Difference &difference)
{
    QStringList pairs;
    for (const RenameCandidate &candidate : difference.candidates)
        pairs.append(
            candidate.rename.table + u'.' + candidate.rename.from + u'=' + candidate.rename.to);
    return pairs;
}

} // namespace

class TestCandidates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void columnsAreProposed_data();
    void columnsAreProposed()
    {
        QFETCH(QList<Column>, before);
        QFETCH(QList<Column>, after);
        QFETCH(QStringList, pairs);
        QCOMPARE(pairsOf(compared(with(before), with(after))), pairs);
    }

    void aCandidateChangesNoOperation()
    {
        const Difference found = compared(with({column(u"note"_s)}), with({column(u"notes"_s)}));
        QCOMPARE(found.candidates.size(), 1);
        QCOMPARE(found.candidates[0].reasons.first(), u"same type"_s);
        QVERIFY(found.candidates[0].score > 50 && found.candidates[0].score <= 100);
        QCOMPARE(described(found.operations),
            (QStringList {u"add column \"notes\" text to table \"t\""_s,
                u"drop column \"note\" from table \"t\""_s}));
    }

    void nothingInCommonIsNoMoreThanAGuess()
    {
        const Difference found = compared(with({column(u"note"_s)}), with({column(u"isbn"_s)}));
        QCOMPARE(found.candidates.size(), 1);
        QVERIFY2(found.candidates[0].score <= 50,
            qPrintable(QString::number(found.candidates[0].score)));
        const auto pair = [](const QString &name) {
            return schemaOf(
                {Table {.name = name, .columns = {column(u"id"_s), column(u"name"_s)}}});
        };
        const Difference tables = compared(pair(u"colour"_s), pair(u"town"_s));
        QCOMPARE(tables.candidates.size(), 1);
        QVERIFY(tables.candidates[0].score < 70);
    }

    void twoThatFitAreADoubt()
    {
        const Difference sure = compared(with({column(u"note"_s)}), with({column(u"notes"_s)}));
        const Difference doubtful
            = compared(with({column(u"note"_s)}), with({column(u"notes"_s), column(u"note2"_s)}));
        QCOMPARE(sure.candidates.size(), 1);
        QCOMPARE(doubtful.candidates.size(), 1);
        QVERIFY(doubtful.candidates[0].score < sure.candidates[0].score);
        QCOMPARE(doubtful.candidates[0].reasons.last(), u"another one fits as well"_s);
    }

    void whatWasTurnedDownIsNotProposedAgain()
    {
        const QList<Column> before {column(u"note"_s), column(u"title"_s)};
        const QList<Column> after {column(u"remark"_s), column(u"headline"_s)};
        const CompareOptions options {.notRenames = {{u"T"_s, u"NOTE"_s, u"remark"_s}}};
        const QStringList pairs = pairsOf(compared(with(before), with(after), options));
        QVERIFY(!pairs.contains(u"t.note=remark"_s));
        QVERIFY(!pairs.isEmpty());
    }

    void candidatesNameTheTableAsItWas()
    {
        Table before {.name = u"old"_s, .columns = {column(u"note"_s)}};
        Table after {.name = u"new"_s, .columns = {column(u"notes"_s)}, .renamedFrom = u"old"_s};
        QCOMPARE(pairsOf(compared(schemaOf({before}), schemaOf({after}))),
            QStringList {u"old.note=notes"_s});
    }

    void takingACandidateMakesItARename()
    {
        const MetaData from = with({column(u"note"_s)});
        const MetaData to = with({column(u"notes"_s)});
        const Difference found = compared(from, to);
        const Difference taken = compared(from, to, {.renames = {found.candidates[0].rename}});
        QCOMPARE(described(taken.operations),
            QStringList {u"rename column \"note\" to \"notes\" in table \"t\""_s});
        QVERIFY(taken.candidates.isEmpty());
    }

    void tablesWithMostOfTheirColumnsAreProposed()
    {
        const QList<Column> columns {column(u"id"_s, u"bigint"_s), column(u"a"_s), column(u"b"_s)};
        const Table before {.name = u"person"_s, .columns = columns};
        Table after {.name = u"people"_s, .columns = columns};
        after.columns.append(column(u"c"_s));
        const Table unlike {
            .name = u"persons"_s, .columns = {column(u"id"_s, u"bigint"_s), column(u"z"_s)}};
        const Difference found = compared(schemaOf({before}), schemaOf({after, unlike}));
        QCOMPARE(pairsOf(found), QStringList {u".person=people"_s});
        QCOMPARE(found.candidates[0].reasons.first(), u"75 % of the columns are the same"_s);
    }

    void manyTablesArePairedInGoodTime()
    {
        MetaData from;
        MetaData to;
        for (int i = 0; i < 3000; ++i) {
            const QList<Column> columns {
                column(u"id"_s), column(u"c%1"_s.arg(i)), column(u"d%1"_s.arg(i))};
            insert(from, Table {.name = u"a%1"_s.arg(i), .columns = columns});
            insert(to, Table {.name = u"b%1"_s.arg(i), .columns = columns});
        }
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(compared(from, to).candidates.size(), 3000);
        QVERIFY(timer.elapsed() < 30000);
    }

    void aTableOfThousandsOfNewColumnsIsNotPaired()
    {
        QList<Column> before;
        QList<Column> after;
        for (int i = 0; i < 2000; ++i) {
            before.append(column(u"a%1"_s.arg(i)));
            after.append(column(u"b%1"_s.arg(i)));
        }
        QVERIFY(compared(with(before), with(after)).candidates.isEmpty());
    }

    void namesAreAlike_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("alike");
        QTest::newRow("same") << u"name"_s << u"NAME"_s << true;
        QTest::newRow("styles") << u"authorId"_s << u"author_id"_s << true;
        QTest::newRow("words in another order") << u"name_full"_s << u"full name"_s << true;
        QTest::newRow("one letter") << u"colour"_s << u"color"_s << true;
        QTest::newRow("nothing in common") << u"title"_s << u"body"_s << false;
        QTest::newRow("empty") << u""_s << u"a"_s << false;
        QTest::newRow("signs") << u"***"_s << u"***"_s << true;
    }
    void namesAreAlike()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QTEST(detail::nameSimilarity(a, b) >= 0.5, "alike");
    }
};

void TestCandidates::columnsAreProposed_data()
{
    QTest::addColumn<QList<Column>>("before");
    QTest::addColumn<QList<Column>>("after");
    QTest::addColumn<QStringList>("pairs");
    const Column id = column(u"id"_s, u"bigint"_s);
    Column computed = column(u"b"_s);
    computed.computed = Computed {u"1"_s};
    QTest::newRow("in the same place")
        << QList {id, column(u"note"_s)} << QList {id, column(u"remark"_s)}
        << QStringList {u"t.note=remark"_s};
    QTest::newRow("another family")
        << QList {column(u"a"_s)} << QList {column(u"b"_s, u"bigint"_s)} << QStringList {};
    QTest::newRow("computed") << QList {column(u"a"_s)} << QList {computed} << QStringList {};
    QTest::newRow("each at most once, the best first")
        << QList {column(u"first_name"_s), column(u"last_name"_s)}
        << QList {column(u"name_last"_s), column(u"name_first"_s)}
        << QStringList {u"t.first_name=name_first"_s, u"t.last_name=name_last"_s};
    QTest::newRow("nothing dropped") << QList {id} << QList {id, column(u"a"_s)} << QStringList {};
}

QTEST_GUILESS_MAIN(TestCandidates)
#include "tst_candidates.moc"
