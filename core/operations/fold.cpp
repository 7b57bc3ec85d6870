// SPDX-License-Identifier: MPL-2.0
#include "joinery/operations/fold.h"

#include "joinery/operations/touches.h"

#include <array>
#include <set>

namespace joinery {

namespace {

using namespace detail;

class Folder
{
public:
    Folder(const QList<Operation> &operations, const ReplayPolicy &policy)
        : m_policy(policy)
    {
        m_steps.reserve(operations.size());
        for (const Operation &operation : operations)
            m_steps.append({operation, touchesOf(operation, policy)});
        for (qsizetype i = 0; i < m_steps.size(); ++i)
            enter(i);
    }

    QList<Operation> run()
    {
        bool changed = true;
        while (changed) {
            changed = false;
            for (qsizetype i = 0; i < m_steps.size(); ++i)
                changed = foldInto(i) || changed;
        }
        QList<Operation> rest;
        for (const Step &step : std::as_const(m_steps)) {
            if (step.operation)
                rest.append(*step.operation);
        }
        return rest;
    }

private:
    struct Step
    {
        std::optional<Operation> operation;
        Touches touches;
    };
    using Places = std::set<qsizetype>;
    using Uses = std::array<Places, 3>; ///< by Use

    void enter(qsizetype i)
    {
        const Step &step = m_steps[i];
        if (!isMovable(*step.operation))
            m_barriers.insert(i);
        for (auto use = step.touches.begin(); use != step.touches.end(); ++use)
            m_uses[use.key()][std::size_t(use.value())].insert(i);
    }

    void leave(qsizetype i)
    {
        for (auto use = m_steps[i].touches.begin(); use != m_steps[i].touches.end(); ++use)
            m_uses[use.key()][std::size_t(use.value())].erase(i);
        m_steps[i] = {};
    }

    void put(qsizetype i, const Operation &operation)
    {
        m_steps[i] = {operation, touchesOf(operation, m_policy)};
        enter(i);
    }

    static qsizetype nextIn(const Places &places, qsizetype after)
    {
        const auto next = places.upper_bound(after);
        return next == places.end() ? -1 : *next;
    }

    /// Whether a step can stand on the other side of all that is between two places.
    bool canPass(qsizetype step, qsizetype first, qsizetype last) const
    {
        const Touches &touches = m_steps[step].touches;
        for (auto use = touches.begin(); use != touches.end(); ++use) {
            const Uses &others = *m_uses.constFind(use.key());
            for (const Use other : {Use::Reads, Use::Changes, Use::Takes}) {
                const qsizetype next = nextIn(others[std::size_t(other)], first);
                if (next >= 0 && next < last && clash(other, use.value()))
                    return false;
            }
        }
        return true;
    }

    bool isBarrierBetween(qsizetype first, qsizetype last) const
    {
        const qsizetype next = nextIn(m_barriers, first);
        return next >= 0 && next <= last;
    }

    /// The next step after `after` that uses the thing; -1 = none.
    qsizetype nextUse(const QString &thing, qsizetype after) const
    {
        qsizetype found = -1;
        const auto uses = m_uses.constFind(thing);
        if (uses == m_uses.constEnd())
            return found;
        for (const Places &places : *uses) {
            const qsizetype next = nextIn(places, after);
            if (next >= 0 && (found < 0 || next < found))
                found = next;
        }
        return found;
    }

    /// Combines later steps with this one, as long as there are some that can be.
    bool foldInto(qsizetype i)
    {
        bool changed = false;
        qsizetype j = i;
        while (m_steps[i].operation && isMovable(*m_steps[i].operation)) {
            const QString thing = leftBehind(*m_steps[i].operation, m_policy);
            j = thing.isEmpty() ? -1 : nextUse(thing, j);
            if (j < 0 || isBarrierBetween(i, j))
                return changed;
            changed = combine(i, j) || changed;
        }
        return changed;
    }

    bool combine(qsizetype i, qsizetype j)
    {
        const auto result = combined(*m_steps[i].operation, *m_steps[j].operation, m_policy);
        if (!result)
            return false;
        const bool atFirst = canPass(j, i, j);
        if (!atFirst && !canPass(i, i, j))
            return false;
        leave(i);
        leave(j);
        if (!result->isEmpty())
            put(atFirst ? i : j, result->first());
        return true;
    }

    const ReplayPolicy &m_policy;
    QList<Step> m_steps;
    QHash<QString, Uses> m_uses;
    Places m_barriers;
};

template <typename T> bool sameInAnyOrder(QList<T> &a, QList<T> &b)
{
    const bool same = a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin());
    a.clear();
    b.clear();
    return same;
}

/// The order in which constraints, indexes and triggers are listed means nothing.
bool isSame(Table a, Table b)
{
    return sameInAnyOrder(a.uniques, b.uniques) && sameInAnyOrder(a.checks, b.checks)
        && sameInAnyOrder(a.foreignKeys, b.foreignKeys) && sameInAnyOrder(a.indexes, b.indexes)
        && sameInAnyOrder(a.triggers, b.triggers) && a == b;
}

bool isSame(View a, View b)
{
    return sameInAnyOrder(a.triggers, b.triggers) && a == b;
}

template <typename T> bool isSame(QMap<QString, T> &a, QMap<QString, T> &b)
{
    const bool same = a.size() == b.size()
        && std::equal(a.constBegin(), a.constEnd(), b.constBegin(),
            [](const T &left, const T &right) { return left == right || isSame(left, right); });
    a.clear();
    b.clear();
    return same;
}

bool isSame(MetaData a, MetaData b)
{
    return isSame(a.tables, b.tables) && isSame(a.views, b.views) && a == b;
}

} // namespace

QList<Operation> folded(
    const MetaData &before, const QList<Operation> &operations, const ReplayPolicy &policy)
{
    const QList<Operation> fewer = Folder(operations, policy).run();
    if (fewer.size() == operations.size())
        return operations;
    MetaData wanted = before;
    MetaData reached = before;
    const bool same = apply(wanted, operations, policy) && apply(reached, fewer, policy)
        && isSame(std::move(wanted), std::move(reached));
    return same ? fewer : operations;
}

} // namespace joinery
