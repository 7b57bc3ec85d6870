// SPDX-License-Identifier: MPL-2.0
#include "support/compared.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Column text(const QString &name, const QString &renamedFrom = {})
{
    return {.name = name, .type = {u"text"_s}, .renamedFrom = renamedFrom};
}

MetaData with(const QList<Column> &columns)
{
    return schemaOf({Table {.name = u"t"_s, .columns = columns}});
}

Table table(const QString &name, const QString &renamedFrom = {}, const QString &column = u"a"_s)
{
    return {.name = name, .columns = {text(column)}, .renamedFrom = renamedFrom};
}

/// A table whose column "title" everything uses, and another that refers to it.
MetaData library(const QString &column)
{
    const Table book {.name = u"book"_s,
        .columns = {text(u"title"_s),
            {.name = u"upper"_s, .type = {u"text"_s}, .computed = Computed {u"upper(title)"_s}}},
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"title"_s})},
        .uniques = {{.columns = keyParts({u"title"_s})}},
        .checks = {{.name = u"ck"_s, .sql = u"length(title) > 0"_s}},
        .indexes = {{.name = u"ix"_s,
            .columns = {{.column = u"title"_s}, {.expression = u"lower(title)"_s}},
            .where = u"title <> 'title'"_s}},
        .triggers
        = {{u"tr"_s, u"CREATE TRIGGER tr AFTER DELETE ON book BEGIN SELECT OLD.title; END"_s}}};
    const Table loan {.name = u"loan"_s,
        .columns = {text(u"book"_s)},
        .foreignKeys
        = {{.columns = {u"book"_s}, .referredTable = u"book"_s, .referredColumns = {u"title"_s}}}};
    MetaData schema
        = schemaOf({book, loan, View {.name = u"v"_s, .sql = u"SELECT title FROM book"_s}});
    if (column != u"title"_s)
        schema.tables[u"book"_s].columns[0] = text(column, u"title"_s);
    return schema;
}

} // namespace

