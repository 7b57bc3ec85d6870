// SPDX-License-Identifier: MPL-2.0
// `joinery export` and `joinery import` as a user runs them.
#include "support/clirunner.h"
#include "support/databasefiles.h"
#include "support/testutils.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestTransfer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void exportToStandardOutput();
    void formatsFollowTheNameOfTheFile_data();
    void formatsFollowTheNameOfTheFile();
    void aQueryIsExported();
    void whatWasExportedIsImported();
    void intoANewTableAndMapped();
    void skippedRowsAreToldOf();
    void aBadRowLeavesNothing();
    void aTableOfAProjectComesFromARevision();
    void usageErrors_data();
    void usageErrors();
    void whatIsMissingIsNamed();
    void theDatabaseIsNeverTheFile();

private:
    QString path(const QString &name) const { return m_project->scratchPath(name); }
    QByteArray contents(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : "no file";
    }
    CliRun run(const QStringList &arguments) const { return m_project->runBare(arguments); }

    std::unique_ptr<CliProject> m_project {};
};

void TestTransfer::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(
        u"CREATE TABLE Person (id INTEGER PRIMARY KEY, name TEXT, born DATE);"
        "INSERT INTO Person VALUES (1, 'Ada, \"Countess\"', '1815-12-10'), (2, '', NULL);"
        "CREATE VIEW named AS SELECT name FROM Person WHERE name <> ''"_s));
}

void TestTransfer::exportToStandardOutput()
{
    const CliRun table = run({u"export"_s, m_project->databaseUrl(), u"person"_s, u"-"_s});
    VERIFY_CLI(0, table);
    QCOMPARE(table.out, u"id,name,born\r\n1,\"Ada, \"\"Countess\"\"\",1815-12-10\r\n2,\"\",\r\n"_s);
    QCOMPARE(table.err, QString());
    const CliRun view
        = run({u"export"_s, m_project->databasePath(), u"named"_s, u"-"_s, u"--no-header"_s});
    VERIFY_CLI(0, view);
    QCOMPARE(view.out, u"\"Ada, \"\"Countess\"\"\"\r\n"_s);
}

void TestTransfer::formatsFollowTheNameOfTheFile_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("csv") << u"a.csv"_s << QStringList {u"--null"_s, u"NULL"_s}
                         << QByteArray("2,\"\",NULL\r\n");
    QTest::newRow("tsv") << u"a.tsv"_s << QStringList {} << QByteArray("2\t\"\"\t\r\n");
    QTest::newRow("json") << u"a.json"_s << QStringList {}
                          << QByteArray("{\"id\":2,\"name\":\"\",\"born\":null}\n]\n");
    QTest::newRow("sql with the table")
        << u"a.sql"_s << QStringList {u"--create"_s} << QByteArray("(2, '', NULL);\nCOMMIT;\n");
    QTest::newRow("the format given")
        << u"a.txt"_s << QStringList {u"--format"_s, u"csv"_s, u"--delimiter"_s, u";"_s}
        << QByteArray("2;\"\";\r\n");
}

void TestTransfer::formatsFollowTheNameOfTheFile()
{
    QFETCH(QString, file);
    QFETCH(QStringList, options);
    QFETCH(QByteArray, text);
    const CliRun exported = run(
        QStringList {u"export"_s, m_project->databaseUrl(), u"Person"_s, path(file), u"--json"_s}
        + options);
    VERIFY_CLI(0, exported);
    QCOMPARE(exported.json()[u"rows"_s].toInt(), 2);
    QVERIFY2(contents(file).endsWith(text), contents(file));
}

void TestTransfer::aQueryIsExported()
{
    const CliRun exported = run({u"export"_s, m_project->databaseUrl(), u"--query"_s,
        u"SELECT count(*) AS n FROM Person"_s, path(u"n.csv"_s)});
    VERIFY_CLI(0, exported);
    QCOMPARE(contents(u"n.csv"_s), QByteArray("n\r\n2\r\n"));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM Person"_s), u"2"_s);
    VERIFY_CLI(1,
        run({u"export"_s, m_project->databaseUrl(), u"--query"_s, u"DELETE FROM Person"_s,
            path(u"n.csv"_s)}));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM Person"_s), u"2"_s);
    QCOMPARE(contents(u"n.csv"_s), QByteArray("n\r\n2\r\n"));
}

