// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "joinery/project/backups.h"
#include "joinery/project/schemachange.h"
#include "joinery/project/workflows.h"
#include "support/folderstate.h"
#include "support/testutils.h"

#include <QDir>
#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

/// A change from the edited schema to the database, with and without a history.
class TestSchemaChange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepingHistoryMakesAProjectBeside();
    void withoutHistoryOnlyTheDatabaseChanges();
    void theNextChangeFollowsTheFirst();
    void openDecisionsRefuse_data();
    void openDecisionsRefuse();
    void aFillDecidesNulls();
    void aMovedDatabaseIsRefused_data();
    void aMovedDatabaseIsRefused();
    void aFailureInTheMiddleLeavesEverything_data();
    void aFailureInTheMiddleLeavesEverything();
    void cancellingLeavesEverything();
    void aFailureInAProjectPutsItsFilesBack();
    void lossesAreBackedUp_data();
    void lossesAreBackedUp();
    void editsOfModelFilesCount();
    void proposingChangesNothing();

private:
    QString file() const { return m_folder->filePath(u"shop.db"_s); }
    ProjectContext context() const
    {
        ProjectContext context {.project = {},
            .url = {.dialect = u"sqlite"_s, .database = file()},
            .dialect = *m_dialects.find(u"sqlite"_s),
            .provider = &m_provider};
        if (const auto project = openProject(m_folder->filePath(u"shop.joinery"_s)))
            context.project = *project;
        return context;
    }
    void sql(const QString &script) const
    {
        const auto live = m_provider.open(context().url, {.access = Access::Create});
        VERIFY_RESULT(live);
        VERIFY_RESULT((*live)->executeScript(script));
    }
    QString ask(const QString &query) const
    {
        const auto live = m_provider.open(context().url);
        const auto rows = live ? (*live)->query(query) : Result<RowSet>(fail(live.error()));
        return rows ? toText(rows->scalar()) : rows.error().message;
    }
    Result<SchemaProposal> propose(
        const std::function<void(MetaData &)> &edit, const DecisionFlags &flags = {}) const
    {
        const auto live = m_provider.open(context().url);
        if (!live)
            return fail(live.error());
        const Result<SchemaBase> base = readSchemaBase(context(), **live);
        if (!base)
            return fail(base.error());
        MetaData edited = base->models;
        edit(edited);
        return proposeSchemaChange(
            context(), *base, edited, {.flags = flags, .columnOrder = true}, live->get());
    }
    static void renameTitle(MetaData &schema)
    {
        Column *title = schema.tables[u"book"_s].column(u"title"_s);
        title->name = u"heading"_s;
        title->renamedFrom = u"title"_s;
    }

    ConnectionProvider m_provider {};
    DialectRegistry m_dialects {m_provider};
    std::unique_ptr<QTemporaryDir> m_folder {};
};

void TestSchemaChange::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    sql(u"CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
        "CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR(80), author_id INTEGER);"
        "INSERT INTO author VALUES (1, 'Ann'), (2, 'Bo');"
        "INSERT INTO book VALUES (1, 'A', 1), (2, NULL, 2), (3, 'C', NULL)"_s);
}

void TestSchemaChange::keepingHistoryMakesAProjectBeside()
{
    const auto proposal = propose(renameTitle);
    VERIFY_RESULT(proposal);
    QCOMPARE(proposal->revision.message, u"rename title to heading in book"_s);
    QVERIFY(!proposal->down.isEmpty());
    QList<qsizetype> seen;
    const auto applied = applySchemaChange(
        context(), {.proposal = *proposal, .observer = [&](qsizetype statement) {
                        seen.append(statement);
                        return true;
                    }});
    VERIFY_RESULT(applied);
    QVERIFY(!seen.isEmpty());
    QCOMPARE(seen.last(), proposal->change.plan.statementCount() - 1);
    QCOMPARE(applied->project.folder, m_folder->filePath(u"shop.joinery"_s));
    QCOMPARE(applied->project.file.database, u"sqlite:///../shop.db"_s);
    QCOMPARE(ask(u"SELECT group_concat(heading) FROM book"_s), u"A,C"_s);
    QCOMPARE(
        ask(u"SELECT group_concat(state) FROM (SELECT state FROM joinery_revision ORDER BY rowid)"_s),
        u"adopted,applied"_s);
    const auto check = checkProject(context());
    VERIFY_RESULT(check);
    QCOMPARE(*check, QStringList());
    QCOMPARE(
        QDir(context().project.versionsFolder()).entryList({u"*.yaml"_s}, QDir::Files).size(), 2);

    const auto back
        = migrateDatabase(context(), {.direction = Direction::Downgrade, .target = u"base"_s});
    VERIFY_RESULT(back);
    QCOMPARE(ask(u"SELECT group_concat(title) FROM book"_s), u"A,C"_s);
}

