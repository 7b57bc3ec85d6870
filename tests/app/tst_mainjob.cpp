// SPDX-License-Identifier: MPL-2.0
// The main job on real databases: adopt, change models, migrate, look at every row, go back.
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QFile>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestMainJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chinook();
    void northwind();
};

/// Every table's rows in a canonical order, as one text a table: equal texts are equal contents.
static QMap<QString, QString> allRows(Executor &database)
{
    QMap<QString, QString> contents;
    const auto tables = database.query(
        u"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'joinery%'"_s);
    if (!tables)
        return contents;
    for (const QList<Value> &row : tables->rows) {
        const QString name = toText(row[0]);
        QString text;
        const auto rows = database.query(u"SELECT * FROM \"%1\" ORDER BY 1, 2"_s.arg(name));
        for (const QList<Value> &values : rows ? rows->rows : QList<QList<Value>> {}) {
            for (const Value &value : values)
                text += QString::number(value.index()) + toText(value) + u'|';
            text += u'\n';
        }
        contents.insert(name, text);
    }
    return contents;
}

static QString schemaText(Executor &database)
{
    const auto rows = database.query(
        u"SELECT group_concat(sql, ';' || char(10)) FROM (SELECT sql FROM sqlite_schema "
        "WHERE sql NOT NULL AND name NOT LIKE 'joinery%' AND name NOT LIKE 'sqlite%' ORDER BY type = 'index', type = 'view', type = 'trigger', name)"_s);
    return rows ? toText(rows->scalar()) : QString();
}

static bool load(const CliProject &project, const QString &fileName)
{
    QFile file(corpusFolder() + u"/data/"_s + fileName);
    // Its rows come in an order of their own, as with the sqlite3 shell, which leaves keys
    // unchecked.
    return file.open(QIODevice::ReadOnly)
        && project.sql(u"PRAGMA foreign_keys = OFF;"_s + QString::fromUtf8(file.readAll()));
}

static MetaData withFourChanges(MetaData models)
{
    // Rename a column; the people who edit models name it in one place.
    Column *title = models.tables[u"Album"_s].column(u"Title"_s);
    title->name = u"Heading"_s;
    title->renamedFrom = u"Title"_s;
    // Add a column with a default.
    models.tables[u"Artist"_s].columns.append(Column {.name = u"Country"_s,
        .type = {.text = u"varchar(40)"_s},
        .nullable = false,
        .serverDefault = u"'unknown'"_s});
    // Add a foreign key.
    models.tables[u"Review"_s].columns.append(
        Column {.name = u"CustomerId"_s, .type = {.text = u"integer"_s}});
    models.tables[u"Review"_s].foreignKeys.append(
        ForeignKeyConstraint {.name = u"fk_Review_CustomerId_Customer"_s,
            .columns = {u"CustomerId"_s},
            .referredTable = u"Customer"_s,
            .referredColumns = {u"CustomerId"_s}});
    // Tighten NOT NULL on a table with a view over it and a cascading child.
    models.tables[u"Track"_s].column(u"Composer"_s)->nullable = false;
    return models;
}

void TestMainJob::chinook()
{
    if (corpusFolder().isEmpty())
        QSKIP("the sample databases are not beside this checkout");
    CliProject project;
    QVERIFY(load(project, u"chinook_sqlite.sql"_s));
    QVERIFY(project.sql(
        u"CREATE VIEW long_tracks AS SELECT t.Name, a.Title FROM Track t JOIN Album a USING "
        u"(AlbumId) "
        "WHERE t.Milliseconds > 300000;"
        "CREATE TABLE Review (ReviewId INTEGER PRIMARY KEY AUTOINCREMENT, TrackId INTEGER NOT NULL "
        "REFERENCES Track (TrackId) ON DELETE CASCADE, Stars INTEGER);"
        "INSERT INTO Review (TrackId, Stars) SELECT TrackId, TrackId % 5 + 1 FROM Track WHERE "
        "TrackId % 7 = 0;"
        "DELETE FROM Review WHERE ReviewId > 400;"
        "UPDATE Track SET Composer = 'unknown' WHERE Composer IS NULL"_s));
    const QMap<QString, QString> rowsBefore = allRows(*project.database());
    const QString schemaBefore = schemaText(*project.database());
    const QString longTracks
        = project.scalar(u"SELECT group_concat(Name || Title) FROM long_tracks"_s);
    const QString reviews = project.scalar(u"SELECT count(*) || '/' || sum(Stars) FROM Review"_s);
    QCOMPARE(rowsBefore.size(), 12);

    VERIFY_CLI(0, project.init());
    VERIFY_CLI(0, project.run({u"db"_s, u"adopt"_s}));
    QCOMPARE(allRows(*project.database()), rowsBefore);
    QCOMPARE(schemaText(*project.database()), schemaBefore);

    project.setModels(withFourChanges(project.models()));

    VERIFY_CLI(0, project.run({u"db"_s, u"makemigrations"_s, u"-m"_s, u"four changes"_s}));
    VERIFY_CLI(0, project.run({u"db"_s, u"migrate"_s}));
    VERIFY_CLI(0, project.run({u"db"_s, u"check"_s}));

    const QMap<QString, QString> rowsAfter = allRows(*project.database());
    for (const QString &table : {u"Album"_s, u"Customer"_s, u"Employee"_s, u"Genre"_s, u"Invoice"_s,
             u"InvoiceLine"_s, u"MediaType"_s, u"Playlist"_s, u"PlaylistTrack"_s, u"Track"_s})
        QVERIFY2(rowsAfter[table] == rowsBefore[table], qPrintable(table));
    QCOMPARE(project.scalar(u"SELECT count(*) FROM Artist WHERE Country = 'unknown'"_s), u"275"_s);
    QCOMPARE(project.scalar(u"SELECT count(*) || '/' || sum(Stars) FROM Review"_s), reviews);
    QCOMPARE(project.scalar(u"SELECT count(Heading) FROM Album"_s), u"347"_s);
    QCOMPARE(project.scalar(u"SELECT group_concat(Name || Heading) FROM (SELECT t.Name, a.Heading "
                            u"FROM Track t JOIN Album a "
                            "USING (AlbumId) WHERE t.Milliseconds > 300000)"_s),
        longTracks);
    QVERIFY(!project.scalar(u"SELECT count(*) FROM long_tracks"_s).startsWith(u"error"_s));
    QCOMPARE(project.scalar(u"SELECT seq FROM sqlite_sequence WHERE name = 'Review'"_s), u"500"_s);
    QCOMPARE(project.scalar(
                 u"SELECT \"notnull\" FROM pragma_table_info('Track') WHERE name = 'Composer'"_s),
        u"1"_s);

    VERIFY_CLI(0, project.run({u"db"_s, u"downgrade"_s, u"base"_s, u"--yes"_s}));
    QCOMPARE(allRows(*project.database()), rowsBefore);
    QCOMPARE(
        project.scalar(u"SELECT count(*) FROM sqlite_schema WHERE name LIKE 'joinery%'"_s), u"0"_s);
    QCOMPARE(project.scalar(u"SELECT group_concat(Name || Title) FROM long_tracks"_s), longTracks);
    // Equal to the start: nothing left for a comparison of the two schemas.
    QFile before(project.scratchPath(u"before.sql"_s));
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write(schemaBefore.toUtf8());
    before.close();
    VERIFY_CLI(0, project.runBare({u"diff"_s, before.fileName(), project.databaseUrl()}));
}

