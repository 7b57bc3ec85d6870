// SPDX-License-Identifier: MPL-2.0
#include "joinery/data/exporter.h"
#include "support/databasefiles.h"
#include "support/migrationbench.h"
#include "support/testutils.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <limits>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestExporter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void csvOfATable();
    void csvOfAQueryWithParameters();
    void aPreviewStopsEarly();
    void aTableWithoutRowsGivesTheHeader();
    void json();
    void aScriptMakesTheSameTable();
    void aStatementWithoutRowsIsRefused();
    void aFileIsReplacedAtTheEnd();
    void whatFailsLeavesTheFile_data();
    void whatFailsLeavesTheFile();
    void aFullDeviceIsToldOf();
    void aMissingFolderIsNamed();
    void progressCountsRows();
    void aTableThatIsGone();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QByteArray contents(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : "no file";
    }
    Table table(const QString &name)
    {
        const auto schema = m_bench->reflect();
        return schema ? schema->tables.value(name) : Table();
    }
    Result<QByteArray> exported(const ExportSource &source, const ExportOptions &options)
    {
        QBuffer out;
        out.open(QIODevice::WriteOnly);
        const Result<qint64> rows
            = exportRows(m_bench->db(), m_bench->dialect(), source, options, out);
        if (!rows)
            return fail(rows.error());
        return out.data();
    }

    std::unique_ptr<MigrationBench> m_bench {};
    QTemporaryDir m_folder {};
};

void TestExporter::init()
{
    m_bench = std::make_unique<MigrationBench>();
    VERIFY_RESULT(m_bench->load(
        {u"CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, price REAL, data BLOB, twice INTEGER AS (id * 2))"_s,
            u"CREATE INDEX ix ON t (name)"_s,
            u"CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET name = 'fired'; END"_s,
            u"INSERT INTO t (id, name, price, data) VALUES (2, 'it''s, \"so\"', 0.5, x'00ff'), (1, NULL, 3.0, NULL), (3, '', NULL, x'')"_s,
            u"UPDATE t SET name = CASE id WHEN 1 THEN NULL WHEN 2 THEN 'it''s, \"so\"' ELSE '' END"_s,
            u"CREATE TABLE empty (a, b)"_s}));
}

void TestExporter::csvOfATable()
{
    const auto text
        = exported(tableSource(m_bench->dialect(), table(u"t"_s), ExportFormat::Csv), {});
    VERIFY_RESULT(text);
    QCOMPARE(*text,
        QByteArray("id,name,price,data,twice\r\n"
                   "1,,3.0,,2\r\n"
                   "2,\"it's, \"\"so\"\"\",0.5,\\x00ff,4\r\n"
                   "3,\"\",,\\x,6\r\n"));
}

void TestExporter::csvOfAQueryWithParameters()
{
    const auto text = exported({.sql = u"SELECT name AS n, id FROM t WHERE id > ? ORDER BY id"_s,
                                   .parameters = {qint64(1)}},
        {.csv = {.delimiter = '\t', .header = false, .lineEnd = "\n"}});
    VERIFY_RESULT(text);
    QCOMPARE(*text, QByteArray("\"it's, \"\"so\"\"\"\t2\n\"\"\t3\n"));
}

void TestExporter::aPreviewStopsEarly()
{
    const auto text = exported({.sql = u"SELECT id FROM t ORDER BY id"_s, .most = 2}, {});
    VERIFY_RESULT(text);
    QCOMPARE(*text, QByteArray("id\r\n1\r\n2\r\n"));
    QCOMPARE(exported({.sql = u"SELECT id FROM t"_s, .most = 0}, {.format = ExportFormat::Json}),
        Result<QByteArray>("[\n]\n"));
}

void TestExporter::aTableWithoutRowsGivesTheHeader()
{
    const ExportSource source
        = tableSource(m_bench->dialect(), table(u"empty"_s), ExportFormat::Csv);
    QCOMPARE(exported(source, {}), Result<QByteArray>("a,b\r\n"));
    QCOMPARE(exported(source, {.format = ExportFormat::Json}), Result<QByteArray>("[\n]\n"));
}

void TestExporter::json()
{
    const auto text = exported(
        {.sql
            = u"SELECT id, name, price, data, 9e999 AS price, char(7, 10) || 'ä' AS c, 9223372036854775807 AS big FROM t ORDER BY id"_s},
        {.format = ExportFormat::Json});
    VERIFY_RESULT(text);
    QJsonParseError error;
    const QJsonArray rows = QJsonDocument::fromJson(*text, &error).array();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(rows.size(), 3);
    const QJsonObject second = rows[1].toObject();
    QCOMPARE(second[u"name"_s].toString(), u"it's, \"so\""_s);
    QCOMPARE(second[u"data"_s].toObject()[u"$blob"_s].toString(), u"AP8="_s);
    QCOMPARE(second[u"price:2"_s].toObject()[u"$real"_s].toString(), u"Inf"_s);
    QCOMPARE(second[u"c"_s].toString(), u"\a\nä"_s);
    QCOMPARE(second[u"big"_s].toInteger(), std::numeric_limits<qint64>::max());
    QVERIFY(rows[0].toObject()[u"name"_s].isNull());
}

