// SPDX-License-Identifier: MPL-2.0
#include "joinery/serialization/modelfile.h"
#include "joinery/serialization/projectfile.h"
#include "joinery/serialization/revisionfile.h"
#include "support/golden.h"
#include "support/testutils.h"

#include <QDir>

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

Table post()
{
    return {.name = u"post"_s,
        .comment = u"what people wrote"_s,
        .columns
        = {{.name = u"id"_s, .type = {u"bigint"_s}, .nullable = false, .identity = Identity {}},
            {.name = u"author_id"_s, .type = {u"bigint"_s}, .nullable = false},
            {.name = u"headline"_s,
                .type = {u"varchar(200)"_s},
                .nullable = false,
                .renamedFrom = u"title"_s},
            {.name = u"state"_s,
                .type = {u"enum(draft, live)"_s},
                .nullable = false,
                .serverDefault = u"'draft'"_s}},
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})},
        .foreignKeys = {{.name = u"fk_post_author_id_user"_s,
            .columns = {u"author_id"_s},
            .referredTable = u"user"_s,
            .referredColumns = {u"id"_s},
            .onDelete = u"cascade"_s}},
        .checks = {{.name = u"ck_post_headline"_s, .sql = u"length(headline) > 0"_s}},
        .indexes = {{.name = u"ix_post_live"_s,
            .columns = {{.column = u"author_id"_s},
                {.expression = u"lower(headline)"_s, .descending = true}},
            .where = u"state = 'live'"_s}},
        .triggers = {{u"tr_post_log"_s,
            u"CREATE TRIGGER tr_post_log AFTER INSERT ON post BEGIN SELECT 1; END"_s}},
        .options
        = {{u"sqlite"_s, {{u"strict"_s, u"false"_s}}}, {u"mysql"_s, {{u"engine"_s, u"InnoDB"_s}}}}};
}

/// Every key a table can have, and names and texts that need care.
Table everything()
{
    Table table {.name = u"yes"_s, .comment = u"a: b # c"_s, .renamedFrom = u"null"_s};
    table.columns = {
        {.name = u"1"_s, .type = {{}, {{u"sqlite"_s, u"integer"_s}}}, .comment = u"two\nlines"_s},
        {.name = u"a, b"_s,
            .type = {u"bigint"_s, {{u"sqlite"_s, u"INTEGER"_s}}},
            .serverDefault = u"1"_s},
        {.name = u"no type"_s, .serverDefault = u"NULL"_s, .collation = u"NOCASE"_s},
        {.name = u"sum"_s,
            .type = {u"real"_s},
            .computed = Computed {u"price * \"count\""_s, true}},
        {.name = u"shout"_s, .type = {u"text"_s}, .computed = Computed {u"upper(name)"_s}},
        {.name = u"n"_s,
            .type = {u"bigint"_s},
            .identity = Identity {true},
            .options = {{u"sqlite"_s, {{u"on_conflict"_s, u"ignore"_s}}}}},
        {.name = u"a_column_with_a_long_name"_s,
            .type = {u"varchar(2000)"_s},
            .nullable = false,
            .serverDefault = u"'a default that does not fit'"_s,
            .comment = u"and a comment that makes the line too long to read"_s}};
    table.primaryKey = PrimaryKeyConstraint {u"pk"_s,
        {{.column = u"1"_s, .descending = true}, {.column = u"n"_s, .collation = u"NOCASE"_s}},
        {{u"sqlite"_s, {{u"on_conflict"_s, u"replace"_s}}}}};
    table.foreignKeys = {{.columns = {u"n"_s, u"sum"_s},
        .referredTable = u"other"_s,
        .onDelete = u"set null"_s,
        .onUpdate = u"restrict"_s,
        .match = u"full"_s,
        .deferrable = true,
        .initiallyDeferred = true}};
    table.uniques = {{{}, keyParts({u"a, b"_s}), {}}, {u"uq"_s, keyParts({u"n"_s, u"sum"_s}), {}}};
    table.checks = {{{}, u"n <> 'it''s: #1'"_s, {}}, {u"ck"_s, u"a\n  AND b"_s, {}}};
    table.indexes = {{.name = u"ix"_s, .columns = keyParts({u"n"_s}), .unique = true}};
    table.triggers = {
        {u"tr"_s,
            u"CREATE TRIGGER tr AFTER INSERT ON yes\nBEGIN\n\tSELECT 1;\n\n\tSELECT 2;\nEND"_s},
        {u"tr 2"_s,
            u"CREATE TRIGGER \"tr 2\" AFTER DELETE ON yes \nBEGIN\n  SELECT 'é\u200b';\r\nEND"_s}};
    return table;
}

