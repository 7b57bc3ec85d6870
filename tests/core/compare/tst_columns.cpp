// SPDX-License-Identifier: MPL-2.0
#include "support/compared.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Column text(const QString &name)
{
    return {.name = name, .type = {u"text"_s}};
}

MetaData with(const QList<Column> &columns)
{
    return schemaOf({Table {.name = u"t"_s, .columns = columns}});
}

} // namespace

class TestColumns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSchemaDoesNotDifferFromItself()
    {
        COMPARE_DIFFERENCE(with({text(u"a"_s)}), with({text(u"a"_s)}), {});
    }

    void columnsAreAddedAndDropped()
    {
        COMPARE_DIFFERENCE(with({text(u"a"_s), text(u"b"_s)}), with({text(u"c"_s), text(u"a"_s)}),
            {u"add column \"c\" text to table \"t\""_s, u"drop column \"b\" from table \"t\""_s});
    }

    void onlyTheMembersThatDifferAreAltered()
    {
        Column before = text(u"a"_s);
        before.comment = u"same"_s;
        before.serverDefault = u"1"_s;
        Column after = before;
        after.nullable = false;
        after.serverDefault = u"2"_s;
        const Difference found = compared(with({before}), with({after}));
        QCOMPARE(found.operations,
            QList<Operation>({AlterColumn {.table = u"t"_s,
                .column = u"a"_s,
                .from = {.nullable = true, .serverDefault = std::optional(u"1"_s)},
                .to = {.nullable = false, .serverDefault = std::optional(u"2"_s)}}}));
    }

    void R12_typesAndServerDefaultsAreCompared()
    {
        Column after = text(u"a"_s);
        after.type = {u"integer"_s};
        COMPARE_DIFFERENCE(with({text(u"a"_s)}), with({after}),
            {u"change column \"a\" of table \"t\": type integer"_s});
        after = text(u"a"_s);
        after.serverDefault = u"'bar'"_s;
        COMPARE_DIFFERENCE(with({text(u"a"_s)}), with({after}),
            {u"change column \"a\" of table \"t\": default 'bar'"_s});
    }

    void spellingIsNoDifference()
    {
        Column before = text(u"a"_s);
        before.serverDefault = u"lower( 'x' )"_s;
        Column after = before;
        after.serverDefault = u"LOWER('x')"_s;
        COMPARE_DIFFERENCE(with({before}), with({after}), {});
    }

    void anAlteredMemberCarriesWhatWasWritten()
    {
        Column before = text(u"a"_s);
        before.computed = Computed {u"upper( b )"_s};
        Column after = before;
        after.computed = Computed {u"lower( b )"_s};
        const Difference found
            = compared(with({before, text(u"b"_s)}), with({after, text(u"b"_s)}));
        const auto &alter = std::get<AlterColumn>(found.operations.value(0));
        QCOMPARE((*alter.from.computed)->sql, u"upper( b )"_s);
        QCOMPARE((*alter.to.computed)->sql, u"lower( b )"_s);
    }

    void everyMemberCounts_data();
    void everyMemberCounts()
    {
        QFETCH(Column, after);
        const Difference found = compared(with({text(u"a"_s)}), with({after}));
        QCOMPARE(found.operations.size(), 1);
        const PlainPolicy plain;
        QCOMPARE(roundTripTrouble(with({text(u"a"_s)}), found, plain, plain), QString());
    }

    void orderCountsOnlyWhenAskedFor()
    {
        const MetaData before = with({text(u"a"_s), text(u"b"_s), text(u"c"_s)});
        const MetaData after = with({text(u"c"_s), text(u"new"_s), text(u"a"_s)});
        QVERIFY(compared(before, with({text(u"c"_s), text(u"a"_s), text(u"b"_s)})).isEmpty());
        const CompareOptions options {.columnOrder = true};
        const Difference found = compared(before, after, options);
        QCOMPARE(described(found.operations),
            (QStringList {u"add column \"new\" text to table \"t\""_s,
                u"drop column \"b\" from table \"t\""_s, u"reorder the columns of table \"t\""_s}));
        const PlainPolicy plain;
        QCOMPARE(roundTripTrouble(before, found, plain, plain, options), QString());
    }

    void twoColumnsOfOneNameAreRefused()
    {
        const PlainPolicy plain;
        const Result<Difference> found
            = compare({}, with({text(u"a"_s), text(u"A"_s)}), plain, plain);
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::Conflict);
        QCOMPARE(found.error().message,
            u"table \"t\": column \"a\" and column \"A\" have the same name"_s);
    }

    void aDroppedColumnsKeysGoBeforeItAndNewOnesComeAfter()
    {
        Table before {.name = u"t"_s,
            .columns = {text(u"a"_s), text(u"b"_s)},
            .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"a"_s})},
            .uniques = {{.name = u"uq"_s, .columns = keyParts({u"a"_s, u"b"_s})}},
            .indexes = {{.name = u"ix"_s, .columns = keyParts({u"a"_s})}}};
        Table after {.name = u"t"_s,
            .columns = {text(u"b"_s), text(u"c"_s)},
            .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"c"_s})},
            .indexes = {{.name = u"ix"_s, .columns = keyParts({u"c"_s})}}};
        COMPARE_DIFFERENCE(schemaOf({before}), schemaOf({after}),
            {u"drop index \"ix\" from table \"t\""_s,
                u"drop unique constraint \"uq\" from table \"t\""_s,
                u"drop primary key (\"a\") from table \"t\""_s,
                u"add column \"c\" text to table \"t\""_s, u"drop column \"a\" from table \"t\""_s,
                u"add primary key (\"c\") to table \"t\""_s,
                u"add index \"ix\" on table \"t\" (\"c\")"_s});
    }
};

void TestColumns::everyMemberCounts_data()
{
    QTest::addColumn<Column>("after");
    const auto row = [](const char *name, auto change) {
        Column column = text(u"a"_s);
        change(column);
        QTest::newRow(name) << column;
    };
    row("type", [](Column &column) { column.type.text = u"blob"_s; });
    row("native type", [](Column &column) { column.type.native = {{u"x"_s, u"T"_s}}; });
    row("nullable", [](Column &column) { column.nullable = false; });
    row("empty default", [](Column &column) { column.serverDefault = u"''"_s; });
    row("computed", [](Column &column) { column.computed = Computed {u"1"_s}; });
    row("identity", [](Column &column) { column.identity = Identity {}; });
    row("collation", [](Column &column) { column.collation = u"NOCASE"_s; });
    row("comment", [](Column &column) { column.comment = u"c"_s; });
    row("options", [](Column &column) { column.options = {{u"x"_s, {{u"y"_s, u"z"_s}}}}; });
}

QTEST_GUILESS_MAIN(TestColumns)
#include "tst_columns.moc"
