// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/migrator.h"

#include "joinery/migration/deciding.h"
#include "joinery/migration/drift.h"
#include "joinery/migration/plainrun.h"
#include "joinery/migration/segments.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// The work of one migrate() call.
struct Run
{
    Executor &executor;
    const Dialect &dialect;
    const QList<MigrationStep> &steps;
    const MigrateOptions &options;
    MigrationReport report {};
};

AppliedRevision recordOf(const MigrationStep &step, qint64 milliseconds)
{
    const int statements = int(step.plan.statementCount());
    return {.revision = step.entry.revision.id,
        .downRevisions = step.entry.revision.downRevisions,
        .message = step.entry.revision.message,
        .fileName = step.entry.fileName,
        .fileText = step.entry.text,
        .fileHash = step.entry.hash,
        .appliedAt = QDateTime::currentDateTimeUtc(),
        .durationMs = milliseconds,
        .toolVersion = QStringLiteral(JOINERY_VERSION),
        .statementsDone = statements,
        .statementsTotal = statements};
}

Result<> record(Run &run, const MigrationStep &step, qint64 milliseconds)
{
    VersionTable table(run.dialect, run.executor);
    if (step.direction == Direction::Downgrade)
        return table.remove(step.entry.revision.id);
    if (auto created = table.create(); !created)
        return created;
    AppliedRevision row = recordOf(step, milliseconds);
    if (step.recordOnly)
        row.state = RevisionState::Adopted;
    return table.insert(row);
}

/// What was read while planning must still hold now that nobody else can write.
Result<> verifyUnmoved(Run &run, const MigrationStep &first)
{
    const Result<QList<AppliedRevision>> rows = VersionTable(run.dialect, run.executor).read(false);
    if (!rows)
        return fail(rows.error());
    const bool recorded = std::any_of(rows->begin(), rows->end(), [&](const AppliedRevision &row) {
        return row.revision == first.entry.revision.id && row.isApplied();
    });
    if (recorded == (first.direction == Direction::Downgrade))
        return {};
    return fail(ErrorCode::Conflict,
        u"another migration ran on this database in the meantime; nothing was changed"_s,
        u"look at `joinery db status` and run the command again"_s);
}

bool announce(Run &run, qsizetype index, const Statement *statement, qsizetype number)
{
    if (!run.options.observer)
        return true;
    const MigrationStep &step = run.steps[index];
    return run.options.observer({.step = step,
        .stepIndex = index,
        .stepCount = run.steps.size(),
        .statement = statement,
        .statementIndex = number,
        .statementCount = step.plan.statementCount()});
}

Result<> runStep(Run &run, MigrationTransaction &transaction, qsizetype index)
{
    const MigrationStep &step = run.steps[index];
    QElapsedTimer timer;
    timer.start();
    if (!announce(run, index, nullptr, 0))
        return fail(ErrorCode::Interrupted, u"cancelled; nothing was changed"_s);
    if (!step.recordOnly) {
        qsizetype number = 0;
        const auto observer = [&](const PlanStep &, const Statement &statement) {
            return announce(run, index, &statement, number++);
        };
        if (auto done = transaction.run(step.plan, observer); !done)
            return failIn(step.entry.fileName, done.error());
    }
    if (auto recorded = record(run, step, timer.elapsed()); !recorded)
        return recorded;
    run.report.revisions.append(step.entry.revision.id);
    return {};
}

/// Adds what the rest of the way down asks, and what the first flags bring up: the command must be
/// given all of it to go through.
void addRestOfTheWay(Run &run, qsizetype index, qsizetype end, QList<Decision> &decisions)
{
    QList<Operation> operations;
    const MigrationStep *last = &run.steps[index];
    for (qsizetype i = index; i < end && !run.steps[i].recordOnly; ++i) {
        last = &run.steps[i];
        operations += last->operations;
    }
    const MetaData &before = run.steps[index].plan.before;
    const Result<QList<Decision>> all
        = run.dialect.decisions().find(run.executor, before, operations);
    for (const Decision &decision : all.value_or(QList<Decision>())) {
        const bool asked
            = std::any_of(decisions.begin(), decisions.end(), [&](const Decision &other) {
                  return other.code == decision.code && other.object == decision.object;
              });
        if (!asked)
            decisions.append(decision);
    }
    foresee({before, last->plan.after, run.dialect, run.executor}, operations, decisions);
}

