// SPDX-License-Identifier: MPL-2.0
// Which revisions run, with which operations, compiled to which statements.
#include "joinery/base/overloaded.h"
#include "joinery/migration/flagsonthewaydown.h"
#include "joinery/migration/migrator.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// A revision outside of a transaction may be resumed half-way, by a plan that must not depend on
/// the texts it left behind.
Result<Plan> compileStep(
    const Dialect &dialect, const MetaData &before, const MigrationStep &step, StoredTexts *texts)
{
    const bool resumes = step.entry.revision.transaction != TransactionMode::Auto;
    Result<Plan> plan = dialect.ddl().compile(before, step.operations, resumes ? nullptr : texts);
    if (!plan)
        return failIn(step.entry.fileName, plan.error());
    if (resumes && texts)
        texts->follow(*plan);
    return plan;
}

Result<QList<Operation>> downgradeOperations(const Revision &revision)
{
    return revision.downgrade ? Result<QList<Operation>>(*revision.downgrade)
                              : inverse(revision.upgrade);
}

/// The schema a database at these heads has, by its own records.
Result<MetaData> schemaAt(const History &history, const QStringList &heads, const Dialect &dialect)
{
    return history.replay(heads, dialect.replayPolicy());
}

Result<MigrationStep> downgradeStep(const HistoryEntry &entry, MetaData &schema,
    const Dialect &dialect, StoredTexts *texts, bool lossesAccepted, FlagsOnTheWayDown &flags)
{
    MigrationStep step {.direction = Direction::Downgrade, .entry = entry};
    step.recordOnly = entry.adopted;
    if (step.recordOnly)
        return step;
    Result<QList<Operation>> operations = downgradeOperations(entry.revision);
    if (!operations)
        return failIn(entry.fileName, operations.error());
    step.operations = *std::move(operations);
    if (lossesAccepted)
        acceptLosses(step.operations);
    if (auto decided = flags.decide(step.operations, schema); !decided)
        return failIn(entry.fileName, decided.error());
    Result<Plan> plan = compileStep(dialect, schema, step, texts);
    if (!plan)
        return fail(plan.error());
    step.plan = *std::move(plan);
    schema = step.plan.after;
    return step;
}

} // namespace

void acceptLosses(QList<Operation> &operations)
{
    const auto accept = [](QStringList &list, const QString &code) {
        if (!list.contains(code))
            list.append(code);
    };
    for (Operation &operation : operations) {
        std::visit(overloaded {
                       [&](DropTable &drop) {
                           accept(drop.accept, accepts::dataLoss);
                           accept(drop.accept, accepts::orphans);
                       },
                       [&](AddConstraint &add) {
                           if (std::holds_alternative<ForeignKeyConstraint>(add.constraint))
                               accept(add.accept, accepts::orphans);
                       },
                       [&](AlterTable &alter) { accept(alter.accept, accepts::dataLoss); },
                       [&](DropColumn &drop) { accept(drop.accept, accepts::dataLoss); },
                       [&](DropVirtualTable &drop) { accept(drop.accept, accepts::dataLoss); },
                       [&](AlterColumn &alter) {
                           accept(alter.accept, accepts::lossyCast);
                           accept(alter.accept, accepts::orphans);
                       },
                       [](auto &) {},
                   },
            operation);
    }
}

Result<QList<MigrationStep>> planUpgrade(
    const History &history, const QString &target, const Dialect &dialect, StoredTexts *texts)
{
    const QStringList current = history.appliedHeads();
    const Result<QStringList> path = history.graph().upgradePath(current, target);
    if (!path)
        return fail(path.error());
    QList<MigrationStep> steps;
    if (path->isEmpty())
        return steps;
    Result<MetaData> schema = schemaAt(history, current, dialect);
    if (!schema)
        return fail(schema.error());
    for (const QString &id : *path) {
        MigrationStep step {.entry = *history.entry(id)};
        step.operations = step.entry.revision.upgrade;
        Result<Plan> plan = compileStep(dialect, *schema, step, texts);
        if (!plan)
            return fail(plan.error());
        step.plan = *std::move(plan);
        schema = step.plan.after;
        steps.append(std::move(step));
    }
    return steps;
}

Result<QList<MigrationStep>> planDowngrade(const History &history, const QString &target,
    const Dialect &dialect, StoredTexts *texts, const DowngradeDecisions &decisions)
{
    const QStringList current = history.appliedHeads();
    const Result<QStringList> path = history.graph().downgradePath(current, target);
    if (!path)
        return fail(path.error());
    QList<MigrationStep> steps;
    if (path->isEmpty())
        return steps;
    Result<MetaData> schema = schemaAt(history, current, dialect);
    if (!schema)
        return fail(schema.error());
    FlagsOnTheWayDown flags(*schema, decisions, dialect);
    for (const QString &id : *path) {
        Result<MigrationStep> step = downgradeStep(
            *history.entry(id), *schema, dialect, texts, decisions.lossesAccepted, flags);
        if (!step)
            return fail(step.error());
        steps.append(*std::move(step));
    }
    if (auto known = flags.checkNames(*schema); !known)
        return fail(known.error());
    return steps;
}

} // namespace joinery
