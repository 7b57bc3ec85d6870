// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/dmlcompiler.h"
#include "joinery/session/flush.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Kind = RelationshipInfo::Kind;

/// The column of the related model that a foreign key refers to; -1 = its hidden key.
int referredColumn(const ModelInfo &child, int column, const ModelInfo &parent)
{
    for (const ReferenceInfo &reference : child.references) {
        if (reference.column != column || &reference.referred() != &parent)
            continue;
        for (int i = 0; i < parent.columns.size(); ++i) {
            if (parent.columns[i].options.name == reference.referredColumn)
                return i;
        }
    }
    return parent.key.isEmpty() ? -1 : parent.key.first();
}

ValueView referredValue(
    const ModelInfo &child, int column, const Entry &parent, ValueBuffer &buffer)
{
    const ModelInfo &model = parent.store->model();
    const int referred = referredColumn(child, column, model);
    ValueView view = parent.hiddenKey;
    if (referred >= 0 && !model.writeColumn(parent.store->object(parent), referred, buffer, view))
        view = {};
    return view;
}

void *memberOf(Entry &entry, const RelationshipInfo &relation)
{
    return relation.member(entry.store->object(entry));
}

} // namespace

/// New objects that are reached through relations of others are added too, and what they reach.
void Flush::adoptNewObjects()
{
    bool found = true;
    while (found) {
        found = false;
        std::vector<TrackedModel *> models;
        for (const auto &[model, tracked] : m_session.trackedModels()) {
            if (!model->relationships.isEmpty())
                models.push_back(tracked.get());
        }
        for (TrackedModel *target : models) {
            for (qsizetype i = 0; i < target->store().size(); ++i) {
                Entry &entry = target->store().at(i);
                if (entry.state != ObjectState::Pending && entry.state != ObjectState::Persistent)
                    continue;
                for (const RelationshipInfo &relation : target->model().relationships) {
                    relation.adopt(memberOf(entry, relation), [&](const void *known, void *object) {
                        found = true;
                        const ModelInfo &related = relation.related();
                        Entry *&added = m_adopted[{&related, known}];
                        if (!added)
                            added = m_session.add(related, object);
                        return added->store->object(*added);
                    });
                }
            }
        }
    }
}

Result<> Flush::collectRemovals()
{
    QList<Entry *> waiting;
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        for (Entry *entry : tracked->removed) {
            if (entry->state == ObjectState::Removed && m_removing.insert(entry).second)
                waiting.append(entry);
        }
    }
    // What belongs to removed objects is removed too, generation after generation.
    while (!waiting.isEmpty()) {
        if (const Result<> loaded = loadForRemoval(waiting); !loaded)
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
                && !relation.isLoaded(memberOf(*entry, relation)))
                missing[&relation].append(entry);
        }
    }
    for (auto each = missing.cbegin(); each != missing.cend(); ++each) {
        if (const Result<> loaded = m_session.loadRelation(each.value(), *each.key()); !loaded)
            return loaded;
    }
    return {};
}

void Flush::collectRemoved(Entry &entry)
{
    for (const RelationshipInfo &relation : entry.store->model().relationships) {
        if (relation.kind == Kind::ManyToMany)
            m_links.append({&relation, &entry, nullptr, false});
        if (relation.kind != Kind::OneToMany)
            continue;
        const ModelInfo &child = relation.related();
        const bool setsNull = !relation.cascadeDelete && child.columns[relation.column].optional;
        // Also what the program has just taken out of the list.
        const void *member = memberOf(entry, relation);
        const QList<void *> all = relation.objects(member) + relation.before(member);
        for (void *object : all) {
            Entry *related = m_session.tracked(child).store().find(object);
            if (!related || related->state != ObjectState::Persistent
                || hasMoved(*related, relation.column, entry))
                continue;
            if (relation.cascadeDelete) {
                related->state = ObjectState::Removed;
                m_removed.push_back(related);
            } else if (setsNull) {
                assign(*related, relation.column, nullptr);
            }
        }
    }
}

/// True when the program gives the child to another parent than this one.
bool Flush::hasMoved(const Entry &child, int column, const Entry &parent) const
{
    const auto assigned = m_assigned.constFind({&child, column});
    if (assigned != m_assigned.cend())
        return m_assignments[*assigned].parent != &parent;
    return child.store->changedColumns(child).contains(column);
}

Result<> Flush::collectRelations()
{
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        if (model->relationships.isEmpty())
            continue;
        for (qsizetype i = 0; i < tracked->store().size(); ++i) {
            Entry &entry = tracked->store().at(i);
            if (entry.state != ObjectState::Pending && entry.state != ObjectState::Persistent)
                continue;
            for (const RelationshipInfo &relation : model->relationships) {
                if (!relation.isChanged(memberOf(entry, relation)))
                    continue;
                if (const Result<> done = collectRelation(entry, relation); !done)
                    return done;
            }
        }
    }
    return {};
}

