// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/revisiongraph.h"

#include <QRegularExpression>
#include <queue>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

QString quotedList(const QStringList &ids)
{
    return u"'%1'"_s.arg(ids.join(u"', '"_s));
}

bool isNameable(const QString &name)
{
    static const QRegularExpression plain(u"^[^@+\\-:\\s]+$"_s);
    static const QStringList taken {u"head"_s, u"heads"_s, u"base"_s, u"current"_s};
    return plain.match(name).hasMatch() && !taken.contains(name);
}

[[nodiscard]] Result<> requireNameable(const QString &name, const QString &what)
{
    if (isNameable(name))
        return {};
    return fail(ErrorCode::Parse, u"'%1' cannot be a %2"_s.arg(name, what),
        u"Use letters, digits and underscores, and none of the words head, heads, base, current."_s);
}

/// A circle among the revisions that a topological sort could not place: each follows from the
/// next.
QStringList findCircle(const QHash<QString, QStringList> &parents, const QSet<QString> &unplaced)
{
    QStringList walked;
    QHash<QString, qsizetype> positions;
    QString at = *unplaced.begin();
    while (!positions.contains(at)) {
        positions.insert(at, walked.size());
        walked.append(at);
        const QStringList &next = parents[at];
        at = *std::find_if(
            next.begin(), next.end(), [&](const QString &id) { return unplaced.contains(id); });
    }
    return walked.mid(positions[at]);
}

/// Ready revisions leave in the order they were given.
class Ready
{
public:
    void add(qsizetype position) { m_positions.push(position); }
    bool isEmpty() const { return m_positions.empty(); }
    qsizetype take()
    {
        const qsizetype first = m_positions.top();
        m_positions.pop();
        return first;
    }

private:
    std::priority_queue<qsizetype, std::vector<qsizetype>, std::greater<>> m_positions;
};

} // namespace

Result<RevisionGraph> RevisionGraph::build(const QList<RevisionNode> &nodes)
{
    RevisionGraph graph;
    if (const auto added = graph.addNodes(nodes); !added)
        return fail(added.error());
    if (const auto added = graph.addLabels(); !added)
        return fail(added.error());
    if (const auto added = graph.addEdges(); !added)
        return fail(added.error());
    if (const auto ordered = graph.order(); !ordered)
        return fail(ordered.error());
    return graph;
}

Result<> RevisionGraph::addNodes(const QList<RevisionNode> &nodes)
{
    for (const RevisionNode &node : nodes) {
        if (const auto named = requireNameable(node.id, u"revision identifier"_s); !named)
            return named;
        if (m_nodes.contains(node.id)) {
            return fail(ErrorCode::Conflict, u"revision '%1' is there twice"_s.arg(node.id),
                u"Give one of the two files an identifier of its own, or remove it."_s);
        }
        m_nodes.insert(node.id, node);
        m_given.append(node.id);
    }
    return {};
}

Result<> RevisionGraph::addLabels()
{
    for (const QString &id : std::as_const(m_given)) {
        for (const QString &label : m_nodes[id].branchLabels) {
            if (const auto named = requireNameable(label, u"branch label"_s); !named)
                return failIn(u"revision '%1'"_s.arg(id), named.error());
            const QString owner = m_nodes.contains(label) ? label : m_labels.value(label, id);
            if (owner != id) {
                return fail(ErrorCode::Conflict,
                    u"Branch name '%1' in revision %2 already used by revision %3"_s.arg(
                        label, id, owner),
                    u"A branch label is given once, to the first revision of the branch."_s);
            }
            m_labels.insert(label, id);
        }
    }
    return {};
}

