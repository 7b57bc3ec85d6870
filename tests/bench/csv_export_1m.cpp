// SPDX-License-Identifier: MPL-2.0
// The export of 1,000,000 rows of 6 columns (number, text with commas, real, date, text, NULLs) as
// CSV, against a loop over SQLite's C API that writes the same file with stdio. `--rows=N` for
// another size.
#include "joinery/connection/provider.h"
#include "joinery/data/exporter.h"
#include "joinery/dialects/registry.h"
#include "support/contest.h"
#include "support/manytables.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <cstring>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

Result<> makeTable(const QString &path, qint64 rows)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    return runBare(db->get(),
        R"(CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, price REAL, day TEXT, note TEXT, amount INTEGER);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < )"
            + QByteArray::number(rows) + R"()
INSERT INTO item SELECT i, printf('item %d, number "%d"', i, i * 7 % 1000), i * 0.37, date(1000000000 + i * 60, 'unixepoch'),
    CASE WHEN i % 5 THEN 'a note of some words without any signs' END, i * 2654435761 % 1000003 FROM n;
COMMIT;)");
}

Result<> exportOurs(const ConnectionProvider &provider, const Dialect &dialect, const Url &url,
    const QString &target)
{
    const auto db = provider.open(url);
    if (!db)
        return fail(db.error());
    const Result<MetaData> schema = dialect.inspector().reflect(**db);
    if (!schema)
        return fail(schema.error());
    const auto rows = exportToFile(**db, dialect,
        tableSource(dialect, schema->tables[u"item"_s], ExportFormat::Csv), {}, target);
    return rows ? Result<>() : fail(rows.error());
}

void writeQuoted(std::FILE *file, const char *text)
{
    if (!std::strpbrk(text, ",\"\r\n")) {
        std::fputs(text, file);
        return;
    }
    std::fputc('"', file);
    for (; *text != '\0'; ++text) {
        if (*text == '"')
            std::fputc('"', file);
        std::fputc(*text, file);
    }
    std::fputc('"', file);
}

void writeColumn(std::FILE *file, sqlite3_stmt *statement, int column)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        std::fprintf(file, "%lld", static_cast<long long>(sqlite3_column_int64(statement, column)));
        break;
    case SQLITE_FLOAT:
        std::fprintf(file, "%.17g", sqlite3_column_double(statement, column));
        break;
    case SQLITE_TEXT:
        writeQuoted(file, reinterpret_cast<const char *>(sqlite3_column_text(statement, column)));
        break;
    default:
        break;
    }
}

Result<> exportBare(const QString &path, const QString &target)
{
    const auto db = openBare(path);
    if (!db)
        return fail(db.error());
    sqlite3_stmt *statement = nullptr;
    std::FILE *file = std::fopen(target.toLocal8Bit().constData(), "wb");
    if (!file
        || sqlite3_prepare_v2(db->get(), "SELECT * FROM item", -1, &statement, nullptr)
            != SQLITE_OK)
        return fail(ErrorCode::Failed, u"cannot begin"_s);
    std::fputs("id,name,price,day,note,amount\r\n", file);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < 6; ++i) {
            if (i > 0)
                std::fputc(',', file);
            writeColumn(file, statement, i);
        }
        std::fputs("\r\n", file);
    }
    sqlite3_finalize(statement);
    return std::fclose(file) == 0 ? Result<>() : fail(ErrorCode::Io, u"cannot write"_s);
}

Result<> contest(const Contest &contest)
{
    const QTemporaryDir folder;
    const Url url {.dialect = u"sqlite"_s, .database = folder.filePath(u"items.db"_s)};
    if (const Result<> made = makeTable(url.database, contest.knob(u"rows"_s, 1'000'000)); !made)
        return made;
    const ConnectionProvider provider;
    const DialectRegistry dialects(provider);
    const Result<const Dialect *> dialect = dialects.find(url.dialect);
    if (!dialect)
        return fail(dialect.error());
    const QString target = folder.filePath(u"items.csv"_s);
    const auto ours
        = [&] { return costOf([&] { return exportOurs(provider, **dialect, url, target); }); };
    const auto limit = [&] { return costOf([&] { return exportBare(url.database, target); }); };
    return contest.run(u"csv_export_1m"_s, 5, ours, limit);
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
