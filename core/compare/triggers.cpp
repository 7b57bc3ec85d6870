// SPDX-License-Identifier: MPL-2.0
#include "joinery/compare/names.h"
#include "joinery/compare/tablechanges.h"

namespace joinery::detail {

void compareTriggers(QList<Trigger> &dropped, QList<Trigger> &created, const QList<Trigger> &from,
    const QList<Trigger> &to, const ComparePolicy &policy)
{
    QHash<QString, qsizetype> before = positions(from, policy);
    for (const Trigger &trigger : to) {
        const auto found = before.constFind(policy.nameKey(trigger.name));
        if (found == before.constEnd()) {
            created.append(trigger);
            continue;
        }
        const Trigger &old = from[*found];
        before.erase(found);
        if (old == trigger || policy.normalized(old) == policy.normalized(trigger))
            continue;
        dropped.append(old);
        created.append(trigger);
    }
    for (const Trigger &trigger : from) {
        if (before.contains(policy.nameKey(trigger.name)))
            dropped.append(trigger);
    }
}

} // namespace joinery::detail
