// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/replaypolicy.h"
#include "joinery/operations/fold.h"
#include "joinery/operations/inverse.h"
#include "support/compared.h"
#include "support/mutation.h"
#include "support/randomcases.h"
#include "support/randomschema.h"

#include <QElapsedTimer>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Column column(const QString &name, const QString &type = u"text"_s)
{
    return {.name = name, .type = {type}};
}

Table tableOf(const QString &name, const QStringList &columns = {u"id"_s})
{
    Table table {.name = name};
    for (const QString &each : columns)
        table.columns.append(column(each));
    return table;
}

Operation create(const QString &name, const QStringList &columns = {u"id"_s})
{
    return CreateTable {tableOf(name, columns)};
}
Operation add(const QString &table, const QString &name)
{
    return AddColumn {.table = table, .column = column(name)};
}
Operation drop(const QString &table, const QString &name, const QString &type = u"text"_s)
{
    return DropColumn {.table = table, .column = column(name, type)};
}
Operation retype(const QString &table, const QString &name, const QString &from, const QString &to)
{
    return AlterColumn {.table = table,
        .column = name,
        .from = {.type = DataType {from}},
        .to = {.type = DataType {to}}};
}
Operation require(const QString &table, const QString &name, const QString &fill = {})
{
    return AlterColumn {.table = table,
        .column = name,
        .from = {.nullable = true},
        .to = {.nullable = false},
        .fill = fill};
}
Operation index(const QString &table, const QString &name, const QString &columnName)
{
    return CreateIndex {.table = table, .index = {.name = name, .columns = keyParts({columnName})}};
}
Operation dropIndex(const QString &table, const QString &name, const QString &columnName)
{
    return DropIndex {table, {.name = name, .columns = keyParts({columnName})}};
}
Operation reference(const QString &table, const QString &parent)
{
    return AddConstraint {.table = table,
        .constraint = ForeignKeyConstraint {
            .columns = {u"id"_s}, .referredTable = parent, .referredColumns = {u"id"_s}}};
}
Operation view(const QString &name, const QString &sql)
{
    return CreateView {View {.name = name, .sql = sql}};
}

} // namespace

class TestFold : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void folds_data();
    void folds();
    void whatTheRowsGetStays_data();
    void whatTheRowsGetStays();
    void anyHistoryFolds();
    void foldingIsLinear();

private:
    ConnectionProvider m_provider;
    sqlite::SqliteComparePolicy m_policy;
    sqlite::SqliteReplayPolicy m_replay {m_provider};
};