class TestRenames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void columnsAreRenamed_data();
    void columnsAreRenamed()
    {
        QFETCH(QList<Column>, before);
        QFETCH(QList<Column>, after);
        QFETCH(QStringList, operations);
        const Difference found = compared(with(before), with(after));
        QCOMPARE(described(found.operations), operations);
        const PlainPolicy plain;
        QCOMPARE(roundTripTrouble(with(before), found, plain, plain), QString());
        for (const Column &column : found.target.tables[u"t"_s].columns)
            QVERIFY(column.renamedFrom.isEmpty());
    }

    void tablesAreRenamed_data();
    void tablesAreRenamed()
    {
        QFETCH(QList<SchemaObject>, before);
        QFETCH(QList<SchemaObject>, after);
        QFETCH(QStringList, operations);
        const MetaData from = schemaOf(before);
        const Difference found = compared(from, schemaOf(after));
        QCOMPARE(described(found.operations), operations);
        const PlainPolicy plain;
        QCOMPARE(roundTripTrouble(from, found, plain, plain), QString());
    }

    void editingOnlyTheNameOfAColumnIsEnough()
    {
        const MetaData from = library(u"title"_s);
        const Difference found = compared(from, library(u"headline"_s));
        QCOMPARE(described(found.operations),
            QStringList {u"rename column \"title\" to \"headline\" in table \"book\""_s});
        const Table &book = found.target.tables[u"book"_s];
        QCOMPARE(columnNames(book.primaryKey->columns), QStringList {u"headline"_s});
        QCOMPARE(columnNames(book.uniques[0].columns), QStringList {u"headline"_s});
        QCOMPARE(book.checks[0].sql, u"length(\"headline\") > 0"_s);
        QCOMPARE(book.columns[1].computed->sql, u"upper(\"headline\")"_s);
        QCOMPARE(book.indexes[0].columns[1].expression, u"lower(\"headline\")"_s);
        QCOMPARE(book.indexes[0].where, u"\"headline\" <> 'title'"_s);
        QCOMPARE(found.target.tables[u"loan"_s].foreignKeys[0].referredColumns,
            QStringList {u"headline"_s});
        QCOMPARE(found.target.views[u"v"_s].sql, u"SELECT \"headline\" FROM book"_s);
        const PlainPolicy plain;
        QCOMPARE(roundTripTrouble(from, found, plain, plain), QString());
    }

    void editingOnlyTheNameOfATableIsEnough()
    {
        const MetaData from = library(u"title"_s);
        MetaData to = from;
        Table book = to.tables.take(u"book"_s);
        book.renamedFrom = u"BOOK"_s;
        book.name = u"work"_s;
        insert(to, book);
        const Difference found = compared(from, to);
        QCOMPARE(described(found.operations), QStringList {u"rename table \"book\" to \"work\""_s});
        QCOMPARE(found.target.tables[u"loan"_s].foreignKeys[0].referredTable, u"work"_s);
        QVERIFY(found.target.tables[u"work"_s].triggers[0].sql.contains(u"ON \"work\""_s));
        const PlainPolicy plain;
        QCOMPARE(roundTripTrouble(from, found, plain, plain), QString());
    }

    void referencesThatFollowedAlreadyStay()
    {
        const MetaData from = library(u"title"_s);
        MetaData to = from;
        const PlainPolicy plain;
        VERIFY_RESULT(apply(to, RenameColumn {u"book"_s, u"title"_s, u"headline"_s}, plain));
        to.tables[u"book"_s].columns[0].renamedFrom = u"title"_s;
        const Difference found = compared(from, to);
        QCOMPARE(found.operations.size(), 1);
        to.tables[u"book"_s].columns[0].renamedFrom.clear();
        QCOMPARE(found.target, to);
    }

    void aKeyThatChangesBesidesFollowsByName()
    {
        const MetaData from = library(u"title"_s);
        MetaData to = library(u"headline"_s);
        Table &book = to.tables[u"book"_s];
        book.columns.append(text(u"part"_s));
        book.uniques[0].columns.append({.column = u"part"_s});
        const Difference found = compared(from, to);
        QCOMPARE(described(found.operations),
            (QStringList {u"rename column \"title\" to \"headline\" in table \"book\""_s,
                u"drop unique constraint (\"headline\") from table \"book\""_s,
                u"add column \"part\" text to table \"book\""_s,
                u"add unique constraint (\"headline\", \"part\") to table \"book\""_s}));
    }

    void aKeyToANewTableThatTakesTheNameOfARenamedOneIsAnother()
    {
        const auto key = [](const QString &parent, const QString &onDelete = {}) {
            return ForeignKeyConstraint {
                .columns = {u"a"_s}, .referredTable = parent, .onDelete = onDelete};
        };
        Table before = table(u"child"_s);
        before.foreignKeys = {key(u"p"_s), key(u"p"_s, u"cascade"_s)};
        Table after = before;
        after.foreignKeys = {key(u"p"_s), key(u"moved"_s), key(u"moved"_s, u"cascade"_s)};
        const Difference found = compared(schemaOf({before, table(u"p"_s)}),
            schemaOf({after, table(u"moved"_s, u"p"_s), table(u"p"_s)}));
        QCOMPARE(described(found.operations),
            (QStringList {u"rename table \"p\" to \"moved\""_s, u"add table \"p\""_s,
                u"add foreign key (\"a\") to \"p\" to table \"child\""_s}));
    }

    void aSwapThatTheDesignerCarriedThroughIsNoOtherChange()
    {
        Table before {.name = u"t"_s,
            .columns = {text(u"a"_s), text(u"b"_s)},
            .uniques = {{.columns = keyParts({u"a"_s})}},
            .indexes = {{.name = u"ix_1"_s, .columns = keyParts({u"a"_s})},
                {.name = u"ix_2"_s, .columns = keyParts({u"b"_s})}}};
        Table after = before;
        after.columns = {text(u"b"_s, u"a"_s), text(u"a"_s, u"b"_s)};
        after.uniques[0].columns = keyParts({u"b"_s});
        after.indexes[0].columns = keyParts({u"b"_s});
        after.indexes[1].columns = keyParts({u"a"_s});
        const Difference found = compared(schemaOf({before}), schemaOf({after}));
        QCOMPARE(found.operations.size(), 3);
        Table untouched = before;
        untouched.columns = after.columns;
        QCOMPARE(compared(schemaOf({before}), schemaOf({untouched})).operations, found.operations);
    }

    void aChainThatTheDesignerCarriedThroughIsNoOtherChange()
    {
        Table before {.name = u"t"_s,
            .columns = {text(u"a"_s), text(u"b"_s)},
            .uniques = {{.columns = keyParts({u"a"_s})}, {.columns = keyParts({u"b"_s})}}};
        Table after = before;
        after.columns = {text(u"b"_s, u"a"_s), text(u"c"_s, u"b"_s)};
        after.uniques = {{.columns = keyParts({u"b"_s})}, {.columns = keyParts({u"c"_s})}};
        const Difference found = compared(schemaOf({before}), schemaOf({after}));
        QCOMPARE(described(found.operations),
            (QStringList {u"rename column \"b\" to \"c\" in table \"t\""_s,
                u"rename column \"a\" to \"b\" in table \"t\""_s}));
    }

    void whatMakesRoomIsDroppedAndNotFollowed()
    {
        Table before {.name = u"t"_s,
            .columns = {text(u"title"_s), text(u"headline"_s)},
            .indexes = {{.name = u"ix"_s, .columns = keyParts({u"headline"_s})}}};
        Table after {.name = u"t"_s,
            .columns = {text(u"headline"_s, u"title"_s)},
            .indexes = {{.name = u"ix"_s, .columns = keyParts({u"headline"_s})}}};
        COMPARE_DIFFERENCE(schemaOf({before}), schemaOf({after}),
            {u"rename column \"headline\" to \"headline_old\" in table \"t\""_s,
                u"rename column \"title\" to \"headline\" in table \"t\""_s,
                u"drop index \"ix\" from table \"t\""_s,
                u"drop column \"headline_old\" from table \"t\""_s,
                u"add index \"ix\" on table \"t\" (\"headline\")"_s});
    }

    void aTableMayTakeTheNameOfAView()
    {
        const View view {.name = u"now"_s, .sql = u"SELECT 1"_s};
        COMPARE_DIFFERENCE(schemaOf({table(u"old"_s), view}), schemaOf({table(u"now"_s, u"old"_s)}),
            {u"drop view \"now\""_s, u"rename table \"old\" to \"now\""_s});
    }

    /// On the way back the table leaves the name, and its rename must not take them along.
    void viewsOverTheViewWhoseNameATableTakesAreMadeAgain()
    {
        const View tiles {.name = u"tiles"_s, .sql = u"SELECT * FROM map"_s};
        const View zooms {.name = u"zooms"_s, .sql = u"SELECT a FROM tiles"_s};
        const View deep {.name = u"deep"_s, .sql = u"SELECT a FROM zooms"_s};
        const View other {.name = u"other"_s, .sql = u"SELECT a FROM x"_s};
        const Table x = table(u"x"_s);
        COMPARE_DIFFERENCE(schemaOf({table(u"map"_s), x, tiles, zooms, deep, other}),
            schemaOf({table(u"tiles"_s, u"map"_s), x, zooms, deep, other}),
            {u"drop view \"deep\""_s, u"drop view \"zooms\""_s, u"drop view \"tiles\""_s,
                u"rename table \"map\" to \"tiles\""_s, u"add view \"zooms\""_s,
                u"add view \"deep\""_s});
    }

    void renamesAreAskedForByTheNamesBefore()
    {
        const MetaData from = schemaOf({table(u"old"_s)});
        MetaData to = schemaOf({table(u"now"_s, {}, u"b"_s)});
        const QStringList expected {u"rename table \"old\" to \"now\""_s,
            u"rename column \"a\" to \"b\" in table \"now\""_s};
        const Rename tableRename {{}, u"OLD"_s, u"now"_s};
        QCOMPARE(
            described(compared(from, to, {.renames = {tableRename, {u"old"_s, u"a"_s, u"b"_s}}})
                          .operations),
            expected);
        QCOMPARE(
            described(compared(from, to, {.renames = {{u"Now"_s, u"a"_s, u"b"_s}, tableRename}})
                          .operations),
            expected);
    }

    void renamesThatDoNotFitAreRefused_data();
    void renamesThatDoNotFitAreRefused()
    {
        QFETCH(QList<Rename>, renames);
        QFETCH(ErrorCode, code);
        QFETCH(QString, message);
        const PlainPolicy plain;
        const Result<Difference> found = compare(with({text(u"a"_s), text(u"b"_s)}),
            with({text(u"x"_s), text(u"y"_s)}), plain, plain, {.renames = renames});
        QVERIFY(!found);
        QCOMPARE(found.error().code, code);
        QVERIFY2(found.error().message.contains(message), qPrintable(found.error().message));
    }

    /// Without quotes the last dot is taken for the one behind the table.
    void aNameWithADotIsShownAsItHasToBeWritten_data();
    void aNameWithADotIsShownAsItHasToBeWritten()
    {
        QFETCH(Rename, asked);
        QFETCH(QString, hint);
        const PlainPolicy plain;
        const MetaData from
            = schemaOf({table(u"t"_s, {}, u"a.b"_s), table(u"x.y"_s, {}, u"c.d"_s)});
        const MetaData to = schemaOf({table(u"t"_s, {}, u"new"_s), table(u"z"_s, {}, u"new"_s)});
        const Result<Difference> found = compare(from, to, plain, plain, {.renames = {asked}});
        QVERIFY(!found);
        QCOMPARE(found.error().hint, hint);
    }

    void renamedFromOfANewTablesColumnMeansNothing()
    {
        COMPARE_DIFFERENCE(MetaData {}, schemaOf({table(u"t"_s, u"s"_s)}), {u"add table \"t\""_s});
        COMPARE_DIFFERENCE(MetaData {}, with({text(u"a"_s, u"b"_s)}), {u"add table \"t\""_s});
    }

    void aCycleOfManyColumnsIsCarriedThrough()
    {
        Table before {.name = u"t"_s};
        Table after {.name = u"t"_s};
        constexpr int count = 300;
        for (int i = 0; i < count; ++i) {
            before.columns.append(text(u"c%1"_s.arg(i)));
            after.columns.append(text(u"c%1"_s.arg((i + 1) % count), u"c%1"_s.arg(i)));
        }
        QCOMPARE(compared(schemaOf({before}), schemaOf({after})).operations.size(), count + 1);
    }
};

