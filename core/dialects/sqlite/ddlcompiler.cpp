// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/ddlcompiler.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/catalogueedit.h"
#include "joinery/dialects/sqlite/ftscopy.h"
#include "joinery/dialects/sqlite/ftstable.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/objectsteps.h"
#include "joinery/dialects/sqlite/rebuild.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/schemamirror.h"
#include "joinery/dialects/sqlite/sqltext.h"
#include "joinery/dialects/sqlite/storedtexts.h"
#include "joinery/dialects/sqlite/tablechange.h"
#include "joinery/dialects/sqlite/tablesteps.h"
#include "joinery/dialects/sqlite/tabletext.h"
#include "joinery/dialects/sqlite/truthnames.h"
#include "joinery/operations/describe.h"
#include "joinery/sql/quoting.h"
#include "joinery/sql/splitter.h"
#include "joinery/sql/tokenizer.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// Makes, changes or drops an object as a whole, by statements that name nothing else.
bool isWholeObject(const Operation &operation)
{
    return std::holds_alternative<CreateTable>(operation)
        || std::holds_alternative<DropTable>(operation)
        || std::holds_alternative<CreateView>(operation)
        || std::holds_alternative<DropView>(operation)
        || std::holds_alternative<AlterView>(operation)
        || std::holds_alternative<CreateVirtualTable>(operation)
        || std::holds_alternative<DropVirtualTable>(operation);
}

bool deletesRows(const Operation &operation)
{
    return std::visit(
        [](const auto &some) {
            if constexpr (requires { some.accept; })
                return some.accept.contains(accepts::deleteRows);
            return false;
        },
        operation);
}

/// Which rows stay is found out in a subquery over the new rows.
Result<> checkRowsCanBeTold(const TableRun &run)
{
    if (std::none_of(run.operations.begin(), run.operations.end(), deletesRows))
        return {};
    const QString name = targetOf(run.operations.first());
    for (const MetaData &schema : {run.schemas.first(), run.schemas.last()}) {
        const Table *table = findTable(schema, name);
        if (const Column *column = table ? truthColumn(*table) : nullptr)
            return fail(ErrorCode::Unsupported,
                u"rows of table \"%1\" cannot be deleted here: SQLite mixes up its column \"%2\" with the word %2"_s
                    .arg(name, column->name),
                u"give the column another name first, in a revision of its own"_s);
    }
    return {};
}

/// A list of operations on the way to becoming a plan.
class Compilation
{
public:
    Compilation(const MetaData &before, const QList<Operation> &operations,
        const ReplayPolicy &policy, const DatabaseProvider &provider, SqliteStoredTexts *texts)
        : m_operations(operations)
        , m_policy(policy)
        , m_provider(provider)
        , m_texts(texts)
        , m_plan {.dialect = u"sqlite"_s, .before = before, .after = before}
    { }

    Result<Plan> run()
    {
        for (qsizetype next = 0; next < m_operations.size();) {
            const qsizetype first = next;
            const qsizetype wholes = wholeObjects(first);
            next += wholes > 0 ? wholes : runLength(m_operations, first);
            const Result<> done = wholes > 0         ? compileWholes(first, wholes)
                : isTableChange(m_operations[first]) ? compileRun(first, next - first)
                                                     : compileOne(first);
            if (!done)
                return fail(done.error());
        }
        if (m_plan.foreignKeysOff && m_plan.foreignKeysOn)
            return fail(mixed());
        return std::move(m_plan);
    }

private:
    Result<> advance(qsizetype index)
    {
        Result<> done = apply(m_plan.after, m_operations[index], m_policy);
        if (!done)
            return failIn(u"step %1"_s.arg(index + 1), done.error());
        return done;
    }

    /// How many operations from here on make or drop whole objects: what their statements are does
    /// not depend on what else there is.
    qsizetype wholeObjects(qsizetype first) const
    {
        qsizetype end = first;
        while (end < m_operations.size() && isWholeObject(m_operations[end]))
            ++end;
        return end - first;
    }

    /// Those that make a full-text index over a table or view that is there by then and may hold
    /// rows: a table made just before holds none.
    QSet<qsizetype> indexedFromRows(qsizetype first, qsizetype count)
    {
        QSet<qsizetype> indexed;
        QSet<QString> gone;
        QSet<QString> views;
        for (qsizetype i = first; i < first + count; ++i) {
            std::visit(overloaded {
                           [&](const DropTable &op) { gone.insert(nameKey(op.table.name)); },
                           [&](const DropView &op) { gone.insert(nameKey(op.view.name)); },
                           [&](const CreateView &op) { views.insert(nameKey(op.view.name)); },
                           [&](const CreateVirtualTable &op) {
                               const QString source = ftsSource(op.table);
                               const qsizetype rename = lastRename();
                               if (rename > i && !source.isEmpty())
                                   m_indexedAfter[rename].append(op.table);
                               else if (views.contains(nameKey(source))
                                   || (!gone.contains(nameKey(source))
                                       && holdsSource(m_plan.after, source)))
                                   indexed.insert(i);
                           },
                           [](const auto &) {},
                       },
                m_operations[i]);
        }
        return indexed;
    }

