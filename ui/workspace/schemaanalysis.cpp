// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/schemaanalysis.h"

#include "joinery/operations/describe.h"
#include "joinery/sql/names.h"
#include "joinery/sql/tokenizer.h"

#include <QElapsedTimer>

namespace joinery {

namespace {

template <typename Map> void differing(const Map &a, const Map &b, QStringList &names)
{
    for (auto it = a.begin(); it != a.end(); ++it) {
        const auto other = b.constFind(it.key());
        if (other == b.end() || !(*other == *it))
            names.append(it.key());
    }
    for (auto it = b.begin(); it != b.end(); ++it) {
        if (!a.contains(it.key()))
            names.append(it.key());
    }
}

QString originOf(const Column &column)
{
    return column.renamedFrom.isEmpty() ? column.name : column.renamedFrom;
}

/// Whether columns that were there stand in another order.
bool isReordered(const Table &before, const Table &after)
{
    QStringList old;
    for (const Column &column : before.columns)
        old.append(originOf(column));
    QStringList kept;
    for (const Column &column : after.columns) {
        if (old.contains(originOf(column)))
            kept.append(originOf(column));
    }
    old.removeIf([&](const QString &name) { return !kept.contains(name); });
    if (old != kept)
        return true;
    // New columns come last unless they were put elsewhere.
    qsizetype last = 0;
    for (qsizetype i = 0; i < after.columns.size(); ++i) {
        if (kept.contains(originOf(after.columns[i])))
            last = i + 1;
    }
    return last > kept.size();
}

bool isAnyReordered(const MetaData &before, const MetaData &after, const QStringList &names)
{
    for (const QString &name : names) {
        const auto now = after.tables.constFind(name);
        if (now == after.tables.constEnd())
            continue;
        const QString origin = now->renamedFrom.isEmpty() ? name : now->renamedFrom;
        const auto old = before.tables.constFind(origin);
        if (old != before.tables.constEnd() && isReordered(*old, *now))
            return true;
    }
    return false;
}

bool refersTo(const Table &table, const QSet<QString> &names)
{
    return std::any_of(table.foreignKeys.begin(), table.foreignKeys.end(),
        [&](const ForeignKeyConstraint &key) { return names.contains(key.referredTable); });
}

void addNames(const QString &sql, QSet<QString> &names)
{
    for (const Token &token : significantTokens(sql)) {
        if (token.kind == TokenKind::Word || token.kind == TokenKind::QuotedName)
            names.insert(asciiLower(nameIn(sql, token)));
    }
}

/// Whatever triggers and views name, in lower case: where the tables among them are missing, a
/// rename cannot be followed into their texts.
QSet<QString> namesInTexts(const MetaData &schema)
{
    QSet<QString> names;
    for (const Table &table : schema.tables) {
        for (const Trigger &trigger : table.triggers)
            addNames(trigger.sql, names);
    }
    for (const View &view : schema.views) {
        addNames(view.sql, names);
        for (const Trigger &trigger : view.triggers)
            addNames(trigger.sql, names);
    }
    return names;
}

/// The tables that a change of some objects can touch: these, what refers to them or is referred to
/// by them, and those with SQL text that could name them.
QSet<QString> tablesAround(const MetaData &schema, const QSet<QString> &names)
{
    QSet<QString> around = names;
    for (const QString &name : names) {
        for (const ForeignKeyConstraint &key : schema.tables.value(name).foreignKeys)
            around.insert(key.referredTable);
    }
    const QSet<QString> named = namesInTexts(schema);
    for (const Table &table : schema.tables) {
        if (!table.triggers.isEmpty() || refersTo(table, names)
            || named.contains(asciiLower(table.name))) {
            around.insert(table.name);
        }
    }
    return around;
}

/// The schema with these tables alone. Makes a change in a large schema as cheap as in a small one.
MetaData withTables(const MetaData &schema, const QSet<QString> &names)
{
    MetaData part = schema;
    part.tables.clear();
    for (const QString &name : names) {
        const auto table = schema.tables.constFind(name);
        if (table != schema.tables.constEnd())
            part.tables.insert(name, *table);
    }
    return part;
}

void compareAndCompile(const EditState &state, EditAnalysis &analysis)
{
    const Dialect &dialect = *state.dialect;
    const QSet<QString> touched(analysis.changed.begin(), analysis.changed.end());
    // The same on both sides, so that none seems to come or go.
    const QSet<QString> around
        = tablesAround(state.base.schema, touched) + tablesAround(state.edited, touched);
    const MetaData before = withTables(state.base.schema, around);
    const Result<Difference> difference = compare(before, withTables(state.edited, around),
        dialect.comparePolicy(), dialect.replayPolicy(), {.columnOrder = analysis.columnOrder});
    if (!difference) {
        analysis.error = difference.error();
        return;
    }
    analysis.operations = difference->operations;
    analysis.candidates = difference->candidates;
    for (const Operation &operation : analysis.operations)
        analysis.words.append(describe(operation));
    if (analysis.operations.isEmpty())
        return;
    Result<Plan> plan = dialect.ddl().compile(before, analysis.operations);
    if (plan)
        analysis.plan = *std::move(plan);
    else
        analysis.error = plan.error();
}

} // namespace

bool isColumnOrderMeant(const EditState &state)
{
    const QStringList edited = differingObjects(state.base.models, state.edited);
    return state.columnOrder || isAnyReordered(state.base.models, state.edited, edited);
}

EditAnalysis analyse(const EditState &state)
{
    QElapsedTimer timer;
    timer.start();
    EditAnalysis analysis;
    const QStringList edited = differingObjects(state.base.models, state.edited);
    analysis.changed = differingObjects(state.base.schema, state.edited);
    analysis.columnOrder = isColumnOrderMeant(state);
    compareAndCompile(state, analysis);
    if (analysis.operations.isEmpty() && !analysis.error)
        analysis.changed = edited; // the rest is spelled otherwise and means the same
    analysis.problems = schemaProblems(
        state.edited, analysis.changed, state.knownTypes, *state.dialect, *state.provider);
    analysis.microseconds = timer.nsecsElapsed() / 1000;
    return analysis;
}

QStringList differingObjects(const MetaData &a, const MetaData &b)
{
    QStringList names;
    differing(a.tables, b.tables, names);
    differing(a.views, b.views, names);
    differing(a.virtualTables, b.virtualTables, names);
    differing(a.sequences, b.sequences, names);
    differing(a.enums, b.enums, names);
    return names;
}

std::optional<SchemaObject> objectNamed(const MetaData &schema, const QString &name)
{
    if (const auto it = schema.tables.constFind(name); it != schema.tables.constEnd())
        return *it;
    if (const auto it = schema.views.constFind(name); it != schema.views.constEnd())
        return *it;
    if (const auto it = schema.virtualTables.constFind(name); it != schema.virtualTables.constEnd())
        return *it;
    if (const auto it = schema.sequences.constFind(name); it != schema.sequences.constEnd())
        return *it;
    if (const auto it = schema.enums.constFind(name); it != schema.enums.constEnd())
        return *it;
    return std::nullopt;
}

void replaceObject(MetaData &schema, const QString &name, const std::optional<SchemaObject> &object)
{
    schema.tables.remove(name);
    schema.views.remove(name);
    schema.virtualTables.remove(name);
    schema.sequences.remove(name);
    schema.enums.remove(name);
    if (object)
        insert(schema, *object);
}

} // namespace joinery
