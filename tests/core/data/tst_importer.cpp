// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/importer.h"
#include "support/databasefiles.h"
#include "support/migrationbench.h"
#include "support/testutils.h"

#include <QBuffer>
#include <QFile>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestImporter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void intoATable();
    void columnsAreMappedByName();
    void withoutAHeaderByPosition();
    void intoANewTable();
    void anExistingTableIsNotMadeAnew();
    void badRows_data();
    void badRows();
    void skippedRowsGoIntoAFile();
    void noRejectsNoFile();
    void conflicts_data();
    void conflicts();
    void emptyFields_data();
    void emptyFields();
    void rules();
    void whatCannotBeMappedIsRefused_data();
    void whatCannotBeMappedIsRefused();
    void cancelledIsRolledBack();
    void aTriggerThatRollsBackEndsIt();
    void aDeferredKeyFailsAtTheEndAndLeavesNothing();
    void aFileWithoutRows_data();
    void aFileWithoutRows();
    void aReadOnlyDatabase();
    void aTableThatIsGone();
    void aFullDiskEndsItThoughRowsAreSkipped();
    void aLockedDatabaseEndsItThoughRowsAreSkipped();

private:
    Table table(const QString &name)
    {
        const auto schema = m_bench->reflect();
        return schema ? schema->tables.value(name) : Table();
    }
    /// Into the table t, columns by name.
    Result<> import(
        const QByteArray &csv, ImportOptions options, const TransferProgress &progress = {})
    {
        const Table target = table(u"t"_s);
        if (options.columns.isEmpty()) {
            const auto fields = sniffColumns(csv, options.format);
            if (!fields)
                return fail(fields.error());
            options.columns = mapColumns(*fields, target, options.format.header);
        }
        QBuffer buffer;
        buffer.setData(csv);
        buffer.open(QIODevice::ReadOnly);
        return importCsv(
            m_bench->db(), m_bench->dialect(), target, buffer, options, m_report, progress);
    }
    QStringList rows() { return m_bench->rows(u"SELECT * FROM t ORDER BY id"_s); }

    std::unique_ptr<MigrationBench> m_bench {};
    QTemporaryDir m_folder {};
    ImportReport m_report {};
};

void TestImporter::init()
{
    m_bench = std::make_unique<MigrationBench>();
    VERIFY_RESULT(m_bench->load(
        {u"CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER CHECK (age < 150), born DATE, twice INTEGER AS (id * 2))"_s,
            u"INSERT INTO t (id, name, age) VALUES (1, 'Ada', 36)"_s}));
}

void TestImporter::intoATable()
{
    VERIFY_RESULT(import(
        "id,name,age,born\r\n2,\"Bob \"\"B\"\"\nBuilder\",41,1985-01-02\r\n3,00123,,\r\n", {}));
    QCOMPARE(rows(),
        (QStringList {u"1|'Ada'|36|NULL|2"_s, u"2|'Bob \"B\"\nBuilder'|41|'1985-01-02'|4"_s,
            u"3|'00123'|NULL|NULL|6"_s}));
    QCOMPARE(m_report.read, 2);
    QCOMPARE(m_report.written, 2);
}

void TestImporter::columnsAreMappedByName()
{
    VERIFY_RESULT(import("Name;unknown;ID\nBob;x;2\n", {.format = {.delimiter = ';'}}));
    QCOMPARE(rows().value(1), u"2|'Bob'|NULL|NULL|4"_s);
    const auto fields = sniffColumns("twice,name\n4,Bob\n", {});
    VERIFY_RESULT(fields);
    QCOMPARE(mapColumns(*fields, table(u"t"_s)), (QList<ImportColumn> {{u"name"_s, 1}}));
}

void TestImporter::withoutAHeaderByPosition()
{
    VERIFY_RESULT(import("2,Bob,41\n3,Cyd,7\n", {.format = {.header = false}}));
    QCOMPARE(rows(),
        (QStringList {u"1|'Ada'|36|NULL|2"_s, u"2|'Bob'|41|NULL|4"_s, u"3|'Cyd'|7|NULL|6"_s}));
}

void TestImporter::intoANewTable()
{
    const QByteArray csv = "zip;when;price;ok\n01234;2026-11-22 10:00;1,5;true\n99999;;2;false\n";
    const auto format = sniffFormat(csv);
    VERIFY_RESULT(format);
    const auto fields = sniffColumns(csv, *format);
    VERIFY_RESULT(fields);
    const Table made = tableFor(u"new table"_s, *fields);
    QBuffer buffer;
    buffer.setData(csv);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    VERIFY_RESULT(importCsv(m_bench->db(), m_bench->dialect(), made, buffer,
        {.format = *format, .columns = mapColumns(*fields, made), .createTable = true}, m_report));
    QCOMPARE(m_bench->rows(u"SELECT * FROM \"new table\""_s),
        (QStringList {u"'01234'|'2026-11-22 10:00'|1.5|1"_s, u"'99999'|NULL|2.0|0"_s}));
    QStringList types;
    for (const Column &column : table(u"new table"_s).columns)
        types.append(column.type.text);
    QCOMPARE(types, (QStringList {u"text"_s, u"timestamp"_s, u"double"_s, u"boolean"_s}));
}

