// SPDX-License-Identifier: MPL-2.0
// What goes wrong for people: each gets one clear sentence, the exit status of
// docs/command-line.md, and a database and files that are as they were.
#include "support/clirunner.h"
#include "support/testutils.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

class TestBadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFileThatIsNoDatabase();
    void aVanishedFile();
    void aUrlThatDoesNotParse();
    void aDriverThatIsMissing();
    void malformedYaml_data();
    void malformedYaml();
    void aRevisionThatDoesNotApply();
    void aDriftedTableIsNotRebuilt();
    void anEditedRevisionIsNoticed();
    void aMissingRevisionFileIsNoticed();
    void aLockedDatabase();
    void usageErrorsAreTwo_data();
    void usageErrorsAreTwo();
    void nothingIsChangedByLooking();
    void aFailingStatementLeavesNothing();

private:
    QByteArray databaseHash() const;
    QStringList projectFiles() const;
    void verifyClearError(const CliRun &run, int status, const QStringList &words) const;
    /// Writes a hand-made revision behind the head.
    void writeRevision(const QString &down, const QByteArray &upgrade) const;
    QString head() const;

    std::unique_ptr<CliProject> m_project {};
};

QByteArray TestBadInput::databaseHash() const
{
    QFile file(m_project->databasePath());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256);
}

QStringList TestBadInput::projectFiles() const
{
    return QDir(m_project->folder() + u"/migrations/versions"_s).entryList(QDir::Files)
        + QDir(m_project->folder() + u"/models"_s).entryList(QDir::Files);
}

void TestBadInput::verifyClearError(const CliRun &run, int status, const QStringList &words) const
{
    VERIFY_CLI(status, run);
    for (const QString &word : words)
        QVERIFY2(run.err.contains(word), qPrintable(u"«%1» lacks «%2»"_s.arg(run.err, word)));
    QVERIFY2(run.err.contains(u"Error: "_s), qPrintable(run.err));
    QVERIFY2(run.err.contains(u"→"_s), qPrintable(u"no way out in: "_s + run.err));
}