void TestMainJob::northwind()
{
    if (corpusFolder().isEmpty())
        QSKIP("the sample databases are not beside this checkout");
    CliProject project;
    QVERIFY(load(project, u"northwind_sqlite.sql"_s));
    QVERIFY(project.sql(
        u"CREATE TABLE Note (NoteID INTEGER PRIMARY KEY AUTOINCREMENT, ProductID INTEGER NOT NULL "
        u"REFERENCES "
        "Products (ProductID) ON DELETE CASCADE, Body TEXT);"
        "INSERT INTO Note (ProductID, Body) SELECT ProductID, 'note ' || ProductID FROM Products;"
        "DELETE FROM Note WHERE NoteID > 70"_s));
    const QMap<QString, QString> rowsBefore = allRows(*project.database());
    const QString schemaBefore = schemaText(*project.database());
    QVERIFY(rowsBefore.size() >= 13);

    VERIFY_CLI(0, project.init());
    VERIFY_CLI(0, project.run({u"db"_s, u"adopt"_s}));
    MetaData models = project.models();
    Column *company = models.tables[u"Shippers"_s].column(u"Phone"_s);
    QVERIFY(company);
    company->name = u"Telephone"_s;
    company->renamedFrom = u"Phone"_s;
    models.tables[u"Customers"_s].columns.append(Column {.name = u"Rating"_s,
        .type = {.text = u"integer"_s},
        .nullable = false,
        .serverDefault = u"3"_s});
    models.tables[u"Categories"_s].columns.append(
        Column {.name = u"RegionID"_s, .type = {.text = u"integer"_s}});
    models.tables[u"Categories"_s].foreignKeys.append(
        ForeignKeyConstraint {.columns = {u"RegionID"_s},
            .referredTable = u"Regions"_s,
            .referredColumns = {u"RegionID"_s}});
    Column *discontinued = models.tables[u"Products"_s].column(u"UnitPrice"_s);
    QVERIFY(discontinued);
    discontinued->nullable = false;
    project.setModels(models);

    VERIFY_CLI(0, project.run({u"db"_s, u"makemigrations"_s, u"-m"_s, u"four changes"_s}));
    VERIFY_CLI(0, project.run({u"db"_s, u"migrate"_s}));
    const QMap<QString, QString> rowsAfter = allRows(*project.database());
    for (auto it = rowsBefore.begin(); it != rowsBefore.end(); ++it) {
        if (it.key() != u"Customers"_s && it.key() != u"Categories"_s)
            QVERIFY2(rowsAfter[it.key()] == it.value(), qPrintable(it.key()));
    }
    QCOMPARE(project.scalar(u"SELECT count(*) FROM Customers WHERE Rating = 3"_s),
        project.scalar(u"SELECT count(*) FROM Customers"_s));
    QCOMPARE(project.scalar(u"SELECT seq FROM sqlite_sequence WHERE name = 'Note'"_s), u"77"_s);
    const auto views
        = project.database()->query(u"SELECT name FROM sqlite_schema WHERE type = 'view'"_s);
    VERIFY_RESULT(views);
    QCOMPARE(views->rows.size(), 16);

    VERIFY_CLI(0, project.run({u"db"_s, u"downgrade"_s, u"base"_s, u"--yes"_s}));
    QCOMPARE(allRows(*project.database()), rowsBefore);
    QFile before(project.scratchPath(u"before.sql"_s));
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write(schemaBefore.toUtf8());
    before.close();
    VERIFY_CLI(0, project.runBare({u"diff"_s, before.fileName(), project.databaseUrl()}));
}

QTEST_GUILESS_MAIN(TestMainJob)
#include "tst_mainjob.moc"
