// SPDX-License-Identifier: MPL-2.0
#include "joinery/migration/revisiontargets.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Puts revisions in an order in which each comes before those it follows from, one line after
/// another: down a line until something that is still to come follows from its next revision, then
/// on with the first line that leads there.
class DownwardSort
{
public:
    using Edges = QHash<QString, QStringList>;

    DownwardSort(const Edges &parents, const Edges &followers, const QSet<QString> &revisions)
        : m_parents(parents)
        , m_followers(followers)
        , m_left(revisions)
    { }

    /// Begins at `tops`; together they follow from all the revisions.
    QStringList run(const QStringList &tops)
    {
        m_lines = tops;
        m_begun = {tops.begin(), tops.end()};
        while (!m_lines.isEmpty()) {
            const QString next = m_lines[m_at];
            if (isBlocked(next))
                m_at = firstLineAbove(next);
            else
                emitNext(next);
        }
        return m_sorted;
    }

private:
    QStringList followersLeft(const QString &id) const
    {
        QStringList followers = m_followers.value(id);
        followers.removeIf([&](const QString &follower) { return !m_left.contains(follower); });
        return followers;
    }

    bool isBlocked(const QString &id) const { return !followersLeft(id).isEmpty(); }

    qsizetype firstLineAbove(const QString &id) const
    {
        QSet<QString> above;
        QStringList waiting {id};
        while (!waiting.isEmpty()) {
            for (const QString &follower : followersLeft(waiting.takeLast())) {
                if (!above.contains(follower))
                    waiting.append(follower);
                above.insert(follower);
            }
        }
        const auto found = std::find_if(m_lines.begin(), m_lines.end(),
            [&](const QString &line) { return above.contains(line); });
        return found - m_lines.begin();
    }

    void emitNext(const QString &id)
    {
        m_sorted.append(id);
        m_left.remove(id);
        QStringList below = m_parents.value(id);
        below.removeIf([&](const QString &parent) {
            return !m_left.contains(parent) || m_begun.contains(parent);
        });
        m_begun.unite({below.begin(), below.end()});
        if (below.isEmpty()) {
            m_lines.removeAt(m_at);
            m_at = std::max<qsizetype>(m_at - 1, 0);
        } else {
            m_lines[m_at] = below.takeFirst();
            m_lines.append(below);
        }
    }

    const Edges &m_parents;
    const Edges &m_followers;
    QSet<QString> m_left;
    QSet<QString> m_begun; ///< those that were in m_lines at any time
    QStringList m_lines; ///< the next revision of each line
    qsizetype m_at = 0;
    QStringList m_sorted;
};

QStringList keepOnly(const QStringList &ids, const QSet<QString> &wanted)
{
    QStringList kept = ids;
    kept.removeIf([&](const QString &id) { return !wanted.contains(id); });
    return kept;
}

tl::unexpected<Error> notBelow(const QString &target)
{
    return fail(ErrorCode::NotFound,
        u"Destination %1 is not a valid downgrade target from current head(s)"_s.arg(target),
        u"It is not applied, so there is nothing above it to take back."_s);
}

} // namespace

Result<> RevisionGraph::requireKnown(const QStringList &ids) const
{
    for (const QString &id : ids) {
        if (!contains(id)) {
            return fail(ErrorCode::NotFound, u"Can't locate revision identified by '%1'"_s.arg(id),
                u"Its file is missing here: get the branch that has it, or restore the file."_s);
        }
    }
    return {};
}

Result<QStringList> RevisionGraph::resolve(const QString &target, const QStringList &current) const
{
    if (const auto known = requireKnown(current); !known)
        return fail(known.error());
    return RevisionTargets(*this, current)
        .goal(TargetText::parse(target))
        .map(&RevisionGoal::revisions);
}

Result<QStringList> RevisionGraph::upgradePath(
    const QStringList &current, const QString &target) const
{
    const TargetText text = TargetText::parse(target);
    if (text.countsFromCurrent() && *text.steps <= 0)
        return RevisionTargets::walkedTooFar(text);
    const auto revisions = resolve(target, current);
    return revisions ? pathTo(current, *revisions) : revisions;
}

Result<QStringList> RevisionGraph::pathTo(
    const QStringList &current, const QStringList &revisions) const
{
    if (const auto known = requireKnown(current + revisions); !known)
        return fail(known.error());
    const QSet<QString> needed = ancestors(revisions).subtract(ancestors(current));
    const QSet<QString> tops = QSet<QString>(revisions.begin(), revisions.end()).intersect(needed);
    QStringList path = DownwardSort(m_parents, m_followers, needed).run(keepOnly(m_given, tops));
    std::reverse(path.begin(), path.end());
    return path;
}

/// What stands directly on `target` (all bases, on the empty string) and belongs to `branch`.
Result<QStringList> RevisionGraph::rootsAbove(const QString &target, const QString &branch) const
{
    const QStringList roots = target.isEmpty() ? bases() : children(target);
    if (branch.isEmpty() || roots.size() < 2)
        return roots;
    const QStringList ours = keepOnly(roots, lineage(branch));
    if (ours.isEmpty()) {
        return fail(ErrorCode::NotFound, u"Not a valid downgrade target from current heads"_s,
            u"Branch '%1' does not pass through '%2'."_s.arg(
                branch, target.isEmpty() ? u"base"_s : target));
    }
    return ours;
}

Result<QStringList> RevisionGraph::downgradePath(
    const QStringList &current, const QString &target) const
{
    const TargetText text = TargetText::parse(target);
    if (text.countsFromCurrent() && *text.steps >= 0)
        return RevisionTargets::walkedTooFar(text);
    if (current.isEmpty() && !text.steps && text.symbol != u"base"_s)
        return notBelow(target);
    if (const auto known = requireKnown(current); !known)
        return fail(known.error());
    const auto goal = RevisionTargets(*this, current).goal(text);
    if (!goal)
        return fail(goal.error());
    if (goal->revisions.size() > 1)
        return RevisionTargets::severalHeads(text, goal->revisions);
    const QString stays = goal->revisions.value(0);
    const auto roots = rootsAbove(stays, goal->branch);
    if (!roots)
        return roots;
    const QSet<QString> leaving = reachable(m_followers, *roots).intersect(ancestors(current));
    if (leaving.isEmpty() && !stays.isEmpty() && !current.contains(stays))
        return notBelow(target);
    const QSet<QString> tops = QSet<QString>(current.begin(), current.end()).intersect(leaving);
    return DownwardSort(m_parents, m_followers, leaving).run(keepOnly(m_given, tops));
}

} // namespace joinery
