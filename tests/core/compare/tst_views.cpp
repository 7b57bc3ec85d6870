// SPDX-License-Identifier: MPL-2.0
#include "support/compared.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Table table(const QString &name, const QStringList &columns = {u"a"_s})
{
    Table result {.name = name};
    for (const QString &column : columns)
        result.columns.append({.name = column, .type = {u"text"_s}});
    return result;
}

View view(const QString &name, const QString &sql)
{
    return {.name = name, .sql = sql};
}

const Trigger insteadOf {
    u"tr"_s, u"CREATE TRIGGER tr INSTEAD OF DELETE ON v BEGIN SELECT 1; END"_s};

} // namespace

class TestViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void operations_data();
    void operations()
    {
        QFETCH(QList<SchemaObject>, before);
        QFETCH(QList<SchemaObject>, after);
        QFETCH(QStringList, operations);
        const MetaData from = schemaOf(before);
        const Difference found = compared(from, schemaOf(after));
        QCOMPARE(described(found.operations), operations);
        const PlainPolicy plain;
        if (!found.isEmpty())
            QCOMPARE(roundTripTrouble(from, found, plain, plain), QString());
    }

    void whatUsesARenamedViewFollows()
    {
        View old = view(u"total"_s, u"SELECT a AS total FROM t"_s);
        old.triggers
            = {{u"tr"_s, u"CREATE TRIGGER tr INSTEAD OF DELETE ON total BEGIN SELECT 1; END"_s}};
        const View user
            = view(u"user"_s, u"SELECT total, Total.total FROM \"total\" JOIN x ON total > 1"_s);
        View renamed = old;
        renamed.name = u"the sum"_s;
        renamed.renamedFrom = u"TOTAL"_s;
        const MetaData from = schemaOf({table(u"t"_s), old, user});
        const Difference found = compared(from, schemaOf({table(u"t"_s), renamed, user}));
        QCOMPARE(described(found.operations),
            (QStringList {u"drop view \"user\""_s, u"drop view \"total\""_s,
                u"add view \"the sum\""_s, u"add view \"user\""_s}));
        const MetaData &target = found.target;
        QCOMPARE(target.views[u"user"_s].sql,
            u"SELECT total, \"the sum\".total FROM \"the sum\" JOIN x ON total > 1"_s);
        QCOMPARE(target.views[u"the sum"_s].sql, old.sql);
        QVERIFY(target.views[u"the sum"_s].triggers[0].sql.contains(u"ON \"the sum\" BEGIN"_s));
        QVERIFY(target.views[u"the sum"_s].renamedFrom.isEmpty());
        const PlainPolicy plain;
        QCOMPARE(roundTripTrouble(from, found, plain, plain), QString());
    }

    void whatIsDroppedIsCarriedAsItWas()
    {
        View old = view(u"v"_s, u"SELECT  a FROM t"_s);
        old.triggers = {insteadOf};
        const Difference found
            = compared(schemaOf({table(u"t"_s), old}), schemaOf({table(u"t"_s)}));
        QCOMPARE(std::get<DropView>(found.operations.value(0)).view, old);
    }
};