Revision headline()
{
    Execute execute {.sql = {{QString(), u"UPDATE post SET state = 'live' WHERE state IS NULL"_s}},
        .reversedBy = QMap<QString, QString> {{QString(), QString()}},
        .changes = QList<SchemaOperation> {}};
    return {.id = u"3f2a9c1b7d10"_s,
        .downRevisions = {u"1a2b3c4d5e6f"_s},
        .message = u"headline instead of title"_s,
        .created = QDateTime(QDate(2026, 11, 22), QTime(10, 12, 33), Qt::UTC),
        .upgrade = {RenameColumn {u"post"_s, u"title"_s, u"headline"_s},
            AddColumn {u"post"_s,
                {.name = u"slug"_s, .type = {u"varchar(80)"_s}, .nullable = false},
                u"lower(headline)"_s},
            DropColumn {
                u"post"_s, {.name = u"teaser"_s, .type = {u"text"_s}}, {}, {accepts::dataLoss}},
            execute,
            AlterColumn {.table = u"post"_s,
                .column = u"state"_s,
                .from = {.nullable = true},
                .to = {.nullable = false}}}};
}

QList<Operation> tableOperations()
{
    const Table small {.name = u"tag"_s,
        .columns = {{.name = u"id"_s, .type = {u"bigint"_s}, .nullable = false}},
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}};
    const Options strict {{u"sqlite"_s, {{u"strict"_s, u"true"_s}}}};
    return {CreateTable {small}, DropTable {small, {accepts::dataLoss}},
        RenameTable {u"tag"_s, u"label"_s}, AlterTable {u"tag"_s, QString(), u"labels"_s, {}, {}},
        AlterTable {u"tag"_s, {}, {}, Options {}, strict},
        AlterColumn {.table = u"tag"_s,
            .column = u"id"_s,
            .from = {.type = DataType {u"integer"_s}, .serverDefault = std::optional<QString> {}},
            .to = {.type = DataType {u"text"_s}, .serverDefault = std::optional<QString> {u"''"_s}},
            .fill = u"''"_s,
            .restoreFill = u"0"_s,
            .cast = u"CAST(id AS TEXT)"_s,
            .accept = {accepts::lossyCast}},
        AlterColumn {.table = u"tag"_s,
            .column = u"id"_s,
            .from = {.computed = std::optional<Computed> {},
                .identity = std::optional<Identity> {Identity {}}},
            .to = {.computed = std::optional<Computed> {Computed {u"a + 1"_s}},
                .identity = std::optional<Identity> {}}},
        ReorderColumns {u"tag"_s, {u"a"_s, u"b"_s}, {u"b"_s, u"a"_s}}};
}

QList<Operation> otherOperations()
{
    const View view {.name = u"live_post"_s, .sql = u"SELECT * FROM post"_s};
    const View longer {
        .name = u"live_post"_s, .sql = u"SELECT *\nFROM post\nWHERE state = 'live'"_s};
    const Trigger trigger {
        u"tr"_s, u"CREATE TRIGGER tr AFTER INSERT ON tag BEGIN\n  SELECT 1;\nEND"_s};
    const VirtualTable search {u"search"_s, u"CREATE VIRTUAL TABLE search USING fts5(title)"_s, {}};
    const Sequence sequence {u"numbers"_s, {{u"postgresql"_s, {{u"start"_s, u"100"_s}}}}};
    const Enum mood {u"mood"_s, {u"happy"_s, u"so-so"_s, u"no"_s}};
    const Index index {.name = u"ix_tag_name"_s, .columns = keyParts({u"name"_s})};
    return {AddConstraint {u"tag"_s, UniqueConstraint {u"uq_tag"_s, keyParts({u"name"_s}), {}},
                {accepts::deleteRows}},
        AddConstraint {u"tag"_s, PrimaryKeyConstraint {{}, keyParts({u"id"_s}), {}}, {}},
        AddConstraint {u"tag"_s, CheckConstraint {u"ck_tag"_s, u"id > 0"_s, {}}, {}},
        DropConstraint {
            u"tag"_s, ForeignKeyConstraint {.columns = {u"post_id"_s}, .referredTable = u"post"_s}},
        CreateIndex {u"tag"_s, index, {}}, DropIndex {u"tag"_s, index}, CreateView {view},
        DropView {view}, AlterView {view, longer}, CreateTrigger {u"tag"_s, trigger},
        DropTrigger {u"tag"_s, trigger}, CreateVirtualTable {search},
        DropVirtualTable {search, {accepts::dataLoss}}, CreateSequence {sequence},
        DropSequence {sequence}, CreateEnum {mood}, DropEnum {mood},
        Execute {.sql = {{QString(), u"VACUUM"_s}, {u"sqlite"_s, u"ANALYZE;\nREINDEX;\n"_s}}},
        Execute {.sql = {{u"sqlite"_s, u"DROP TABLE old"_s}},
            .reversedBy = QMap<QString, QString> {{u"sqlite"_s, u"CREATE TABLE old(a)"_s}},
            .changes = QList<SchemaOperation> {RenameColumn {u"tag"_s, u"a"_s, u"b"_s}}}};
}

} // namespace

