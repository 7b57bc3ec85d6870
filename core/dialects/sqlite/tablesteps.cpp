// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/tablesteps.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/catalogueedit.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/nativealter.h"
#include "joinery/dialects/sqlite/rebuild.h"
#include "joinery/dialects/sqlite/rebuildparts.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/storedtexts.h"
#include "joinery/operations/describe.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// What a person wrote to be computed from the row: fill and cast.
QString expressionsOf(const Operation &operation)
{
    if (const AddColumn *add = std::get_if<AddColumn>(&operation))
        return add->fill;
    if (const AlterColumn *alter = std::get_if<AlterColumn>(&operation))
        return alter->cast + u' ' + alter->fill;
    return {};
}

const QStringList &acceptedBy(const Operation &operation)
{
    static const QStringList nothing;
    return std::visit(overloaded {
                          [](const AlterTable &op) -> const QStringList & { return op.accept; },
                          [](const AddColumn &op) -> const QStringList & { return op.accept; },
                          [](const DropTable &op) -> const QStringList & { return op.accept; },
                          [](const DropColumn &op) -> const QStringList & { return op.accept; },
                          [](const AlterColumn &op) -> const QStringList & { return op.accept; },
                          [](const AddConstraint &op) -> const QStringList & { return op.accept; },
                          [](const CreateIndex &op) -> const QStringList & { return op.accept; },
                          [](const auto &) -> const QStringList & { return nothing; },
                      },
        operation);
}

bool isDestructive(const Operation &operation)
{
    const QStringList &accepted = acceptedBy(operation);
    if (accepted.contains(accepts::deleteRows) || accepted.contains(accepts::lossyCast))
        return true;
    const DropColumn *drop = std::get_if<DropColumn>(&operation);
    const AlterColumn *alter = std::get_if<AlterColumn>(&operation);
    return (drop && !drop->column.computed) || (alter && !alter->cast.isEmpty());
}

PlanStep stepFor(const QList<Operation> &operations, qsizetype first, qsizetype count)
{
    PlanStep step;
    QStringList titles;
    for (qsizetype i = first; i < first + count; ++i) {
        step.operations.append(i);
        titles.append(describe(operations[i]));
        step.destructive |= isDestructive(operations[i]);
        step.reversibility = std::max(step.reversibility, reversibility(operations[i]));
        if (const auto orphans = acceptedOrphans(operations[i]))
            step.acceptedOrphans.append(*orphans);
    }
    step.title = titles.join(u"; "_s);
    return step;
}

PlanStep stepFor(const TableRun &run, const NativeStep &native, qsizetype first)
{
    PlanStep step = stepFor(run.operations, first, native.count);
    for (const QString &sql : native.statements)
        step.statements.append({.sql = sql});
    return step;
}

/// Every operation by itself; unset when one of them cannot be.
std::optional<QList<TableStep>> nativeSteps(const TableRun &run)
{
    if (run.copies)
        return std::nullopt;
    QList<TableStep> steps;
    for (qsizetype i = 0; i < run.operations.size();) {
        const std::optional<NativeStep> native = nativeStep(run.schemas, run.operations, i);
        if (!native)
            return std::nullopt;
        steps.append({.step = stepFor(run, *native, i)});
        i += native->count;
    }
    return steps;
}

/// SQLite's DROP COLUMN takes a comma in a comment before the column for the one to take away with
/// it, and what follows on that line becomes a part of the comment: constraints, too.
bool cutsInComments(const Operation &operation, SqliteStoredTexts *texts)
{
    if (!texts || !std::holds_alternative<DropColumn>(operation))
        return false;
    const QList<Token> tokens = tokenize(texts->table(targetOf(operation)));
    return std::any_of(tokens.begin(), tokens.end(),
        [](const Token &token) { return token.kind == TokenKind::Comment; });
}

/// The steps of a run whose operations either SQLite carries out by itself or the table's text does
/// alone. The texts follow, if it comes to that.
class StepsInPlace
{
public:
    StepsInPlace(const TableRun &run, SqliteStoredTexts &texts)
        : m_run(run)
        , m_texts(texts)
    { }

    std::optional<QList<TableStep>> make()
    {
        for (qsizetype i = 0; i < m_run.operations.size(); ++i) {
            if (!native(i) && !mayEditCatalogue(m_run.operations[i]))
                return std::nullopt;
        }
        m_texts.beginTrial();
        bool fits = true;
        for (qsizetype next = 0; fits && next < m_run.operations.size();) {
            const std::optional<NativeStep> step = native(next);
            const qsizetype count = step ? step->count : editLength(next);
            fits = step ? add({.step = stepFor(m_run, *step, next)}) : addEdit(next, count);
            next += count;
        }
        m_texts.endTrial(fits);
        return fits ? std::optional(m_steps) : std::nullopt;
    }

private:
    std::optional<NativeStep> native(qsizetype index) const
    {
        if (cutsInComments(m_run.operations[index], &m_texts))
            return std::nullopt;
        return nativeStep(m_run.schemas, m_run.operations, index);
    }

    /// How many operations from `first` on one edit can take.
    qsizetype editLength(qsizetype first) const
    {
        qsizetype end = first + 1;
        while (end < m_run.operations.size() && !native(end))
            ++end;
        return end - first;
    }

