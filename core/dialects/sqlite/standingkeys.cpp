// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/sqlite/standingkeys.h"

#include "joinery/dialects/decisiontext.h"
#include "joinery/dialects/sqlite/examples.h"
#include "joinery/dialects/sqlite/identifiers.h"
#include "joinery/dialects/sqlite/rowfilters.h"
#include "joinery/dialects/sqlite/tablesteps.h"
#include "joinery/sql/quoting.h"

using namespace Qt::StringLiterals;

namespace joinery::sqlite {

namespace {

/// A key to no table, as SQLite sees it: nobody has a parent.
const QString noRows = u"(SELECT 1 WHERE FALSE)"_s;

bool addsKey(const Operation &operation, const Table &child, const ForeignKeyConstraint &key)
{
    const AddConstraint *add = std::get_if<AddConstraint>(&operation);
    return add && sameName(add->table, child.name) && add->constraint == Constraint(key);
}

/// The operations that take rows or key values away from the table, or drop it.
QList<qsizetype> causesIn(const QList<Operation> &operations, const QString &table)
{
    QList<qsizetype> causes;
    for (qsizetype i = 0; i < operations.size(); ++i) {
        const Operation &operation = operations[i];
        const bool takes = std::holds_alternative<DropTable>(operation)
            || std::holds_alternative<AddColumn>(operation)
            || std::holds_alternative<AlterColumn>(operation)
            || std::holds_alternative<AlterTable>(operation)
            || std::holds_alternative<AddConstraint>(operation)
            || std::holds_alternative<CreateIndex>(operation);
        if (takes && sameName(targetOf(operation), table))
            causes.append(i);
    }
    return causes;
}

bool accepted(const QList<Operation> &operations, const QList<qsizetype> &causes)
{
    return std::any_of(causes.begin(), causes.end(), [&](qsizetype index) {
        const auto orphans = acceptedOrphans(operations[index]);
        return orphans && orphans->second.isEmpty();
    });
}

} // namespace

StandingKeys::StandingKeys(
    Executor &live, const Projection &projection, const MetaData &before, const MetaData &after)
    : m_live(live)
    , m_projection(projection)
    , m_before(before)
    , m_after(after)
{ }

Result<> StandingKeys::ask(const QList<Operation> &operations, QList<Decision> &decisions) const
{
    QMap<QString, Missed> missed;
    for (const Table &child : m_after.tables) {
        if (!m_projection.isLive(child.name))
            continue;
        for (const ForeignKeyConstraint &key : child.foreignKeys) {
            const bool isNew = std::any_of(operations.begin(), operations.end(),
                [&](const Operation &operation) { return addsKey(operation, child, key); });
            if (isNew)
                continue;
            if (const Result<> counted = count(child, key, missed); !counted)
                return counted;
        }
    }
    for (auto it = missed.cbegin(); it != missed.cend(); ++it) {
        const QList<qsizetype> causes = causesIn(operations, it.key());
        if (accepted(operations, causes))
            continue;
        decisions.append({.code = accepts::orphans,
            .object = it.key(),
            .message = it->children.join(u"; "_s),
            .rows = it->rows,
            .flags = {allowFlag(accepts::orphans, it.key())},
            .examples = it->examples,
            .operations = causes});
    }
    return {};
}

Result<qint64> StandingKeys::rowsIn(const QString &from) const
{
    const Result<RowSet> rows = m_live.query(m_projection.whole(u"SELECT count(*) FROM "_s + from));
    if (!rows)
        return fail(rows.error());
    return toInt(rows->scalar());
}

Result<> StandingKeys::count(
    const Table &child, const ForeignKeyConstraint &key, QMap<QString, Missed> &missed) const
{
    const bool parentGone = !findTable(m_after, key.referredTable);
    const bool dropped = parentGone && findTable(m_before, key.referredTable);
    const QStringList referred = parentGone ? QStringList() : referredColumns(m_after, key);
    const bool byParents = dropped || m_projection.losesRows(key.referredTable)
        || m_projection.isConverted(key.referredTable, referred);
    if (!byParents && !m_projection.isConverted(child.name, key.columns))
        return {};
    const QString broken
        = u"%1 AS %2 WHERE %3"_s.arg(m_projection.source(child.name), quotedName(child.name),
            isOrphan(child, key, parentGone ? noRows : m_projection.source(key.referredTable),
                referred));
    const Result<qint64> now = rowsIn(broken);
    if (!now || *now == 0)
        return now ? Result<>() : fail(now.error());
    const Result<qint64> before = orphansBefore(child, key);
    if (!before || *before >= *now)
        return before ? Result<>() : fail(before.error());
    Missed &entry = missed[byParents ? key.referredTable : child.name];
    const qint64 more = *now - *before;
    entry.rows += more;
    entry.children.append(u"%1 of table \"%2\" would name a row of \"%3\" that is %4, in %5"_s.arg(
        key.columns.join(u", "_s), child.name, key.referredTable,
        byParents ? u"no longer there"_s : u"not there"_s,
        more == 1 ? u"1 row"_s : u"%1 rows"_s.arg(more)));
    if (entry.examples.isEmpty())
        entry.examples = exampleRows(m_live, m_projection,
            exampleColumns(child, key.columns, m_projection.place(child)), u"FROM "_s + broken);
    return {};
}

/// The same key on the live rows as they are, under the names there.
Result<qint64> StandingKeys::orphansBefore(
    const Table &child, const ForeignKeyConstraint &key) const
{
    const Table *old = findTable(m_before, m_projection.liveTable(child.name));
    const Table *parent = findTable(m_before, m_projection.liveTable(key.referredTable));
    if (!parent)
        parent = findTable(m_before, key.referredTable);
    if (!old)
        return 0;
    ForeignKeyConstraint live = key;
    for (QString &column : live.columns)
        column = m_projection.liveColumn(child.name, column);
    QStringList referred = referredColumns(m_after, key);
    for (QString &column : referred)
        column = m_projection.liveColumn(key.referredTable, column);
    if (referred.isEmpty() && parent)
        referred = referredColumns(m_before, key);
    return rowsIn(u"main.%1 AS %1 WHERE %2"_s.arg(quotedName(old->name),
        isOrphan(*old, live, parent ? u"main."_s + quotedName(parent->name) : noRows,
            parent ? referred : QStringList())));
}

} // namespace joinery::sqlite