void TestSchemaChange::withoutHistoryOnlyTheDatabaseChanges()
{
    const auto proposal = propose(renameTitle);
    VERIFY_RESULT(proposal);
    const auto applied
        = applySchemaChange(context(), {.proposal = *proposal, .keepHistory = false});
    VERIFY_RESULT(applied);
    QCOMPARE(ask(u"SELECT group_concat(heading) FROM book"_s), u"A,C"_s);
    QCOMPARE(ask(u"SELECT count(*) FROM sqlite_schema WHERE name LIKE 'joinery%'"_s), u"0"_s);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
        QStringList {u"shop.db"_s});
}

void TestSchemaChange::theNextChangeFollowsTheFirst()
{
    const auto first = propose(renameTitle);
    VERIFY_RESULT(first);
    const auto one = applySchemaChange(context(), {.proposal = *first});
    VERIFY_RESULT(one);
    const auto second = propose([](MetaData &schema) {
        schema.tables[u"book"_s].columns.append({.name = u"isbn"_s, .type = {u"text"_s}});
    });
    VERIFY_RESULT(second);
    QCOMPARE(second->base.heads, QStringList {one->revision});
    QCOMPARE(second->change.operations.size(), 1);
    const auto two = applySchemaChange(context(), {.proposal = *second});
    VERIFY_RESULT(two);
    QCOMPARE(*checkProject(context()), QStringList());
    QCOMPARE(ask(u"SELECT count(*) FROM joinery_revision"_s), u"3"_s);
}

void TestSchemaChange::openDecisionsRefuse_data()
{
    QTest::addColumn<bool>("keep");
    QTest::newRow("with a history") << true;
    QTest::newRow("without") << false;
}

void TestSchemaChange::openDecisionsRefuse()
{
    QFETCH(bool, keep);
    const auto before = folderState(m_folder->path());
    const auto proposal = propose(
        [](MetaData &schema) { schema.tables[u"book"_s].column(u"title"_s)->nullable = false; });
    VERIFY_RESULT(proposal);
    QCOMPARE(proposal->change.decisions.size(), 1);
    QVERIFY(!proposal->change.plan.isEmpty()); // to be shown all the same
    const auto applied = applySchemaChange(context(), {.proposal = *proposal, .keepHistory = keep});
    VERIFY_RESULT(applied);
    QVERIFY(applied->isRefused());
    QCOMPARE(folderState(m_folder->path()), before);
}

void TestSchemaChange::aFillDecidesNulls()
{
    const auto proposal = propose(
        [](MetaData &schema) { schema.tables[u"book"_s].column(u"title"_s)->nullable = false; },
        {.fills = {{u"book.title"_s, u"'untitled'"_s}}});
    VERIFY_RESULT(proposal);
    QVERIFY(proposal->change.decisions.isEmpty());
    VERIFY_RESULT(applySchemaChange(context(), {.proposal = *proposal}));
    QCOMPARE(ask(u"SELECT group_concat(title) FROM book"_s), u"A,untitled,C"_s);
}

void TestSchemaChange::aMovedDatabaseIsRefused_data()
{
    QTest::addColumn<bool>("keep");
    QTest::addColumn<QString>("meanwhile");
    QTest::addColumn<bool>("asDecision");
    const QString column = u"ALTER TABLE book ADD COLUMN pages INTEGER"_s;
    const QString rows = u"INSERT INTO book VALUES (4, NULL, NULL)"_s;
    QTest::newRow("a column came, with a history") << true << column << false;
    QTest::newRow("a column came, without") << false << column << false;
    QTest::newRow("a NULL came, with a history") << true << rows << true;
    QTest::newRow("a NULL came, without") << false << rows << true;
}

void TestSchemaChange::aMovedDatabaseIsRefused()
{
    QFETCH(bool, keep);
    QFETCH(QString, meanwhile);
    QFETCH(bool, asDecision);
    sql(u"UPDATE book SET title = 'B' WHERE id = 2"_s);
    const auto proposal = propose(
        [](MetaData &schema) { schema.tables[u"book"_s].column(u"title"_s)->nullable = false; });
    VERIFY_RESULT(proposal);
    sql(meanwhile);
    const auto before = folderState(m_folder->path());
    const auto applied = applySchemaChange(context(), {.proposal = *proposal, .keepHistory = keep});
    if (asDecision) {
        VERIFY_RESULT(applied);
        QVERIFY(applied->isRefused());
    } else {
        QVERIFY(!applied);
        QCOMPARE(applied.error().code, ErrorCode::Conflict);
    }
    QCOMPARE(folderState(m_folder->path()), before);
}

void TestSchemaChange::aFailureInTheMiddleLeavesEverything_data()
{
    openDecisionsRefuse_data();
}

