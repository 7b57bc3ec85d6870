// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/plainrun.h"

#include "joinery/sql/tokenizer.h"

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
    if (statement.kind != Statement::Kind::Check) {
        const auto done = statement.kind == Statement::Kind::Catalogue
            ? executor.executeOnCatalogue(statement.sql)
            : executor.execute(statement.sql);
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

/// Whether the file still begins with the statements that were done, so that it can go on behind
/// them.
bool beginsAlike(const Dialect &dialect, const MigrationStep &step, const AppliedRevision &row)
{
    const Result<Revision> recorded = parseRevision(row.fileText.toUtf8(), row.fileName);
    if (!recorded)
        return false;
    const Result<Plan> plan = dialect.ddl().compile(step.plan.before, recorded->upgrade);
    const qsizetype done = row.statementsDone;
    return plan && statementsOf(*plan).mid(0, done) == statementsOf(step.plan).mid(0, done);
}

Result<int> statementsDoneBefore(
    const Dialect &dialect, VersionTable &table, const MigrationStep &step)
{
    const Result<QList<AppliedRevision>> rows = table.read();
    if (!rows)
        return fail(rows.error());
    for (const AppliedRevision &row : *rows) {
        if (row.revision != step.entry.revision.id || row.isApplied())
            continue;
        if (row.fileHash != step.entry.hash && !beginsAlike(dialect, step, row))
            return fail(ErrorCode::Conflict,
                u"%1 was edited where it has run already: in its first %2 statements"_s.arg(
                    step.entry.fileName, QString::number(row.statementsDone)),
                u"put those back as they were; what comes after may change"_s);
        return row.statementsDone;
    }
    return 0;
}

/// Statements that have no place in a transaction; every other one shares one with its record, so
/// that a killed process never leaves a doubt about whether it ran.
bool standsAlone(const Statement &statement)
{
    static const QStringList words {u"begin"_s, u"commit"_s, u"end"_s, u"rollback"_s,
        u"savepoint"_s, u"release"_s, u"vacuum"_s, u"pragma"_s, u"attach"_s, u"detach"_s};
    const QList<Token> tokens = significantTokens(statement.sql);
    return tokens.isEmpty() || std::any_of(words.begin(), words.end(), [&](const QString &word) {
        return isWord(statement.sql, tokens.first(), word);
    });
}

Result<> runRecorded(
    Executor &executor, VersionTable &table, AppliedRevision &row, const Statement &statement)
{
    const bool together = !executor.inTransaction() && !standsAlone(statement);
    if (together) {
        if (const auto begun = executor.execute(u"BEGIN"_s); !begun)
            return fail(begun.error());
    }
    const auto ran = runStatement(executor, statement);
    if (ran)
        ++row.statementsDone;
    const Result<> recorded = ran ? table.insert(row) : ran;
    if (!together)
        return recorded;
    const auto ended = executor.execute(recorded ? u"COMMIT"_s : u"ROLLBACK"_s);
    if (recorded && ended)
        return {};
    row.statementsDone -= ran ? 1 : 0;
    return recorded ? fail(ended.error()) : recorded;
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
    const Result<int> done = statementsDoneBefore(dialect, table, step);
    if (!done)
        return fail(done.error());
    AppliedRevision row = progressRow(step);
    row.statementsDone = *done;
    const QList<Statement> statements = statementsOf(step.plan);
    if (auto recorded = table.insert(row); !recorded)
        return recorded;
    for (qsizetype i = row.statementsDone; i < statements.size(); ++i) {
        if (const auto ran = runRecorded(executor, table, row, statements[i]); !ran)
            return failed(table, row, ran.error());
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