void TestRenames::columnsAreRenamed_data()
{
    QTest::addColumn<QList<Column>>("before");
    QTest::addColumn<QList<Column>>("after");
    QTest::addColumn<QStringList>("operations");
    const auto row = [](const char *name, const QList<Column> &before, const QList<Column> &after,
                         const QStringList &operations) {
        QTest::newRow(name) << before << after << operations;
    };
    const auto renames = [](const QString &from, const QString &to) {
        return u"rename column \"%1\" to \"%2\" in table \"t\""_s.arg(from, to);
    };
    const auto adds
        = [](const QString &name) { return u"add column \"%1\" text to table \"t\""_s.arg(name); };
    const auto drops
        = [](const QString &name) { return u"drop column \"%1\" from table \"t\""_s.arg(name); };
    const Column a = text(u"a"_s);
    const Column b = text(u"b"_s);
    Column number = text(u"n"_s, u"a"_s);
    number.type.text = u"bigint"_s;
    row("one", {a}, {text(u"b"_s, u"a"_s)}, {renames(u"a"_s, u"b"_s)});
    row("however the old name is spelled", {a}, {text(u"b"_s, u"A"_s)}, {renames(u"a"_s, u"b"_s)});
    row("rename and alter", {a}, {number},
        {renames(u"a"_s, u"n"_s), u"change column \"n\" of table \"t\": type bigint"_s});
    row("case alone, said", {a}, {text(u"A"_s, u"a"_s)}, {renames(u"a"_s, u"A"_s)});
    row("case alone, not said", {a}, {text(u"A"_s)}, {renames(u"a"_s, u"A"_s)});
    row("chain", {a, b}, {text(u"b"_s, u"a"_s), text(u"c"_s, u"b"_s)},
        {renames(u"b"_s, u"c"_s), renames(u"a"_s, u"b"_s)});
    row("swap", {a, b}, {text(u"b"_s, u"a"_s), text(u"a"_s, u"b"_s)},
        {renames(u"b"_s, u"b_tmp"_s), renames(u"a"_s, u"b"_s), renames(u"b_tmp"_s, u"a"_s)});
    row("cycle of three beside a column of the made-up name",
        {a, b, text(u"c"_s), text(u"c_TMP"_s)},
        {text(u"b"_s, u"a"_s), text(u"c"_s, u"b"_s), text(u"a"_s, u"c"_s), text(u"c_TMP"_s)},
        {renames(u"c"_s, u"c_tmp2"_s), renames(u"b"_s, u"c"_s), renames(u"a"_s, u"b"_s),
            renames(u"c_tmp2"_s, u"a"_s)});
    row("stale: the old name is gone", {b}, {text(u"b"_s, u"a"_s)}, {});
    row("stale: both are there and stay", {a, b}, {a, text(u"b"_s, u"a"_s)}, {});
    row("the old name is used anew", {a}, {text(u"b"_s, u"a"_s), a},
        {renames(u"a"_s, u"b"_s), adds(u"a"_s)});
    row("a chain whose first name is used anew", {a, b},
        {text(u"c"_s, u"b"_s), text(u"b"_s, u"a"_s), a},
        {renames(u"b"_s, u"c"_s), renames(u"a"_s, u"b"_s), adds(u"a"_s)});
    row("the new name was another's that goes", {a, b}, {text(u"b"_s, u"a"_s)},
        {renames(u"b"_s, u"b_old"_s), renames(u"a"_s, u"b"_s), drops(u"b_old"_s)});
    row("neither name was there", {a}, {a, text(u"c"_s, u"b"_s)}, {adds(u"c"_s)});
}

