// SPDX-License-Identifier: MPL-2.0
// Decisions on the command line: what is refused leaves the file as it is, what is misspelt is told
// so, and two commands at once do no harm to each other.
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QProcess>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestDecisions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusingChangesNoByte();
    void rowsThatComeInBetweenAreRefusedByMigrate();
    void unknownNamesAreUsageErrors_data();
    void unknownNamesAreUsageErrors();
    void aValueThatIsNoneIsToldSo_data();
    void aValueThatIsNoneIsToldSo();
    void slipsInModelsAreToldByFileAndLine_data();
    void slipsInModelsAreToldByFileAndLine();
    void aCastOverTheOldNameOfARenamedColumnIsToldTheNewOne();
    void aFirstRevisionTakesNoIndexOverAColumnThatIsNotThere();
    void twoAtOnceWriteOneRevision();
    void twoAtOnceMigrateOnce();

private:
    /// A project over two tables with rows, adopted.
    static void prepare(const CliProject &project);
    static void writeModel(const CliProject &project, const QString &table, const QString &text);
    static CliRun make(const CliProject &project, const QStringList &flags = {})
    {
        return project.run(
            QStringList {u"db"_s, u"makemigrations"_s, u"-m"_s, u"change"_s, u"--no-input"_s}
            + flags);
    }
    static QByteArray hashOf(const CliProject &project)
    {
        QFile file(project.databasePath());
        return file.open(QIODevice::ReadOnly)
            ? QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256)
            : QByteArray();
    }
    /// Runs the command twice at the same time; both exit statuses and outputs.
    static QList<CliRun> runTwice(const CliProject &project, const QStringList &arguments);
};

const QString model = u"joinery: 1\ntable: book\ncolumns:\n"
                      "  - {name: id, type: {sqlite: integer}}\n"
                      "  - {name: title, type: {sqlite: text}%1}\n"
                      "  - {name: year, type: {sqlite: integer}}\n%2"
                      "primary_key: {columns: [id]}\n"_s;

void TestDecisions::prepare(const CliProject &project)
{
    QVERIFY(project.sql(u"CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, year INTEGER);"
                        "CREATE TABLE writer (id INTEGER PRIMARY KEY, name TEXT);"
                        "INSERT INTO book VALUES (1, 'a', 1999), (2, NULL, 2001);"_s));
    VERIFY_CLI(0, project.init());
    VERIFY_CLI(0, project.run({u"db"_s, u"adopt"_s, u"-m"_s, u"baseline"_s}));
}

void TestDecisions::writeModel(const CliProject &project, const QString &table, const QString &text)
{
    QFile file(project.folder() + u"/models/"_s + table + u".yaml"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.toUtf8());
}

QList<CliRun> TestDecisions::runTwice(const CliProject &project, const QStringList &arguments)
{
    QProcess one;
    QProcess other;
    for (QProcess *process : {&one, &other})
        process->start(QString::fromUtf8(JOINERY_CLI),
            QStringList {u"--project"_s, project.folder()} + arguments);
    QList<CliRun> runs;
    for (QProcess *process : {&one, &other}) {
        if (!process->waitForFinished(120000))
            return {};
        runs.append({.status = process->exitCode(),
            .out = QString::fromUtf8(process->readAllStandardOutput()),
            .err = QString::fromUtf8(process->readAllStandardError())});
    }
    return runs;
}

void TestDecisions::refusingChangesNoByte()
{
    const CliProject project;
    prepare(project);
    writeModel(project, u"book"_s, model.arg(u", nullable: false"_s, QString()));
    const QByteArray before = hashOf(project);
    const CliRun refused = make(project, {u"--json"_s});
    VERIFY_CLI(4, refused);
    QCOMPARE(hashOf(project), before);
    QCOMPARE(project.revisionFiles().size(), 1);
    const QJsonObject decision = refused.json()[u"decisions"_s].toArray().first().toObject();
    QCOMPARE(decision[u"code"_s].toString(), u"nulls"_s);
    QCOMPARE(decision[u"rows"_s].toInt(), 1);
    QCOMPARE(decision[u"examples"_s].toArray().first().toObject()[u"id"_s].toInt(), 2);
    VERIFY_CLI(0, make(project, {u"--fill"_s, u"book.title=''"_s}));
    VERIFY_CLI(0, project.run({u"db"_s, u"migrate"_s}));
    QCOMPARE(project.scalar(u"SELECT count(*) FROM book WHERE title = ''"_s), u"1"_s);
}