void TestViews::operations_data()
{
    QTest::addColumn<QList<SchemaObject>>("before");
    QTest::addColumn<QList<SchemaObject>>("after");
    QTest::addColumn<QStringList>("operations");
    using Objects = QList<SchemaObject>;
    const auto row = [](const char *name, const Objects &before, const Objects &after,
                         const QStringList &operations) {
        QTest::newRow(name) << before << after << operations;
    };
    const Table t = table(u"t"_s);
    const Table wide = table(u"t"_s, {u"a"_s, u"b"_s});
    const View v = view(u"v"_s, u"SELECT a FROM t"_s);
    const QString adds = u"add column \"b\" text to table \"t\""_s;
    const QString drops = u"drop column \"b\" from table \"t\""_s;
    View triggered = v;
    triggered.triggers = {insteadOf};
    View otherTrigger = triggered;
    otherTrigger.triggers[0].sql.replace(u"SELECT 1"_s, u"SELECT 2"_s);

    row("comes", {t}, {t, v}, {u"add view \"v\""_s});
    row("goes", {t, v}, {t}, {u"drop view \"v\""_s});
    row("spelling is no difference", {t, v}, {t, view(u"v"_s, u"select a\nfrom T"_s)}, {});
    row("changes", {t, v}, {t, view(u"v"_s, u"SELECT 1 FROM t"_s)}, {u"change view \"v\""_s});
    row("sits through changes of its table", {t, v}, {wide, v}, {adds});
    row("changes with its table: dropped before, created after",
        {wide, view(u"v"_s, u"SELECT b FROM t"_s)}, {t, v},
        {u"drop view \"v\""_s, drops, u"add view \"v\""_s});
    row("changes beside another table", {wide, table(u"u"_s), view(u"v"_s, u"SELECT a FROM u"_s)},
        {t, table(u"u"_s), view(u"v"_s, u"SELECT 1 FROM u"_s)}, {drops, u"change view \"v\""_s});
    row("comes to use a table that changes", {t, table(u"u"_s), view(u"v"_s, u"SELECT a FROM u"_s)},
        {wide, table(u"u"_s), view(u"v"_s, u"SELECT b FROM t"_s)},
        {u"drop view \"v\""_s, adds, u"add view \"v\""_s});
    row("goes with its table", {t, v}, {}, {u"drop view \"v\""_s, u"drop table \"t\""_s});
    row("dependents come behind", {},
        {view(u"a"_s, u"SELECT 1 FROM b"_s), view(u"b"_s, u"SELECT 1 FROM \"C\""_s),
            view(u"c"_s, u"SELECT 'a'"_s)},
        {u"add view \"c\""_s, u"add view \"b\""_s, u"add view \"a\""_s});
    row("dependents go before", {view(u"a"_s, u"SELECT 1"_s), view(u"b"_s, u"SELECT 1 FROM a"_s)},
        {}, {u"drop view \"b\""_s, u"drop view \"a\""_s});
    row("a changed view over one that goes",
        {view(u"a"_s, u"SELECT 1"_s), view(u"b"_s, u"SELECT 1 FROM a"_s)},
        {view(u"b"_s, u"SELECT 1"_s)},
        {u"drop view \"b\""_s, u"drop view \"a\""_s, u"add view \"b\""_s});
    row("a view becomes a table", {v, t}, {table(u"v"_s), t},
        {u"drop view \"v\""_s, u"add table \"v\""_s});
    row("a table becomes a view", {t, table(u"v"_s)}, {t, v},
        {u"drop table \"v\""_s, u"add view \"v\""_s});
    row("a virtual table becomes a table", {VirtualTable {.name = u"v"_s, .sql = u"x"_s}},
        {table(u"v"_s)}, {u"drop virtual table \"v\""_s, u"add table \"v\""_s});
    row("a virtual table is made anew", {VirtualTable {.name = u"v"_s, .sql = u"USING a"_s}},
        {VirtualTable {.name = u"v"_s, .sql = u"USING b"_s}},
        {u"drop virtual table \"v\""_s, u"add virtual table \"v\""_s});
    row("a virtual table's comment is no reason",
        {VirtualTable {.name = u"v"_s, .sql = u"USING a"_s}},
        {VirtualTable {.name = u"v"_s, .sql = u"USING a"_s, .comment = u"c"_s}}, {});
    row("a trigger comes", {t, v}, {t, triggered}, {u"add trigger \"tr\" to \"v\""_s});
    row("a trigger changes", {t, triggered}, {t, otherTrigger},
        {u"drop trigger \"tr\" from \"v\""_s, u"add trigger \"tr\" to \"v\""_s});
    row("a table's trigger changes around its table", {[&] {
        Table x = wide;
        x.triggers = {insteadOf};
        return x;
    }()},
        {[&] {
            Table x = t;
            x.triggers = otherTrigger.triggers;
            return x;
        }()},
        {u"drop trigger \"tr\" from \"t\""_s, drops, u"add trigger \"tr\" to \"t\""_s});
    row("enums and sequences",
        {Enum {.name = u"e"_s, .values = {u"a"_s}}, Sequence {.name = u"s"_s}},
        {Enum {.name = u"e"_s, .values = {u"b"_s}}},
        {u"drop enum \"e\""_s, u"add enum \"e\""_s, u"drop sequence \"s\""_s});
}

QTEST_GUILESS_MAIN(TestViews)
#include "tst_views.moc"
