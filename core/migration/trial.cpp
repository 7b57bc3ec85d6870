// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/trial.h"

#include "joinery/compare/compare.h"
#include "joinery/operations/describe.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Result<> runOnScratch(Executor &scratch, const Plan &plan, const Dialect &dialect)
{
    const std::unique_ptr<MigrationTransaction> transaction = dialect.migrationTransaction(scratch);
    if (auto begun = transaction->begin(plan.foreignKeysOff); !begun)
        return begun;
    if (auto done = transaction->run(plan, {}); !done)
        return done;
    if (auto verified = transaction->verify(); !verified)
        return verified;
    return transaction->commit();
}

Error notReached(const Operation &remaining)
{
    return {.code = ErrorCode::Failed,
        .message = u"the plan would not give exactly the models: «%1» would still be missing"_s.arg(
            describe(remaining)),
        .hint
        = u"the models may ask for something this database spells differently; nothing was written"_s};
}

} // namespace

Result<> createAll(Executor &executor, const MetaData &metaData, const Dialect &dialect)
{
    QStringList last; // triggers may name any table, so all tables come first
    for (const SchemaObject &object : objects(metaData)) {
        for (const QString &statement : dialect.ddl().createStatements(object)) {
            if (statement.startsWith(u"CREATE TRIGGER"_s, Qt::CaseInsensitive)) {
                last.append(statement);
            } else if (const auto done = dialect.createAsStored(executor, statement); !done) {
                return failIn(u"\"%1\""_s.arg(nameOf(object)), done.error());
            }
        }
    }
    for (const QString &statement : last) {
        if (const auto done = executor.execute(statement); !done)
            return fail(done.error());
    }
    return {};
}

Result<> tryPlan(const Plan &plan, const MetaData &target, const Dialect &dialect,
    const DatabaseProvider &provider, bool columnOrder)
{
    const Result<std::unique_ptr<Executor>> scratch = provider.scratch(dialect.name());
    if (!scratch)
        return fail(scratch.error());
    const QString where = u"trying the change on an empty copy"_s;
    if (auto created = createAll(**scratch, plan.before, dialect); !created)
        return failIn(where, created.error());
    if (auto ran = runOnScratch(**scratch, plan, dialect); !ran)
        return failIn(where, ran.error());
    const Result<MetaData> reached = dialect.inspector().reflect(**scratch);
    if (!reached)
        return failIn(where, reached.error());
    const Result<Difference> rest = compare(*reached, target, dialect.comparePolicy(),
        dialect.replayPolicy(), {.columnOrder = columnOrder});
    if (!rest)
        return failIn(where, rest.error());
    return rest->isEmpty() ? Result<>() : fail(notReached(rest->operations.first()));
}

} // namespace joinery