void TestDecisions::rowsThatComeInBetweenAreRefusedByMigrate()
{
    const CliProject project;
    prepare(project);
    QVERIFY(project.sql(u"DELETE FROM book WHERE id = 2"_s));
    writeModel(project, u"book"_s, model.arg(u", nullable: false"_s, QString()));
    VERIFY_CLI(0, make(project));
    QVERIFY(project.sql(u"INSERT INTO book VALUES (7, NULL, 1)"_s));
    const QByteArray before = hashOf(project);
    VERIFY_CLI(4, project.run({u"db"_s, u"migrate"_s, u"--no-input"_s, u"--yes"_s}));
    const CliRun refused = project.run({u"db"_s, u"migrate"_s, u"--no-input"_s, u"--json"_s});
    VERIFY_CLI(4, refused);
    QCOMPARE(refused.json()[u"flags_of"_s].toString(), u"db makemigrations --amend"_s);
    QVERIFY(refused.json()[u"revision"_s].toString().endsWith(u".yaml"));
    QCOMPARE(hashOf(project), before);
    VERIFY_CLI(0, make(project, {u"--amend"_s, u"--allow"_s, u"delete_rows:book.title"_s}));
    VERIFY_CLI(0, project.run({u"db"_s, u"migrate"_s}));
    QCOMPARE(project.scalar(u"SELECT group_concat(id) FROM book"_s), u"1"_s);
}

void TestDecisions::unknownNamesAreUsageErrors_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("words");
    QTest::newRow("fill of a table that is not there")
        << u"--fill"_s << u"bok.title=''"_s << u"did you mean book.title?"_s;
    QTest::newRow("fill of a column that is not there")
        << u"--fill"_s << u"book.titel=''"_s << u"did you mean book.title?"_s;
    QTest::newRow("cast of a column that is not there")
        << u"--cast"_s << u"book.yeer=1"_s << u"did you mean book.year?"_s;
    QTest::newRow("unknown code") << u"--allow"_s << u"delete_row"_s
                                  << u"did you mean delete_rows?"_s;
    QTest::newRow("unknown object")
        << u"--allow"_s << u"data_loss:writter"_s << u"did you mean writer?"_s;
    QTest::newRow("nothing alike")
        << u"--allow"_s << u"data_loss:zzzzzz"_s << u"there is no table zzzzzz"_s;
}

void TestDecisions::unknownNamesAreUsageErrors()
{
    QFETCH(QString, option);
    QFETCH(QString, value);
    QFETCH(QString, words);
    const CliProject project;
    prepare(project);
    writeModel(project, u"book"_s, model.arg(u", nullable: false"_s, QString()));
    const CliRun run = make(project, {option, value});
    VERIFY_CLI(2, run);
    QVERIFY2(run.err.contains(words), qPrintable(run.err));
    QCOMPARE(project.revisionFiles().size(), 1);
}

void TestDecisions::aValueThatIsNoneIsToldSo_data()
{
    QTest::addColumn<QString>("fill");
    QTest::addColumn<QString>("more");
    QTest::addColumn<QString>("words");
    QTest::newRow("NULL") << u"book.title=NULL"_s << QString()
                          << u"the fill NULL gives NULL for 1 of 2 rows"_s;
    QTest::newRow("breaks a check")
        << u"book.title='b'"_s << u"checks:\n  - {name: ck, sql: \"title <> 'b'\"}\n"_s
        << u"with the fill 'b' 1 of 2 rows holds a value that breaks it"_s;
    QTest::newRow("breaks a unique constraint")
        << u"book.title='a'"_s << u"uniques:\n  - {columns: [title]}\n"_s
        << u"with the fill 'a' 1 of 2 rows repeats the value of another"_s;
}

void TestDecisions::aValueThatIsNoneIsToldSo()
{
    QFETCH(QString, fill);
    QFETCH(QString, more);
    QFETCH(QString, words);
    const CliProject project;
    prepare(project);
    writeModel(project, u"book"_s, model.arg(u", nullable: false"_s, more));
    const QByteArray before = hashOf(project);
    const CliRun run = make(project, {u"--fill"_s, fill});
    VERIFY_CLI(4, run);
    QVERIFY2(run.err.contains(words), qPrintable(run.err));
    QCOMPARE(hashOf(project), before);
}