void TestSchemaChange::aFailureInTheMiddleLeavesEverything()
{
    QFETCH(bool, keep);
    // Fails as soon as the rows of another table were copied.
    const QString fill
        = u"CASE WHEN total_changes() < 5 THEN 'x' ELSE abs(-9223372036854775807 - 1) END"_s;
    sql(u"INSERT INTO author (name) VALUES ('C'), ('D'), ('E'), ('F'), ('G'), ('H')"_s);
    const auto before = folderState(m_folder->path());
    const auto proposal = propose(
        [](MetaData &schema) {
            renameTitle(schema);
            schema.tables[u"author"_s].columns.append(
                {.name = u"born"_s, .type = {u"integer"_s}, .nullable = false});
            schema.tables[u"book"_s].columns.append({.name = u"slug"_s, .type = {u"text"_s}});
        },
        {.fills = {{u"book.slug"_s, fill}, {u"author.born"_s, u"id + 1900"_s}}});
    VERIFY_RESULT(proposal);
    const auto applied = applySchemaChange(context(), {.proposal = *proposal, .keepHistory = keep});
    QVERIFY(!applied);
    QVERIFY2(applied.error().driverText.contains(u"integer overflow"_s),
        qPrintable(errorText(applied.error())));
    QVERIFY2(applied.error().message.contains(u"nothing was changed"_s),
        qPrintable(applied.error().message));
    QCOMPARE(folderState(m_folder->path()), before);
}

void TestSchemaChange::cancellingLeavesEverything()
{
    const auto before = folderState(m_folder->path());
    const auto proposal = propose(renameTitle);
    VERIFY_RESULT(proposal);
    const auto applied = applySchemaChange(
        context(), {.proposal = *proposal, .observer = [](qsizetype) { return false; }});
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::Interrupted);
    QCOMPARE(folderState(m_folder->path()), before);
}

void TestSchemaChange::aFailureInAProjectPutsItsFilesBack()
{
    const auto first = propose(renameTitle);
    VERIFY_RESULT(first);
    VERIFY_RESULT(applySchemaChange(context(), {.proposal = *first}));
    const auto database = folderState(m_folder->path());
    const auto models = folderState(context().project.modelsFolder());
    const auto versions = folderState(context().project.versionsFolder());
    const auto second = propose([](MetaData &schema) {
        schema.tables[u"book"_s].columns.append({.name = u"isbn"_s, .type = {u"text"_s}});
        schema.tables.insert(u"shelf"_s,
            {.name = u"shelf"_s, .columns = {{.name = u"id"_s, .type = {u"integer"_s}}}});
    });
    VERIFY_RESULT(second);
    const auto applied = applySchemaChange(context(),
        {.proposal = *second, .observer = [](qsizetype statement) { return statement < 1; }});
    QVERIFY(!applied);
    QCOMPARE(folderState(m_folder->path()), database);
    QCOMPARE(folderState(context().project.modelsFolder()), models);
    QCOMPARE(folderState(context().project.versionsFolder()), versions);
}

void TestSchemaChange::lossesAreBackedUp_data()
{
    openDecisionsRefuse_data();
}

void TestSchemaChange::lossesAreBackedUp()
{
    QFETCH(bool, keep);
    const auto proposal
        = propose([](MetaData &schema) { schema.tables[u"book"_s].columns.removeAt(1); },
            {.allows = {u"data_loss:book.title"_s}});
    VERIFY_RESULT(proposal);
    const auto applied = applySchemaChange(context(), {.proposal = *proposal, .keepHistory = keep});
    VERIFY_RESULT(applied);
    QVERIFY(QFileInfo(applied->backup).isFile());
    const auto backup = m_provider.open({.dialect = u"sqlite"_s, .database = applied->backup});
    VERIFY_RESULT(backup);
    QCOMPARE(
        toText((*backup)->query(u"SELECT group_concat(title) FROM book"_s)->scalar()), u"A,C"_s);
}

void TestSchemaChange::editsOfModelFilesCount()
{
    const auto first = propose(renameTitle);
    VERIFY_RESULT(first);
    VERIFY_RESULT(applySchemaChange(context(), {.proposal = *first}));
    MetaData models = *loadModels(context().project.modelsFolder());
    models.tables[u"author"_s].columns.append({.name = u"born"_s, .type = {u"integer"_s}});
    VERIFY_RESULT(saveModels(context().project.modelsFolder(), models));
    const auto proposal = propose([](MetaData &) {});
    VERIFY_RESULT(proposal);
    QCOMPARE(proposal->revision.message, u"add born to author"_s);
    VERIFY_RESULT(applySchemaChange(context(), {.proposal = *proposal}));
    QCOMPARE(*checkProject(context()), QStringList());
}

void TestSchemaChange::proposingChangesNothing()
{
    const auto before = folderState(m_folder->path());
    VERIFY_RESULT(propose(renameTitle));
    QCOMPARE(folderState(m_folder->path()), before);
}

QTEST_GUILESS_MAIN(TestSchemaChange)
#include "tst_schemachange.moc"