void TestImporter::anExistingTableIsNotMadeAnew()
{
    const auto done = import("id,name\n2,Bob\n", {.createTable = true});
    QVERIFY(!done);
    QVERIFY2(done.error().message.contains(u"t"_s), qPrintable(done.error().message));
    QCOMPARE(rows().size(), 1);
    QVERIFY(!m_bench->db().inTransaction());
}

void TestImporter::badRows_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<qint64>("line");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QByteArray &bad, const char *reason) {
        QTest::newRow(name) << "id,name,age\n2,\"B\nob\",41\n" + bad + "\n4,Dee,4\n"
                            << qint64(4) << QString::fromUtf8(reason);
    };
    row("a text where a number is wanted", "3,Cyd,old",
        "column \"age\": \"old\" is not a whole number");
    row("a decimal where a whole number is wanted", "3,Cyd,1.5",
        "column \"age\": \"1.5\" is not a whole number");
    row("a broken check", "3,Cyd,150", "CHECK");
    row("a NULL where none may be", "3,,5", "NOT NULL");
    row("a key that is there", "1,Eve,5", "UNIQUE");
    row("too few fields", "3,Cyd", "2 fields where 3 are expected");
    row("too many fields", "3,Cyd,5,6", "4 fields where 3 are expected");
    row("text after a closing quote", "3,\"Cyd\"x,5", "field 2 goes on after its closing quote");
    row("what is no UTF-8", "3,C\xffyd,5", "the text is not valid UTF-8");
}

void TestImporter::badRows()
{
    QFETCH(QByteArray, csv);
    QFETCH(QString, reason);
    const auto stopped = import(csv, {});
    QVERIFY(!stopped);
    QVERIFY2(stopped.error().message.startsWith(u"line 4: "_s)
            && stopped.error().message.contains(reason),
        qPrintable(stopped.error().message));
    QCOMPARE(rows().size(), 1);
    QCOMPARE(m_report.written, 0);
    QVERIFY(!m_bench->db().inTransaction());

    VERIFY_RESULT(import(csv, {.onBadRow = OnBadRow::Skip}));
    QCOMPARE(m_report.written, 2);
    QCOMPARE(m_report.bad, 1);
    QCOMPARE(m_report.badRows.size(), 1);
    QTEST(m_report.badRows.first().line, "line");
    QVERIFY2(m_report.badRows.first().reason.contains(reason),
        qPrintable(m_report.badRows.first().reason));
    QVERIFY(m_report.badRows.first().text.contains(u"yd"_s)
        || m_report.badRows.first().text.contains(u",5"_s));
    QCOMPARE(
        m_bench->rows(u"SELECT id FROM t ORDER BY id"_s), (QStringList {u"1"_s, u"2"_s, u"4"_s}));
}

void TestImporter::skippedRowsGoIntoAFile()
{
    const QString file = m_folder.filePath(u"rejects.csv"_s);
    VERIFY_RESULT(import("id;name;age\n2;Bob;x\n3;\"C;\"\"yd\";7\n4;Dee\n",
        {.format = {.delimiter = ';'}, .onBadRow = OnBadRow::Skip, .rejectsFile = file}));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(),
        QByteArray("\"_line\";\"_reason\";id;name;age\n"
                   "\"2\";\"column \"\"age\"\": \"\"x\"\" is not a whole number\";2;Bob;x\n"
                   "\"4\";\"2 fields where 3 are expected\";4;Dee\n"));
    // Mended, it goes in: the two columns in front match none of the table.
    VERIFY_RESULT(import("\"_line\";\"_reason\";id;name;age\n\"2\";\"…\";2;Bob;41\n",
        {.format = {.delimiter = ';'}}));
    QCOMPARE(rows().value(1), u"2|'Bob'|41|NULL|4"_s);
}

void TestImporter::noRejectsNoFile()
{
    const QString file = m_folder.filePath(u"none.csv"_s);
    VERIFY_RESULT(import("id,name\n2,Bob\n", {.onBadRow = OnBadRow::Skip, .rejectsFile = file}));
    QVERIFY(!QFile::exists(file));
    const auto nowhere = import("id,name\n3,Cyd\n",
        {.onBadRow = OnBadRow::Skip, .rejectsFile = m_folder.filePath(u"no/such/file"_s)});
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::Io);
    QCOMPARE(rows().size(), 2);
}