void TestBadInput::writeRevision(const QString &down, const QByteArray &upgrade) const
{
    QFile file(
        m_project->folder() + u"/migrations/versions/20300101T000000_ffffffffffff_by_hand.yaml"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("joinery: 1\nrevision: ffffffffffff\ndown_revision: " + down.toUtf8()
        + "\nmessage: by hand\ncreated: 2030-01-01T00:00:00Z\nupgrade:\n" + upgrade
        + "downgrade: auto\n");
}

QString TestBadInput::head() const
{
    return m_project->run({u"db"_s, u"heads"_s, u"--json"_s})
        .json()[u"heads"_s]
        .toArray()
        .first()
        .toString();
}

void TestBadInput::init()
{
    m_project = std::make_unique<CliProject>();
    QVERIFY(m_project->sql(u"CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);"
                           "INSERT INTO book VALUES (1, 'A'), (2, 'größer'), (3, '')"_s));
    VERIFY_CLI(0, m_project->init());
    VERIFY_CLI(0, m_project->run({u"db"_s, u"adopt"_s}));
}

void TestBadInput::aFileThatIsNoDatabase()
{
    QFile file(m_project->scratchPath(u"letter.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("Dear Sir or Madam, ").repeated(100));
    file.close();
    verifyClearError(m_project->runBare({u"inspect"_s, file.fileName()}), 1,
        {u"letter.db"_s, u"not a SQLite database"_s});
    verifyClearError(
        m_project->run({u"db"_s, u"status"_s, u"--url"_s, file.fileName()}), 1, {u"letter.db"_s});
    verifyClearError(
        m_project->run({u"db"_s, u"migrate"_s, u"--url"_s, file.fileName()}), 1, {u"letter.db"_s});
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.size(), 1900);
}

void TestBadInput::aVanishedFile()
{
    QVERIFY(QFile::remove(m_project->databasePath()));
    verifyClearError(
        m_project->runBare({u"inspect"_s, m_project->databaseUrl()}), 1, {u"shop.db"_s});
    verifyClearError(
        m_project->runBare({u"query"_s, m_project->databaseUrl(), u"DELETE FROM book"_s}), 1,
        {u"shop.db"_s});
    QVERIFY(!QFile::exists(m_project->databasePath()));
}

void TestBadInput::aUrlThatDoesNotParse()
{
    const CliRun mistyped
        = m_project->run({u"db"_s, u"status"_s, u"--url"_s, u"postgres//me:s3cret@db/shop"_s});
    verifyClearError(mistyped, 1, {u"Could not parse SQLAlchemy URL"_s});
    QVERIFY2(!mistyped.text().contains(u"s3cret"_s), qPrintable(mistyped.text()));
    const CliRun run
        = m_project->run({u"db"_s, u"status"_s, u"--url"_s, u"foo://me:s3cret@db/shop"_s});
    QVERIFY2(!run.text().contains(u"s3cret"_s), qPrintable(run.text()));
    QVERIFY(run.status == 1 || run.status == 2);
}

void TestBadInput::aDriverThatIsMissing()
{
    const CliRun run = m_project->run(
        {u"db"_s, u"status"_s, u"--url"_s, u"postgresql://me:s3cret@127.0.0.1/shop"_s});
    verifyClearError(run, 1, {u"postgresql"_s});
    QVERIFY(!run.text().contains(u"s3cret"_s));
}

void TestBadInput::malformedYaml_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("word");
    QTest::newRow("an open bracket")
        << QByteArray("joinery: 1\ntable: book\ncolumns: [\n") << u"book.yaml:"_s << u""_s;
    QTest::newRow("a duplicate key") << QByteArray(
        "joinery: 1\ntable: book\ntable: other\ncolumns:\n  - {name: id, type: integer}\n")
                                     << u"book.yaml:3:1"_s << u"table"_s;
    QTest::newRow("an unknown key")
        << QByteArray("joinery: 1\ntable: book\ncolums:\n  - {name: id, type: integer}\n")
        << u"book.yaml:3:1"_s << u"columns"_s;
    QTest::newRow("a newer format")
        << QByteArray("joinery: 2\ntable: book\n") << u"book.yaml:1"_s << u"newer"_s;
    QTest::newRow("bytes that are no UTF-8")
        << QByteArray("joinery: 1\ntable: b\xff\xfeok\n") << u"book.yaml:2"_s << u"UTF-8"_s;
    QTest::newRow("an empty file") << QByteArray() << u"book.yaml"_s << u""_s;
}

void TestBadInput::malformedYaml()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, place);
    QFETCH(QString, word);
    QFile file(m_project->folder() + u"/models/book.yaml"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    const QStringList before = projectFiles();
    const CliRun run = m_project->run({u"db"_s, u"makemigrations"_s});
    VERIFY_CLI(1, run);
    QVERIFY2(run.err.contains(place), qPrintable(run.err));
    QVERIFY2(run.err.contains(word), qPrintable(run.err));
    QCOMPARE(projectFiles(), before);
}

void TestBadInput::aRevisionThatDoesNotApply()
{
    writeRevision(head(), "  - drop_column: {table: book, column: {name: isbn, type: TEXT}}\n");
    const QByteArray before = databaseHash();
    const CliRun run = m_project->run({u"db"_s, u"migrate"_s});
    VERIFY_CLI(1, run);
    QVERIFY2(
        run.err.contains(u"by_hand.yaml"_s) && run.err.contains(u"isbn"_s), qPrintable(run.err));
    QCOMPARE(databaseHash(), before);
}

void TestBadInput::aDriftedTableIsNotRebuilt()
{
    QVERIFY(m_project->sql(
        u"ALTER TABLE book ADD COLUMN precious TEXT; UPDATE book SET precious = 'keep me'"_s));
    MetaData models = m_project->models();
    models.tables[u"book"_s].column(u"title"_s)->nullable = true;
    m_project->setModels(models);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    const QByteArray before = databaseHash();
    verifyClearError(m_project->run({u"db"_s, u"migrate"_s}), 1,
        {u"book"_s, u"precious"_s, u"nothing was changed"_s});
    QCOMPARE(databaseHash(), before);
}

void TestBadInput::anEditedRevisionIsNoticed()
{
    const QString path
        = m_project->folder() + u"/migrations/versions/"_s + m_project->revisionFiles().first();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray text = file.readAll();
    file.resize(0);
    file.seek(0);
    file.write(QByteArray(text).replace("baseline", "another"));
    file.close();
    verifyClearError(m_project->run({u"db"_s, u"migrate"_s}), 1,
        {u"edited"_s, m_project->revisionFiles().first()});
    const CliRun shown = m_project->run({u"db"_s, u"show"_s, head(), u"--applied"_s});
    VERIFY_CLI(0, shown);
    QCOMPARE(shown.out.toUtf8(), text);
}

