// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/inverse.h"
#include "support/plainpolicy.h"
#include "support/testutils.h"

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

const Column slug {.name = u"slug"_s, .type = {u"varchar(80)"_s}, .nullable = false};

Table post()
{
    return {.name = u"post"_s,
        .columns = {{.name = u"id"_s, .type = {u"bigint"_s}}, slug},
        .checks = {{.sql = u"length(slug) > 0"_s}}};
}

MetaData blog()
{
    return schemaOf({post(), View {.name = u"v"_s, .sql = u"SELECT slug FROM post"_s},
        VirtualTable {.name = u"f"_s}, Sequence {.name = u"s"_s},
        Enum {.name = u"e"_s, .values = {u"a"_s}}});
}

/// One operation of each kind, with what makes it lose something where it can.
QList<Operation> oneOfEachKind()
{
    const Constraint check = CheckConstraint {.sql = u"length(slug) > 1"_s};
    const Index index {.name = u"ix"_s, .columns = keyParts({u"slug"_s}), .unique = true};
    const View view {.name = u"v"_s, .sql = u"SELECT slug FROM post"_s};
    const Trigger trigger {
        u"tr"_s, u"CREATE TRIGGER tr AFTER INSERT ON post BEGIN SELECT 1; END"_s};
    return {CreateTable {post()}, DropTable {.table = post()}, RenameTable {u"post"_s, u"page"_s},
        AlterTable {.table = u"post"_s, .fromComment = u"a"_s, .toComment = u"b"_s},
        AddColumn {.table = u"post"_s, .column = slug},
        DropColumn {.table = u"post"_s, .column = slug},
        RenameColumn {u"post"_s, u"slug"_s, u"path"_s},
        AlterColumn {.table = u"post"_s,
            .column = u"slug"_s,
            .from = {.nullable = true},
            .to = {.nullable = false},
            .fill = u"''"_s},
        ReorderColumns {u"post"_s, {u"id"_s, u"slug"_s}, {u"slug"_s, u"id"_s}},
        AddConstraint {.table = u"post"_s, .constraint = check, .accept = {accepts::deleteRows}},
        DropConstraint {u"post"_s, check},
        CreateIndex {.table = u"post"_s, .index = index, .accept = {accepts::deleteRows}},
        DropIndex {u"post"_s, index}, CreateView {view}, DropView {view}, AlterView {view, view},
        CreateTrigger {u"post"_s, trigger}, DropTrigger {u"post"_s, trigger},
        CreateVirtualTable {{.name = u"f"_s}}, DropVirtualTable {.table = {.name = u"f"_s}},
        CreateSequence {{.name = u"s"_s}}, DropSequence {{.name = u"s"_s}},
        CreateEnum {{.name = u"e"_s}}, DropEnum {{.name = u"e"_s}},
        Execute {.sql = {{QString(), u"DELETE FROM post"_s}}}};
}

} // namespace

