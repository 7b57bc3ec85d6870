// SPDX-License-Identifier: MPL-2.0
#include "support/comparecontest.h"

#include "joinery/compare/compare.h"
#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "support/contest.h"
#include "support/manytables.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace joinery::testing {

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

qsizetype changedTables(const MetaData &models)
{
    return (models.tables.size() + changedOneIn - 1) / changedOneIn;
}

Result<> compareSchemas(const Dialect &dialect, const MetaData &live, const MetaData &models)
{
    const Result<Difference> difference
        = compare(live, models, dialect.comparePolicy(), dialect.replayPolicy());
    if (!difference)
        return fail(difference.error());
    if (difference->operations.size() != changedTables(models))
        return fail(ErrorCode::Failed,
            u"found %1 differences instead of %2"_s.arg(difference->operations.size())
                .arg(changedTables(models)));
    return {};
}

Result<> compareValues(const MetaData &live, const MetaData &models)
{
    qsizetype different = 0;
    for (const Table &table : live.tables)
        different += table == models.tables[table.name] ? 0 : 1;
    return different == changedTables(models)
        ? Result<>()
        : fail(ErrorCode::Failed, u"found %1 tables that differ"_s.arg(different));
}

/// "item_1" and what is named after it, for another number.
QString numbered(const QString &name, int number)
{
    return QString(name).replace(u"item_1"_s, u"item_%1"_s.arg(number));
}

Table numbered(const Table &pattern, int number)
{
    Table table = pattern;
    table.name = numbered(table.name, number);
    for (Index &index : table.indexes)
        index.name = numbered(index.name, number);
    for (UniqueConstraint &unique : table.uniques)
        unique.name = numbered(unique.name, number);
    for (ForeignKeyConstraint &key : table.foreignKeys) {
        key.name = numbered(key.name, number);
        key.referredTable = u"item_%1"_s.arg(std::max(0, number - 1));
    }
    return table;
}

/// The tables of makeManyTables(), as reflected. Only one is: SQLite itself takes a minute to
/// create 10,000, because each CREATE reads its whole catalog.
Result<MetaData> reflectedTables(
    int count, const Dialect &dialect, const ConnectionProvider &provider)
{
    const QTemporaryDir folder;
    const Url url {.dialect = u"sqlite"_s, .database = folder.filePath(u"many.db"_s)};
    if (const Result<> made = makeManyTables(url.database, 2); !made)
        return fail(made.error());
    const auto db = provider.open(url);
    if (!db)
        return fail(db.error());
    const Result<MetaData> two = dialect.inspector().reflect(**db);
    if (!two)
        return fail(two.error());
    MetaData all;
    for (int number = 0; number < count; ++number) {
        const Table table = numbered(two->tables[u"item_1"_s], number);
        all.tables.insert(table.name, table);
    }
    return all;
}

Result<> contest(const Contest &contest, int tables)
{
    const ConnectionProvider provider;
    const DialectRegistry dialects(provider);
    const Result<const Dialect *> dialect = dialects.find(u"sqlite"_s);
    if (!dialect)
        return fail(dialect.error());
    const Result<MetaData> live = reflectedTables(tables, **dialect, provider);
    if (!live)
        return fail(live.error());
    const MetaData models = changedModels(*live);
    return contest.run(
        u"compare_%1"_s.arg(tables), 9,
        [&] { return costOf([&] { return compareSchemas(**dialect, *live, models); }); },
        [&] { return costOf([&] { return compareValues(*live, models); }); });
}

} // namespace

int compareContest(int argc, char *argv[], int tables)
{
    return Contest::exitStatus(contest(Contest(argc, argv), tables));
}

} // namespace joinery::testing