    QList<Fill> fillsOf(qsizetype first, qsizetype count) const
    {
        QList<Fill> fills;
        for (qsizetype i = first; i < first + count; ++i) {
            const AlterColumn *alter = std::get_if<AlterColumn>(&m_run.operations[i]);
            if (alter && !alter->fill.isEmpty())
                fills.append({.column = alter->column, .expression = alter->fill});
        }
        return fills;
    }

    bool addEdit(qsizetype first, qsizetype count)
    {
        const MetaData &schema = m_run.schemas[first];
        const QString target = targetOf(m_run.operations[first]);
        const Table *before = findTable(schema, target);
        const Table *after = findTable(m_run.schemas[first + count], target);
        if (!before || !after)
            return false;
        const auto edit = catalogueEdit(
            m_texts.table(before->name), *before, *after, schema, fillsOf(first, count));
        if (!edit)
            return false;
        TableStep made {.step = stepFor(m_run.operations, first, count),
            .foreignKeysOff = edit->foreignKeysOff};
        made.step.redefines = before->name;
        made.step.title
            = u"change table \"%1\" where it stands: %2"_s.arg(before->name, made.step.title);
        made.step.statements = edit->statements;
        return add(made) && m_texts.table(before->name) == edit->text;
    }

    /// False when the statements do not work, or would work on other texts than the live ones.
    bool add(const TableStep &step)
    {
        m_steps.append(step);
        m_texts.follow(step.step.statements);
        return m_texts.areExact();
    }

    const TableRun &m_run;
    SqliteStoredTexts &m_texts;
    QList<TableStep> m_steps {};
};

TableStep rebuildStep(const TableRun &run, SqliteStoredTexts *texts)
{
    PlanStep step = stepFor(run.operations, 0, run.operations.size());
    const QString target = targetOf(run.operations.first());
    const Table *table = findTable(run.schemas.first(), target);
    const TableChange change = tableChange(
        run.schemas.first(), run.schemas.last(), table ? table->name : target, run.operations);
    step.rebuilds = change.before.name;
    step.title = u"rebuild table \"%1\": %2"_s.arg(change.before.name, step.title);
    step.statements = rebuildStatements(change, run.schemas.first(), texts);
    return {.step = step, .foreignKeysOff = true};
}

void follow(SqliteStoredTexts *texts, const QList<TableStep> &steps)
{
    for (const TableStep &step : steps) {
        if (texts)
            texts->follow(step.step.statements);
    }
}

/// The steps that SQLite carries out by itself on these texts.
std::optional<QList<TableStep>> nativeStepsOn(const TableRun &run, SqliteStoredTexts *texts)
{
    const bool cuts = std::any_of(run.operations.begin(), run.operations.end(),
        [&](const Operation &operation) { return cutsInComments(operation, texts); });
    const auto native = cuts ? std::nullopt : nativeSteps(run);
    if (native)
        follow(texts, *native);
    return native;
}

/// The steps for what one rebuild could take.
QList<TableStep> stepsOf(const TableRun &run, SqliteStoredTexts *texts)
{
    if (texts && !run.copies) {
        if (const auto inPlace = StepsInPlace(run, *texts).make())
            return *inPlace;
    }
    if (const auto native = nativeStepsOn(run, texts))
        return *native;
    const QList<TableStep> steps {rebuildStep(run, texts)};
    follow(texts, steps);
    return steps;
}

} // namespace

std::optional<std::pair<QString, QStringList>> acceptedOrphans(const Operation &operation)
{
    if (!acceptedBy(operation).contains(accepts::orphans))
        return {};
    const AddConstraint *add = std::get_if<AddConstraint>(&operation);
    const auto *key = add ? std::get_if<ForeignKeyConstraint>(&add->constraint) : nullptr;
    return std::pair(targetOf(operation), key ? key->columns : QStringList());
}

bool copiesRows(const TableRun &run)
{
    return !nativeSteps(run);
}

bool isTableChange(const Operation &operation)
{
    return std::visit(overloaded {
                          [](const AlterTable &) { return true; },
                          [](const AddColumn &) { return true; },
                          [](const DropColumn &) { return true; },
                          [](const AlterColumn &) { return true; },
                          [](const ReorderColumns &) { return true; },
                          [](const AddConstraint &) { return true; },
                          [](const DropConstraint &) { return true; },
                          [](const CreateIndex &) { return true; },
                          [](const DropIndex &) { return true; },
                          [](const CreateTrigger &) { return true; },
                          [](const DropTrigger &) { return true; },
                          [](const auto &) { return false; },
                      },
        operation);
}

qsizetype runLength(const QList<Operation> &operations, qsizetype first)
{
    qsizetype count = 1;
    const QString target = targetOf(operations[first]);
    while (isTableChange(operations[first]) && first + count < operations.size()
        && isTableChange(operations[first + count])
        && sameName(targetOf(operations[first + count]), target))
        ++count;
    return count;
}

QString expressionsOf(const QList<Operation> &operations)
{
    QStringList texts;
    for (const Operation &operation : operations)
        texts.append(expressionsOf(operation));
    return texts.join(u' ');
}

QList<TableStep> tableSteps(const TableRun &run, SqliteStoredTexts *texts)
{
    if (const auto native = nativeStepsOn(run, texts))
        return *native;
    QList<TableStep> steps;
    qsizetype first = 0;
    for (const TableRun &part : rebuildParts(run)) {
        for (TableStep &made : stepsOf(part, texts)) {
            for (qsizetype &index : made.step.operations)
                index += first;
            steps.append(made);
        }
        first += part.operations.size();
    }
    return steps;
}

} // namespace joinery::sqlite
