// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/replay.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

Result<> carryOut(Replay &replay, const CreateIndex &op)
{
    const Result<Table *> table = replay.table(op.table);
    if (!table)
        return fail(table.error());
    if (Result<> free = replay.checkIndexNameIsFree(op.index.name); !free)
        return free;
    for (const KeyPart &part : op.index.columns) {
        if (part.column.isEmpty())
            continue;
        if (const Result<qsizetype> position = columnAt(**table, part.column, replay); !position)
            return fail(position.error());
    }
    (*table)->indexes.append(op.index);
    replay.noteIndex(op.index.name, (*table)->name);
    return {};
}

Result<> carryOut(Replay &replay, const DropIndex &op)
{
    const Result<Table *> table = replay.table(op.table);
    if (!table)
        return fail(table.error());
    const qsizetype position = positionOf((*table)->indexes, op.index.name, replay);
    if (position < 0) {
        return fail(ErrorCode::NotFound,
            u"table \"%1\" has no index \"%2\""_s.arg((*table)->name, op.index.name),
            u"check the name, and whether an earlier step dropped it"_s);
    }
    (*table)->indexes.removeAt(position);
    replay.forgetIndex(op.index.name);
    return {};
}

} // namespace joinery::detail
