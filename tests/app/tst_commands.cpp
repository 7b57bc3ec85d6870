// SPDX-License-Identifier: MPL-2.0
// The verbs in a program that has models of its own (joinery::runCommands).
#include "joinery/project/modelsdirectory.h"
#include "joinery/project/schemacheck.h"
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void initWritesNoModelFiles();
    void verbsUseTheProgramsModels();
    void messagesNameTheProgram();
    void renameInSourceIsMadeOnce();
    void renameOfATableIsFollowedToItsColumns();
    void madeRenameDoesNotTakeALaterColumn();
    void oldNameLeftInACheckIsRefused();
    void slipsAreToldByModel();
    void joineryItselfLeavesTheModelsAlone_data();
    void joineryItselfLeavesTheModelsAlone();
    void modelFilesAreNotTakenOver();
    void adoptedDatabaseKeepsTheProgramsModels();
    void startUpCheckTellsTheThreeStatesApart();

private:
    void compile(const MetaData &models) const
    {
        QDir(m_project->scratchPath(u"compiled"_s)).removeRecursively();
        VERIFY_RESULT(saveModels(m_project->scratchPath(u"compiled"_s), models));
    }
    CliRun db(const QStringList &arguments) const
    {
        return m_project->run(QStringList {u"db"_s} + arguments);
    }
    CliRun joineryItself(const QStringList &arguments) const
    {
        return CliProject().runBare(QStringList {u"--project"_s, m_project->folder()} + arguments);
    }
    void begin(const MetaData &models) const
    {
        compile(models);
        VERIFY_CLI(0, m_project->init());
        VERIFY_CLI(0, db({u"init"_s}));
    }
    QString columnsOf(const QString &table) const
    {
        return m_project->scalar(
            u"SELECT group_concat(name) FROM pragma_table_info('%1')"_s.arg(table));
    }

    std::unique_ptr<CliProject> m_project {};
};

static MetaData posts(const QList<Column> &more = {}, const QString &name = u"post"_s)
{
    Table table {.name = name,
        .columns = {{.name = u"id"_s, .type = {.text = u"bigint"_s}, .nullable = false}},
        .primaryKey = PrimaryKeyConstraint {.columns = keyParts({u"id"_s})}};
    table.columns += more;
    MetaData models;
    insert(models, table);
    return models;
}

static Column text(const QString &name, const QString &renamedFrom = {})
{
    return {.name = name, .type = {.text = u"text"_s}, .renamedFrom = renamedFrom};
}

void TestCommands::init()
{
    m_project = std::make_unique<CliProject>(QStringLiteral(JOINERY_OWN_MODELS));
    qputenv("JOINERY_TEST_MODELS", m_project->scratchPath(u"compiled"_s).toLocal8Bit());
}

void TestCommands::cleanup()
{
    qunsetenv("JOINERY_TEST_MODELS");
}

void TestCommands::initWritesNoModelFiles()
{
    begin(posts({text(u"title"_s)}));
    QVERIFY(!QFile::exists(m_project->folder() + u"/models"_s));
    QCOMPARE(m_project->revisionFiles().size(), 1);
    QCOMPARE(columnsOf(u"post"_s), u"id,title"_s);
    VERIFY_CLI(0, db({u"check"_s}));
}

void TestCommands::verbsUseTheProgramsModels()
{
    begin(posts({text(u"title"_s)}));
    compile(posts({text(u"title"_s), text(u"body"_s)}));
    VERIFY_CLI(3, db({u"status"_s, u"--check"_s}));
    VERIFY_CLI(3, db({u"check"_s}));
    VERIFY_CLI(3, m_project->run({u"diff"_s, m_project->databaseUrl(), u"models"_s}));
    const CliRun migrated = db({u"migrate"_s});
    VERIFY_CLI(0, migrated);
    QVERIFY2(migrated.text().contains(u"Detected database schema changes."_s),
        qPrintable(migrated.text()));
    const CliRun made = db({u"makemigrations"_s, u"--message"_s, u"something changed"_s});
    VERIFY_CLI(0, made);
    QCOMPARE(m_project->revisionFiles().size(), 2);
    VERIFY_CLI(0, db({u"migrate"_s}));
    QCOMPARE(columnsOf(u"post"_s), u"id,title,body"_s);
    VERIFY_CLI(0, db({u"status"_s, u"--check"_s}));
    VERIFY_CLI(0, m_project->run({u"diff"_s, m_project->databaseUrl(), u"models"_s}));
    QVERIFY(!QFile::exists(m_project->folder() + u"/models"_s));
}