/// The entry of an object that the program has related to the entry; nullptr for one that the
/// session was told to forget.
Result<Entry *> Flush::relative(
    const Entry &entry, const RelationshipInfo &relation, void *object) const
{
    const ModelInfo &related = relation.related();
    Entry *found = m_session.tracked(related).store().find(object);
    const bool forgotten = found && found->state == ObjectState::Detached;
    if (found && !forgotten)
        return found;
    if (forgotten && relation.list)
        return nullptr;
    return fail(ErrorCode::Usage,
        u"An object of \"%1\" is related to an object of \"%2\" that is none of this session's"_s
            .arg(entry.store->model().name(), related.name()),
        u"Relate objects that add(), get() or exec() of this session gave; merge() takes over the values of others."_s);
}

Result<> Flush::collectRelation(Entry &entry, const RelationshipInfo &relation)
{
    m_changedRelations.append({&entry, &relation, entry.state == ObjectState::Pending});
    const void *member = memberOf(entry, relation);
    if (!relation.isBeforeKnown(member) && entry.state == ObjectState::Persistent) {
        if (const Result<> loaded = m_session.loadRelation({&entry}, relation); !loaded)
            return loaded;
    }
    const QList<void *> now = relation.objects(member);
    for (void *object : now) {
        if (const Result<Entry *> known = relative(entry, relation, object); !known)
            return fail(known.error());
    }
    if (relation.kind == Kind::ManyToOne) {
        ModelStore &related = m_session.tracked(relation.related()).store();
        assign(entry, relation.column, now.isEmpty() ? nullptr : related.find(now.first()));
    } else if (relation.kind == Kind::ManyToMany) {
        collectLinks(entry, relation, now, relation.before(member));
    } else {
        collectList(entry, relation, now, relation.before(member));
    }
    return {};
}

void Flush::collectList(Entry &entry, const RelationshipInfo &relation, const QList<void *> &now,
    const QList<void *> &before)
{
    ModelStore &related = m_session.tracked(relation.related()).store();
    const auto foundIn = [&related](void *object) {
        Entry *child = related.find(object);
        return child && child->state != ObjectState::Detached ? child : nullptr;
    };
    const QSet<void *> stay(now.cbegin(), now.cend());
    const QSet<void *> were(before.cbegin(), before.cend());
    for (void *object : now) {
        if (Entry *child = were.contains(object) ? nullptr : foundIn(object))
            assign(*child, relation.column, &entry);
    }
    for (void *object : before) {
        Entry *child = stay.contains(object) ? nullptr : related.find(object);
        if (!child || child->state != ObjectState::Persistent)
            continue;
        if (relation.cascadeDelete)
            m_orphans.append({&entry, &relation, child});
        else
            assign(*child, relation.column, nullptr);
    }
}

/// Once it is known who belongs to whom: what nobody has taken in goes.
void Flush::collectOrphans()
{
    for (const Orphan &orphan : std::as_const(m_orphans)) {
        if (orphan.child->state != ObjectState::Persistent
            || hasMoved(*orphan.child, orphan.relation->column, *orphan.owner))
            continue;
        orphan.child->state = ObjectState::Removed;
        m_session.tracked(orphan.relation->related()).removed.push_back(orphan.child);
    }
}

void Flush::collectLinks(Entry &entry, const RelationshipInfo &relation, const QList<void *> &now,
    const QList<void *> &before)
{
    ModelStore &related = m_session.tracked(relation.related()).store();
    const QSet<void *> stay(now.cbegin(), now.cend());
    const QSet<void *> were(before.cbegin(), before.cend());
    const auto note = [&](void *object, bool adds) {
        Entry *other = related.find(object);
        // The other side may say the same.
        std::pair<const Entry *, const Entry *> pair(&entry, other);
        if (relation.linkedColumn < relation.column)
            std::swap(pair.first, pair.second);
        const std::pair link(pair, std::pair(&relation.link(), adds));
        if (!other || other->state == ObjectState::Detached || m_linked.contains(link))
            return;
        m_linked.insert(link);
        m_links.append({&relation, &entry, other, adds});
    };
    for (void *object : now) {
        if (!were.contains(object))
            note(object, true);
    }
    for (void *object : before) {
        if (!stay.contains(object))
            note(object, false);
    }
}

/// The parent that a foreign key leads to, where the session knows it.
Entry *Flush::parentIn(const Entry &child, int column, bool snapshot) const
{
    const ModelInfo &model = child.store->model();
    for (const ReferenceInfo &reference : model.references) {
        ValueBuffer buffer;
        ValueView view;
        if (reference.column != column
            || !(snapshot ? child.store->writeSnapshot(child, column, buffer, view)
                          : model.writeColumn(child.store->object(child), column, buffer, view))
            || std::holds_alternative<std::monostate>(view))
            continue;
        IdentityMap &parents = m_session.tracked(reference.referred()).identity();
        if (Entry *parent = parents.find({&view, 1}))
            return parent;
    }
    return nullptr;
}

