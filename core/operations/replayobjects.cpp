// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/replay.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

namespace {

/// The spelling of the name in the map under the policy; null when it has none.
template <typename T>
QString spelling(const QMap<QString, T> &objects, const QString &name, const Replay &replay)
{
    if (objects.contains(name))
        return name;
    for (const QString &other : objects.keys()) {
        if (replay.same(other, name))
            return other;
    }
    return {};
}

template <typename T>
Result<> add(QMap<QString, T> &objects, const T &object, const QString &kind, const Replay &replay)
{
    if (!spelling(objects, object.name, replay).isNull()) {
        return fail(ErrorCode::Conflict, u"there is %1 \"%2\" already"_s.arg(kind, object.name),
            u"choose another name, or drop the other one first"_s);
    }
    objects.insert(object.name, object);
    return {};
}

template <typename T>
Result<> remove(
    QMap<QString, T> &objects, const QString &name, const QString &kind, const Replay &replay)
{
    const QString actual = spelling(objects, name, replay);
    if (actual.isNull()) {
        return fail(ErrorCode::NotFound, u"there is no %1 \"%2\""_s.arg(kind, name),
            u"check the name, and whether an earlier step dropped it"_s);
    }
    objects.remove(actual);
    return {};
}

} // namespace

Result<> carryOut(Replay &replay, const CreateVirtualTable &op)
{
    if (Result<> free = replay.checkNameIsFree(op.table.name); !free)
        return free;
    replay.schema.virtualTables.insert(op.table.name, op.table);
    replay.noteObject(op.table.name);
    return {};
}

Result<> carryOut(Replay &replay, const DropVirtualTable &op)
{
    Result<> done = remove(replay.schema.virtualTables, op.table.name, u"virtual table"_s, replay);
    if (done)
        replay.forgetObject(op.table.name);
    return done;
}

Result<> carryOut(Replay &replay, const CreateSequence &op)
{
    return add(replay.schema.sequences, op.sequence, u"a sequence"_s, replay);
}

Result<> carryOut(Replay &replay, const DropSequence &op)
{
    return remove(replay.schema.sequences, op.sequence.name, u"sequence"_s, replay);
}

Result<> carryOut(Replay &replay, const CreateEnum &op)
{
    return add(replay.schema.enums, op.type, u"an enum"_s, replay);
}

Result<> carryOut(Replay &replay, const DropEnum &op)
{
    return remove(replay.schema.enums, op.type.name, u"enum"_s, replay);
}

Result<> carryOut(Replay &replay, const Execute &op)
{
    if (op.changes) {
        for (const SchemaOperation &change : *op.changes) {
            Result<> done
                = std::visit([&](const auto &value) { return carryOut(replay, value); }, change);
            if (!done)
                return failIn(u"`changes`"_s, std::move(done.error()));
        }
        return {};
    }
    const QString sql = textFor(op.sql, replay.policy.dialectName());
    if (sql.trimmed().isEmpty())
        return {};
    Result<MetaData> after = replay.policy.afterSql(replay.schema, sql);
    if (!after)
        return fail(std::move(after.error()));
    replay.schema = *std::move(after);
    replay.forgetNames();
    return {};
}

} // namespace joinery::detail
