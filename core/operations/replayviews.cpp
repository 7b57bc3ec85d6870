// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/replay.h"

using namespace Qt::StringLiterals;

namespace joinery::detail {

Result<> carryOut(Replay &replay, const CreateView &op)
{
    if (Result<> free = replay.checkNameIsFree(op.view.name); !free)
        return free;
    replay.schema.views.insert(op.view.name, op.view);
    replay.noteObject(op.view.name);
    return {};
}

Result<> carryOut(Replay &replay, const DropView &op)
{
    const Result<View *> view = replay.view(op.view.name);
    if (!view)
        return fail(view.error());
    const QString name = (*view)->name;
    replay.forgetObject(name);
    replay.schema.views.remove(name);
    return {};
}

Result<> carryOut(Replay &replay, const AlterView &op)
{
    if (!replay.same(op.from.name, op.to.name)) {
        return fail(ErrorCode::Conflict,
            u"view \"%1\" would become \"%2\""_s.arg(op.from.name, op.to.name),
            u"a view is renamed by dropping and creating it"_s);
    }
    if (Result<> dropped = carryOut(replay, DropView {op.from}); !dropped)
        return dropped;
    return carryOut(replay, CreateView {op.to});
}

Result<> carryOut(Replay &replay, const CreateTrigger &op)
{
    const Result<QList<Trigger> *> triggers = replay.triggersOf(op.table);
    if (!triggers)
        return fail(triggers.error());
    if (positionOf(**triggers, op.trigger.name, replay) >= 0) {
        return fail(ErrorCode::Conflict,
            u"\"%1\" has a trigger \"%2\" already"_s.arg(op.table, op.trigger.name),
            u"choose another name, or drop the other one first"_s);
    }
    (*triggers)->append(op.trigger);
    return {};
}

Result<> carryOut(Replay &replay, const DropTrigger &op)
{
    const Result<QList<Trigger> *> triggers = replay.triggersOf(op.table);
    if (!triggers)
        return fail(triggers.error());
    const qsizetype position = positionOf(**triggers, op.trigger.name, replay);
    if (position < 0) {
        return fail(ErrorCode::NotFound,
            u"\"%1\" has no trigger \"%2\""_s.arg(op.table, op.trigger.name),
            u"check the name, and whether an earlier step dropped it"_s);
    }
    (*triggers)->removeAt(position);
    return {};
}

} // namespace joinery::detail