class TestGoldens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void models_data()
    {
        QTest::addColumn<SchemaObject>("object");
        QTest::newRow("table") << SchemaObject(post());
        QTest::newRow("everything") << SchemaObject(everything());
        QTest::newRow("view") << SchemaObject(View {.name = u"live_post"_s,
            .comment = u"what is to be read"_s,
            .columns = {u"id"_s, u"headline"_s},
            .sql
            = u"SELECT id, headline -- no drafts: they are private\nFROM post\nWHERE state = 'live'"_s,
            .triggers = {{u"tr"_s,
                u"CREATE TRIGGER tr INSTEAD OF DELETE ON live_post BEGIN SELECT 1; END"_s}},
            .renamedFrom = u"public_post"_s});
        QTest::newRow("view_of_one_line") << SchemaObject(
            View {.name = u"v"_s, .sql = u"SELECT * FROM post WHERE state = 'live'"_s});
        QTest::newRow("virtual_table") << SchemaObject(VirtualTable {u"search"_s,
            u"CREATE VIRTUAL TABLE search USING fts5(title, body, tokenize = 'porter')"_s, {}});
        QTest::newRow("sequence") << SchemaObject(
            Sequence {u"numbers"_s, {{u"postgresql"_s, {{u"start"_s, u"100"_s}}}}});
        QTest::newRow("enum") << SchemaObject(
            Enum {u"mood"_s, {u"happy"_s, u"so-so"_s, u"no"_s, u"a, b"_s}});
    }

    void models()
    {
        QFETCH(SchemaObject, object);
        const QByteArray text = writeModel(object);
        compare(text);
        const Result<SchemaObject> read = readModel(text, u"x"_s);
        VERIFY_RESULT(read);
        QVERIFY(*read == object);
    }

    void revisions_data()
    {
        QTest::addColumn<Revision>("revision");
        QTest::newRow("revision") << headline();
        Revision merge {.id = u"1234567890e1"_s,
            .downRevisions = {u"3f2a9c1b7d10"_s, u"000000000001"_s},
            .dependsOn = {u"abcdef012345"_s},
            .branchLabels = {u"shop"_s, u"no"_s},
            .transaction = TransactionMode::PerStatement,
            .downgrade = QList<Operation> {}};
        QTest::newRow("merge") << merge;
        QTest::newRow("table_operations") << Revision {.id = u"a1"_s, .upgrade = tableOperations()};
        QTest::newRow("other_operations")
            << Revision {.id = u"a2"_s, .upgrade = {}, .downgrade = otherOperations()};
    }

    void revisions()
    {
        QFETCH(Revision, revision);
        const QByteArray text = writeRevision(revision);
        compare(text);
        const Result<Revision> read = readRevision(text, u"x"_s);
        VERIFY_RESULT(read);
        QVERIFY(*read == revision);
    }

    void project()
    {
        const ProjectFile file {.project = u"record_shop"_s,
            .database = u"sqlite:///record_shop.db"_s,
            .dialects = {u"sqlite"_s},
            .environments = {{u"production"_s, {u"postgresql://shop@db.example.org/shop"_s, true}},
                {u"test"_s, {u"${TEST_URL}"_s, false}}},
            .columnOrder = true};
        compare(writeProjectFile(file));
        const Result<ProjectFile> read = readProjectFile(writeProjectFile(file), u"x"_s);
        VERIFY_RESULT(read);
        QVERIFY(*read == file);
    }

    void operations()
    {
        compare(writeOperations(
            {RenameTable {u"a"_s, u"b"_s}, Execute {.sql = {{QString(), u"SELECT 1"_s}}}}));
        QCOMPARE(writeOperations({}), QByteArray("[]\n"));
    }

    /// Last: every golden file belongs to a case above.
    void noGoldenIsUnused()
    {
        const QDir folder(
            QString::fromUtf8(JOINERY_SOURCE_DIR) + u"/tests/core/serialization/golden"_s);
        QCOMPARE(folder.entryList(QDir::Files, QDir::Name), m_used.keys());
    }

private:
    void compare(const QByteArray &text)
    {
        const char *name
            = QTest::currentDataTag() ? QTest::currentDataTag() : QTest::currentTestFunction();
        const QString file = QString::fromUtf8(name) + u".yaml"_s;
        m_used.insert(file, 0);
        COMPARE_GOLDEN(u"core/serialization/golden/"_s + file, text);
    }

    QMap<QString, int> m_used;
};

QTEST_GUILESS_MAIN(TestGoldens)
#include "tst_goldens.moc"
