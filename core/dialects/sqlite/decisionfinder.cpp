// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/decisionfinder.h"

#include "joinery/base/overloaded.h"
#include "joinery/dialects/sqlite/createcompiler.h"
#include "joinery/dialects/sqlite/fillcandidates.h"
#include "joinery/dialects/sqlite/ftscopy.h"
#include "joinery/dialects/sqlite/ftstable.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/questions.h"
#include "joinery/dialects/sqlite/rebuildparts.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/standingkeys.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// The operation under the names that its table and columns have after `later`: in a downgrade, the
/// renames come last.
Operation renamedBy(const QList<Operation> &later, const Operation &operation)
{
    AddConstraint add = std::get<AddConstraint>(operation);
    auto *key = std::get_if<ForeignKeyConstraint>(&add.constraint);
    const auto renameIn = [](QStringList &columns, const RenameColumn &rename) {
        for (QString &column : columns) {
            if (sameName(column, rename.from))
                column = rename.to;
        }
    };
    for (const Operation &other : later) {
        if (const auto *rename = std::get_if<RenameTable>(&other)) {
            for (QString *table : {&add.table, &key->referredTable}) {
                if (sameName(*table, rename->from))
                    *table = rename->to;
            }
        } else if (const auto *renamed = std::get_if<RenameColumn>(&other)) {
            if (sameName(add.table, renamed->table))
                renameIn(key->columns, *renamed);
            if (sameName(key->referredTable, renamed->table))
                renameIn(key->referredColumns, *renamed);
        }
    }
    return add;
}

bool addsForeignKey(const Operation &operation)
{
    const auto *add = std::get_if<AddConstraint>(&operation);
    return add && std::holds_alternative<ForeignKeyConstraint>(add->constraint);
}

/// Goes through the operations as the compiler does, and asks at each what it would break.
class Search
{
public:
    Search(Executor &live, const MetaData &before, const QList<Operation> &operations,
        const ReplayPolicy &policy)
        : m_live(live)
        , m_before(before)
        , m_operations(operations)
        , m_policy(policy)
        , m_schema(before)
        , m_projection(before)
        , m_questions(live, m_projection)
    { }

    Result<QList<Decision>> run()
    {
        for (qsizetype next = 0; next < m_operations.size();) {
            const qsizetype first = next;
            next += runLength(m_operations, first);
            const Result<> done = isTableChange(m_operations[first])
                ? searchRun(first, next - first)
                : searchOne(first);
            if (!done)
                return fail(done.error());
        }
        QList<Operation> named = m_operations; // keys under the names that they end up with
        for (qsizetype i = 0; i < m_operations.size(); ++i) {
            if (!addsForeignKey(m_operations[i]))
                continue;
            named[i] = renamedBy(m_operations.mid(i + 1), m_operations[i]);
            if (const Result<> done = m_questions.askOrphans(m_schema, named[i], i); !done)
                return fail(done.error());
        }
        if (const Result<> done
            = StandingKeys(m_live, m_projection, m_before, m_schema).ask(named, m_decisions);
            !done)
            return fail(done.error());
        return m_questions.decisions() + m_decisions;
    }

private:
    Result<> advance(qsizetype index)
    {
        Result<> done = apply(m_schema, m_operations[index], m_policy);
        return done ? done : failIn(u"step %1"_s.arg(index + 1), done.error());
    }

    Result<> searchRun(qsizetype first, qsizetype count)
    {
        TableRun run {.schemas = {m_schema}, .operations = m_operations.mid(first, count)};
        for (qsizetype i = 0; i < count; ++i) {
            if (const Result<> advanced = advance(first + i); !advanced)
                return advanced;
            run.schemas.append(m_schema);
        }
        for (const TableRun &part : rebuildParts(run)) {
            RowChange change {.schemaBefore = part.schemas.first(),
                .schemaAfter = part.schemas.last(),
                .operations = part.operations,
                .change = {},
                .copies = copiesRows(part)};
            if (const Result<> asked = search(change, first); !asked)
                return asked;
            first += part.operations.size();
        }
        return {};
    }

    Result<> search(RowChange &change, qsizetype first)
    {
        const Table *table = findTable(change.schemaBefore, targetOf(change.operations.first()));
        if (!table) // a view's triggers
            return {};
        change.change
            = tableChange(change.schemaBefore, change.schemaAfter, table->name, change.operations);
        if (m_projection.isLive(table->name)) {
            if (const Result<> asked = m_questions.ask(change, first); !asked)
                return asked;
        }
        m_projection.change(change.change, tablesNamedBy(change));
        return {};
    }

    Result<> searchOne(qsizetype index)
    {
        const MetaData before = m_schema;
        if (const Result<> done = advance(index); !done)
            return done;
        return std::visit(
            overloaded {
                [&](const DropTable &drop) { return searchDrop(before, drop, index); },
                [&](const DropVirtualTable &drop) {
                    return searchDropVirtual(before, drop, index);
                },
                [&](const CreateTable &create) {
                    m_projection.create(create.table);
                    return Result<>();
                },
                [&](const RenameTable &rename) {
                    if (const Table *table = findTable(before, rename.from))
                        m_projection.renameTable(*table, rename.to);
                    return Result<>();
                },
                [&](const RenameColumn &rename) {
                    if (const Table *table = findTable(m_schema, rename.table))
                        m_projection.renameColumn(*table, rename.from, rename.to);
                    return Result<>();
                },
                [](const auto &) { return Result<>(); },
            },
            m_operations[index]);
    }

    /// An index over the rows of another table is made anew from them; one that holds its rows
    /// keeps them.
    Result<> searchDropVirtual(
        const MetaData &before, const DropVirtualTable &drop, qsizetype index)
    {
        const VirtualTable table = before.virtualTables.value(drop.table.name, drop.table);
        if (holdsSource(m_before, ftsSource(table)))
            return {};
        if (const std::optional<FtsCopy> copy = ftsCopyAt(m_operations, index))
            return m_questions.askFtsColumns(drop, copy->gone, index);
        return m_questions.askDropVirtual(drop, index);
    }

    Result<> searchDrop(const MetaData &before, const DropTable &drop, qsizetype index)
    {
        const Table *table = findTable(before, drop.table.name);
        const Result<> asked = table && m_projection.isLive(table->name)
            ? m_questions.askDrop(*table, drop, index)
            : Result<>();
        m_projection.drop(drop.table.name);
        return asked;
    }

    Executor &m_live;
    const MetaData &m_before;
    const QList<Operation> &m_operations;
    const ReplayPolicy &m_policy;
    QList<Decision> m_decisions {};
    MetaData m_schema;
    Projection m_projection;
    Questions m_questions;
};

} // namespace

SqliteDecisionFinder::SqliteDecisionFinder(const ReplayPolicy &policy)
    : m_policy(policy)
{ }

Result<QList<Decision>> SqliteDecisionFinder::find(
    Executor &live, const MetaData &before, const QList<Operation> &operations) const
{
    return Search(live, before, operations, m_policy).run();
}

QString SqliteDecisionFinder::suggestFill(
    const MetaData &schema, const Table &table, const Column &column) const
{
    // The rowid under another name takes the hidden one's values.
    Table asWas = table;
    if (const Table *own = findTable(schema, table.name))
        asWas.options = own->options;
    if (isRowidAlias(asWas, column.name))
        return {};
    return fillCandidates(schema, table, column).first();
}

} // namespace joinery::sqlite
