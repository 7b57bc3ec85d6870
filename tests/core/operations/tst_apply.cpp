// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/apply.h"
#include "support/plainpolicy.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Column column(const QString &name, const QString &type = u"text"_s)
{
    return {.name = name, .type = {type}};
}

/// person <- book, with everything that can name a column; the view and the trigger name the
/// tables.
MetaData library()
{
    const Table person {.name = u"person"_s,
        .columns = {column(u"id"_s, u"bigint"_s), column(u"name"_s)},
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}};
    const Table book {.name = u"book"_s,
        .columns = {column(u"id"_s, u"bigint"_s), column(u"author"_s, u"bigint"_s),
            column(u"title"_s), column(u"note"_s)},
        .primaryKey = PrimaryKeyConstraint {.name = u"pk_book"_s, .columns = keyParts({u"id"_s})},
        .foreignKeys = {{.columns = {u"author"_s},
            .referredTable = u"Person"_s,
            .referredColumns = {u"ID"_s},
            .onDelete = u"cascade"_s}},
        .uniques = {{.columns = keyParts({u"author"_s, u"title"_s})}},
        .checks = {{.sql = u"length(title) > 0"_s}},
        .indexes = {{.name = u"ix_book_title"_s, .columns = keyParts({u"title"_s})}},
        .triggers = {{u"tr_book"_s,
            u"CREATE TRIGGER tr_book AFTER INSERT ON book BEGIN SELECT NEW.title; END"_s}}};
    const View shelf {.name = u"shelf"_s, .sql = u"SELECT title FROM book"_s};
    return schemaOf({person, book, shelf,
        VirtualTable {.name = u"search"_s, .sql = u"CREATE VIRTUAL TABLE search USING fts5(x)"_s}});
}

} // namespace