void TestTransfer::whatWasExportedIsImported()
{
    VERIFY_CLI(0, run({u"export"_s, m_project->databaseUrl(), u"Person"_s, path(u"p.csv"_s)}));
    QVERIFY(m_project->sql(u"CREATE TABLE copy AS SELECT * FROM Person; DELETE FROM Person"_s));
    const CliRun imported
        = run({u"import"_s, m_project->databaseUrl(), u"person"_s, path(u"p.csv"_s)});
    VERIFY_CLI(0, imported);
    QVERIFY2(
        imported.text().contains(u"2 rows imported into Person"_s), qPrintable(imported.text()));
    QCOMPARE(m_project->scalar(
                 u"SELECT count(*) FROM (SELECT * FROM copy EXCEPT SELECT * FROM Person)"_s),
        u"0"_s);
}

void TestTransfer::intoANewTableAndMapped()
{
    writeFile(path(u"z.csv"_s), "zip;price\n01234;1,5\n");
    VERIFY_CLI(0,
        run({u"import"_s, m_project->databaseUrl(), u"zips"_s, path(u"z.csv"_s), u"--create"_s}));
    QCOMPARE(
        m_project->scalar(u"SELECT zip || typeof(price) || price FROM zips"_s), u"01234real1.5"_s);
    VERIFY_CLI(0,
        run({u"import"_s, m_project->databaseUrl(), u"Person"_s, path(u"z.csv"_s), u"--map"_s,
            u"zip=name"_s, u"--map"_s, u"2=born"_s, u"--lenient"_s}));
    QCOMPARE(m_project->scalar(u"SELECT name || born FROM Person WHERE id = 3"_s), u"012341.5"_s);
}

void TestTransfer::skippedRowsAreToldOf()
{
    writeFile(path(u"p.csv"_s), "id,name,born\n3,Bob,1990-01-01\nx,Cyd,\n1,Eve,\n");
    const CliRun imported = run({u"import"_s, m_project->databaseUrl(), u"Person"_s,
        path(u"p.csv"_s), u"--on-error"_s, u"skip"_s, u"--on-conflict"_s, u"ignore"_s,
        u"--rejects"_s, path(u"r.csv"_s), u"--json"_s});
    VERIFY_CLI(0, imported);
    const QJsonObject report = imported.json();
    QCOMPARE(report[u"written"_s].toInt(), 1);
    QCOMPARE(report[u"ignored"_s].toInt(), 1);
    QCOMPARE(report[u"bad"_s].toInt(), 1);
    const QJsonObject bad = report[u"bad_rows"_s].toArray().first().toObject();
    QCOMPARE(bad[u"line"_s].toInt(), 3);
    QCOMPARE(bad[u"text"_s].toString(), u"x,Cyd,"_s);
    QVERIFY(contents(u"r.csv"_s).contains("x,Cyd,"));
    VERIFY_CLI(0,
        run({u"import"_s, m_project->databaseUrl(), u"Person"_s, path(u"p.csv"_s), u"--on-error"_s,
            u"skip"_s, u"--on-conflict"_s, u"replace"_s}));
    QCOMPARE(m_project->scalar(u"SELECT name FROM Person WHERE id = 1"_s), u"Eve"_s);
}

void TestTransfer::aBadRowLeavesNothing()
{
    writeFile(path(u"p.csv"_s), "id,name\n3,Bob\nx,Cyd\n");
    const CliRun imported
        = run({u"import"_s, m_project->databaseUrl(), u"Person"_s, path(u"p.csv"_s)});
    VERIFY_CLI(1, imported);
    QVERIFY2(imported.err.contains(u"line 3: column \"id\": \"x\" is not a whole number"_s),
        qPrintable(imported.err));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM Person"_s), u"2"_s);
}

