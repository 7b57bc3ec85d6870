// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/createall.h"

#include "joinery/compare/compare.h"
#include "joinery/dialects/dialect.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Kind and name as the database tells names apart: "table hero".
QString keyOf(const SchemaObject &object, const ReplayPolicy &policy)
{
    return kindOf(object) + u' ' + policy.nameKey(nameOf(object));
}

QSet<QString> keysOf(const MetaData &metaData, const ReplayPolicy &policy)
{
    QSet<QString> keys;
    for (const SchemaObject &object : objects(metaData))
        keys.insert(keyOf(object, policy));
    return keys;
}

/// A rename would change what is there.
SchemaObject asNew(SchemaObject object)
{
    if (Table *table = std::get_if<Table>(&object)) {
        table->renamedFrom.clear();
        for (Column &column : table->columns)
            column.renamedFrom.clear();
    } else if (View *view = std::get_if<View>(&object)) {
        view->renamedFrom.clear();
    }
    return object;
}

MetaData withMissing(const MetaData &live, const MetaData &wanted, const ReplayPolicy &policy)
{
    const QSet<QString> present = keysOf(live, policy);
    MetaData target = live;
    for (const SchemaObject &object : objects(wanted)) {
        if (!present.contains(keyOf(object, policy)))
            insert(target, asNew(object));
    }
    return target;
}

MetaData without(const MetaData &live, const MetaData &unwanted, const ReplayPolicy &policy)
{
    const QSet<QString> going = keysOf(unwanted, policy);
    MetaData target;
    for (const SchemaObject &object : objects(live)) {
        if (!going.contains(keyOf(object, policy)))
            insert(target, object);
    }
    return target;
}

using Change = MetaData (*)(const MetaData &live, const MetaData &given, const ReplayPolicy &);

Result<Plan> planOf(
    Executor &executor, const Dialect &dialect, const MetaData &given, Change change)
{
    const Result<MetaData> live = dialect.inspector().reflect(executor);
    if (!live)
        return fail(live.error());
    const MetaData target = change(*live, given, dialect.replayPolicy());
    const Result<Difference> difference
        = compare(*live, target, dialect.comparePolicy(), dialect.replayPolicy());
    if (!difference)
        return fail(difference.error());
    return dialect.ddl().compile(*live, difference->operations);
}

/// The schema is read twice: what is there already takes no lock, and what is missing may have come
/// before the lock was taken.
Result<> carryOut(Executor &executor, const Dialect &dialect, const MetaData &given, Change change)
{
    const Result<Plan> expected = planOf(executor, dialect, given, change);
    if (!expected)
        return fail(expected.error());
    if (expected->isEmpty())
        return {};
    const std::unique_ptr<MigrationTransaction> transaction
        = dialect.migrationTransaction(executor);
    if (Result<> begun = transaction->begin(expected->foreignKeysOff); !begun)
        return begun;
    const Result<Plan> plan = planOf(executor, dialect, given, change);
    if (!plan)
        return fail(plan.error());
    if (Result<> run = transaction->run(*plan, {}); !run)
        return run;
    if (Result<> verified = transaction->verify(); !verified)
        return verified;
    return transaction->commit();
}

Result<> carryOut(const Engine &engine, const MetaData &given, Change change)
{
    const Result<PooledConnection> connection = engine.connect();
    if (!connection)
        return fail(connection.error());
    return carryOut(connection->executor(), engine.dialect(), given, change);
}

} // namespace

Result<> createAll(const Engine &engine, const MetaData &metaData)
{
    return carryOut(engine, metaData, &withMissing);
}

Result<> createAll(Executor &executor, const Dialect &dialect, const MetaData &metaData)
{
    return carryOut(executor, dialect, metaData, &withMissing);
}

Result<> dropAll(const Engine &engine, const MetaData &metaData)
{
    return carryOut(engine, metaData, &without);
}

Result<> dropAll(Executor &executor, const Dialect &dialect, const MetaData &metaData)
{
    return carryOut(executor, dialect, metaData, &without);
}

} // namespace joinery