void TestImporter::conflicts_data()
{
    QTest::addColumn<OnConflict>("onConflict");
    QTest::addColumn<QStringList>("expected");
    QTest::addColumn<qint64>("ignored");
    QTest::newRow("ignore: the row stays")
        << OnConflict::Ignore << QStringList {u"1|'Ada'|36|NULL|2"_s, u"2|'Bob'|NULL|NULL|4"_s}
        << qint64(1);
    QTest::newRow("replace: given columns are new, others stay")
        << OnConflict::Replace << QStringList {u"1|'Eve'|36|NULL|2"_s, u"2|'Bob'|NULL|NULL|4"_s}
        << qint64(0);
}

void TestImporter::conflicts()
{
    QFETCH(OnConflict, onConflict);
    VERIFY_RESULT(import("id,name\n1,Eve\n2,Bob\n",
        {.onConflict = onConflict, .key = keyOf(m_bench->dialect(), table(u"t"_s))}));
    QTEST(rows(), "expected");
    QTEST(m_report.ignored, "ignored");
    QCOMPARE(m_report.written + m_report.ignored, 2);
}

void TestImporter::emptyFields_data()
{
    QTest::addColumn<EmptyFields>("emptyFields");
    QTest::addColumn<QString>("unquoted");
    QTest::addColumn<QString>("quoted");
    QTest::newRow("nothing is NULL") << EmptyFields::UnquotedAreNull << u"NULL"_s << u"''"_s;
    QTest::newRow("all are NULL") << EmptyFields::AllAreNull << u"NULL"_s << u"NULL"_s;
    QTest::newRow("none is NULL") << EmptyFields::NoneAreNull << u"''"_s << u"''"_s;
}

void TestImporter::emptyFields()
{
    QFETCH(EmptyFields, emptyFields);
    VERIFY_RESULT(m_bench->load({u"DROP TABLE t"_s, u"CREATE TABLE t (id TEXT, name TEXT)"_s}));
    VERIFY_RESULT(import("id,name\n,\"\"\n", {.cells = {.emptyFields = emptyFields}}));
    QFETCH(QString, unquoted);
    QFETCH(QString, quoted);
    QCOMPARE(rows(), QStringList {unquoted + u'|' + quoted});
}

void TestImporter::rules()
{
    VERIFY_RESULT(
        m_bench->load({u"DROP TABLE t"_s, u"CREATE TABLE t (id INTEGER, name TEXT, data BLOB)"_s}));
    VERIFY_RESULT(import("id,name,data\n 1 ,  a ,/w==\n2,\" b\",\nx,N/A,AA==\n3\n",
        {.cells = {.nullText = u"N/A"_s, .trim = true, .strict = false, .blobs = BlobText::Base64},
            .shortRows = true}));
    QCOMPARE(rows(),
        (QStringList {u"1|'a'|X'FF'"_s, u"2|' b'|NULL"_s, u"3|NULL|NULL"_s, u"'x'|NULL|X'00'"_s}));
}

void TestImporter::whatCannotBeMappedIsRefused_data()
{
    QTest::addColumn<ImportOptions>("options");
    QTest::newRow("no columns at all") << ImportOptions {.columns = {}};
    QTest::newRow("a column that is not there") << ImportOptions {.columns = {{u"nothing"_s, 0}}};
    QTest::newRow("a generated column") << ImportOptions {.columns = {{u"twice"_s, 0}}};
    QTest::newRow("a column given twice")
        << ImportOptions {.columns = {{u"id"_s, 0}, {u"id"_s, 1}}};
    QTest::newRow("to replace without the key") << ImportOptions {
        .columns = {{u"name"_s, 1}}, .onConflict = OnConflict::Replace, .key = {u"id"_s}};
}

void TestImporter::whatCannotBeMappedIsRefused()
{
    QFETCH(ImportOptions, options);
    QBuffer buffer;
    buffer.setData("x,y\n2,3\n");
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    const auto done
        = importCsv(m_bench->db(), m_bench->dialect(), table(u"t"_s), buffer, options, m_report);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Usage);
}

void TestImporter::cancelledIsRolledBack()
{
    QByteArray csv = "id,name\n";
    for (int i = 10; i < 5000; ++i)
        csv += QByteArray::number(i) + ",name\n";
    QList<qint64> counts;
    const auto done = import(csv, {}, [&](const TransferState &state) {
        counts.append(state.rows);
        return state.rows < 3000;
    });
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Interrupted);
    QCOMPARE(counts, (QList<qint64> {1000, 2000, 3000}));
    QCOMPARE(rows().size(), 1);
    QVERIFY(!m_bench->db().inTransaction());
}