void TestTransfer::aTableOfAProjectComesFromARevision()
{
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, m_project->run({u"db"_s, u"adopt"_s, u"-m"_s, u"as found"_s}));
    writeFile(path(u"p.csv"_s), "a,b\n1,2\n");
    const CliRun refused
        = run({u"import"_s, m_project->databaseUrl(), u"fresh"_s, path(u"p.csv"_s), u"--create"_s});
    VERIFY_CLI(4, refused);
    QVERIFY2(refused.err.contains(u"makemigrations"_s), qPrintable(refused.err));
    QCOMPARE(
        m_project->scalar(u"SELECT count(*) FROM sqlite_master WHERE name = 'fresh'"_s), u"0"_s);
}

void TestTransfer::usageErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("export without a file") << QStringList {u"export"_s, u"DB"_s, u"Person"_s};
    QTest::newRow("export of a table and a query")
        << QStringList {u"export"_s, u"DB"_s, u"Person"_s, u"-"_s, u"--query"_s, u"SELECT 1"_s};
    QTest::newRow("export with two documents on standard output")
        << QStringList {u"export"_s, u"DB"_s, u"Person"_s, u"-"_s, u"--json"_s};
    QTest::newRow("export with a delimiter of two signs")
        << QStringList {u"export"_s, u"DB"_s, u"Person"_s, u"-"_s, u"--delimiter"_s, u"::"_s};
    QTest::newRow("export in an unknown format")
        << QStringList {u"export"_s, u"DB"_s, u"Person"_s, u"-"_s, u"--format"_s, u"xlsx"_s};
    QTest::newRow("import with a column that the file has not") << QStringList {
        u"import"_s, u"DB"_s, u"Person"_s, u"FILE"_s, u"--map"_s, u"nothing=name"_s};
    QTest::newRow("import with a column that the table has not") << QStringList {
        u"import"_s, u"DB"_s, u"Person"_s, u"FILE"_s, u"--map"_s, u"name=nothing"_s};
    QTest::newRow("import with an unknown encoding")
        << QStringList {u"import"_s, u"DB"_s, u"Person"_s, u"FILE"_s, u"--encoding"_s, u"EBCDIC"_s};
}

void TestTransfer::usageErrors()
{
    QFETCH(QStringList, arguments);
    writeFile(path(u"p.csv"_s), "id,name\n3,Bob\n");
    arguments.replaceInStrings(u"DB"_s, m_project->databaseUrl());
    arguments.replaceInStrings(u"FILE"_s, path(u"p.csv"_s));
    VERIFY_CLI(2, run(arguments));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM Person"_s), u"2"_s);
}

void TestTransfer::whatIsMissingIsNamed()
{
    const CliRun table = run({u"export"_s, m_project->databaseUrl(), u"Persom"_s, u"-"_s});
    VERIFY_CLI(1, table);
    QVERIFY2(table.err.contains(u"did you mean \"Person\"?"_s), qPrintable(table.err));
    VERIFY_CLI(
        1, run({u"import"_s, m_project->databaseUrl(), u"Person"_s, path(u"nothing.csv"_s)}));
    writeFile(path(u"binary.csv"_s), QByteArray(1000, '\0'));
    const CliRun binary
        = run({u"import"_s, m_project->databaseUrl(), u"Person"_s, path(u"binary.csv"_s)});
    VERIFY_CLI(1, binary);
    QVERIFY2(binary.err.contains(u"not text"_s), qPrintable(binary.err));
    writeFile(path(u"empty.csv"_s), "");
    VERIFY_CLI(2, run({u"import"_s, m_project->databaseUrl(), u"Person"_s, path(u"empty.csv"_s)}));
    if (QFileInfo::exists(u"/dev/full"_s)) {
        const CliRun full
            = run({u"export"_s, m_project->databaseUrl(), u"Person"_s, u"/dev/full"_s});
        VERIFY_CLI(1, full);
        QVERIFY2(full.err.contains(u"/dev/full"_s), qPrintable(full.err));
    }
}

void TestTransfer::theDatabaseIsNeverTheFile()
{
    VERIFY_CLI(
        2, run({u"export"_s, m_project->databaseUrl(), u"Person"_s, m_project->databasePath()}));
    VERIFY_CLI(
        2, run({u"import"_s, m_project->databaseUrl(), u"Person"_s, m_project->databasePath()}));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM Person"_s), u"2"_s);
}

QTEST_GUILESS_MAIN(TestTransfer)
#include "tst_transfer.moc"
