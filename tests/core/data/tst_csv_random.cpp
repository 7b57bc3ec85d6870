// SPDX-License-Identifier: MPL-2.0
// What an export writes, an import reads back to exactly the same values, whatever they are and
// whatever signs the file uses.
#include "joinery/data/exporter.h"
#include "joinery/data/importer.h"
#include "support/migrationbench.h"
#include "support/random.h"
#include "support/randomcases.h"
#include "support/testutils.h"

#include <QBuffer>

#include <bit>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace joinery;
using namespace joinery::testing;

namespace {

const QStringList pieces {u"\""_s, u"'"_s, u","_s, u";"_s, u"\t"_s, u"|"_s, u"\n"_s, u"\r\n"_s,
    u"\r"_s, u" "_s, u"NULL"_s, u"\\N"_s, u"0"_s, u"12"_s, u"-"_s, u"+"_s, u"."_s, u"e5"_s,
    u"1,5"_s, u"Inf"_s, u"true"_s, u"\\x"_s, u"0aff"_s, u"X''"_s, u"2026-11-22"_s, u"a"_s,
    u"Größe"_s, u"日本語"_s, u"😀"_s, u"e\u0301"_s, u"\ufeff"_s, u"\u2028"_s, u"\u0001"_s,
    u"\U0010ffff"_s};

QString randomText(Random &random)
{
    QString text = u""_s;
    for (int count = random.below(5); count > 0; --count)
        text += random.pick(pieces);
    return text;
}

double randomReal(Random &random)
{
    for (;;) {
        const quint64 bits = (quint64(random.below(1 << 30)) << 34)
            ^ (quint64(random.below(1 << 30)) << 12) ^ quint64(random.below(1 << 12));
        const auto number = std::bit_cast<double>(bits);
        if (!std::isnan(number))
            return number;
    }
}

qint64 randomInteger(Random &random)
{
    static const QList<qint64> edges {0, 1, -1, std::numeric_limits<qint64>::max(),
        std::numeric_limits<qint64>::min(), 1LL << 53};
    return random.chance(30) ? random.pick(edges)
                             : qint64(random.below(1 << 30)) * random.below(1 << 30);
}

QByteArray randomBytes(Random &random)
{
    QByteArray bytes("");
    for (int count = random.below(6); count > 0; --count)
        bytes.append(char(random.below(256)));
    return bytes;
}

Value randomValue(Random &random, int kind)
{
    switch (kind) {
    case 1:
        return randomInteger(random);
    case 2:
        return randomReal(random);
    case 3:
        return randomText(random);
    case 4:
        return randomBytes(random);
    default:
        return {};
    }
}

CsvStyle randomStyle(Random &random)
{
    CsvStyle style;
    style.delimiter = random.pick(QList<char> {',', ';', '\t', '|'});
    style.quote = random.pick(QList<char> {'"', '\''});
    style.header = random.chance(50);
    style.byteOrderMark = random.chance(50);
    style.decimalComma = style.delimiter != ',' && random.chance(50);
    style.nullText = random.pick(QStringList {QString(), u"NULL"_s, u"\\N"_s, u"a"_s});
    style.lineEnd = random.pick(QByteArrayList {"\r\n", "\n", "\r"});
    return style;
}

} // namespace

class TestCsvRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exportedRowsComeBack();
};

void TestCsvRandom::exportedRowsComeBack()
{
    MigrationBench bench;
    Executor &db = bench.db();
    for (const quint32 seed : testing::caseSeeds(1, testing::caseCount(60))) {
        Random random(seed);
        // One column or all: an empty line is a row only where there is one column.
        const bool single = random.chance(30);
        // A text in a column of bytes does not fit, though a database may hold it.
        const bool strict = random.chance(50);
        VERIFY_RESULT(db.executeScript(single
                ? u"CREATE TABLE t (x); CREATE TABLE u (x)"_s
                : u"CREATE TABLE t (x, i INTEGER, r REAL, s TEXT, b BLOB, n NUMERIC);"
                  "CREATE TABLE u (x, i INTEGER, r REAL, s TEXT, b BLOB, n NUMERIC)"_s));
        VERIFY_RESULT(db.executeScript(u"BEGIN"_s));
        for (int row = 0; row < 40; ++row) {
            const auto orNull
                = [&](int kind) { return random.chance(20) ? Value() : randomValue(random, kind); };
            QList<Value> values {orNull(random.below(5))};
            if (!single)
                values += {orNull(1), orNull(2), orNull(3),
                    orNull(strict ? 4 : 1 + random.below(4)), orNull(1 + random.below(2))};
            VERIFY_RESULT(db.execute(single ? u"INSERT INTO t VALUES (?)"_s
                                            : u"INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)"_s,
                values));
        }
        VERIFY_RESULT(db.executeScript(u"COMMIT"_s));
        const auto schema = bench.reflect();
        VERIFY_RESULT(schema);
        const CsvStyle style = randomStyle(random);
        QByteArray bytes;
        QBuffer file(&bytes);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const auto exported = exportRows(db, bench.dialect(),
            tableSource(bench.dialect(), schema->tables[u"t"_s], ExportFormat::Csv), {.csv = style},
            file);
        VERIFY_RESULT(exported);
        QCOMPARE(*exported, 40);

        QVERIFY(file.seek(0));
        ImportOptions options {.format = {.delimiter = style.delimiter,
                                   .quote = style.quote,
                                   .header = style.header,
                                   .decimalComma = style.decimalComma},
            .cells = {.nullText = style.nullText, .trim = random.chance(50), .strict = strict}};
        for (const Column &column : schema->tables[u"u"_s].columns)
            options.columns.append({column.name, options.columns.size()});
        ImportReport report;
        const auto imported
            = importCsv(db, bench.dialect(), schema->tables[u"u"_s], file, options, report);
        QVERIFY2(imported,
            qPrintable(u"seed %1: %2\n%3"_s.arg(seed).arg(
                imported ? QString() : errorText(imported.error()), QString::fromUtf8(bytes))));
        QCOMPARE(report.written, 40);
        const QStringList before = bench.rows(u"SELECT * FROM t ORDER BY rowid"_s);
        const QStringList after = bench.rows(u"SELECT * FROM u ORDER BY rowid"_s);
        for (qsizetype i = 0; i < before.size(); ++i)
            QVERIFY2(after.value(i) == before[i],
                qPrintable(u"seed %1: %2 became %3\n%4"_s.arg(seed).arg(
                    before[i], after.value(i), QString::fromUtf8(bytes))));
        VERIFY_RESULT(db.executeScript(u"DROP TABLE t; DROP TABLE u"_s));
    }
}

QTEST_GUILESS_MAIN(TestCsvRandom)
#include "tst_csv_random.moc"
