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
                    relation.adopt(memberOf(entry, relation), [&](void *object) {
                        found = true;
                        const ModelInfo &related = relation.related();
                        Entry *added = m_session.add(related, object);
                        return added->store->object(*added);
                    });
                }
            }
        }
    }
}

Result<> Flush::collectRemovals()
{
    // The list grows while what belongs to removed objects is removed too.
    QList<Entry *> waiting;
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        for (Entry *entry : tracked->removed)
            waiting.append(entry);
    }
    for (qsizetype i = 0; i < waiting.size(); ++i) {
        if (!m_removing.insert(waiting[i]).second)
            continue;
        const size_t before = m_removed.size();
        if (const Result<> done = collectRemoved(*waiting[i]); !done)
            return done;
        for (size_t added = before; added < m_removed.size(); ++added)
            waiting.append(m_removed[added]);
    }
    return {};
}

Result<> Flush::collectRemoved(Entry &entry)
{
    for (const RelationshipInfo &relation : entry.store->model().relationships) {
        if (relation.kind == Kind::ManyToMany)
            m_links.append({&relation, &entry, nullptr, false});
        if (relation.kind != Kind::OneToMany)
            continue;
        const ModelInfo &child = relation.related();
        const bool setsNull = !relation.cascadeDelete && child.columns[relation.column].optional;
        if (!relation.isLoaded(memberOf(entry, relation))) {
            if (relation.passiveDeletes || (!setsNull && !relation.cascadeDelete))
                continue;
            if (const Result<> loaded = m_session.loadRelation({&entry}, relation); !loaded)
                return loaded;
        }
        for (void *object : relation.objects(memberOf(entry, relation))) {
            Entry *related = m_session.tracked(child).store().find(object);
            if (!related || related->state != ObjectState::Persistent)
                continue;
            if (relation.cascadeDelete) {
                related->state = ObjectState::Removed;
                m_removed.push_back(related);
            } else if (setsNull) {
                assign(*related, relation.column, nullptr);
            }
        }
    }
    return {};
}

void Flush::collectRelations()
{
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        if (model->relationships.isEmpty())
            continue;
        for (qsizetype i = 0; i < tracked->store().size(); ++i) {
            Entry &entry = tracked->store().at(i);
            if (entry.state != ObjectState::Pending && entry.state != ObjectState::Persistent)
                continue;
            for (const RelationshipInfo &relation : model->relationships) {
                if (relation.isChanged(memberOf(entry, relation)))
                    collectRelation(entry, relation);
            }
        }
    }
}

void Flush::collectRelation(Entry &entry, const RelationshipInfo &relation)
{
    m_changedRelations.append({&entry, &relation});
    const void *member = memberOf(entry, relation);
    const QList<void *> now = relation.objects(member);
    const QList<void *> before = relation.before(member);
    ModelStore &related = m_session.tracked(relation.related()).store();
    if (relation.kind == Kind::ManyToOne) {
        assign(entry, relation.column, now.isEmpty() ? nullptr : related.find(now.first()));
        return;
    }
    if (relation.kind == Kind::ManyToMany) {
        collectLinks(entry, relation, now, before);
        return;
    }
    const QSet<void *> stay(now.cbegin(), now.cend());
    const QSet<void *> were(before.cbegin(), before.cend());
    for (void *object : now) {
        if (Entry *child = were.contains(object) ? nullptr : related.find(object))
            assign(*child, relation.column, &entry);
    }
    for (void *object : before) {
        Entry *child = stay.contains(object) ? nullptr : related.find(object);
        if (!child || child->state != ObjectState::Persistent)
            continue;
        if (relation.cascadeDelete) {
            child->state = ObjectState::Removed;
            m_session.tracked(relation.related()).removed.push_back(child);
        } else {
            assign(*child, relation.column, nullptr);
        }
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
        const std::pair pair = std::minmax<const Entry *>(&entry, other);
        const std::pair link(pair, std::pair(&relation.link(), adds));
        if (!other || m_linked.contains(link))
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

void Flush::assign(Entry &child, int column, Entry *parent)
{
    const ModelInfo &model = child.store->model();
    Entry *before = nullptr;
    if (child.state == ObjectState::Persistent) {
        ValueBuffer buffer;
        ValueView view;
        for (const ReferenceInfo &reference : model.references) {
            if (reference.column == column
                && child.store->writeSnapshot(child, column, buffer, view)
                && !std::holds_alternative<std::monostate>(view))
                before = m_session.tracked(reference.referred()).identity().find({&view, 1});
        }
    }
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
        const bool complete = changed.relation->isLoaded(member)
            || m_inserts.contains(&m_session.tracked(changed.entry->store->model()));
        if (complete)
            changed.relation->set(member, changed.relation->objects(member));
        else
            changed.relation->reset(member);
    }
    for (const Assignment &assignment : m_assignments)
        settle(assignment);
}

void Flush::settle(const Assignment &assignment)
{
    Entry &child = *assignment.child;
    void *object = child.store->object(child);
    const auto update = [&](Entry *parent, bool adds) {
        if (!parent)
            return;
        for (const RelationshipInfo &relation : parent->store->model().relationships) {
            if (relation.kind != Kind::OneToMany || relation.column != assignment.column
                || &relation.related() != &child.store->model())
                continue;
            void *member = memberOf(*parent, relation);
            QList<void *> objects = relation.objects(member);
            if (!relation.isLoaded(member) || objects.contains(object) == adds)
                continue;
            if (adds)
                objects.append(object);
            else
                objects.removeAll(object);
            relation.set(member, objects);
        }
    };
    if (assignment.before != assignment.parent)
        update(assignment.before, false);
    update(assignment.parent, true);
    for (const RelationshipInfo &relation : child.store->model().relationships) {
        if (relation.kind == Kind::ManyToOne && relation.column == assignment.column) {
            QList<void *> parents;
            if (assignment.parent)
                parents.append(assignment.parent->store->object(*assignment.parent));
            relation.set(memberOf(child, relation), parents);
        }
    }
}

/// Lists that are loaded do not keep an object whose row is gone.
void Flush::forgetDeleted(Entry &entry)
{
    ValueBuffer buffer;
    for (const ReferenceInfo &reference : entry.store->model().references) {
        ValueView view;
        if (!entry.store->writeSnapshot(entry, reference.column, buffer, view)
            || std::holds_alternative<std::monostate>(view))
            continue;
        if (Entry *parent = m_session.tracked(reference.referred()).identity().find({&view, 1}))
            settle({&entry, reference.column, nullptr, parent});
    }
}

} // namespace joinery