    qsizetype lastRename() const
    {
        qsizetype last = m_operations.size() - 1;
        while (last >= 0 && !std::holds_alternative<RenameTable>(m_operations[last])
            && !std::holds_alternative<RenameColumn>(m_operations[last]))
            --last;
        return last;
    }

    /// On the way back the renames come last: only behind them is there what an index made before
    /// reads.
    void indexAfterRename(PlanStep &step, qsizetype rename) const
    {
        for (const VirtualTable &table : m_indexedAfter.value(rename)) {
            if (m_plan.after.virtualTables.value(table.name) == table
                && holdsSource(m_plan.after, ftsSource(table)))
                step.statements.append(ftsRebuild(table));
        }
    }

    /// A full-text table that is made again keeps its rows: they wait where only this plan looks.
    void carryFtsRows(PlanStep &step, qsizetype index)
    {
        if (const std::optional<FtsCopy> copy = ftsCopyAt(m_operations, index)) {
            const QString holding = unusedName(m_plan.before, rebuildPrefix + copy->table);
            step.statements = holdFtsRows(*copy, holding) + step.statements;
            m_ftsRows.insert(copy->creates, {*copy, holding});
        } else if (const auto held = m_ftsRows.constFind(index); held != m_ftsRows.constEnd()) {
            step.statements += takeFtsRows(held->first, held->second);
        }
    }

    /// All of them on one copy of the schema, so that ten thousand tables do not take ten thousand.
    Result<> compileWholes(qsizetype first, qsizetype count)
    {
        const QSet<qsizetype> indexed = indexedFromRows(first, count);
        if (!apply(m_plan.after, m_operations.mid(first, count), m_policy)) {
            for (qsizetype i = first; i < first + count; ++i) {
                if (const Result<> done = advance(i); !done)
                    return done;
            }
        }
        for (qsizetype i = first; i < first + count; ++i) {
            Result<ObjectStep> made = objectStep(m_operations[i], {}, {});
            if (!made)
                return failIn(u"step %1"_s.arg(i + 1), made.error());
            made->step.operations = {i};
            carryFtsRows(made->step, i);
            if (indexed.contains(i))
                made->step.statements.append(
                    ftsRebuild(std::get<CreateVirtualTable>(m_operations[i]).table));
            if (const auto orphans = acceptedOrphans(m_operations[i]))
                made->step.acceptedOrphans = {*orphans};
            m_plan.foreignKeysOff |= made->foreignKeysOff;
            m_plan.steps.append(made->step);
            if (m_texts)
                m_texts->follow(made->step.statements);
        }
        return {};
    }

    /// Neighbouring operations on one table, none of them a rename.
    Result<> compileRun(qsizetype first, qsizetype count)
    {
        TableRun run {.schemas = {m_plan.after}, .operations = m_operations.mid(first, count)};
        for (qsizetype i = first; i < first + count; ++i) {
            if (const Result<> done = advance(i); !done)
                return done;
            run.schemas.append(m_plan.after);
        }
        if (const Result<> told = checkRowsCanBeTold(run); !told)
            return told;
        for (TableStep &made : tableSteps(run, m_texts)) {
            PlanStep &step = made.step;
            for (qsizetype &index : step.operations)
                index += first;
            m_plan.foreignKeysOff |= made.foreignKeysOff;
            if (const Result<> done = moveObstacles(step, first, run.schemas); !done)
                return done;
            m_plan.steps.append(step);
        }
        return {};
    }

    Result<> compileOne(qsizetype index)
    {
        const MetaData before = m_plan.after;
        if (const Result<> done = advance(index); !done)
            return done;
        const Operation &operation = m_operations[index];
        Result<ObjectStep> made = objectStep(operation, before, m_plan.after);
        if (!made)
            return failIn(u"step %1"_s.arg(index + 1), made.error());
        made->step.operations = {index};
        if (const auto orphans = acceptedOrphans(operation))
            made->step.acceptedOrphans = {*orphans};
        m_plan.foreignKeysOff |= made->foreignKeysOff;
        m_plan.foreignKeysOn |= made->foreignKeysOn;
        if (made->foreignKeysOn)
            m_cascading = made->step.title;
        if (const Result<> done = moveObstacles(made->step, index, {before, m_plan.after}); !done)
            return done;
        if (const auto *rename = std::get_if<RenameColumn>(&operation))
            putKeyFirst(made->step, *rename, before);
        indexAfterRename(made->step, index);
        m_plan.steps.append(made->step);
        if (m_texts)
            m_texts->follow(made->step.statements);
        return {};
    }