void TestBadInput::aMissingRevisionFileIsNoticed()
{
    const QString path
        = m_project->folder() + u"/migrations/versions/"_s + m_project->revisionFiles().first();
    QVERIFY(QFile::remove(path));
    verifyClearError(m_project->run({u"db"_s, u"migrate"_s}), 1, {u"do not have"_s});
    // The database holds its text, so it can go back all the same.
    VERIFY_CLI(0, m_project->run({u"db"_s, u"downgrade"_s, u"base"_s, u"--yes"_s}));
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM book"_s), u"3"_s);
}

void TestBadInput::aLockedDatabase()
{
    MetaData models = m_project->models();
    models.tables[u"book"_s].columns.append(
        Column {.name = u"isbn"_s, .type = {.text = u"text"_s}});
    m_project->setModels(models);
    VERIFY_CLI(0, m_project->run({u"db"_s, u"makemigrations"_s}));
    const std::unique_ptr<Executor> other = m_project->database();
    VERIFY_RESULT(other->execute(u"BEGIN IMMEDIATE"_s));
    verifyClearError(m_project->run({u"db"_s, u"migrate"_s}), 1, {u"locked"_s, u"shop.db"_s});
    VERIFY_RESULT(other->execute(u"ROLLBACK"_s));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"migrate"_s}));
}

void TestBadInput::usageErrorsAreTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no verb") << QStringList {};
    QTest::newRow("an unknown verb") << QStringList {u"dance"_s};
    QTest::newRow("an unknown db verb") << QStringList {u"db"_s, u"dance"_s};
    QTest::newRow("an unknown flag") << QStringList {u"db"_s, u"status"_s, u"--dance"_s};
    QTest::newRow("no target") << QStringList {u"db"_s, u"downgrade"_s};
    QTest::newRow("a rename that is none")
        << QStringList {u"db"_s, u"makemigrations"_s, u"--rename"_s, u"nonsense"_s};
    QTest::newRow("a fill without a column")
        << QStringList {u"db"_s, u"makemigrations"_s, u"--fill"_s, u"x=1"_s};
    QTest::newRow("an unknown environment")
        << QStringList {u"db"_s, u"status"_s, u"--env"_s, u"moon"_s};
    QTest::newRow("an unknown format")
        << QStringList {u"inspect"_s, u"x.db"_s, u"--format"_s, u"prose"_s};
}

void TestBadInput::usageErrorsAreTwo()
{
    QFETCH(QStringList, arguments);
    VERIFY_CLI(2, m_project->run(arguments));
}

void TestBadInput::nothingIsChangedByLooking()
{
    const QByteArray before = databaseHash();
    const QStringList beside
        = QDir(QFileInfo(m_project->databasePath()).path()).entryList(QDir::Files);
    VERIFY_CLI(0, m_project->runBare({u"inspect"_s, m_project->databaseUrl()}));
    VERIFY_CLI(
        0, m_project->runBare({u"inspect"_s, m_project->databaseUrl(), u"--format"_s, u"sql"_s}));
    VERIFY_CLI(0,
        m_project->runBare(
            {u"diff"_s, m_project->databaseUrl(), m_project->folder() + u"/models"_s}));
    VERIFY_CLI(0, m_project->run({u"pull"_s, u"--yes"_s}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"status"_s}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"history"_s}));
    VERIFY_CLI(0, m_project->run({u"db"_s, u"check"_s}));
    VERIFY_CLI(
        0, m_project->runBare({u"query"_s, m_project->databaseUrl(), u"SELECT * FROM book"_s}));
    QCOMPARE(databaseHash(), before);
    QCOMPARE(QDir(QFileInfo(m_project->databasePath()).path()).entryList(QDir::Files), beside);
}

void TestBadInput::aFailingStatementLeavesNothing()
{
    writeRevision(head(),
        "  - add_column: {table: book, column: {name: isbn, type: TEXT}}\n"
        "  - execute: {sql: \"INSERT INTO book (id, title) VALUES (1, 'twice')\", reversed_by: "
        "\"\", changes: []}\n");
    const QString before = m_project->scalar(u"SELECT group_concat(sql) FROM sqlite_schema"_s);
    const CliRun run = m_project->run({u"db"_s, u"migrate"_s});
    VERIFY_CLI(1, run);
    QVERIFY2(run.err.contains(u"by_hand.yaml"_s), qPrintable(run.err));
    QVERIFY2(run.err.contains(u"INSERT INTO book"_s), qPrintable(run.err));
    QCOMPARE(m_project->scalar(u"SELECT group_concat(sql) FROM sqlite_schema"_s), before);
    QCOMPARE(m_project->scalar(u"SELECT count(*) FROM book"_s), u"3"_s);
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
