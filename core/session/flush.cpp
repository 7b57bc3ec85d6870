// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/flush.h"

#include "joinery/base/toposort.h"

using namespace Qt::StringLiterals;

namespace joinery {

Flush::Flush(SessionCore &session)
    : m_session(session)
{ }

Result<bool> Flush::collect()
{
    adoptNewObjects();
    if (const Result<> related = collectRelations(); !related)
        return fail(related.error());
    collectOrphans();
    if (const Result<> removed = collectRemovals(); !removed)
        return fail(removed.error());
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        std::vector<Entry *> pending = std::exchange(tracked->pending, {});
        std::erase_if(
            pending, [](const Entry *entry) { return entry->state != ObjectState::Pending; });
        if (!pending.empty())
            m_inserts.emplace(tracked.get(), std::move(pending));
        for (Entry *entry : std::exchange(tracked->removed, {}))
            m_removed.push_back(entry);
    }
    std::erase_if(
        m_removed, [](const Entry *entry) { return entry->state != ObjectState::Removed; });
    const bool changes = hasChanges();
    if (!changes)
        settleRelations(); // what was appended was there already
    return changes;
}

bool Flush::hasChanges() const
{
    if (!m_inserts.empty() || !m_removed.empty() || !m_assignments.isEmpty() || !m_links.isEmpty())
        return true;
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        const ModelStore &store = tracked->store();
        for (qsizetype i = 0; i < store.size(); ++i) {
            if (store.at(i).state == ObjectState::Persistent && store.isChanged(store.at(i)))
                return true;
        }
    }
    return false;
}

void Flush::keepForLater()
{
    for (Entry *entry : m_along) {
        if (entry->state == ObjectState::Removed)
            entry->state = ObjectState::Persistent;
    }
    for (auto &[tracked, entries] : m_inserts)
        tracked->pending.insert(tracked->pending.begin(), entries.begin(), entries.end());
    for (Entry *entry : m_removed)
        m_session.tracked(entry->store->model()).removed.push_back(entry);
    for (const auto &[model, tracked] : m_session.trackedModels())
        std::erase_if(tracked->removed,
            [](const Entry *entry) { return entry->state != ObjectState::Removed; });
}

Result<> Flush::write()
{
    orderModels();
    // An object that has its row already and refers to one that has none yet: that one goes first.
    // Otherwise updates and deletes do, as they may give unique values free.
    const bool insertsFirst = std::any_of(
        m_assignments.cbegin(), m_assignments.cend(), [](const Assignment &assignment) {
            return assignment.parent && assignment.parent->state == ObjectState::Pending
                && assignment.child->state != ObjectState::Pending;
        });
    if (Result<> done = applyKnown(); !done)
        return done;
    if (Result<> done = writeLinks(false); !done)
        return done;
    if (insertsFirst) {
        if (Result<> done = insertAll(); !done)
            return done;
    }
    if (Result<> done = writeChanges(true); !done)
        return done;
    if (!insertsFirst) {
        if (Result<> done = insertAll(); !done)
            return done;
    }
    if (m_late) {
        if (Result<> done = writeChanges(false); !done)
            return done;
    }
    if (Result<> done = writeLinks(true); !done)
        return done;
    if (Result<> done = readComputed(); !done)
        return done;
    settleRelations();
    return {};
}

void Flush::orderModels()
{
    QList<TrackedModel *> models;
    QHash<const ModelInfo *, qsizetype> place;
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        place[model] = models.size();
        models.append(tracked.get());
    }
    QList<QList<qsizetype>> dependencies(models.size());
    for (qsizetype i = 0; i < models.size(); ++i) {
        for (const ReferenceInfo &reference : models[i]->model().references) {
            if (const auto parent = place.constFind(&reference.referred()); parent != place.cend())
                dependencies[i].append(*parent);
        }
    }
    for (const qsizetype i : topologicalOrder(dependencies))
        m_order.append(models[i]);
}

/// Foreign keys to rows that are there; the others wait for their parent's INSERT.
Result<> Flush::applyKnown()
{
    for (qsizetype i = 0; i < m_assignments.size(); ++i) {
        const Assignment &assignment = m_assignments[i];
        if (assignment.parent && assignment.parent->state == ObjectState::Pending) {
            m_waiting.emplace(assignment.parent, i);
            continue;
        }
        if (Result<> done = apply(assignment); !done)
            return done;
    }
    return {};
}

} // namespace joinery