void TestDecisions::slipsInModelsAreToldByFileAndLine_data()
{
    QTest::addColumn<QString>("more");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("words");
    QTest::newRow("index over a column that is not there")
        << u"indexes:\n  - {name: ix, columns: [titel]}\n"_s << 1
        << u"models/book.yaml:8: index \"ix\": there is no column \"titel\"; did you mean \"title\"?"_s;
    QTest::newRow("check that names a column that is not there")
        << u"checks:\n  - {name: ok, sql: \"id > 0\"}\n  - {name: ck, sql: \"yeer > 0\"}\n"_s << 1
        << u"models/book.yaml:9: check \"ck\": no such column: yeer"_s;
    QTest::newRow("foreign key to a table that is not there")
        << u"foreign_keys:\n  - {columns: [year], references: {table: writr, columns: [id]}}\n"_s
        << 0
        << u"models/book.yaml:8: foreign key: there is no table \"writr\"; did you mean \"writer\"?"_s;
    QTest::newRow("foreign key to a column that is not there")
        << u"foreign_keys:\n  - {columns: [year], references: {table: writer, columns: [idd]}}\n"_s
        << 0 << u"models/book.yaml:8: foreign key: table \"writer\" has no column \"idd\""_s;
    QTest::newRow("type that nothing is called")
        << QString() << 0
        << u"models/book.yaml:5: column \"title\": no type is called \"itneger\"; did you mean integer?"_s;
}

void TestDecisions::slipsInModelsAreToldByFileAndLine()
{
    QFETCH(QString, more);
    QFETCH(int, status);
    QFETCH(QString, words);
    const CliProject project;
    prepare(project);
    QVERIFY(project.sql(u"DELETE FROM book"_s));
    QString text = model.arg(QString(), more);
    if (more.isEmpty())
        text.replace(u"{name: title, type: {sqlite: text}}"_s, u"{name: title, type: itneger}"_s);
    writeModel(project, u"book"_s, text);
    const CliRun run = make(project);
    VERIFY_CLI(status, run);
    QVERIFY2(run.err.contains(words), qPrintable(run.err));
}

void TestDecisions::aCastOverTheOldNameOfARenamedColumnIsToldTheNewOne()
{
    const CliProject project;
    prepare(project);
    QString text = model.arg(QString(), QString());
    writeModel(project, u"book"_s,
        text.replace(u"{name: year, type: {sqlite: integer}}"_s, u"{name: since, type: text}"_s));
    const QStringList rename {u"--rename"_s, u"book.year=since"_s, u"--cast"_s};
    const CliRun old = make(project, rename + QStringList {u"book.since=year || '-01-01'"_s});
    VERIFY_CLI(2, old);
    QVERIFY2(old.err.contains(u"the rename comes first: write \"since\" instead of \"year\""_s),
        qPrintable(old.err));
    VERIFY_CLI(0, make(project, rename + QStringList {u"book.since=since || '-01-01'"_s}));
    VERIFY_CLI(0, project.run({u"db"_s, u"migrate"_s}));
    QCOMPARE(project.scalar(u"SELECT since FROM book"_s), u"1999-01-01"_s);
}

/// SQLite would make one over the name as a text.
void TestDecisions::aFirstRevisionTakesNoIndexOverAColumnThatIsNotThere()
{
    const CliProject project;
    VERIFY_CLI(0, project.init());
    writeModel(project, u"book"_s,
        model.arg(QString(), u"indexes:\n  - {name: ix, columns: [titel]}\n"_s));
    const CliRun run = project.run({u"db"_s, u"init"_s});
    VERIFY_CLI(1, run);
    QVERIFY2(run.err.contains(u"models/book.yaml:8: index \"ix\": there is no column \"titel\""_s),
        qPrintable(run.err));
    QCOMPARE(project.revisionFiles().size(), 0);
}

void TestDecisions::twoAtOnceWriteOneRevision()
{
    const CliProject project;
    prepare(project);
    writeModel(project, u"book"_s, model.arg(QString(), u"checks:\n  - {sql: id > 0}\n"_s));
    const QList<CliRun> runs
        = runTwice(project, {u"db"_s, u"makemigrations"_s, u"-m"_s, u"change"_s, u"--no-input"_s});
    QCOMPARE(runs.size(), 2);
    for (const CliRun &run : runs)
        VERIFY_CLI(0, run);
    QCOMPARE(project.revisionFiles().size(), 2);
}

void TestDecisions::twoAtOnceMigrateOnce()
{
    const CliProject project;
    prepare(project);
    QVERIFY(project.sql(
        u"WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) "
        "INSERT INTO book SELECT i, 'x' || i, i FROM n"_s));
    writeModel(project, u"book"_s, model.arg(QString(), u"checks:\n  - {sql: id > 0}\n"_s));
    VERIFY_CLI(0, make(project));
    const QList<CliRun> runs = runTwice(project, {u"db"_s, u"migrate"_s, u"--no-input"_s});
    QCOMPARE(runs.size(), 2);
    for (const CliRun &run : runs)
        VERIFY_CLI(0, run);
    VERIFY_CLI(0, project.run({u"db"_s, u"check"_s}));
    QCOMPARE(project.scalar(u"SELECT count(*) FROM joinery_revision"_s), u"2"_s);
}

QTEST_GUILESS_MAIN(TestDecisions)
#include "tst_decisions.moc"