/// Counts what the step's operations would break; true when a person must decide first.
Result<bool> needsDecisions(Run &run, qsizetype index, qsizetype end)
{
    const MigrationStep &step = run.steps[index];
    if (step.recordOnly)
        return false;
    Result<QList<Decision>> decisions
        = run.dialect.decisions().find(run.executor, step.plan.before, step.operations);
    if (!decisions)
        return failIn(step.entry.fileName, decisions.error());
    if (!decisions->isEmpty() && step.direction == Direction::Downgrade)
        addRestOfTheWay(run, index, end, *decisions);
    run.report.decisions = *std::move(decisions);
    run.report.refusedRevision = step.entry.fileName;
    return run.report.isRefused();
}

Result<> runSegment(Run &run, const Segment &segment)
{
    const MigrationStep &first = run.steps[segment.first];
    const std::unique_ptr<MigrationTransaction> transaction
        = run.dialect.migrationTransaction(run.executor);
    if (auto begun = transaction->begin(segment.foreignKeysOff); !begun)
        return begun;
    if (auto unmoved = verifyUnmoved(run, first); !unmoved)
        return unmoved;
    if (run.options.compareBefore && segment.first == 0) {
        if (auto same = verifyNoDrift(run.executor, run.dialect, run.steps); !same)
            return same;
    }
    const qsizetype end = segment.first + segment.count;
    for (qsizetype i = segment.first; i < end; ++i) {
        const Result<bool> asks = needsDecisions(run, i, end);
        if (!asks)
            return fail(asks.error());
        if (*asks)
            return {}; // the transaction's destructor rolls back
        if (auto done = runStep(run, *transaction, i); !done)
            return done;
    }
    if (auto verified = transaction->verify(); !verified)
        return verified;
    if (first.direction == Direction::Downgrade) {
        if (auto dropped = VersionTable(run.dialect, run.executor).dropIfEmpty(); !dropped)
            return dropped;
    }
    return transaction->commit();
}

} // namespace

Result<MigrationReport> migrate(Executor &executor, const Dialect &dialect,
    const QList<MigrationStep> &steps, const MigrateOptions &options)
{
    Run run {.executor = executor, .dialect = dialect, .steps = steps, .options = options};
    const Result<QList<Segment>> segments = segmentsOf(steps);
    if (!segments)
        return fail(segments.error());
    QStringList committed;
    for (const Segment &segment : *segments) {
        const Result<> done = segment.inTransaction
            ? runSegment(run, segment)
            : runPlainly(executor, dialect, steps[segment.first]);
        if (!done) {
            Error error = done.error();
            if (!committed.isEmpty())
                error.message += u" (done and kept before that: %1)"_s.arg(committed.join(u", "_s));
            return fail(error);
        }
        if (run.report.isRefused()) {
            run.report.revisions = committed;
            return run.report;
        }
        if (!segment.inTransaction)
            run.report.revisions.append(steps[segment.first].entry.revision.id);
        committed = run.report.revisions;
    }
    return run.report;
}

Result<> recordStamp(Executor &executor, const Dialect &dialect, const Stamp &stamp)
{
    const std::unique_ptr<MigrationTransaction> transaction
        = dialect.migrationTransaction(executor);
    if (auto begun = transaction->begin(false); !begun)
        return begun;
    VersionTable table(dialect, executor);
    if (auto created = table.create(); !created)
        return created;
    for (const QString &revision : stamp.removed) {
        if (auto removed = table.remove(revision); !removed)
            return removed;
    }
    for (const HistoryEntry &entry : stamp.recorded) {
        AppliedRevision row = recordOf({.entry = entry}, 0);
        if (row.downRevisions.isEmpty())
            row.state = RevisionState::Adopted;
        if (auto inserted = table.insert(row); !inserted)
            return inserted;
    }
    if (auto dropped = table.dropIfEmpty(); !dropped)
        return dropped;
    return transaction->commit();
}

} // namespace joinery
