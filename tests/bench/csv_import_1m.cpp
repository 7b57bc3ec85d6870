// SPDX-License-Identifier: MPL-2.0
// The import of 1,000,000 CSV records of 6 columns into a new table, against a program of plain C
// that cuts the same file at commas and quotes and binds what it finds, in one transaction as well.
// `--rows=N` for another size.
#include "joinery/connection/provider.h"
#include "joinery/data/importer.h"
#include "joinery/dialects/registry.h"
#include "support/contest.h"
#include "support/manytables.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Result<> makeFile(const QString &path, qint64 rows)
{
    std::FILE *file = std::fopen(path.toLocal8Bit().constData(), "wb");
    if (!file)
        return fail(ErrorCode::Io, u"cannot write"_s);
    std::fputs("id,name,price,day,note,amount\n", file);
    for (qint64 i = 1; i <= rows; ++i) {
        std::fprintf(file, "%lld,\"item %lld, number \"\"%lld\"\"\",%.2f,2026-%02d-%02d,%s,%lld\n",
            static_cast<long long>(i), static_cast<long long>(i),
            static_cast<long long>(i * 7 % 1000), double(i) * 0.37, int(i % 12) + 1,
            int(i % 28) + 1, i % 5 == 0 ? "" : "a note of some words without any signs",
            static_cast<long long>(i * 2654435761 % 1000003));
    }
    return std::fclose(file) == 0 ? Result<>() : fail(ErrorCode::Io, u"cannot write"_s);
}

Result<> importOurs(
    const ConnectionProvider &provider, const Dialect &dialect, const Url &url, const QString &csv)
{
    const auto db = provider.open(url, {.access = Access::Create});
    if (!db)
        return fail(db.error());
    QFile file(csv);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, file.errorString());
    const QByteArray sample = file.peek(csvSampleBytes);
    const Result<CsvFormat> format = sniffFormat(sample);
    if (!format)
        return fail(format.error());
    const Result<QList<CsvColumn>> fields = sniffColumns(sample, *format);
    if (!fields)
        return fail(fields.error());
    const Table table = tableFor(u"item"_s, *fields);
    ImportReport report;
    return importCsv(**db, dialect, table, file,
        {.format = *format, .columns = mapColumns(*fields, table), .createTable = true}, report);
}

/// Binds one field by its column: number, text, real, text, text, number. Nothing is NULL.
void bindField(sqlite3_stmt *statement, int column, char *text, int size)
{
    if (size == 0)
        sqlite3_bind_null(statement, column + 1);
    else if (column == 0 || column == 5)
        sqlite3_bind_int64(statement, column + 1, std::strtoll(text, nullptr, 10));
    else if (column == 2)
        sqlite3_bind_double(statement, column + 1, std::strtod(text, nullptr));
    else
        sqlite3_bind_text(statement, column + 1, text, size, SQLITE_TRANSIENT);
}

/// Reads a field into the buffer; returns the sign that ended it.
int readField(std::FILE *file, char *text, int &size)
{
    size = 0;
    int c = std::getc(file);
    if (c == '"') {
        for (c = std::getc(file); c != EOF; c = std::getc(file)) {
            if (c == '"' && (c = std::getc(file)) != '"')
                break;
            text[size++] = static_cast<char>(c);
        }
    } else {
        for (; c != ',' && c != '\n' && c != EOF; c = std::getc(file))
            text[size++] = static_cast<char>(c);
    }
    text[size] = '\0';
    return c;
}

Result<> importBare(const QString &path, const QString &csv)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    if (const auto begun = runBare(db->get(),
            "BEGIN; CREATE TABLE item (id BIGINT, name TEXT, price DOUBLE, day DATE, note TEXT, "
            "amount BIGINT)");
        !begun)
        return begun;
    sqlite3_stmt *statement = nullptr;
    std::FILE *file = std::fopen(csv.toLocal8Bit().constData(), "rb");
    if (!file
        || sqlite3_prepare_v2(
               db->get(), "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)", -1, &statement, nullptr)
            != SQLITE_OK)
        return fail(ErrorCode::Failed, u"cannot begin"_s);
    static char text[1 << 16];
    int size = 0;
    int column = 0;
    while (std::getc(file) != '\n') { }
    for (int end = readField(file, text, size); end != EOF || size > 0;
         end = readField(file, text, size)) {
        bindField(statement, column++, text, size);
        if (end == ',')
            continue;
        if (sqlite3_step(statement) != SQLITE_DONE)
            return fail(ErrorCode::Failed, QString::fromUtf8(sqlite3_errmsg(db->get())));
        sqlite3_reset(statement);
        column = 0;
    }
    std::fclose(file);
    sqlite3_finalize(statement);
    return runBare(db->get(), "COMMIT");
}

Result<> checkRows(const QString &path, qint64 rows)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v2(db->get(), "SELECT count(*) FROM item", -1, &statement, nullptr);
    const bool right
        = sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int64(statement, 0) == rows;
    sqlite3_finalize(statement);
    return right ? Result<>() : fail(ErrorCode::Failed, u"not all rows are there"_s);
}

Result<> contest(const Contest &contest)
{
    const QTemporaryDir folder;
    const qint64 rows = contest.knob(u"rows"_s, 1'000'000);
    const QString csv = folder.filePath(u"items.csv"_s);
    if (const Result<> made = makeFile(csv, rows); !made)
        return made;
    const ConnectionProvider provider;
    const DialectRegistry dialects(provider);
    const Url url {.dialect = u"sqlite"_s, .database = folder.filePath(u"items.db"_s)};
    const Result<const Dialect *> dialect = dialects.find(url.dialect);
    if (!dialect)
        return fail(dialect.error());
    const auto into = [&](const std::function<Result<>()> &run) -> Result<Cost> {
        QFile::remove(url.database);
        const Result<Cost> cost = costOf(run);
        if (const Result<> checked = checkRows(url.database, rows); cost && !checked)
            return fail(checked.error());
        return cost;
    };
    return contest.run(
        u"csv_import_1m"_s, 5,
        [&] { return into([&] { return importOurs(provider, **dialect, url, csv); }); },
        [&] { return into([&] { return importBare(url.database, csv); }); });
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