class TestInverse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void undoesAndIsUndone_data();
    void undoesAndIsUndone()
    {
        QFETCH(Operation, operation);
        const Result<Operation> undo = inverse(operation);
        VERIFY_RESULT(undo);
        const Result<Operation> redo = inverse(*undo);
        VERIFY_RESULT(redo);
        QCOMPARE(*redo, operation);

        const PlainPolicy policy;
        MetaData schema = blog();
        VERIFY_RESULT(apply(schema, operation, policy));
        QVERIFY(normalForm(schema, policy, true) != normalForm(blog(), policy, true));
        VERIFY_RESULT(apply(schema, *undo, policy));
        QCOMPARE(normalForm(schema, policy, true), normalForm(blog(), policy, true));
    }

    void everyKindIsUndoneOrSaysWhyNot()
    {
        QSet<std::size_t> kinds;
        for (const Operation &operation : oneOfEachKind()) {
            kinds.insert(operation.index());
            const Reversibility back = reversibility(operation);
            QVERIFY2(irreversibleBecause(operation).isEmpty() == (back == Reversibility::WithData),
                qPrintable(kindOf(operation)));
            const Result<Operation> undo = inverse(operation);
            QVERIFY2(
                undo.has_value() == (back != Reversibility::No), qPrintable(kindOf(operation)));
            QVERIFY(undo || !undo.error().hint.isEmpty());
        }
        QCOMPARE(kinds.size(), qsizetype(std::variant_size_v<Operation>));
    }

    void decisionsForOneWayAreNotTakenForTheOther()
    {
        const Result<Operation> undo = inverse(AlterColumn {.table = u"post"_s,
            .column = u"slug"_s,
            .from = {.nullable = true},
            .to = {.nullable = false},
            .fill = u"'up'"_s,
            .restoreFill = u"'down'"_s,
            .cast = u"trim(slug)"_s,
            .accept = {accepts::lossyCast}});
        VERIFY_RESULT(undo);
        const auto &alter = std::get<AlterColumn>(*undo);
        QCOMPARE(alter.fill, u"'down'"_s);
        QCOMPARE(alter.restoreFill, u"'up'"_s);
        QVERIFY(alter.cast.isEmpty() && alter.accept.isEmpty());
    }

    void aDroppedColumnComesBackFilled()
    {
        const Result<Operation> undo = inverse(DropColumn {.table = u"post"_s,
            .column = slug,
            .restoreFill = u"'x'"_s,
            .accept = {accepts::dataLoss}});
        VERIFY_RESULT(undo);
        QCOMPARE(std::get<AddColumn>(*undo), (AddColumn {u"post"_s, slug, u"'x'"_s}));
    }

    void executeWithoutReversalIsRefusedByStep()
    {
        const QList<Operation> steps {DropColumn {.table = u"post"_s, .column = slug},
            Execute {.sql = {{u""_s, u"UPDATE post SET slug = 'x'"_s}}}};
        const Result<QList<Operation>> undo = inverse(steps);
        QVERIFY(!undo);
        QCOMPARE(undo.error().code, ErrorCode::Unsupported);
        QCOMPARE(undo.error().message,
            u"step 2: run SQL: UPDATE post SET slug = 'x' cannot be undone"_s);
    }

    void anEmptyReversalRunsAndChangesNothing()
    {
        const Result<Operation> undo = inverse(Execute {.sql = {{u""_s, u"X"_s}},
            .reversedBy = QMap<QString, QString> {{u""_s, u""_s}},
            .changes = QList<SchemaOperation> {DropTable {.table = post()}}});
        VERIFY_RESULT(undo);
        QCOMPARE(std::get<Execute>(*undo).changes->size(), 0);
    }

    void changesOfExecuteAreUndoneLastFirst()
    {
        const Execute execute {.sql = {{u""_s, u"UP"_s}},
            .reversedBy = QMap<QString, QString> {{u""_s, u"DOWN"_s}},
            .changes
            = QList<SchemaOperation> {RenameTable {u"a"_s, u"b"_s}, RenameTable {u"b"_s, u"c"_s}}};
        const Result<Operation> undo = inverse(execute);
        VERIFY_RESULT(undo);
        QCOMPARE(std::get<Execute>(*undo).sql.value(u""_s), u"DOWN"_s);
        QCOMPARE(std::get<RenameTable>(std::get<Execute>(*undo).changes->first()),
            (RenameTable {u"c"_s, u"b"_s}));
        QCOMPARE(*inverse(*undo), Operation(execute));
    }

    void reversibilityTellsWhatComesBack_data();
    void reversibilityTellsWhatComesBack()
    {
        QFETCH(Operation, operation);
        QFETCH(QString, text);
        QCOMPARE(reversibilityText(reversibility(operation)), text);
    }
};

