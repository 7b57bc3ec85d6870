// SPDX-License-Identifier: MPL-2.0
// What makemigrations and drift do on a database of 2,000 tables of which 20 differ from the
// models: reflect, then compare. Against the bare queries that any reflection needs and a
// structural comparison of two schemas in memory.
#include "joinery/compare/compare.h"
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "support/contest.h"
#include "support/manytables.h"

#include <QTemporaryDir>

using namespace joinery;
using namespace joinery::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype changedOneIn = 100;

/// The schema with one table in a hundred changed, and shared with the original nowhere.
MetaData changedModels(const MetaData &metaData)
{
    MetaData models;
    qsizetype number = 0;
    for (const Table &table : metaData.tables) {
        Table copy = table;
        copy.columns.detach();
        copy.indexes.detach();
        if (number++ % changedOneIn == 0)
            copy.columns.append({.name = u"added"_s, .type = {u"text"_s}});
        models.tables.insert(copy.name, copy);
    }
    return models;
}

Result<> reflectAndCompare(const Dialect &dialect, Executor &executor, const MetaData &models)
{
    const Result<MetaData> live = dialect.inspector().reflect(executor);
    if (!live)
        return fail(live.error());
    const Result<Difference> difference
        = compare(*live, models, dialect.comparePolicy(), dialect.replayPolicy());
    if (!difference)
        return fail(difference.error());
    const qsizetype expected = (models.tables.size() + changedOneIn - 1) / changedOneIn;
    if (difference->operations.size() != expected)
        return fail(ErrorCode::Failed,
            u"found %1 differences instead of %2"_s.arg(difference->operations.size())
                .arg(expected));
    return {};
}

Result<> askAndCompare(sqlite3 *db, const MetaData &metaData, const MetaData &models)
{
    const Result<qint64> rows = askThreeSets(db);
    if (!rows)
        return fail(rows.error());
    qsizetype same = 0;
    for (const Table &table : metaData.tables)
        same += table == models.tables[table.name] ? 1 : 0;
    if (same >= metaData.tables.size())
        return fail(ErrorCode::Failed, u"found no difference"_s);
    return {};
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
    const auto db = provider.open(url);
    const auto bare = openBare(url.database);
    if (!dialect || !db || !bare)
        return fail(!dialect ? dialect.error() : !db ? db.error() : bare.error());
    const Result<MetaData> metaData = (*dialect)->inspector().reflect(**db);
    if (!metaData)
        return fail(metaData.error());
    const MetaData models = changedModels(*metaData);
    return contest.run(
        u"compare_%1"_s.arg(tables), 7,
        [&] { return costOf([&] { return reflectAndCompare(**dialect, **db, models); }); },
        [&] { return costOf([&] { return askAndCompare(bare->get(), *metaData, models); }); });
}

} // namespace

int main(int argc, char *argv[])
{
    return Contest::exitStatus(contest(Contest(argc, argv)));
}