Result<QStringList> RevisionGraph::parentsOf(const RevisionNode &node) const
{
    QStringList parents = node.downRevisions;
    for (const QString &dependency : node.dependsOn)
        parents.append(m_labels.value(dependency, dependency));
    parents.removeDuplicates();
    for (const QString &parent : std::as_const(parents)) {
        if (parent == node.id) {
            return fail(ErrorCode::Conflict, u"revision '%1' follows from itself"_s.arg(node.id),
                u"Correct down_revision or depends_on in its file."_s);
        }
        if (!m_nodes.contains(parent)) {
            return fail(ErrorCode::NotFound,
                u"revision '%1' follows from '%2', which is not there"_s.arg(node.id, parent),
                u"Bring back the file of '%1', or correct down_revision or depends_on in '%2'."_s
                    .arg(parent, node.id));
        }
    }
    return parents;
}

Result<> RevisionGraph::addEdges()
{
    for (const QString &id : std::as_const(m_given)) {
        const RevisionNode &node = m_nodes[id];
        const auto parents = parentsOf(node);
        if (!parents)
            return fail(parents.error());
        m_parents.insert(id, *parents);
        for (const QString &parent : *parents) {
            m_followers[parent].append(id);
            if (node.downRevisions.contains(parent)) {
                m_children[parent].append(id);
                m_downs[id].append(parent);
            }
        }
    }
    return {};
}

Result<> RevisionGraph::order()
{
    QHash<QString, qsizetype> positions;
    QHash<QString, qsizetype> missing;
    Ready ready;
    for (qsizetype position = 0; position < m_given.size(); ++position) {
        const QString &id = m_given[position];
        positions.insert(id, position);
        missing.insert(id, m_parents[id].size());
        if (missing[id] == 0)
            ready.add(position);
    }
    while (!ready.isEmpty()) {
        const QString id = m_given[ready.take()];
        m_order.append(id);
        missing.remove(id);
        for (const QString &follower : m_followers.value(id)) {
            if (--missing[follower] == 0)
                ready.add(positions[follower]);
        }
    }
    if (missing.isEmpty())
        return {};
    const QStringList circle = findCircle(m_parents, {missing.keyBegin(), missing.keyEnd()});
    return fail(ErrorCode::Conflict,
        u"revisions %1 follow from each other in a circle"_s.arg(quotedList(circle)),
        u"Correct down_revision or depends_on in one of their files."_s);
}

QStringList RevisionGraph::heads() const
{
    QStringList found;
    for (const QString &id : m_given) {
        if (!m_children.contains(id))
            found.append(id);
    }
    found.sort();
    return found;
}

QStringList RevisionGraph::resolvedHeads() const
{
    return headsOf({m_given.begin(), m_given.end()});
}

QStringList RevisionGraph::bases() const
{
    QStringList found;
    for (const QString &id : m_given) {
        if (!m_downs.contains(id))
            found.append(id);
    }
    found.sort();
    return found;
}

QStringList RevisionGraph::labels(const QString &id) const
{
    QStringList found;
    for (const QString &below : reachable(m_downs, {id}))
        found.append(m_nodes.value(below).branchLabels);
    found.sort();
    return found;
}

QSet<QString> RevisionGraph::ancestors(const QStringList &ids) const
{
    return reachable(m_parents, ids);
}

QSet<QString> RevisionGraph::lineage(const QString &id) const
{
    return reachable(m_downs, {id}).unite(reachable(m_children, {id}));
}

QSet<QString> RevisionGraph::reachable(const Edges &edges, const QStringList &from)
{
    QSet<QString> found;
    QStringList waiting = from;
    while (!waiting.isEmpty()) {
        const QString id = waiting.takeLast();
        if (found.contains(id))
            continue;
        found.insert(id);
        waiting.append(edges.value(id));
    }
    return found;
}

QStringList RevisionGraph::headsOf(const QSet<QString> &applied) const
{
    QStringList found;
    for (const QString &id : applied) {
        const QStringList followers = m_followers.value(id);
        if (std::none_of(followers.begin(), followers.end(),
                [&](const QString &follower) { return applied.contains(follower); }))
            found.append(id);
    }
    found.sort();
    return found;
}

} // namespace joinery
