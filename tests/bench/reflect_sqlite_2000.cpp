// SPDX-License-Identifier: MPL-2.0
// Reflection of a SQLite database with many tables against the bare queries that any reflection
// needs. Both start with a connection that has read the schema, as every open connection has.
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "support/contest.h"
#include "support/manytables.h"

#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr int indexesOfATable = 2;

Result<> reflectAll(const Inspector &inspector, Executor &executor, qint64 tables)
{
    const Result<MetaData> metaData = inspector.reflect(executor);
    if (!metaData)
        return fail(metaData.error());
    const Table last = metaData->tables.last();
    if (metaData->tables.size() != tables || last.columns.size() != 12
        || last.indexes.size() != indexesOfATable || last.foreignKeys.size() != 1)
        return fail(ErrorCode::Failed, u"the reflection is not complete"_s);
    return {};
}

Result<> askAll(sqlite3 *db, qint64 tables)
{
    const Result<qint64> rows = askThreeSets(db);
    if (rows && *rows < tables * 12)
        return fail(ErrorCode::Failed, u"the queries found too little"_s);
    return rows ? Result<>() : fail(rows.error());
}

Result<> contest(const Contest &contest)
{
    const QTemporaryDir folder;
    const Url url {.dialect = u"sqlite"_s, .database = folder.filePath(u"many.db"_s)};
    const qint64 tables = contest.knob(u"tables"_s, 2000);
    if (const Result<> made = makeManyTables(url.database, static_cast<int>(tables)); !made)
        return made;
    const ConnectionProvider provider;
    const DialectRegistry dialects(provider);
    const Result<const Dialect *> dialect = dialects.find(url.dialect);
    if (!dialect)
        return fail(dialect.error());
    const auto ours = [&]() -> Result<Cost> {
        const auto db = provider.open(url);
        if (!db)
            return fail(db.error());
        return costOf([&] { return reflectAll((*dialect)->inspector(), **db, tables); });
    };
    const auto limit = [&]() -> Result<Cost> {
        const auto db = openBare(url.database);
        if (!db)
            return fail(db.error());
        if (const Result<> read = runBare(db->get(), "SELECT 1 FROM sqlite_schema LIMIT 1"); !read)
            return fail(read.error());
        return costOf([&] { return askAll(db->get(), tables); });
    };
    return contest.run(u"reflect_sqlite_%1"_s.arg(tables), 7, ours, limit);
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