/// There is a table t (id, a, b) with an index i on b before.
void TestFold::folds_data()
{
    QTest::addColumn<QList<Operation>>("operations");
    QTest::addColumn<QStringList>("expected");
    const auto row
        = [](const char *name, const QList<Operation> &operations, const QStringList &expected) {
              QTest::newRow(name) << operations << expected;
          };
    row("one operation stays", {add(u"t"_s, u"c"_s)}, {u"add column \"c\" text to table \"t\""_s});
    row("create and drop vanish", {create(u"n"_s), DropTable {.table = tableOf(u"n"_s)}}, {});
    row("all that is done to a new table is in it",
        {create(u"n"_s), add(u"n"_s, u"a"_s), index(u"n"_s, u"ix"_s, u"a"_s),
            require(u"n"_s, u"a"_s), RenameColumn {u"n"_s, u"a"_s, u"c"_s}},
        {u"add table \"n\""_s});
    row("a new table is renamed", {create(u"n"_s), RenameTable {u"n"_s, u"m"_s}},
        {u"add table \"m\""_s});
    row("add and drop vanish", {add(u"t"_s, u"c"_s), drop(u"t"_s, u"c"_s)}, {});
    row("drop and add stay: the values are gone", {drop(u"t"_s, u"a"_s), add(u"t"_s, u"a"_s)},
        {u"drop column \"a\" from table \"t\""_s, u"add column \"a\" text to table \"t\""_s});
    row("add, change and rename are an add",
        {add(u"t"_s, u"c"_s), retype(u"t"_s, u"c"_s, u"text"_s, u"integer"_s),
            RenameColumn {u"t"_s, u"c"_s, u"d"_s}},
        {u"add column \"d\" integer to table \"t\""_s});
    row("others between do not keep two apart",
        {add(u"t"_s, u"c"_s), add(u"t"_s, u"d"_s), create(u"n"_s), drop(u"t"_s, u"c"_s)},
        {u"add column \"d\" text to table \"t\""_s, u"add table \"n\""_s});
    row("changes of one column are one",
        {retype(u"t"_s, u"a"_s, u"text"_s, u"integer"_s), require(u"t"_s, u"a"_s)},
        {u"change column \"a\" of table \"t\": type integer, NOT NULL"_s});
    row("a change back vanishes",
        {retype(u"t"_s, u"a"_s, u"text"_s, u"integer"_s),
            retype(u"t"_s, u"a"_s, u"integer"_s, u"text"_s)},
        {});
    row("change and drop are a drop of what was",
        {retype(u"t"_s, u"a"_s, u"text"_s, u"integer"_s), drop(u"t"_s, u"a"_s, u"integer"_s)},
        {u"drop column \"a\" from table \"t\""_s});
    row("renames in a row are one",
        {RenameColumn {u"t"_s, u"a"_s, u"c"_s}, RenameColumn {u"t"_s, u"c"_s, u"d"_s}},
        {u"rename column \"a\" to \"d\" in table \"t\""_s});
    row("a rename back vanishes", {RenameTable {u"t"_s, u"u"_s}, RenameTable {u"u"_s, u"t"_s}}, {});
    row("a swap stays a swap",
        {RenameColumn {u"t"_s, u"a"_s, u"x"_s}, RenameColumn {u"t"_s, u"b"_s, u"a"_s},
            RenameColumn {u"t"_s, u"x"_s, u"b"_s}},
        {u"rename column \"a\" to \"x\" in table \"t\""_s,
            u"rename column \"b\" to \"a\" in table \"t\""_s,
            u"rename column \"x\" to \"b\" in table \"t\""_s});
    row("an index made and dropped vanishes",
        {index(u"t"_s, u"ix"_s, u"a"_s), dropIndex(u"t"_s, u"ix"_s, u"a"_s)}, {});
    row("an index dropped and made again vanishes",
        {dropIndex(u"t"_s, u"i"_s, u"b"_s), index(u"t"_s, u"i"_s, u"b"_s)}, {});
    row("an index that changes stays two",
        {dropIndex(u"t"_s, u"i"_s, u"b"_s), index(u"t"_s, u"i"_s, u"a"_s)},
        {u"drop index \"i\" from table \"t\""_s, u"add index \"i\" on table \"t\" (\"a\")"_s});
    row("views",
        {view(u"v"_s, u"SELECT a FROM t"_s),
            AlterView {{.name = u"v"_s, .sql = u"SELECT a FROM t"_s},
                {.name = u"v"_s, .sql = u"SELECT b FROM t"_s}}},
        {u"add view \"v\""_s});
    row("a table is made where both it refers to are there",
        {create(u"n"_s), create(u"p"_s), reference(u"n"_s, u"p"_s)},
        {u"add table \"p\""_s, u"add table \"n\""_s});
    row("keys in a circle stay apart",
        {create(u"n"_s), create(u"p"_s), reference(u"n"_s, u"p"_s), reference(u"p"_s, u"n"_s)},
        {u"add table \"p\""_s, u"add table \"n\""_s,
            u"add foreign key (\"id\") to \"n\" to table \"p\""_s});
    row("SQL of the user's own is a barrier",
        {add(u"t"_s, u"c"_s),
            Execute {.sql = {{QString(), u"UPDATE t SET c = 1"_s}},
                .changes = QList<SchemaOperation> {}},
            drop(u"t"_s, u"c"_s)},
        {u"add column \"c\" text to table \"t\""_s, u"run SQL: UPDATE t SET c = 1"_s,
            u"drop column \"c\" from table \"t\""_s});
    row("what a view needs is not moved away from it",
        {add(u"t"_s, u"c"_s), view(u"v"_s, u"SELECT c FROM t"_s),
            DropView {View {.name = u"v"_s, .sql = u"SELECT c FROM t"_s}}, drop(u"t"_s, u"c"_s)},
        {});
}

void TestFold::folds()
{
    QFETCH(QList<Operation>, operations);
    Table table = tableOf(u"t"_s, {u"id"_s, u"a"_s, u"b"_s});
    table.indexes = {{.name = u"i"_s, .columns = keyParts({u"b"_s})}};
    const MetaData before = schemaOf({table});
    MetaData wanted = before;
    VERIFY_RESULT(apply(wanted, operations, m_replay));
    const QList<Operation> fewer = folded(before, operations, m_replay);
    QTEST(described(fewer), "expected");
    MetaData reached = before;
    VERIFY_RESULT(apply(reached, fewer, m_replay));
    QCOMPARE(firstDifference(reached, wanted), QString());
    QCOMPARE(folded(before, fewer, m_replay).size(), fewer.size());
}