void TestExporter::aScriptMakesTheSameTable()
{
    const ExportSource source
        = tableSource(m_bench->dialect(), table(u"t"_s), ExportFormat::Sql, true);
    const auto script = exported(source, {.format = ExportFormat::Sql});
    VERIFY_RESULT(script);
    MigrationBench other;
    VERIFY_RESULT(other.db().executeScript(QString::fromUtf8(*script)));
    const QString all = u"SELECT *, typeof(data) FROM t ORDER BY id"_s;
    QCOMPARE(other.rows(all), m_bench->rows(all));
    const auto schema = other.reflect();
    VERIFY_RESULT(schema);
    QCOMPARE(schema->tables.value(u"t"_s), table(u"t"_s));
    QVERIFY2(
        !exported({.sql = u"SELECT 1"_s}, {.format = ExportFormat::Sql}), "no name, no INSERT");
}

void TestExporter::aStatementWithoutRowsIsRefused()
{
    const auto text = exported({.sql = u"UPDATE t SET price = price WHERE 0"_s}, {});
    QVERIFY(!text);
    QCOMPARE(text.error().code, ErrorCode::Usage);
}

void TestExporter::aFileIsReplacedAtTheEnd()
{
    writeFile(path(u"rows.csv"_s), "old");
    QByteArray meanwhile;
    const auto rows = exportToFile(m_bench->db(), m_bench->dialect(),
        {.sql
            = u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n"_s},
        {}, path(u"rows.csv"_s), [&](const TransferState &state) {
            if (state.rows == 90000)
                meanwhile = contents(u"rows.csv"_s);
            return true;
        });
    VERIFY_RESULT(rows);
    QCOMPARE(*rows, 100000);
    QCOMPARE(meanwhile, QByteArray("old"));
    QVERIFY(contents(u"rows.csv"_s).endsWith("\r\n99999\r\n100000\r\n"));
}

void TestExporter::whatFailsLeavesTheFile_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("goOn");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("cancelled") << u"SELECT * FROM t"_s << false << ErrorCode::Interrupted;
    QTest::newRow("a statement that fails in the middle")
        << u"SELECT CASE id WHEN 3 THEN json('{') ELSE id END FROM t ORDER BY id"_s << true
        << ErrorCode::Failed;
    QTest::newRow("a statement that does not compile")
        << u"SELECT nothing FROM t"_s << true << ErrorCode::Failed;
}

void TestExporter::whatFailsLeavesTheFile()
{
    QFETCH(QString, sql);
    QFETCH(bool, goOn);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"rows.csv"_s);
    writeFile(file, "old");
    const auto rows = exportToFile(m_bench->db(), m_bench->dialect(), {.sql = sql}, {}, file,
        [&](const TransferState &) { return goOn; });
    QVERIFY(!rows);
    QTEST(rows.error().code, "code");
    QFile left(file);
    QVERIFY(left.open(QIODevice::ReadOnly));
    QCOMPARE(left.readAll(), QByteArray("old"));
    QCOMPARE(
        QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList {u"rows.csv"_s});
}

void TestExporter::aFullDeviceIsToldOf()
{
    const QFileInfo full(u"/dev/full"_s);
    if (!full.exists())
        QSKIP("this system has no /dev/full");
    const auto rows = exportToFile(
        m_bench->db(), m_bench->dialect(), {.sql = u"SELECT * FROM t"_s}, {}, full.filePath());
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Io);
    QVERIFY2(rows.error().message.contains(u"/dev/full"_s), qPrintable(rows.error().message));
    QVERIFY2(!QFileInfo(u"/dev/full"_s).isFile(), "a device is written, never replaced");
}

void TestExporter::aMissingFolderIsNamed()
{
    const auto rows = exportToFile(
        m_bench->db(), m_bench->dialect(), {.sql = u"SELECT 1"_s}, {}, path(u"no/rows.csv"_s));
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Io);
    QVERIFY(!exportToFile(
        m_bench->db(), m_bench->dialect(), {.sql = u"SELECT 1"_s}, {}, m_folder.path()));
}

void TestExporter::progressCountsRows()
{
    QList<qint64> rows;
    const auto done = exportToFile(m_bench->db(), m_bench->dialect(),
        {.sql
            = u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i FROM n"_s,
            .total = 2500},
        {}, path(u"rows.csv"_s), [&](const TransferState &state) {
            rows.append(state.rows);
            return state.total == 2500;
        });
    VERIFY_RESULT(done);
    QCOMPARE(rows, (QList<qint64> {1000, 2000, 2500}));
}

void TestExporter::aTableThatIsGone()
{
    const ExportSource source = tableSource(m_bench->dialect(), table(u"t"_s), ExportFormat::Csv);
    VERIFY_RESULT(m_bench->load({u"DROP TABLE t"_s}));
    const auto text = exported(source, {});
    QVERIFY(!text);
    QVERIFY2(text.error().message.contains(u"t"_s), qPrintable(text.error().message));
}

QTEST_GUILESS_MAIN(TestExporter)
#include "tst_exporter.moc"
