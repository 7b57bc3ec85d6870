// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/flush.h"

namespace joinery {

namespace {

using Kind = RelationshipInfo::Kind;

} // namespace

/// Both sides of what was written say the same, as far as they are loaded.
void Flush::settleRelations()
{
    for (const ChangedRelation &changed : m_changedRelations) {
        void *member = memberOf(*changed.entry, *changed.relation);
        // An object that was new has all its relations; a list that was not loaded has only what
        // was appended.
        const bool complete = changed.relation->isLoaded(member) || changed.isNew;
        if (complete)
            changed.relation->set(member, remaining(*changed.relation, member));
        else
            changed.relation->reset(member);
    }
    for (const Assignment &assignment : m_assignments)
        settle(assignment);
    for (const Assignment &moved : std::as_const(m_moved))
        noteInLists(moved);
    for (const LinkChange &change : std::as_const(m_links))
        noteInLinks(change);
    noteDeleted();
    settleLists();
}

/// The objects of a relation, each once, without those that the session was told to forget.
QList<void *> Flush::remaining(const RelationshipInfo &relation, const void *member) const
{
    ModelStore &related = m_session.tracked(relation.related()).store();
    QList<void *> objects = relation.objects(member);
    QSet<void *> known;
    objects.removeIf([&](void *object) {
        const Entry *entry = related.find(object);
        const bool again = known.contains(object);
        known.insert(object);
        return again || (entry && entry->state == ObjectState::Detached);
    });
    return objects;
}

void Flush::settle(const Assignment &assignment)
{
    noteInLists(assignment);
    Entry &child = *assignment.child;
    for (const RelationshipInfo &relation : child.store->model().relationships) {
        if (relation.kind == Kind::ManyToOne && relation.column == assignment.column) {
            QList<void *> parents;
            if (assignment.parent)
                parents.append(assignment.parent->store->object(*assignment.parent));
            relation.set(memberOf(child, relation), parents);
        }
    }
}

void Flush::noteInLists(const Assignment &assignment)
{
    const Entry &child = *assignment.child;
    void *object = child.store->object(*assignment.child);
    const auto note = [&](Entry *parent, bool comes) {
        if (!parent)
            return;
        for (const RelationshipInfo &relation : parent->store->model().relationships) {
            if (relation.kind != Kind::OneToMany || relation.column != assignment.column
                || &relation.related() != &child.store->model())
                continue;
            ListChange &change = m_lists[{parent, &relation}];
            if (comes)
                change.come.append(object);
            else
                change.gone.insert(object);
        }
    };
    if (assignment.before != assignment.parent)
        note(assignment.before, false);
    if (child.state != ObjectState::Detached)
        note(assignment.parent, true);
}

/// The other side of a link.
void Flush::noteInLinks(const LinkChange &change)
{
    if (!change.other)
        return;
    for (const RelationshipInfo &relation : change.other->store->model().relationships) {
        if (relation.kind != Kind::ManyToMany || &relation.link() != &change.relation->link()
            || relation.column != change.relation->linkedColumn
            || relation.linkedColumn != change.relation->column)
            continue;
        ListChange &other = m_lists[{change.other, &relation}];
        void *owner = change.owner->store->object(*change.owner);
        if (change.adds)
            other.come.append(owner);
        else
            other.gone.insert(owner);
    }
}

/// Lists that are loaded do not keep an object whose row is gone.
void Flush::noteDeleted()
{
    for (Entry *entry : m_deleted) {
        const ModelInfo &model = entry->store->model();
        for (const ReferenceInfo &reference : model.references)
            noteInLists(
                {entry, reference.column, nullptr, parentIn(*entry, reference.column, true)});
        for (const RelationshipInfo &relation : model.relationships) {
            if (relation.kind == Kind::ManyToMany)
                m_unlinked[&model].insert(entry->store->object(*entry));
        }
    }
    if (m_unlinked.empty())
        return;
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        for (const RelationshipInfo &relation : model->relationships) {
            if (relation.kind == Kind::ManyToMany)
                noteUnlinked(tracked->store(), relation);
        }
    }
}

void Flush::noteUnlinked(ModelStore &owners, const RelationshipInfo &relation)
{
    const auto gone = m_unlinked.find(&relation.related());
    if (gone == m_unlinked.end())
        return;
    for (qsizetype i = 0; i < owners.size(); ++i) {
        if (relation.isLoaded(memberOf(owners.at(i), relation)))
            m_lists[{&owners.at(i), &relation}].deleted = &gone->second;
    }
}

void Flush::settleLists()
{
    for (auto each = m_lists.cbegin(); each != m_lists.cend(); ++each) {
        const auto [owner, relation] = each.key();
        void *member = memberOf(*owner, *relation);
        if (!relation->isLoaded(member))
            continue;
        const ListChange &change = each.value();
        QList<void *> objects = relation->objects(member);
        objects.removeIf([&change](void *object) { return change.takes(object); });
        QSet<void *> there(objects.cbegin(), objects.cend());
        for (void *object : change.come) {
            if (there.contains(object) || change.takes(object))
                continue;
            there.insert(object);
            objects.append(object);
        }
        relation->set(member, objects);
    }
}

} // namespace joinery