void TestCommands::messagesNameTheProgram()
{
    compile(posts({text(u"title"_s)}));
    VERIFY_CLI(0, m_project->init());
    const CliRun status = db({u"status"_s});
    VERIFY_CLI(1, status);
    QVERIFY2(status.err.contains(u"run ownmodels db init first"_s), qPrintable(status.err));
    VERIFY_CLI(0, db({u"init"_s}));
    compile(posts());
    const CliRun differs = db({u"status"_s});
    QVERIFY2(differs.err.contains(u"Run ownmodels db makemigrations"_s), qPrintable(differs.err));
    const CliRun version = m_project->runBare({u"--version"_s});
    QVERIFY2(version.out.startsWith(u"ownmodels (joinery "_s), qPrintable(version.out));
    const CliRun help = m_project->runBare({u"--help"_s});
    QVERIFY2(!help.out.contains(u"  pull "_s), qPrintable(help.out));
}

void TestCommands::renameInSourceIsMadeOnce()
{
    begin(posts({text(u"title"_s)}));
    QVERIFY(m_project->sql(u"INSERT INTO post VALUES (1, 'kept')"_s));
    compile(posts({text(u"headline"_s, u"title"_s)}));
    VERIFY_CLI(0, db({u"makemigrations"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
    QCOMPARE(m_project->scalar(u"SELECT headline FROM post"_s), u"kept"_s);
    const CliRun again = db({u"makemigrations"_s, u"--json"_s});
    VERIFY_CLI(0, again);
    QCOMPARE(again.json()[u"changed"_s], QJsonValue(false));
    VERIFY_CLI(0, db({u"check"_s}));
}

void TestCommands::renameOfATableIsFollowedToItsColumns()
{
    begin(posts({text(u"title"_s)}));
    compile(posts({text(u"headline"_s, u"title"_s)}));
    VERIFY_CLI(0, db({u"makemigrations"_s}));
    MetaData articles = posts({text(u"headline"_s, u"title"_s)}, u"article"_s);
    articles.tables[u"article"_s].renamedFrom = u"post"_s;
    compile(articles);
    VERIFY_CLI(0, db({u"makemigrations"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
    VERIFY_CLI(0, db({u"check"_s}));
    // A new table takes the name that has become free; the old rename has nothing to do with it.
    insert(articles, posts({text(u"title"_s)}).tables.first());
    compile(articles);
    VERIFY_CLI(0, db({u"makemigrations"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
    QCOMPARE(columnsOf(u"article"_s), u"id,headline"_s);
    QCOMPARE(columnsOf(u"post"_s), u"id,title"_s);
    VERIFY_CLI(0, db({u"check"_s}));
}

/// What came later under the old name goes by itself; it does not become the renamed column.
void TestCommands::madeRenameDoesNotTakeALaterColumn()
{
    begin(posts({text(u"title"_s)}));
    compile(posts({text(u"headline"_s, u"title"_s)}));
    VERIFY_CLI(0, db({u"makemigrations"_s}));
    compile(posts({text(u"headline"_s, u"title"_s), text(u"title"_s)}));
    VERIFY_CLI(0, db({u"makemigrations"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
    QVERIFY(m_project->sql(u"INSERT INTO post (id, headline) VALUES (1, 'kept')"_s));
    compile(posts({text(u"headline"_s, u"title"_s)}));
    VERIFY_CLI(0, db({u"makemigrations"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
    QCOMPARE(columnsOf(u"post"_s), u"id,headline"_s);
    QCOMPARE(m_project->scalar(u"SELECT headline FROM post"_s), u"kept"_s);
}

void TestCommands::oldNameLeftInACheckIsRefused()
{
    MetaData models = posts({text(u"title"_s)});
    models.tables[u"post"_s].checks.append(
        {.name = u"ck_post_title"_s, .sql = u"length(title) > 0"_s});
    begin(models);
    models.tables[u"post"_s].columns[1] = text(u"headline"_s, u"title"_s);
    compile(models);
    const CliRun refused = db({u"makemigrations"_s});
    VERIFY_CLI(1, refused);
    QVERIFY2(refused.err.contains(u"still say an old name"_s), qPrintable(refused.err));
    QVERIFY2(refused.err.contains(u"ck_post_title"_s), qPrintable(refused.err));
    QCOMPARE(m_project->revisionFiles().size(), 1);
    models.tables[u"post"_s].checks[0].sql = u"length(headline) > 0"_s;
    compile(models);
    VERIFY_CLI(0, db({u"makemigrations"_s}));
    VERIFY_CLI(0, db({u"migrate"_s}));
    VERIFY_CLI(0, db({u"check"_s}));
}

void TestCommands::slipsAreToldByModel()
{
    MetaData models = posts({text(u"title"_s)});
    begin(models);
    models.tables[u"post"_s].indexes.append(
        {.name = u"ix_post_title"_s, .columns = keyParts({u"titel"_s})});
    compile(models);
    const CliRun failed = db({u"makemigrations"_s});
    VERIFY_CLI(1, failed);
    QVERIFY2(failed.err.contains(u"model \"post\": index \"ix_post_title\": "_s),
        qPrintable(failed.err));
}

void TestCommands::joineryItselfLeavesTheModelsAlone_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QStringList &arguments, int status) {
        QTest::newRow(name) << arguments << status;
    };
    row("makemigrations is refused", {u"db"_s, u"makemigrations"_s}, 1);
    row("amending is refused", {u"db"_s, u"makemigrations"_s, u"--amend"_s}, 1);
    row("pull is refused", {u"pull"_s}, 1);
    row("status does not compare", {u"db"_s, u"status"_s, u"--check"_s}, 0);
    row("check does not compare", {u"db"_s, u"check"_s}, 0);
    row("migrate works", {u"db"_s, u"migrate"_s}, 0);
    row("going back works", {u"db"_s, u"downgrade"_s, u"base"_s, u"--yes"_s}, 0);
}

/// Without the mark in joinery.yaml it would find no models and want every table to go.
void TestCommands::joineryItselfLeavesTheModelsAlone()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    begin(posts({text(u"title"_s)}));
    const CliRun run = joineryItself(arguments);
    VERIFY_CLI(status, run);
    QCOMPARE(run.err.contains(u"compiled into a program"_s), status == 1);
    QCOMPARE(m_project->revisionFiles().size(), 1);
}

void TestCommands::modelFilesAreNotTakenOver()
{
    compile(posts({text(u"title"_s)}));
    VERIFY_CLI(0,
        CliProject().runBare(
            {u"init"_s, m_project->folder(), u"--url"_s, m_project->databaseUrl()}));
    m_project->setModels(posts());
    VERIFY_CLI(0, joineryItself({u"db"_s, u"init"_s}));
    const CliRun made = db({u"makemigrations"_s});
    VERIFY_CLI(1, made);
    QVERIFY2(made.err.contains(u"models: compiled"_s), qPrintable(made.err));
    QCOMPARE(m_project->revisionFiles().size(), 1);
    VERIFY_CLI(3, db({u"status"_s, u"--check"_s})); // but its models can be held against them
}

void TestCommands::adoptedDatabaseKeepsTheProgramsModels()
{
    QVERIFY(m_project->sql(u"CREATE TABLE post (id INTEGER NOT NULL PRIMARY KEY, title TEXT)"_s));
    compile(posts({text(u"title"_s)}));
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, db({u"adopt"_s}));
    QVERIFY(!QFile::exists(m_project->folder() + u"/models"_s));
    const CliRun made = db({u"makemigrations"_s, u"--json"_s});
    VERIFY_CLI(0, made);
    QCOMPARE(made.json()[u"changed"_s], QJsonValue(false));
}

void TestCommands::startUpCheckTellsTheThreeStatesApart()
{
    const MetaData first = posts({text(u"title"_s)});
    const MetaData renamed = posts({text(u"headline"_s, u"title"_s)});
    const auto message = [&](const MetaData &models) {
        const auto checked = checkSchema(m_project->databaseUrl(), models, m_project->folder());
        return checked ? checked->message(u"heroes"_s) : errorText(checked.error());
    };
    compile(first);
    VERIFY_CLI(0, m_project->init());
    QCOMPARE(message(first), u"Database is not initialized, run heroes db init first."_s);
    VERIFY_CLI(0, db({u"init"_s}));
    QCOMPARE(message(first), QString());
    QCOMPARE(message(renamed),
        u"Detected database schema changes. Run heroes db makemigrations to generate migration scripts."_s);
    compile(renamed);
    VERIFY_CLI(0, db({u"makemigrations"_s}));
    QCOMPARE(message(renamed),
        u"Target database is not up to date. Run heroes db migrate to update database."_s);
    VERIFY_CLI(0, db({u"migrate"_s}));
    QCOMPARE(message(renamed), QString());
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