/// The program may set a foreign key instead of a relation: lists are to know of it too.
void Flush::noteMoved(Entry &entry, const QList<int> &changed)
{
    for (const int column : changed) {
        if (!m_assigned.contains({&entry, column}))
            m_moved.append(
                {&entry, column, parentIn(entry, column, false), parentIn(entry, column, true)});
    }
}

void Flush::assign(Entry &child, int column, Entry *parent)
{
    Entry *before
        = child.state == ObjectState::Persistent ? parentIn(child, column, true) : nullptr;
    // An object that is taken out of one list and put into another belongs to the latter.
    const auto same = m_assigned.constFind({&child, column});
    if (same == m_assigned.cend()) {
        m_assigned[{&child, column}] = m_assignments.size();
        m_assignments.append({&child, column, parent, before});
    } else if (parent) {
        m_assignments[*same].parent = parent;
    }
}

Result<> Flush::apply(const Assignment &assignment)
{
    Entry &child = *assignment.child;
    const ModelInfo &model = child.store->model();
    ValueBuffer buffer;
    ValueView view;
    if (assignment.parent)
        view = referredValue(model, assignment.column, *assignment.parent, buffer);
    m_session.undoLog().setting(&child, assignment.column);
    if (model.readColumn(child.store->object(child), assignment.column, view))
        return {};
    Error error = misfit(model, assignment.column, view);
    if (!assignment.parent)
        error.hint
            = u"The relation was ended, but the foreign key cannot be empty: remove the object, map the relation with cascadeDelete(), or make the member a std::optional."_s;
    return fail(error);
}

Result<> Flush::writeLinks(bool adds)
{
    for (const LinkChange &change : m_links) {
        if (change.adds != adds)
            continue;
        if (const Result<> done = writeLink(change); !done)
            return done;
    }
    return {};
}

Result<> Flush::writeLink(const LinkChange &change)
{
    const RelationshipInfo &relation = *change.relation;
    const ModelInfo &link = relation.link();
    const DmlCompiler &dml = m_session.dml();
    const Result<Executor *> executor = m_session.connected();
    if (!executor)
        return fail(executor.error());
    ValueBuffer buffer;
    QList<Value> values {toValue(referredValue(link, relation.column, *change.owner, buffer))};
    const QString key = dml.quote(link.columnName(relation.column));
    const QString linked = dml.quote(link.columnName(relation.linkedColumn));
    if (change.other)
        values.append(toValue(referredValue(link, relation.linkedColumn, *change.other, buffer)));
    QString sql = change.adds
        ? dml.insertInto(link.table) + u" (%1, %2) VALUES (?, ?)"_s.arg(key, linked)
        : u"DELETE FROM %1 WHERE %2 = ?"_s.arg(dml.quote(link.name()), key);
    if (!change.adds && change.other)
        sql += u" AND %1 = ?"_s.arg(linked);
    const Result<qint64> done = (*executor)->execute(sql, values);
    return done ? Result<>() : fail(explained(*change.owner, done.error()));
}

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

/// The objects of a relation without those that the session was told to forget.
QList<void *> Flush::remaining(const RelationshipInfo &relation, const void *member) const
{
    ModelStore &related = m_session.tracked(relation.related()).store();
    QList<void *> objects = relation.objects(member);
    objects.removeIf([&related](void *object) {
        const Entry *entry = related.find(object);
        return entry && entry->state == ObjectState::Detached;
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
    QHash<const ModelInfo *, QSet<void *>> links;
    for (Entry *entry : m_deleted) {
        const ModelInfo &model = entry->store->model();
        for (const ReferenceInfo &reference : model.references)
            noteInLists(
                {entry, reference.column, nullptr, parentIn(*entry, reference.column, true)});
        for (const RelationshipInfo &relation : model.relationships) {
            if (relation.kind == Kind::ManyToMany)
                links[&model].insert(entry->store->object(*entry));
        }
    }
    if (links.isEmpty())
        return;
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        for (const RelationshipInfo &relation : model->relationships) {
            const QSet<void *> gone = relation.kind == Kind::ManyToMany
                ? links.value(&relation.related())
                : QSet<void *>();
            for (qsizetype i = 0; !gone.isEmpty() && i < tracked->store().size(); ++i) {
                Entry &entry = tracked->store().at(i);
                if (relation.isLoaded(memberOf(entry, relation)))
                    m_lists[{&entry, &relation}].gone.unite(gone);
            }
        }
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
        objects.removeIf([&change](void *object) { return change.gone.contains(object); });
        QSet<void *> there(objects.cbegin(), objects.cend());
        for (void *object : change.come) {
            if (there.contains(object) || change.gone.contains(object))
                continue;
            there.insert(object);
            objects.append(object);
        }
        relation->set(member, objects);
    }
}

} // namespace joinery