void TestInverse::undoesAndIsUndone_data()
{
    QTest::addColumn<Operation>("operation");
    const auto row = [](const Operation &operation) {
        QTest::newRow(qPrintable(kindOf(operation))) << operation;
    };
    row(CreateTable {{.name = u"tag"_s, .columns = {slug}}});
    row(DropTable {.table = post()});
    row(RenameTable {u"post"_s, u"article"_s});
    row(AlterTable {.table = u"post"_s, .fromComment = u""_s, .toComment = u"c"_s});
    row(AddColumn {u"post"_s, {.name = u"n"_s, .type = {u"text"_s}}, u"'x'"_s});
    row(DropColumn {.table = u"post"_s, .column = slug, .restoreFill = u"'x'"_s});
    row(RenameColumn {u"post"_s, u"slug"_s, u"handle"_s});
    row(AlterColumn {.table = u"post"_s,
        .column = u"slug"_s,
        .from = {.nullable = false},
        .to = {.nullable = true},
        .restoreFill = u"''"_s});
    row(ReorderColumns {u"post"_s, {u"id"_s, u"slug"_s}, {u"slug"_s, u"id"_s}});
    row(AddConstraint {
        .table = u"post"_s, .constraint = UniqueConstraint {.columns = keyParts({u"slug"_s})}});
    row(DropConstraint {u"post"_s, post().checks[0]});
    row(CreateIndex {
        .table = u"post"_s, .index = {.name = u"ix"_s, .columns = keyParts({u"slug"_s})}});
    row(CreateView {{.name = u"w"_s, .sql = u"SELECT 1"_s}});
    row(DropView {blog().views[u"v"_s]});
    row(AlterView {blog().views[u"v"_s], {.name = u"v"_s, .sql = u"SELECT 2"_s}});
    row(CreateTrigger {u"v"_s, {u"tr"_s, u"CREATE TRIGGER tr"_s}});
    row(CreateVirtualTable {{.name = u"g"_s}});
    row(DropVirtualTable {.table = {.name = u"f"_s}});
    row(CreateSequence {{.name = u"q"_s}});
    row(DropSequence {{.name = u"s"_s}});
    row(CreateEnum {{.name = u"d"_s}});
    row(DropEnum {{.name = u"e"_s, .values = {u"a"_s}}});
    row(Execute {.sql = {{u""_s, u"UP"_s}},
        .reversedBy = QMap<QString, QString> {{u""_s, u"DOWN"_s}},
        .changes = QList<SchemaOperation> {RenameTable {u"post"_s, u"p"_s}}});
}

void TestInverse::reversibilityTellsWhatComesBack_data()
{
    QTest::addColumn<Operation>("operation");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const Operation &operation, const QString &text) {
        QTest::newRow(name) << operation << text;
    };
    const AlterColumn alter {.table = u"post"_s,
        .column = u"slug"_s,
        .from = {.nullable = true},
        .to = {.nullable = false}};
    AlterColumn filled = alter;
    filled.fill = u"''"_s;
    row("dropped table", DropTable {.table = post()}, u"structure only"_s);
    row("dropped column", DropColumn {.table = u"post"_s, .column = slug}, u"structure only"_s);
    row("dropped computed column",
        DropColumn {.table = u"post"_s, .column = {.name = u"c"_s, .computed = Computed {u"1"_s}}},
        u"with data"_s);
    row("added column", AddColumn {u"post"_s, slug}, u"with data"_s);
    row("NOT NULL", alter, u"with data"_s);
    row("NULLs filled", filled, u"structure only"_s);
    row("rows deleted",
        AddConstraint {.table = u"post"_s,
            .constraint = CheckConstraint {.sql = u"1"_s},
            .accept = {accepts::deleteRows}},
        u"structure only"_s);
    row("SQL", Execute {.sql = {{u""_s, u"X"_s}}}, u"no"_s);
    row("SQL with a way back",
        Execute {.sql = {{u""_s, u"X"_s}}, .reversedBy = QMap<QString, QString> {}},
        u"with data"_s);
}

QTEST_GUILESS_MAIN(TestInverse)
#include "tst_inverse.moc"