void TestRenames::tablesAreRenamed_data()
{
    QTest::addColumn<QList<SchemaObject>>("before");
    QTest::addColumn<QList<SchemaObject>>("after");
    QTest::addColumn<QStringList>("operations");
    const auto row = [](const char *name, const QList<SchemaObject> &before,
                         const QList<SchemaObject> &after, const QStringList &operations) {
        QTest::newRow(name) << before << after << operations;
    };
    const auto renames = [](const QString &from, const QString &to) {
        return u"rename table \"%1\" to \"%2\""_s.arg(from, to);
    };
    row("one", {table(u"a"_s)}, {table(u"b"_s, u"a"_s)}, {renames(u"a"_s, u"b"_s)});
    row("case alone", {table(u"post"_s)}, {table(u"Post"_s)}, {renames(u"post"_s, u"Post"_s)});
    row("swap", {table(u"a"_s, {}, u"x"_s), table(u"b"_s, {}, u"y"_s)},
        {table(u"a"_s, u"b"_s, u"y"_s), table(u"b"_s, u"a"_s, u"x"_s)},
        {renames(u"a"_s, u"a_tmp"_s), renames(u"b"_s, u"a"_s), renames(u"a_tmp"_s, u"b"_s)});
    row("the old name is used anew", {table(u"a"_s)},
        {table(u"b"_s, u"a"_s), table(u"a"_s, {}, u"new"_s)},
        {renames(u"a"_s, u"b"_s), u"add table \"a\""_s});
    row("the new name was another's that goes", {table(u"a"_s), table(u"b"_s, {}, u"y"_s)},
        {table(u"b"_s, u"a"_s)},
        {renames(u"b"_s, u"b_old"_s), renames(u"a"_s, u"b"_s), u"drop table \"b_old\""_s});
    row("with a column", {table(u"a"_s)},
        {Table {.name = u"b"_s, .columns = {text(u"x"_s, u"a"_s)}, .renamedFrom = u"a"_s}},
        {renames(u"a"_s, u"b"_s), u"rename column \"a\" to \"x\" in table \"b\""_s});
    row("stale", {table(u"b"_s)}, {table(u"b"_s, u"a"_s)}, {});
}

