// SPDX-License-Identifier: MPL-2.0
// Reading a SQLite schema of 2,000 tables with 12 columns each, from opening the file on. The limit
// is the C API: the same set queries that any reader of such a schema needs, their rows thrown
// away.
#include "joinery/connection/provider.h"
#include "joinery/dialects/sqlite/comparepolicy.h"
#include "joinery/dialects/sqlite/inspector.h"
#include "support/benchmark.h"

#include <sqlite3.h>

#include <QTemporaryDir>

#include <cstdio>

using namespace joinery;
using namespace Qt::StringLiterals;

namespace {

constexpr int tables = 2000;
constexpr int runs = 9;

QString schemaScript()
{
    QString script = u"BEGIN;"_s;
    for (int i = 0; i < tables; ++i) {
        script += u"CREATE TABLE t%1 (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, "
                  "slug TEXT DEFAULT 'x' COLLATE NOCASE, a INTEGER, b INTEGER NOT NULL DEFAULT 0, "
                  "c REAL, d NUMERIC(10,2) CHECK (d > 0), e DATE, f DATETIME DEFAULT "
                  "CURRENT_TIMESTAMP, g BLOB, h BOOLEAN, "
                  "t_id INTEGER REFERENCES t%2 (id) ON DELETE CASCADE, UNIQUE (name, slug));"
                  "CREATE INDEX ix_%1 ON t%1 (a, b DESC);"_s.arg(i)
                      .arg(i / 2);
    }
    return script + u"COMMIT;"_s;
}

/// Steps through the rows and reads every text in them.
void drain(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(db));
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); ++i)
            sqlite3_column_text(statement, i);
    }
    sqlite3_finalize(statement);
}

void readBySetQueries(const QByteArray &file)
{
    sqlite3 *db = nullptr;
    if (sqlite3_open_v2(file.constData(), &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
        qFatal("cannot open %s", file.constData());
    drain(db,
        "SELECT m.name, x.* FROM sqlite_master m, pragma_table_xinfo(m.name) x WHERE m.type = "
        "'table'");
    drain(db,
        "SELECT m.name, i.*, x.* FROM sqlite_master m, pragma_index_list(m.name) i, "
        "pragma_index_xinfo(i.name) x WHERE m.type = 'table'");
    drain(db,
        "SELECT m.name, f.* FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = "
        "'table'");
    sqlite3_close(db);
}

void reflectFile(const ConnectionProvider &provider, const QString &file)
{
    const auto database = provider.open(Url {.dialect = u"sqlite"_s, .database = file});
    if (!database)
        qFatal("%s", qPrintable(database.error().message));
    const auto metaData = sqlite::SqliteInspector().reflect(**database);
    if (!metaData || metaData->tables.size() != tables)
        qFatal("the schema was not read");
}

} // namespace

int main(int argc, char *argv[])
{
    const testing::BenchmarkReport report(argc, argv);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"schema.db"_s);
    const ConnectionProvider provider;
    const OpenOptions create {.access = Access::Create};
    {
        const auto made = provider.open(Url {.dialect = u"sqlite"_s, .database = file}, create);
        if (!made || !(*made)->executeScript(schemaScript())) {
            std::fputs("reflect: the schema could not be made\n", stderr);
            return 1;
        }
    }
    const QByteArray native = file.toUtf8();
    const double limit = testing::medianSeconds(runs, [&] { readBySetQueries(native); });
    const double ours = testing::medianSeconds(runs, [&] { reflectFile(provider, file); });
    report.add({.name = u"reflect: 2000 tables of 12 columns"_s, .ours = ours, .limit = limit});
    const auto database = provider.open(Url {.dialect = u"sqlite"_s, .database = file});
    const auto metaData = sqlite::SqliteInspector().reflect(**database);
    const sqlite::SqliteComparePolicy policy;
    const double normalizing = testing::medianSeconds(runs, [&] {
        for (const Table &table : metaData->tables)
            static_cast<void>(policy.normalized(table));
    });
    report.add(
        {.name = u"compare: normal form of 2000 tables"_s, .ours = normalizing, .limit = limit});
    return 0;
}
