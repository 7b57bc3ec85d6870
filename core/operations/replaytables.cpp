// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/replay.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

Result<> checkColumnsAreDistinct(const Table &table, const Replay &replay)
{
    QSet<QString> seen;
    for (const Column &column : table.columns) {
        const QString key = replay.key(column.name);
        if (seen.contains(key)) {
            return fail(ErrorCode::Conflict,
                u"table \"%1\" has two columns \"%2\""_s.arg(table.name, column.name),
                u"give one of them another name"_s);
        }
        seen.insert(key);
    }
    return {};
}

/// Notes the table's indexes; two of one name within the table are noticed too.
Result<> noteIndexes(const Table &table, Replay &replay)
{
    for (const Index &index : table.indexes) {
        if (Result<> free = replay.checkIndexNameIsFree(index.name); !free)
            return free;
        replay.noteIndex(index.name, table.name);
    }
    return {};
}

} // namespace

Result<> carryOut(Replay &replay, const CreateTable &op)
{
    if (Result<> free = replay.checkNameIsFree(op.table.name); !free)
        return free;
    if (Result<> distinct = checkColumnsAreDistinct(op.table, replay); !distinct)
        return distinct;
    if (Result<> noted = noteIndexes(op.table, replay); !noted)
        return noted;
    replay.schema.tables.insert(op.table.name, op.table);
    replay.noteObject(op.table.name);
    return {};
}

Result<> carryOut(Replay &replay, const DropTable &op)
{
    const Result<Table *> table = replay.table(op.table.name);
    if (!table)
        return fail(table.error());
    for (const Index &index : std::as_const((*table)->indexes))
        replay.forgetIndex(index.name);
    const QString name = (*table)->name;
    replay.forgetObject(name);
    replay.schema.tables.remove(name);
    return {};
}

Result<> carryOut(Replay &replay, const AlterTable &op)
{
    const Result<Table *> table = replay.table(op.table);
    if (!table)
        return fail(table.error());
    if (op.toComment)
        (*table)->comment = *op.toComment;
    if (op.toOptions)
        (*table)->options = *op.toOptions;
    return {};
}

} // namespace joinery::detail