class TestApply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aColumnRenameIsFollowedByAllThatNamesIt()
    {
        MetaData schema = library();
        VERIFY_RESULT(apply(schema, RenameColumn {u"BOOK"_s, u"TITLE"_s, u"headline"_s}, m_policy));
        const Table &book = schema.tables[u"book"_s];
        QVERIFY(book.column(u"headline"_s));
        QVERIFY(!book.column(u"title"_s));
        QCOMPARE(columnNames(book.uniques[0].columns), (QStringList {u"author"_s, u"headline"_s}));
        QCOMPARE(columnNames(book.indexes[0].columns), QStringList {u"headline"_s});
        QCOMPARE(book.checks[0].sql, u"length(\"headline\") > 0"_s);
        QVERIFY(book.triggers[0].sql.contains(u"NEW.\"headline\""_s));
        QCOMPARE(schema.views[u"shelf"_s].sql, u"SELECT \"headline\" FROM book"_s);
    }

    void aReferredColumnsRenameReachesTheForeignKeysOfOtherTables()
    {
        MetaData schema = library();
        VERIFY_RESULT(apply(schema, RenameColumn {u"person"_s, u"id"_s, u"number"_s}, m_policy));
        QCOMPARE(
            schema.tables[u"book"_s].foreignKeys[0].referredColumns, QStringList {u"number"_s});
        QCOMPARE(
            columnNames(schema.tables[u"person"_s].primaryKey->columns), QStringList {u"number"_s});
        QVERIFY(schema.tables[u"book"_s].column(u"id"_s));
    }

    void aTableRenameIsFollowedByAllThatNamesIt()
    {
        MetaData schema = library();
        VERIFY_RESULT(apply(schema,
            QList<Operation> {
                RenameTable {u"person"_s, u"author"_s}, RenameTable {u"book"_s, u"work"_s}},
            m_policy));
        QCOMPARE(schema.tables.keys(), (QStringList {u"author"_s, u"work"_s}));
        QCOMPARE(schema.tables[u"work"_s].name, u"work"_s);
        QCOMPARE(schema.tables[u"work"_s].foreignKeys[0].referredTable, u"author"_s);
        QCOMPARE(schema.views[u"shelf"_s].sql, u"SELECT title FROM \"work\""_s);
    }

    void aRenameThatChangesOnlyCaseIsCarriedOut()
    {
        MetaData schema = library();
        VERIFY_RESULT(apply(schema,
            QList<Operation> {
                RenameTable {u"book"_s, u"Book"_s}, RenameColumn {u"book"_s, u"note"_s, u"Note"_s}},
            m_policy));
        QVERIFY(schema.tables.contains(u"Book"_s));
        QVERIFY(!schema.tables.contains(u"book"_s));
        QVERIFY(schema.tables[u"Book"_s].column(u"Note"_s));
    }

    void whatDoesNotFitIsRefusedAndChangesNothing_data();
    void whatDoesNotFitIsRefusedAndChangesNothing()
    {
        QFETCH(Operation, operation);
        QFETCH(ErrorCode, code);
        QFETCH(QString, message);
        MetaData schema = library();
        const Result<> done = apply(schema, operation, m_policy);
        QVERIFY(!done);
        QCOMPARE(done.error().code, code);
        QVERIFY2(done.error().message.endsWith(message), qPrintable(done.error().message));
        QVERIFY(!done.error().hint.isEmpty());
        QCOMPARE(schema, library());
    }

    void aListStopsAtTheStepThatDoesNotFitAndChangesNothing()
    {
        MetaData schema = library();
        const Result<> done = apply(schema,
            QList<Operation> {
                AddColumn {u"book"_s, column(u"isbn"_s)}, AddColumn {u"book"_s, column(u"ISBN"_s)}},
            m_policy);
        QVERIFY(!done);
        QCOMPARE(done.error().message,
            u"step 2 (add column \"ISBN\" text to table \"book\"): table \"book\" has a column \"ISBN\" already"_s);
        QCOMPARE(schema, library());
    }

    void aNameIsFreeAgainOnceItsOwnerIsGone()
    {
        MetaData schema = library();
        const Table book = schema.tables[u"book"_s];
        VERIFY_RESULT(apply(schema,
            QList<Operation> {DropTable {.table = book},
                CreateView {{.name = u"BOOK"_s, .sql = u"SELECT 1"_s}},
                CreateTable {
                    {.name = u"other"_s, .columns = {column(u"title"_s)}, .indexes = book.indexes}},
                DropView {{.name = u"book"_s}}, DropTable {.table = {.name = u"Other"_s}},
                CreateTable {book}},
            m_policy));
        QCOMPARE(schema, library());
    }

    void unnamedConstraintsAreFoundByContent()
    {
        MetaData schema = library();
        const Table book = schema.tables[u"book"_s];
        ForeignKeyConstraint key = book.foreignKeys[0];
        key.referredTable = u"PERSON"_s;
        VERIFY_RESULT(apply(schema,
            QList<Operation> {DropConstraint {u"book"_s, key},
                DropConstraint {u"book"_s, book.checks[0]},
                DropConstraint {u"book"_s, book.uniques[0]},
                DropConstraint {u"book"_s, PrimaryKeyConstraint {.name = u"PK_book"_s}}},
            m_policy));
        const Table after = schema.tables[u"book"_s];
        QVERIFY(after.foreignKeys.isEmpty() && after.checks.isEmpty() && after.uniques.isEmpty());
        QVERIFY(!after.primaryKey);
    }

    void columnsAreAlteredReorderedAndDropped()
    {
        MetaData schema = library();
        VERIFY_RESULT(apply(schema,
            QList<Operation> {AlterColumn {.table = u"book"_s,
                                  .column = u"NOTE"_s,
                                  .to = {.type = DataType {u"varchar(9)"_s}, .nullable = false}},
                ReorderColumns {u"book"_s, {}, {u"note"_s, u"title"_s, u"author"_s, u"ID"_s}},
                DropConstraint {u"book"_s,
                    PrimaryKeyConstraint {.name = u"pk_book"_s, .columns = keyParts({u"id"_s})}},
                DropColumn {.table = u"book"_s, .column = column(u"id"_s)}},
            m_policy));
        const Table &book = schema.tables[u"book"_s];
        QCOMPARE(book.columns.size(), 3);
        QCOMPARE(book.columns[0].name, u"note"_s);
        QCOMPARE(book.columns[0].type.text, u"varchar(9)"_s);
        QVERIFY(!book.columns[0].nullable);
    }

    void executeIsReplayedByItsChangesOrBySql()
    {
        MetaData schema = library();
        VERIFY_RESULT(apply(schema,
            QList<Operation> {Execute {.sql = {{u""_s, u"TABLE extra"_s}}},
                Execute {.sql = {{u"plain"_s, u"anything"_s}},
                    .changes = QList<SchemaOperation> {DropTable {.table = {.name = u"extra"_s}}}},
                Execute {.sql = {{u"plain"_s, u"TABLE mine"_s}, {u"other"_s, u"nonsense"_s}}},
                Execute {.sql = {{u"other"_s, u"for others alone"_s}}},
                AddColumn {u"mine"_s, column(u"a"_s)}},
            m_policy));
        QVERIFY(schema.tables.contains(u"mine"_s));
        QVERIFY(!schema.tables.contains(u"extra"_s));
    }

    void aLongHistoryReplaysInLinearTime()
    {
        QList<Operation> operations;
        for (int i = 0; i < 10000; ++i) {
            const QString name = u"t%1"_s.arg(i);
            operations.append(CreateTable {{.name = name, .columns = {column(u"a"_s)}}});
            operations.append(CreateIndex {
                .table = name, .index = {.name = u"ix"_s + name, .columns = keyParts({u"a"_s})}});
        }
        MetaData schema;
        QElapsedTimer timer;
        timer.start();
        VERIFY_RESULT(apply(schema, operations, m_policy));
        QCOMPARE(schema.tables.size(), 10000);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

private:
    PlainPolicy m_policy;
};