void TestImporter::aTriggerThatRollsBackEndsIt()
{
    VERIFY_RESULT(m_bench->load(
        {u"CREATE TRIGGER tr BEFORE INSERT ON t WHEN new.id = 3 BEGIN SELECT raise(ROLLBACK, 'no threes'); END"_s}));
    const auto done = import("id,name\n2,Bob\n3,Cyd\n4,Dee\n", {.onBadRow = OnBadRow::Skip});
    QVERIFY(!done);
    QVERIFY2(done.error().message.contains(u"no threes"_s), qPrintable(done.error().message));
    QCOMPARE(rows().size(), 1);
}

void TestImporter::aDeferredKeyFailsAtTheEndAndLeavesNothing()
{
    VERIFY_RESULT(m_bench->load({u"DROP TABLE t"_s,
        u"CREATE TABLE t (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)"_s}));
    VERIFY_RESULT(m_bench->db().executeScript(u"PRAGMA foreign_keys = ON"_s));
    VERIFY_RESULT(import("id,parent\n1,2\n2,\n", {}));
    const auto done = import("id,parent\n3,99\n", {});
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Violation);
    QCOMPARE(rows(), (QStringList {u"1|2"_s, u"2|NULL"_s}));
    QVERIFY(!m_bench->db().inTransaction());
}

void TestImporter::aFileWithoutRows_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::newRow("only a header") << QByteArray("id,name");
    QTest::newRow("a header and empty lines") << QByteArray("id,name\r\n\r\n\r\n");
}

void TestImporter::aFileWithoutRows()
{
    QFETCH(QByteArray, csv);
    VERIFY_RESULT(import(csv, {}));
    QCOMPARE(m_report.read, 0);
    QCOMPARE(rows().size(), 1);
    const auto empty = import("", {});
    QVERIFY2(!empty && empty.error().code == ErrorCode::Usage, "an empty file has no columns");
}

void TestImporter::aReadOnlyDatabase()
{
    auto look = openFile(m_bench->file(), Access::Look);
    VERIFY_RESULT(look);
    QBuffer buffer;
    buffer.setData("id,name\n2,Bob\n");
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    const auto done = importCsv(**look, m_bench->dialect(), table(u"t"_s), buffer,
        {.columns = {{u"id"_s, 0}, {u"name"_s, 1}}}, m_report);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::ReadOnly);
    QVERIFY(!(*look)->inTransaction());
}

void TestImporter::aTableThatIsGone()
{
    const Table target = table(u"t"_s);
    VERIFY_RESULT(m_bench->load({u"DROP TABLE t"_s}));
    QBuffer buffer;
    buffer.setData("id,name\n2,Bob\n");
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    const auto done = importCsv(
        m_bench->db(), m_bench->dialect(), target, buffer, {.columns = {{u"id"_s, 0}}}, m_report);
    QVERIFY(!done);
    QVERIFY2(done.error().message.contains(u"no such table"_s), qPrintable(done.error().message));
    QVERIFY(!m_bench->db().inTransaction());
}

void TestImporter::aFullDiskEndsItThoughRowsAreSkipped()
{
    VERIFY_RESULT(m_bench->db().query(u"PRAGMA max_page_count = 12"_s));
    QByteArray csv = "id,name\n";
    for (int i = 10; i < 200; ++i)
        csv += QByteArray::number(i) + ',' + QByteArray(1000, 'x') + '\n';
    const QString rejects = m_folder.filePath(u"full.csv"_s);
    const auto done = import(csv, {.onBadRow = OnBadRow::Skip, .rejectsFile = rejects});
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Io);
    QCOMPARE(rows().size(), 1);
    QVERIFY(!m_bench->db().inTransaction());
    QVERIFY(!QFile::exists(rejects));
}

void TestImporter::aLockedDatabaseEndsItThoughRowsAreSkipped()
{
    auto other = openFile(m_bench->file(), Access::Change);
    VERIFY_RESULT(other);
    VERIFY_RESULT((*other)->executeScript(u"BEGIN IMMEDIATE"_s));
    auto mine = openFile(m_bench->file(), Access::Change);
    VERIFY_RESULT(mine);
    QBuffer buffer;
    buffer.setData("id,name\n2,Bob\n");
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    const auto done = importCsv(**mine, m_bench->dialect(), table(u"t"_s), buffer,
        {.columns = {{u"id"_s, 0}, {u"name"_s, 1}}, .onBadRow = OnBadRow::Skip}, m_report);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Locked);
    QVERIFY(!(*mine)->inTransaction());
}

QTEST_GUILESS_MAIN(TestImporter)
#include "tst_importer.moc"
