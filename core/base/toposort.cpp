// SPDX-License-Identifier: MPL-2.0
#include "joinery/base/toposort.h"

#include <algorithm>

namespace joinery {

namespace {

/// A node on the way down and which of its dependencies comes next.
struct Visit
{
    qsizetype node;
    qsizetype next = 0;
};

QList<QList<qsizetype>> sorted(QList<QList<qsizetype>> dependencies)
{
    for (QList<qsizetype> &own : dependencies)
        std::sort(own.begin(), own.end());
    return dependencies;
}

} // namespace

QList<qsizetype> topologicalOrder(const QList<QList<qsizetype>> &dependencies)
{
    const QList<QList<qsizetype>> links = sorted(dependencies);
    QList<bool> seen(links.size(), false);
    QList<qsizetype> order;
    order.reserve(links.size());
    QList<Visit> path;
    const auto visit = [&](qsizetype node) {
        if (!seen[node])
            path.append(Visit {node});
        seen[node] = true;
    };
    for (qsizetype start = 0; start < links.size(); ++start) {
        visit(start);
        while (!path.isEmpty()) {
            Visit &top = path.last();
            if (top.next < links[top.node].size()) {
                const qsizetype dependency = links[top.node][top.next++];
                visit(dependency);
            } else {
                order.append(top.node);
                path.removeLast();
            }
        }
    }
    return order;
}

} // namespace joinery