void TestFold::whatTheRowsGetStays_data()
{
    QTest::addColumn<QList<Operation>>("operations");
    QTest::addColumn<QList<Operation>>("expected");
    const auto row
        = [](const char *name, const QList<Operation> &operations,
              const QList<Operation> &expected) { QTest::newRow(name) << operations << expected; };
    const Operation defaulted = AlterColumn {.table = u"t"_s,
        .column = u"c"_s,
        .from = {.serverDefault = std::optional<QString>()},
        .to = {.serverDefault = std::optional<QString>(u"5"_s)}};
    row("a default that comes later is not for the rows there", {add(u"t"_s, u"c"_s), defaulted},
        {add(u"t"_s, u"c"_s), defaulted});
    const Operation filled = AddColumn {.table = u"t"_s, .column = column(u"c"_s), .fill = u"a"_s};
    row("what was filled is not filled again", {filled, require(u"t"_s, u"c"_s, u"'x'"_s)},
        {filled, require(u"t"_s, u"c"_s, u"'x'"_s)});
    Column required = column(u"c"_s);
    required.nullable = false;
    row("a fill that comes later fills", {add(u"t"_s, u"c"_s), require(u"t"_s, u"c"_s, u"'x'"_s)},
        {AddColumn {.table = u"t"_s, .column = required, .fill = u"'x'"_s}});
    AlterColumn cast = std::get<AlterColumn>(retype(u"t"_s, u"a"_s, u"text"_s, u"integer"_s));
    cast.cast = u"length(a)"_s;
    row("a cast sees what the change before it left", {require(u"t"_s, u"a"_s, u"'x'"_s), cast},
        {require(u"t"_s, u"a"_s, u"'x'"_s), cast});
    const Operation purge = CreateIndex {.table = u"t"_s,
        .index = {.name = u"u"_s, .columns = keyParts({u"a"_s}), .unique = true},
        .accept = {accepts::deleteRows}};
    const Operation unpurge
        = DropIndex {u"t"_s, {.name = u"u"_s, .columns = keyParts({u"a"_s}), .unique = true}};
    row("rows that an index deleted are gone", {purge, unpurge}, {purge, unpurge});
}

void TestFold::whatTheRowsGetStays()
{
    QFETCH(QList<Operation>, operations);
    QFETCH(QList<Operation>, expected);
    const MetaData before = schemaOf({tableOf(u"t"_s, {u"id"_s, u"a"_s, u"b"_s})});
    QVERIFY(folded(before, operations, m_replay) == expected);
}

void TestFold::anyHistoryFolds()
{
    qsizetype sum = 0;
    qsizetype left = 0;
    for (const quint32 seed : testing::caseSeeds(0, testing::caseCount(60))) {
        const MetaData before = randomMetaData(seed, 4);
        MetaData schema = before;
        QList<Operation> history;
        for (quint32 step = 0; step < 5; ++step) {
            const MetaData next = mutated(before, seed * 31 + step, 6, m_replay);
            const auto difference = compare(schema, next, m_policy, m_replay);
            VERIFY_RESULT(difference);
            VERIFY_RESULT(apply(schema, difference->operations, m_replay));
            history += difference->operations;
        }
        const QList<Operation> fewer = folded(before, history, m_replay);
        MetaData reached = before;
        VERIFY_RESULT(apply(reached, fewer, m_replay));
        QCOMPARE(firstDifference(
                     normalForm(reached, m_policy, true), normalForm(schema, m_policy, true)),
            QString());
        QVERIFY(fewer.size() <= history.size());
        QVERIFY(folded(before, fewer, m_replay) == fewer);
        const auto undo = inverse(fewer);
        VERIFY_RESULT(undo);
        VERIFY_RESULT(apply(reached, *undo, m_replay));
        QCOMPARE(firstDifference(normalForm(reached, m_policy), normalForm(before, m_policy)),
            QString());
        sum += history.size();
        left += fewer.size();
    }
    QVERIFY2(left < sum * 9 / 10, qPrintable(u"%1 of %2"_s.arg(left).arg(sum)));
}

/// All of a revision that makes a large schema, table by table, key by key.
void TestFold::foldingIsLinear()
{
    QList<Operation> operations;
    constexpr int tables = 5000;
    for (int i = 0; i < tables; ++i)
        operations.append(create(u"t%1"_s.arg(i)));
    for (int i = 0; i < tables; ++i) {
        operations.append(add(u"t%1"_s.arg(i), u"c"_s));
        operations.append(index(u"t%1"_s.arg(i), u"i%1"_s.arg(i), u"c"_s));
        if (i > 0)
            operations.append(reference(u"t%1"_s.arg(i), u"t0"_s));
    }
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(folded({}, operations, m_replay).size(), tables);
    QVERIFY2(timer.elapsed() < 20000, qPrintable(u"%1 ms"_s.arg(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestFold)
#include "tst_fold.moc"
