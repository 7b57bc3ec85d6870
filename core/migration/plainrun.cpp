// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/plainrun.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QList<Statement> statementsOf(const Plan &plan)
{
    QList<Statement> all;
    for (const PlanStep &step : plan.steps)
        all += step.statements;
    return all;
}

Result<> runStatement(Executor &executor, const Statement &statement)
{
    if (statement.kind == Statement::Kind::Sql) {
        const auto done = executor.execute(statement.sql);
        return done ? Result<>() : fail(done.error());
    }
    const Result<RowSet> problems = executor.query(statement.sql);
    if (!problems)
        return fail(problems.error());
    if (problems->isEmpty())
        return {};
    return fail(ErrorCode::Failed, u"a check failed: %1"_s.arg(statement.purpose));
}

AppliedRevision progressRow(const MigrationStep &step)
{
    const HistoryEntry &entry = step.entry;
    return {.revision = entry.revision.id,
        .downRevisions = entry.revision.downRevisions,
        .message = entry.revision.message,
        .fileName = entry.fileName,
        .fileText = entry.text,
        .fileHash = entry.hash,
        .appliedAt = QDateTime::currentDateTimeUtc(),
        .toolVersion = QStringLiteral(JOINERY_VERSION),
        .state = RevisionState::Running,
        .statementsTotal = int(step.plan.statementCount())};
}

Result<int> statementsDoneBefore(VersionTable &table, const MigrationStep &step)
{
    const Result<QList<AppliedRevision>> rows = table.read(false);
    if (!rows)
        return fail(rows.error());
    for (const AppliedRevision &row : *rows) {
        if (row.revision != step.entry.revision.id || row.isApplied())
            continue;
        if (row.fileHash != step.entry.hash)
            return fail(ErrorCode::Conflict,
                u"%1 was edited after it stopped at statement %2"_s.arg(step.entry.fileName)
                    .arg(row.statementsDone + 1),
                u"put the file back as it was, or finish by hand what it began"_s);
        return row.statementsDone;
    }
    return 0;
}

Result<> failed(VersionTable &table, AppliedRevision row, const Error &error)
{
    row.state = RevisionState::Failed;
    row.error = error.message;
    if (const auto recorded = table.insert(row); !recorded)
        return fail(recorded.error());
    Error told = error;
    told.message
        = u"%1: statement %2 of %3: %4; the statements before it were kept, as the file asks"_s
              .arg(row.fileName)
              .arg(row.statementsDone + 1)
              .arg(row.statementsTotal)
              .arg(error.message);
    return fail(told);
}

} // namespace

Result<> runPlainly(Executor &executor, const Dialect &dialect, const MigrationStep &step)
{
    VersionTable table(dialect, executor);
    if (auto created = table.create(); !created)
        return created;
    const Result<int> done = statementsDoneBefore(table, step);
    if (!done)
        return fail(done.error());
    AppliedRevision row = progressRow(step);
    row.statementsDone = *done;
    const QList<Statement> statements = statementsOf(step.plan);
    for (qsizetype i = row.statementsDone; i < statements.size(); ++i) {
        if (auto recorded = table.insert(row); !recorded)
            return recorded;
        if (const auto ran = runStatement(executor, statements[i]); !ran)
            return failed(table, row, ran.error());
        ++row.statementsDone;
    }
    if (step.direction == Direction::Downgrade) {
        if (auto removed = table.remove(step.entry.revision.id); !removed)
            return removed;
        return table.dropIfEmpty();
    }
    row.state = RevisionState::Applied;
    return table.insert(row);
}

} // namespace joinery
