// SPDX-License-Identifier: MPL-2.0
#include "support/compared.h"

#include <QElapsedTimer>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

/// A table with a column per reference, to the key of each of these tables.
Table table(const QString &name, const QStringList &references = {})
{
    Table result {.name = name,
        .columns = {{.name = u"id"_s, .type = {u"bigint"_s}}},
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}};
    for (const QString &referred : references) {
        result.foreignKeys.append(
            {.columns = {u"id"_s}, .referredTable = referred, .referredColumns = {u"id"_s}});
    }
    return result;
}

Table with(Table table, const QStringList &columns)
{
    for (const QString &column : columns)
        table.columns.append({.name = column, .type = {u"text"_s}});
    return table;
}

} // namespace

class TestOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tablesAreCreatedBehindThoseTheyReferTo()
    {
        COMPARE_DIFFERENCE(MetaData {},
            schemaOf({table(u"a"_s, {u"C"_s, u"a"_s}), table(u"b"_s), table(u"c"_s, {u"d"_s}),
                table(u"d"_s)}),
            {u"add table \"d\""_s, u"add table \"c\""_s, u"add table \"a\""_s,
                u"add table \"b\""_s});
    }

    void tablesAreDroppedBeforeThoseTheyReferTo()
    {
        COMPARE_DIFFERENCE(
            schemaOf({table(u"a"_s), table(u"b"_s, {u"a"_s}), table(u"c"_s, {u"b"_s})}),
            MetaData {}, {u"drop table \"c\""_s, u"drop table \"b\""_s, u"drop table \"a\""_s});
    }

    void aCycleIsBrokenAlwaysTheSameWay()
    {
        const MetaData cycle
            = schemaOf({table(u"a"_s, {u"b"_s}), table(u"b"_s, {u"c"_s}), table(u"c"_s, {u"a"_s})});
        COMPARE_DIFFERENCE(
            MetaData {}, cycle, {u"add table \"c\""_s, u"add table \"b\""_s, u"add table \"a\""_s});
        COMPARE_DIFFERENCE(cycle, MetaData {},
            {u"drop table \"b\""_s, u"drop table \"c\""_s, u"drop table \"a\""_s});
    }

    void aTableThatComesToReferToANewOneWaitsForIt()
    {
        Table before = table(u"a"_s);
        COMPARE_DIFFERENCE(schemaOf({before, table(u"z"_s)}),
            schemaOf({table(u"a"_s, {u"b"_s}), table(u"b"_s), with(table(u"z"_s), {u"x"_s})}),
            {u"add table \"b\""_s, u"add foreign key (\"id\") to \"b\" to table \"a\""_s,
                u"add column \"x\" text to table \"z\""_s});
    }

    void aReferenceGoesBeforeTheTableItReferredTo()
    {
        COMPARE_DIFFERENCE(schemaOf({table(u"a"_s), table(u"b"_s, {u"a"_s})}),
            schemaOf({table(u"b"_s)}),
            {u"drop foreign key (\"id\") to \"a\" from table \"b\""_s, u"drop table \"a\""_s});
    }

    void theOperationsOfATableStandTogether()
    {
        QList<SchemaObject> before;
        QList<SchemaObject> after;
        for (int i = 0; i < 20; ++i) {
            const QString name = u"t%1"_s.arg(i);
            before.append(with(table(name, {u"t%1"_s.arg((i * 7) % 20)}), {u"old"_s}));
            Table changed = with(table(name, {u"t%1"_s.arg((i * 3 + 1) % 20)}), {u"new"_s});
            changed.indexes = {{.name = u"ix_"_s + name, .columns = keyParts({u"new"_s})}};
            after.append(changed);
        }
        const Difference found = compared(schemaOf(before), schemaOf(after));
        QStringList runs;
        for (const Operation &operation : found.operations) {
            if (runs.isEmpty() || runs.last() != targetOf(operation))
                runs.append(targetOf(operation));
        }
        QCOMPARE(runs.size(), 20);
        const PlainPolicy plain;
        QCOMPARE(roundTripTrouble(schemaOf(before), found, plain, plain), QString());
    }

    void indexAndTriggerNamesMoveBetweenTables()
    {
        const Index index {.name = u"ix"_s, .columns = keyParts({u"id"_s})};
        const Index other {.name = u"iy"_s, .columns = keyParts({u"id"_s})};
        const Trigger trigger {u"tr"_s, u"CREATE TRIGGER tr"_s};
        Table a = table(u"a"_s);
        a.indexes = {other};
        Table b = table(u"b"_s);
        Table gone = table(u"gone"_s);
        gone.indexes = {index};
        gone.triggers = {trigger};
        Table aAfter = table(u"a"_s);
        Table bAfter = b;
        bAfter.indexes = {other};
        Table made = table(u"made"_s);
        made.indexes = {index};
        made.triggers = {trigger};
        COMPARE_DIFFERENCE(schemaOf({a, b, gone}), schemaOf({aAfter, bAfter, made}),
            {u"drop trigger \"tr\" from \"gone\""_s, u"drop index \"ix\" from table \"gone\""_s,
                u"drop index \"iy\" from table \"a\""_s,
                u"add index \"iy\" on table \"b\" (\"id\")"_s, u"add table \"made\""_s,
                u"drop table \"gone\""_s});
    }

    /// Tables and indexes share their names in SQLite.
    void namesMoveBetweenTablesAndIndexes()
    {
        const auto indexed = [](const QString &name, const QString &index) {
            Table result = table(name);
            result.indexes = {{.name = index, .columns = keyParts({u"id"_s})}};
            return result;
        };
        COMPARE_DIFFERENCE(schemaOf({indexed(u"a"_s, u"x"_s), indexed(u"b"_s, u"y"_s)}),
            schemaOf({table(u"a"_s), table(u"x"_s), table(u"y"_s)}),
            {u"drop index \"y\" from table \"b\""_s, u"drop index \"x\" from table \"a\""_s,
                u"add table \"x\""_s, u"add table \"y\""_s, u"drop table \"b\""_s});
        COMPARE_DIFFERENCE(schemaOf({table(u"a"_s), table(u"x"_s), table(u"y"_s)}),
            schemaOf({indexed(u"a"_s, u"x"_s), indexed(u"b"_s, u"y"_s)}),
            {u"add table \"b\""_s, u"drop table \"x\""_s, u"drop table \"y\""_s,
                u"add index \"x\" on table \"a\" (\"id\")"_s,
                u"add index \"y\" on table \"b\" (\"id\")"_s});
    }

    void twoIndexesOfOneNameAreRefused()
    {
        Table a = table(u"a"_s);
        a.indexes = {{.name = u"ix"_s, .columns = keyParts({u"id"_s})}};
        Table b = table(u"b"_s);
        b.indexes = {{.name = u"IX"_s, .columns = keyParts({u"id"_s})}};
        const PlainPolicy plain;
        const Result<Difference> found = compare({}, schemaOf({a, b}), plain, plain);
        QVERIFY(!found);
        QCOMPARE(found.error().message,
            u"index \"ix\" of table \"a\" and index \"IX\" of table \"b\" have the same name"_s);
    }

    void tenThousandTablesInAChainCompareQuickly_data()
    {
        QTest::addColumn<bool>("ascending");
        QTest::newRow("each refers to the next") << true;
        QTest::newRow("each refers to the one before") << false;
    }
    void tenThousandTablesInAChainCompareQuickly()
    {
        QFETCH(bool, ascending);
        MetaData schema;
        MetaData changed;
        for (int i = 0; i < 10000; ++i) {
            const Table each = table(u"t%1"_s.arg(i, 5, 10, QChar(u'0')),
                {u"t%1"_s.arg(ascending ? i + 1 : i - 1, 5, 10, QChar(u'0'))});
            insert(schema, each);
            insert(changed, with(each, {u"x"_s}));
        }
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(compared({}, schema).operations.size(), 10000);
        QCOMPARE(compared(schema, {}).operations.size(), 10000);
        QVERIFY(compared(schema, schema).isEmpty());
        QCOMPARE(compared(schema, changed).operations.size(), 10000);
        qInfo(
            "four comparisons of 10,000 tables: %lld ms", static_cast<long long>(timer.elapsed()));
        QVERIFY(timer.elapsed() < 60000);
    }
};

QTEST_GUILESS_MAIN(TestOrder)
#include "tst_order.moc"
