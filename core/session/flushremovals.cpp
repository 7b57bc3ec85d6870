// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/flush.h"

namespace joinery {

namespace {

using Kind = RelationshipInfo::Kind;

/// Everything that the database relates is there, also what an assignment has replaced.
bool knowsAll(const RelationshipInfo &relation, const void *member)
{
    return relation.isLoaded(member) && relation.isBeforeKnown(member);
}

} // namespace

/// Once it is known who belongs to whom: what nobody has taken in goes.
void Flush::collectOrphans()
{
    for (const Orphan &orphan : std::as_const(m_orphans)) {
        if (orphan.child->state != ObjectState::Persistent
            || hasMoved(*orphan.child, orphan.relation->column, *orphan.owner))
            continue;
        removeAlong(*orphan.child);
        m_session.tracked(orphan.relation->related()).removed.push_back(orphan.child);
    }
}

QList<Entry *> Flush::removedByProgram()
{
    QList<Entry *> removed;
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        for (Entry *entry : tracked->removed) {
            if (entry->state == ObjectState::Removed && m_removing.insert(entry).second)
                removed.append(entry);
        }
    }
    return removed;
}

Result<> Flush::collectRemovals()
{
    QList<Entry *> waiting = removedByProgram();
    // What belongs to removed objects is removed too, generation after generation.
    while (!waiting.isEmpty()) {
        if (Result<> loaded = loadForRemoval(waiting); !loaded)
            return loaded;
        const size_t before = m_removed.size();
        for (Entry *entry : std::as_const(waiting))
            collectRemoved(*entry);
        waiting.clear();
        for (size_t added = before; added < m_removed.size(); ++added) {
            if (m_removing.insert(m_removed[added]).second)
                waiting.append(m_removed[added]);
        }
    }
    return {};
}

/// Lists of objects that are to be deleted, one statement for many of them.
Result<> Flush::loadForRemoval(const QList<Entry *> &entries)
{
    QHash<const RelationshipInfo *, QList<Entry *>> missing;
    for (Entry *entry : entries) {
        for (const RelationshipInfo &relation : entry->store->model().relationships) {
            const bool minds = relation.cascadeDelete
                || (relation.kind == Kind::OneToMany
                    && relation.related().columns[relation.column].optional);
            if (relation.kind == Kind::OneToMany && minds && !relation.passiveDeletes
                && !knowsAll(relation, memberOf(*entry, relation)))
                missing[&relation].append(entry);
        }
    }
    for (auto each = missing.cbegin(); each != missing.cend(); ++each) {
        if (Result<> loaded = m_session.loadRelation(each.value(), *each.key()); !loaded)
            return loaded;
    }
    return {};
}

void Flush::collectRemoved(Entry &entry)
{
    for (const RelationshipInfo &relation : entry.store->model().relationships) {
        if (relation.kind == Kind::ManyToMany)
            m_links.append({&relation, &entry, nullptr, false});
        else if (relation.kind == Kind::OneToMany)
            collectRemovedList(entry, relation);
    }
}

/// What was in the list of a removed object goes with it, or belongs to nobody.
void Flush::collectRemovedList(Entry &owner, const RelationshipInfo &relation)
{
    const ModelInfo &child = relation.related();
    const bool setsNull = !relation.cascadeDelete && child.columns[relation.column].optional;
    // Also what the program has just taken out of the list.
    const void *member = memberOf(owner, relation);
    const QList<void *> all = relation.objects(member) + relation.before(member);
    for (void *object : all) {
        Entry *related = m_session.tracked(child).store().find(object);
        if (!related || related->state != ObjectState::Persistent
            || hasMoved(*related, relation.column, owner))
            continue;
        if (relation.cascadeDelete) {
            removeAlong(*related);
            m_removed.push_back(related);
        } else if (setsNull) {
            assign(*related, relation.column, nullptr);
        }
    }
}

/// Until the flush fails: then it is as if nothing had been removed.
void Flush::removeAlong(Entry &entry)
{
    entry.state = ObjectState::Removed;
    m_along.push_back(&entry);
}

/// True when the program gives the child to another parent than this one.
bool Flush::hasMoved(const Entry &child, int column, const Entry &parent) const
{
    const auto assigned = m_assigned.constFind({&child, column});
    if (assigned != m_assigned.cend())
        return m_assignments[*assigned].parent != &parent;
    return child.store->changedColumns(child).contains(column);
}

} // namespace joinery