    /// `schemas` are those before each operation from `first` on, and after the last.
    Result<> moveObstacles(PlanStep &step, qsizetype first, const QList<MetaData> &schemas) const
    {
        QStringList statements;
        for (const Statement &statement : step.statements)
            statements.append(statement.sql);
        if (!step.rebuilds.isEmpty()
            || !std::any_of(statements.begin(), statements.end(), looksAround))
            return {};
        const qsizetype begin = step.operations.first() - first;
        const qsizetype end = step.operations.last() - first + 1;
        const Result<QStringList> moved
            = withObstaclesMoved(m_provider, schemas[begin], schemas[end], statements);
        if (!moved)
            return failIn(step.title, moved.error());
        step.statements.clear();
        for (const QString &sql : *moved)
            step.statements.append({.sql = asStored(sql)});
        return {};
    }

    /// A view that only stood in the way comes back with the layout and comments it had.
    QString asStored(const QString &sql) const
    {
        const QString view = firstWord(sql) == u"CREATE" ? madeOrDropped(sql, u"view") : QString();
        if (!m_texts || view.isEmpty())
            return sql;
        const QString stored = m_texts->view(view);
        return canonicalSql(stored) == canonicalSql(sql) ? stored : sql;
    }

    /// SQLite does not find the column that is the rowid when it is renamed and a UNIQUE constraint
    /// names it before the primary key does. With the key first it does.
    void putKeyFirst(PlanStep &step, const RenameColumn &rename, const MetaData &before) const
    {
        const Table *table = findTable(before, rename.table);
        if (!m_texts || !table || table->uniques.isEmpty()
            || !sameName(rowidAlias(*table), rename.from) || !m_texts->areExact())
            return;
        const QString stored = m_texts->table(table->name);
        const QString text = withKeyFirst(stored);
        if (text.isNull())
            return;
        step.redefines = table->name;
        step.statements = exchangeTableText(table->name, stored, text, before) + step.statements;
    }

    Error mixed() const
    {
        return {.code = ErrorCode::Unsupported,
            .message
            = u"%1 relies on what foreign keys set off, but other steps rebuild or drop a table, "
              "which needs them off"_s.arg(m_cascading),
            .hint = u"split the revision in two: one with the SQL, one with the schema change"_s};
    }

    const QList<Operation> &m_operations;
    const ReplayPolicy &m_policy;
    const DatabaseProvider &m_provider;
    SqliteStoredTexts *m_texts;
    Plan m_plan;
    QString m_cascading;
    QMap<qsizetype, std::pair<FtsCopy, QString>> m_ftsRows; ///< by the create they wait for
    QMap<qsizetype, QList<VirtualTable>> m_indexedAfter; ///< by the rename they wait for
};

} // namespace

SqliteDdlCompiler::SqliteDdlCompiler(const ReplayPolicy &policy, const DatabaseProvider &provider)
    : m_policy(policy)
    , m_provider(provider)
{ }

Result<Plan> SqliteDdlCompiler::compile(
    const MetaData &before, const QList<Operation> &operations, StoredTexts *texts) const
{
    // Texts come from readTexts() of the same dialect.
    return Compilation(
        before, operations, m_policy, m_provider, static_cast<SqliteStoredTexts *>(texts))
        .run();
}

Result<std::unique_ptr<StoredTexts>> SqliteDdlCompiler::readTexts(Executor &executor) const
{
    return SqliteStoredTexts::read(executor, m_provider);
}

QStringList SqliteDdlCompiler::createStatements(const SchemaObject &object) const
{
    return sqlite::createStatements(object);
}

/// An index over the rows of another table is made from them again.
QString SqliteDdlCompiler::irreversibleBecause(
    const QList<Operation> &operations, qsizetype index) const
{
    const DropVirtualTable *drop = std::get_if<DropVirtualTable>(&operations[index]);
    if (drop && !ftsSource(drop->table).isEmpty())
        return {};
    const std::optional<FtsCopy> copy = drop ? ftsCopyAt(operations, index) : std::nullopt;
    if (!copy)
        return DdlCompiler::irreversibleBecause(operations, index);
    return copy->gone.isEmpty() ? QString()
                                : u"the texts in %1 are gone"_s.arg(copy->gone.join(u", "_s));
}

QString SqliteDdlCompiler::quote(const QString &identifier) const
{
    return quotedName(identifier);
}

} // namespace joinery::sqlite
