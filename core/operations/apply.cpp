// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/apply.h"

#include "joinery/operations/describe.h"
#include "joinery/operations/replay.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Result<> carryOut(detail::Replay &replay, const Operation &operation)
{
    return std::visit([&](const auto &op) { return detail::carryOut(replay, op); }, operation);
}

} // namespace

Result<> apply(MetaData &metaData, const Operation &operation, const ReplayPolicy &policy)
{
    detail::Replay replay(metaData, policy);
    if (Result<> done = carryOut(replay, operation); !done)
        return failIn(describe(operation), std::move(done.error()));
    metaData = std::move(replay.schema);
    return {};
}

Result<> apply(MetaData &metaData, const QList<Operation> &operations, const ReplayPolicy &policy)
{
    detail::Replay replay(metaData, policy);
    for (qsizetype step = 0; step < operations.size(); ++step) {
        if (Result<> done = carryOut(replay, operations[step]); !done) {
            return failIn(u"step %1 (%2)"_s.arg(step + 1).arg(describe(operations[step])),
                std::move(done.error()));
        }
    }
    metaData = std::move(replay.schema);
    return {};
}

const Table *findTable(const MetaData &metaData, const QString &name, const ReplayPolicy &policy)
{
    if (const auto exact = metaData.tables.constFind(name); exact != metaData.tables.constEnd())
        return &*exact;
    const QString key = policy.nameKey(name);
    const auto found = std::find_if(metaData.tables.begin(), metaData.tables.end(),
        [&](const Table &table) { return policy.nameKey(table.name) == key; });
    return found == metaData.tables.end() ? nullptr : &*found;
}

Table *findTable(MetaData &metaData, const QString &name, const ReplayPolicy &policy)
{
    const Table *found = findTable(std::as_const(metaData), name, policy);
    return found ? &metaData.tables[QString(found->name)] : nullptr;
}

} // namespace joinery
