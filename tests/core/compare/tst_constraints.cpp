// SPDX-License-Identifier: MPL-2.0
#include "support/compared.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

const Table owner {.name = u"parent"_s,
    .columns = {{.name = u"id"_s, .type = {u"bigint"_s}}, {.name = u"code"_s, .type = {u"text"_s}}},
    .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}};

Table child()
{
    return {.name = u"child"_s,
        .columns
        = {{.name = u"a"_s, .type = {u"bigint"_s}}, {.name = u"b"_s, .type = {u"text"_s}}}};
}

using Change = std::function<void(Table &)>;

MetaData with(const Change &change)
{
    Table table = child();
    change(table);
    return schemaOf({owner, table});
}

ForeignKeyConstraint toParent(const QString &name = {}, const QStringList &referred = {u"id"_s})
{
    return {.name = name,
        .columns = {u"a"_s},
        .referredTable = u"parent"_s,
        .referredColumns = referred};
}

} // namespace

Q_DECLARE_METATYPE(Change)

class TestConstraints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void differencesAreDropAndAdd_data();
    void differencesAreDropAndAdd()
    {
        QFETCH(Change, before);
        QFETCH(Change, after);
        QFETCH(QStringList, operations);
        const MetaData from = with(before);
        const Difference found = compared(from, with(after));
        QCOMPARE(described(found.operations), operations);
        const PlainPolicy plain;
        if (!found.isEmpty())
            QCOMPARE(roundTripTrouble(from, found, plain, plain), QString());
    }

    void anImplicitReferenceFollowsTheParentsKeyUnchanged()
    {
        Table other = owner;
        other.primaryKey->columns = keyParts({u"code"_s});
        Table table = child();
        table.foreignKeys = {toParent({}, {})};
        COMPARE_DIFFERENCE(schemaOf({owner, table}), schemaOf({other, table}),
            {u"drop primary key (\"id\") from table \"parent\""_s,
                u"add primary key (\"code\") to table \"parent\""_s});
    }
};

void TestConstraints::differencesAreDropAndAdd_data()
{
    QTest::addColumn<Change>("before");
    QTest::addColumn<Change>("after");
    QTest::addColumn<QStringList>("operations");
    const auto row = [](const char *name, const Change &before, const Change &after,
                         const QStringList &operations) {
        QTest::newRow(name) << before << after << operations;
    };
    const auto unique = [](const QString &name, const QStringList &columns) {
        return [=](Table &table) { table.uniques.append({name, keyParts(columns), {}}); };
    };
    const auto check = [](const QString &name, const QString &sql) {
        return [=](Table &table) { table.checks.append({name, sql, {}}); };
    };
    const auto key = [](const ForeignKeyConstraint &foreignKey) {
        return [=](Table &table) { table.foreignKeys.append(foreignKey); };
    };
    const auto primary = [](const QString &name, const QStringList &columns) {
        return [=](Table &table) {
            table.primaryKey = PrimaryKeyConstraint {name, keyParts(columns), {}};
        };
    };
    const Change none = [](Table &) {};
    row("an unnamed unique comes", none, unique({}, {u"a"_s}),
        {u"add unique constraint (\"a\") to table \"child\""_s});
    row("an unnamed unique goes", unique({}, {u"a"_s}), none,
        {u"drop unique constraint (\"a\") from table \"child\""_s});
    row("the case of a column in a key is no difference", unique({}, {u"a"_s}),
        unique({}, {u"A"_s}), {});
    row("the order of columns in a key is one", unique(u"u"_s, {u"a"_s, u"b"_s}),
        unique(u"u"_s, {u"b"_s, u"a"_s}),
        {u"drop unique constraint \"u\" from table \"child\""_s,
            u"add unique constraint \"u\" to table \"child\""_s});
    row("another name", unique(u"u"_s, {u"a"_s}), unique(u"v"_s, {u"a"_s}),
        {u"drop unique constraint \"u\" from table \"child\""_s,
            u"add unique constraint \"v\" to table \"child\""_s});
    row("a name that comes", unique({}, {u"a"_s}), unique(u"v"_s, {u"a"_s}),
        {u"drop unique constraint (\"a\") from table \"child\""_s,
            u"add unique constraint \"v\" to table \"child\""_s});
    row("the same check written otherwise", check({}, u"length( b )>0"_s),
        check({}, u"LENGTH(b) > 0"_s), {});
    row("another check of one name", check(u"ck"_s, u"a > 0"_s), check(u"ck"_s, u"a > 1"_s),
        {u"drop check \"ck\" from table \"child\""_s, u"add check \"ck\" to table \"child\""_s});
    row("one of two equal checks goes",
        [](Table &table) {
            table.checks = {{.sql = u"a > 0"_s}, {.sql = u"a > 0"_s}};
        },
        check({}, u"a > 0"_s), {u"drop check (a > 0) from table \"child\""_s});
    row("a string in a check differs by case", check({}, u"b <> 'x'"_s), check({}, u"b <> 'X'"_s),
        {u"drop check (b <> 'x') from table \"child\""_s,
            u"add check (b <> 'X') to table \"child\""_s});
    row(
        "order is no difference",
        [](Table &table) {
            table.checks = {{.sql = u"a > 0"_s}, {.sql = u"b > 0"_s}};
        },
        [](Table &table) {
            table.checks = {{.sql = u"b > 0"_s}, {.sql = u"a > 0"_s}};
        },
        {});
    row("a reference without columns means the key", key(toParent({}, {})), key(toParent()), {});
    row("the case of a referred table is no difference", key(toParent()),
        [](Table &table) {
            table.foreignKeys = {toParent()};
            table.foreignKeys[0].referredTable = u"PARENT"_s;
        },
        {});
    row("another action", key(toParent(u"fk"_s)),
        [](Table &table) {
            table.foreignKeys = {toParent(u"fk"_s)};
            table.foreignKeys[0].onDelete = u"cascade"_s;
        },
        {u"drop foreign key \"fk\" from table \"child\""_s,
            u"add foreign key \"fk\" to table \"child\""_s});
    row("a primary key comes", none, primary({}, {u"a"_s}),
        {u"add primary key (\"a\") to table \"child\""_s});
    row("a primary key of more columns", primary({}, {u"a"_s}), primary({}, {u"a"_s, u"b"_s}),
        {u"drop primary key (\"a\") from table \"child\""_s,
            u"add primary key (\"a\", \"b\") to table \"child\""_s});
}

QTEST_GUILESS_MAIN(TestConstraints)
#include "tst_constraints.moc"
