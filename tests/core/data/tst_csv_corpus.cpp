// SPDX-License-Identifier: MPL-2.0
// Every table of real databases, exported and imported again, holds the same rows; a script of
// INSERTs makes the same table.
#include "joinery/data/exporter.h"
#include "joinery/data/importer.h"
#include "support/migrationbench.h"
#include "support/testutils.h"

#include <QBuffer>
#include <QFile>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

class TestCsvCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTableComesBack_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("Chinook") << u"chinook_sqlite.sql"_s;
        QTest::newRow("Northwind") << u"northwind_sqlite.sql"_s;
    }
    void everyTableComesBack()
    {
        QFETCH(QString, script);
        QFile file(corpusFolder() + u"/data/"_s + script);
        if (corpusFolder().isEmpty() || !file.open(QIODevice::ReadOnly))
            QSKIP("the shared cases are not beside this checkout");
        MigrationBench bench;
        Executor &db = bench.db();
        VERIFY_RESULT(db.executeScript(u"PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF"_s));
        VERIFY_RESULT(db.executeScript(QString::fromUtf8(file.readAll())));
        const auto schema = bench.reflect();
        VERIFY_RESULT(schema);
        QVERIFY(schema->tables.size() > 10);
        for (const Table &table : schema->tables) {
            roundTrip(bench, table);
            scriptMakesIt(bench, table);
            if (QTest::currentTestFailed())
                return;
        }
    }

private:
    static QString all(const Table &table) { return u"SELECT * FROM "_s + quoted(table); }
    static QString quoted(const Table &table)
    {
        return u'"' + QString(table.name).replace(u'"', u"\"\""_s) + u'"';
    }

    /// Out, away and in again, with what the reader guesses of the file.
    void roundTrip(MigrationBench &bench, const Table &table)
    {
        const QStringList before = bench.rows(all(table));
        QByteArray bytes;
        QBuffer file(&bytes);
        QVERIFY(file.open(QIODevice::ReadWrite));
        VERIFY_RESULT(exportRows(bench.db(), bench.dialect(),
            tableSource(bench.dialect(), table, ExportFormat::Csv), {}, file));
        VERIFY_RESULT(bench.db().executeScript(u"DELETE FROM "_s + quoted(table)));
        QVERIFY(file.seek(0));
        const Result<CsvFormat> format = sniffFormat(bytes.left(csvSampleBytes));
        VERIFY_RESULT(format);
        QVERIFY2(format->header && format->delimiter == ',', qPrintable(table.name));
        const auto fields = sniffColumns(bytes.left(csvSampleBytes), *format);
        VERIFY_RESULT(fields);
        ImportReport report;
        const auto done = importCsv(bench.db(), bench.dialect(), table, file,
            {.format = *format, .columns = mapColumns(*fields, table), .cells = {.strict = false}},
            report);
        QVERIFY2(
            done, qPrintable(table.name + u": "_s + (done ? QString() : errorText(done.error()))));
        QCOMPARE(bench.rows(all(table)), before);
    }

    void scriptMakesIt(MigrationBench &bench, const Table &table)
    {
        Table bare = table;
        bare.triggers.clear();
        QBuffer out;
        QVERIFY(out.open(QIODevice::WriteOnly));
        VERIFY_RESULT(exportRows(bench.db(), bench.dialect(),
            tableSource(bench.dialect(), bare, ExportFormat::Sql, true),
            {.format = ExportFormat::Sql}, out));
        MigrationBench other;
        VERIFY_RESULT(other.db().executeScript(u"PRAGMA foreign_keys = OFF"_s));
        VERIFY_RESULT(other.db().executeScript(QString::fromUtf8(out.data())));
        QCOMPARE(other.rows(all(table)), bench.rows(all(table)));
    }
};

QTEST_GUILESS_MAIN(TestCsvCorpus)
#include "tst_csv_corpus.moc"
