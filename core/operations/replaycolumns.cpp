// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/replay.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

bool names(const QStringList &columns, const QString &column, const Replay &replay)
{
    return std::any_of(columns.begin(), columns.end(),
        [&](const QString &other) { return replay.same(other, column); });
}

/// What still names the column, in words; empty when nothing does.
QString userOf(const Table &table, const QString &column, const Replay &replay)
{
    const auto uses
        = [&](const QList<KeyPart> &parts) { return names(columnNames(parts), column, replay); };
    const auto label = [](const QString &kind, const QString &name) {
        return name.isEmpty() ? kind : u"%1 \"%2\""_s.arg(kind, name);
    };
    if (table.primaryKey && uses(table.primaryKey->columns))
        return u"the primary key"_s;
    for (const UniqueConstraint &unique : table.uniques) {
        if (uses(unique.columns))
            return label(u"the unique constraint"_s, unique.name);
    }
    for (const ForeignKeyConstraint &key : table.foreignKeys) {
        if (names(key.columns, column, replay))
            return label(u"the foreign key"_s, key.name);
    }
    for (const Index &index : table.indexes) {
        if (uses(index.columns))
            return label(u"the index"_s, index.name);
    }
    return {};
}

/// The table's columns in the order of `names`. Errors: Conflict when these are not just its
/// columns.
Result<QList<Column>> reordered(const Table &table, const QStringList &order, const Replay &replay)
{
    QHash<QString, const Column *> columns;
    for (const Column &column : table.columns)
        columns.insert(replay.key(column.name), &column);
    QList<Column> result;
    for (const QString &name : order) {
        if (const Column *column = columns.take(replay.key(name)))
            result.append(*column);
    }
    if (result.size() == table.columns.size() && order.size() == result.size())
        return result;
    return fail(ErrorCode::Conflict,
        u"the new order does not name each column of table \"%1\" once"_s.arg(table.name),
        u"list all of its columns"_s);
}

} // namespace

Result<> carryOut(Replay &replay, const AddColumn &op)
{
    const Result<Table *> table = replay.table(op.table);
    if (!table)
        return fail(table.error());
    if (positionOf((*table)->columns, op.column.name, replay) >= 0) {
        return fail(ErrorCode::Conflict,
            u"table \"%1\" has a column \"%2\" already"_s.arg((*table)->name, op.column.name),
            u"choose another name, or alter the column that is there"_s);
    }
    (*table)->columns.append(op.column);
    return {};
}

Result<> carryOut(Replay &replay, const DropColumn &op)
{
    const Result<Table *> table = replay.table(op.table);
    if (!table)
        return fail(table.error());
    const Result<qsizetype> position = columnAt(**table, op.column.name, replay);
    if (!position)
        return fail(position.error());
    if (const QString user = userOf(**table, op.column.name, replay); !user.isEmpty()) {
        return fail(ErrorCode::Conflict,
            u"%1 of table \"%2\" still names column \"%3\""_s.arg(
                user, (*table)->name, op.column.name),
            u"drop %1 in a step before"_s.arg(user));
    }
    (*table)->columns.removeAt(*position);
    return {};
}

Result<> carryOut(Replay &replay, const AlterColumn &op)
{
    const Result<Table *> table = replay.table(op.table);
    if (!table)
        return fail(table.error());
    const Result<qsizetype> position = columnAt(**table, op.column, replay);
    if (!position)
        return fail(position.error());
    applyPatch((*table)->columns[*position], op.to);
    return {};
}

Result<> carryOut(Replay &replay, const ReorderColumns &op)
{
    const Result<Table *> table = replay.table(op.table);
    if (!table)
        return fail(table.error());
    Result<QList<Column>> columns = reordered(**table, op.to, replay);
    if (!columns)
        return fail(std::move(columns.error()));
    (*table)->columns = *std::move(columns);
    return {};
}

} // namespace joinery::detail
