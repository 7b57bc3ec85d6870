// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/names.h"
#include "joinery/compare/tablechanges.h"

namespace joinery::detail {

namespace {

/// The members of `to` that differ from `from` both as they are and in normal form. A default that
/// is only spelled otherwise goes along where the column changes anyway: it is then read back as it
/// was written.
ColumnPatch significantPatch(
    const Column &from, const Column &to, const Column &normalFrom, const Column &normalTo)
{
    ColumnPatch patch = patchBetween(from, to);
    const ColumnPatch normal = patchBetween(normalFrom, normalTo);
    const auto keep = [](auto &member, const auto &significant) {
        if (!significant)
            member.reset();
    };
    keep(patch.type, normal.type);
    keep(patch.nullable, normal.nullable);
    keep(patch.serverDefault, normal.serverDefault);
    keep(patch.computed, normal.computed);
    keep(patch.identity, normal.identity);
    keep(patch.collation, normal.collation);
    keep(patch.comment, normal.comment);
    keep(patch.options, normal.options);
    if (!patch.isEmpty())
        patch.serverDefault = patchBetween(from, to).serverDefault;
    return patch;
}

/// The columns of a table in normal form, by name key.
class NormalColumns
{
public:
    NormalColumns(const Table &table, const ComparePolicy &policy)
        : m_columns(policy.normalized(table).columns)
        , m_positions(positions(m_columns, policy))
        , m_policy(policy)
    { }

    Column of(const Column &column) const
    {
        const qsizetype position = m_positions.value(m_policy.nameKey(column.name), -1);
        return position < 0 ? column : m_columns[position];
    }

private:
    QList<Column> m_columns;
    QHash<QString, qsizetype> m_positions;
    const ComparePolicy &m_policy;
};

bool sameKey(const Table &a, const Table &b, const ComparePolicy &policy)
{
    const auto text = [&](const std::optional<PrimaryKeyConstraint> &key) {
        return key ? contentText(*key, policy) : QString();
    };
    return text(a.primaryKey) == text(b.primaryKey);
}

} // namespace

void compareColumns(
    TableChanges &changes, const Table &from, const Table &to, const ComparePolicy &policy)
{
    const NormalColumns normalFrom(from, policy);
    const NormalColumns normalTo(to, policy);
    QHash<QString, qsizetype> before = positions(from.columns, policy);
    for (const Column &column : to.columns) {
        const auto found = before.constFind(policy.nameKey(column.name));
        if (found == before.constEnd()) {
            changes.addedColumns.append(column);
            continue;
        }
        const Column &old = from.columns[*found];
        changes.columns.append(
            {old, column, significantPatch(old, column, normalFrom.of(old), normalTo.of(column))});
        before.erase(found);
    }
    for (const Column &column : from.columns) {
        if (before.contains(policy.nameKey(column.name)))
            changes.droppedColumns.append(column);
    }
}

void amendColumns(
    TableChanges &changes, const Table &reached, const Table &to, const ComparePolicy &policy)
{
    const NormalColumns normalReached(reached, policy);
    const NormalColumns normalTo(to, policy);
    const bool keyDiffers = !sameKey(policy.normalized(reached), policy.normalized(to), policy);
    for (AlteredColumn &column : changes.columns) {
        const Column is = normalReached.of(column.to);
        // An identity may stand for a primary key that is written nowhere.
        const bool impliesKey = keyDiffers && column.from.identity != column.to.identity;
        if (impliesKey || !patchBetween(is, normalTo.of(column.to)).isEmpty())
            column.patch = patchBetween(column.from, column.to);
    }
}

void compareColumnOrder(
    TableChanges &changes, const Table &from, const Table &to, const ComparePolicy &policy)
{
    QStringList reached;
    for (const Column &column : withChangedColumns(changes, from).columns)
        reached.append(column.name);
    QStringList wanted;
    for (const Column &column : to.columns)
        wanted.append(column.name);
    const auto same = [&](const QString &a, const QString &b) {
        return policy.nameKey(a) == policy.nameKey(b);
    };
    if (!std::equal(reached.begin(), reached.end(), wanted.begin(), wanted.end(), same))
        changes.reordered = ReorderColumns {changes.table, reached, wanted};
}

Table withChangedColumns(const TableChanges &changes, const Table &from)
{
    Table table = from;
    QHash<QString, const AlteredColumn *> altered;
    for (const AlteredColumn &column : changes.columns)
        altered.insert(column.from.name, &column);
    table.columns.clear();
    for (const Column &column : from.columns) {
        if (const AlteredColumn *change = altered.value(column.name)) {
            table.columns.append(column);
            applyPatch(table.columns.last(), change->patch);
        }
    }
    table.columns += changes.addedColumns;
    if (changes.altered.toComment)
        table.comment = *changes.altered.toComment;
    if (changes.altered.toOptions)
        table.options = *changes.altered.toOptions;
    return table;
}

} // namespace joinery::detail