void TestApply::whatDoesNotFitIsRefusedAndChangesNothing_data()
{
    QTest::addColumn<Operation>("operation");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("message");
    const auto row
        = [](const char *name, const Operation &operation, ErrorCode code, const QString &message) {
              QTest::newRow(name) << operation << code << message;
          };
    constexpr ErrorCode absent = ErrorCode::NotFound;
    constexpr ErrorCode taken = ErrorCode::Conflict;
    const Column title = column(u"title"_s);
    row("a table that is there", CreateTable {{.name = u"BOOK"_s}}, taken,
        u"there is a table \"book\" already"_s);
    row("a table where a view is", CreateTable {{.name = u"shelf"_s}}, taken,
        u"there is a view \"shelf\" already"_s);
    row("a view where a virtual table is", CreateView {{.name = u"Search"_s}}, taken,
        u"there is a virtual table \"search\" already"_s);
    row("a virtual table where a table is", CreateVirtualTable {{.name = u"book"_s}}, taken,
        u"there is a table \"book\" already"_s);
    row("a column twice in a new table",
        CreateTable {{.name = u"n"_s, .columns = {title, column(u"Title"_s)}}}, taken,
        u"table \"n\" has two columns \"Title\""_s);
    row("an index name that another table uses",
        CreateIndex {.table = u"person"_s,
            .index = {.name = u"IX_book_title"_s, .columns = keyParts({u"id"_s})}},
        taken, u"there is an index \"IX_book_title\" already, on table \"book\""_s);
    row("an index over no column",
        CreateIndex {
            .table = u"person"_s, .index = {.name = u"n"_s, .columns = keyParts({u"nil"_s})}},
        absent, u"table \"person\" has no column \"nil\""_s);
    row("dropping no table", DropTable {.table = {.name = u"nil"_s}}, absent,
        u"there is no table \"nil\""_s);
    row("dropping a view as a table", DropTable {.table = {.name = u"shelf"_s}}, absent,
        u"there is no table \"shelf\""_s);
    row("renaming onto a view", RenameTable {u"book"_s, u"shelf"_s}, taken,
        u"there is a view \"shelf\" already"_s);
    row("renaming onto a column", RenameColumn {u"book"_s, u"title"_s, u"NOTE"_s}, taken,
        u"table \"book\" has a column \"NOTE\" already"_s);
    row("renaming no column", RenameColumn {u"book"_s, u"nil"_s, u"x"_s}, absent,
        u"table \"book\" has no column \"nil\""_s);
    row("dropping a column in use", DropColumn {.table = u"book"_s, .column = title}, taken,
        u"the unique constraint of table \"book\" still names column \"title\""_s);
    row("dropping a key's column", DropColumn {.table = u"person"_s, .column = column(u"ID"_s)},
        taken, u"the primary key of table \"person\" still names column \"ID\""_s);
    row("altering no column", AlterColumn {.table = u"book"_s, .column = u"nil"_s}, absent,
        u"table \"book\" has no column \"nil\""_s);
    row("reordering some columns", ReorderColumns {u"book"_s, {}, {u"title"_s, u"id"_s}}, taken,
        u"the new order does not name each column of table \"book\" once"_s);
    row("reordering a column twice", ReorderColumns {u"person"_s, {}, {u"id"_s, u"id"_s}}, taken,
        u"the new order does not name each column of table \"person\" once"_s);
    row("a second primary key",
        AddConstraint {.table = u"book"_s,
            .constraint = PrimaryKeyConstraint {.columns = keyParts({u"note"_s})}},
        taken, u"table \"book\" has a primary key already"_s);
    row("a constraint's name twice",
        AddConstraint {.table = u"book"_s,
            .constraint = CheckConstraint {.name = u"PK_BOOK"_s, .sql = u"1"_s}},
        taken, u"table \"book\" has a constraint \"PK_BOOK\" already"_s);
    row("a key over no column",
        AddConstraint {
            .table = u"book"_s, .constraint = ForeignKeyConstraint {.columns = {u"nil"_s}}},
        absent, u"table \"book\" has no column \"nil\""_s);
    row("dropping an unnamed check of other content",
        DropConstraint {u"book"_s, CheckConstraint {.sql = u"1"_s}}, absent,
        u"table \"book\" has no unnamed check of that content"_s);
    row("dropping no constraint", DropConstraint {u"book"_s, UniqueConstraint {.name = u"uq"_s}},
        absent, u"table \"book\" has no unique constraint \"uq\""_s);
    row("dropping no index", DropIndex {u"person"_s, {.name = u"ix_book_title"_s}}, absent,
        u"table \"person\" has no index \"ix_book_title\""_s);
    row("a trigger that is there", CreateTrigger {u"book"_s, {.name = u"TR_book"_s}}, taken,
        u"\"book\" has a trigger \"TR_book\" already"_s);
    row("a trigger of nothing", CreateTrigger {u"nil"_s, {.name = u"t"_s}}, absent,
        u"there is no table or view \"nil\""_s);
    row("dropping no trigger", DropTrigger {u"shelf"_s, {.name = u"tr_book"_s}}, absent,
        u"\"shelf\" has no trigger \"tr_book\""_s);
    row("altering a view's name", AlterView {{.name = u"shelf"_s}, {.name = u"board"_s}}, taken,
        u"view \"shelf\" would become \"board\""_s);
    row("dropping no sequence", DropSequence {{.name = u"s"_s}}, absent,
        u"there is no sequence \"s\""_s);
    row("SQL that does not run", Execute {.sql = {{u""_s, u"nonsense"_s}}}, ErrorCode::Failed,
        u"this is not SQL"_s);
}

QTEST_GUILESS_MAIN(TestApply)
#include "tst_apply.moc"