void TestRenames::aNameWithADotIsShownAsItHasToBeWritten_data()
{
    QTest::addColumn<Rename>("asked");
    QTest::addColumn<QString>("hint");
    QTest::newRow("column") << Rename {u"t.a"_s, u"b"_s,
        u"new"_s} << uR"(a name with a dot stands in double quotes: --rename '"t"."a.b"="new"')"_s;
    QTest::newRow("table")
        << Rename {u"x"_s, u"y"_s, u"z"_s}
        << uR"(the table's name holds a dot; write it in double quotes: --rename '"x.y"="z"')"_s;
    QTest::newRow("both")
        << Rename {u"x.y.c"_s, u"d"_s, u"new"_s}
        << uR"(a name with a dot stands in double quotes: --rename '"x.y"."c.d"="new"')"_s;
    QTest::newRow("none")
        << Rename {u"q.r"_s, u"s"_s, u"new"_s}
        << uR"(check the table's name; names with a dot stand in double quotes: --rename '"a.b"."c"=d')"_s;
}

void TestRenames::renamesThatDoNotFitAreRefused_data()
{
    QTest::addColumn<QList<Rename>>("renames");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("message");
    const QString t = u"t"_s;
    QTest::newRow("no such column before")
        << QList<Rename> {{t, u"nil"_s, u"x"_s}} << ErrorCode::NotFound
        << u"there is no \"nil\" before the change"_s;
    QTest::newRow("no such column after")
        << QList<Rename> {{t, u"a"_s, u"nil"_s}} << ErrorCode::NotFound
        << u"there is no \"nil\" after it"_s;
    QTest::newRow("no such table") << QList<Rename> {{u"nil"_s, u"a"_s, u"x"_s}}
                                   << ErrorCode::NotFound << u"there is no table \"nil\""_s;
    QTest::newRow("no such table to rename")
        << QList<Rename> {{{}, u"nil"_s, u"t"_s}} << ErrorCode::NotFound
        << u"there is no \"nil\" before"_s;
    QTest::newRow("one column to two") << QList<Rename> {{t, u"a"_s, u"x"_s}, {t, u"a"_s, u"y"_s}}
                                       << ErrorCode::Conflict << u"exclude each other"_s;
    QTest::newRow("two columns to one") << QList<Rename> {{t, u"a"_s, u"x"_s}, {t, u"b"_s, u"x"_s}}
                                        << ErrorCode::Conflict << u"exclude each other"_s;
}

QTEST_GUILESS_MAIN(TestRenames)
#include "tst_renames.moc"
