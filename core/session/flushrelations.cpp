// SPDX-License-Identifier: MPL-2.0
#include "joinery/dialects/dmlcompiler.h"
#include "joinery/session/flush.h"
#include "joinery/session/relationshipjoin.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Kind = RelationshipInfo::Kind;

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

} // namespace

/// New objects that are reached through relations of others are added too, and what they reach.
void Flush::adoptNewObjects()
{
    QHash<TrackedModel *, qsizetype> looked; // how many of its objects
    bool found = true;
    while (found) {
        found = false;
        std::vector<TrackedModel *> models;
        for (const auto &[model, tracked] : m_session.trackedModels()) {
            if (!model->relationships.isEmpty())
                models.push_back(tracked.get());
        }
        for (TrackedModel *target : models) {
            qsizetype i = looked.value(target);
            found = found || i < target->store().size();
            for (; i < target->store().size(); ++i)
                adoptFrom(target->store().at(i));
            looked[target] = i;
        }
    }
}

void Flush::adoptFrom(Entry &entry)
{
    if (entry.state != ObjectState::Pending && entry.state != ObjectState::Persistent)
        return;
    for (const RelationshipInfo &relation : entry.store->model().relationships) {
        relation.adopt(memberOf(entry, relation), [&](const void *known, void *object) {
            const ModelInfo &related = relation.related();
            Entry *&added = m_adopted[{&related, known}];
            if (!added)
                added = m_session.add(related, object);
            return added->store->object(*added);
        });
    }
}

Result<> Flush::collectRelations()
{
    for (const auto &[model, tracked] : m_session.trackedModels()) {
        if (model->relationships.isEmpty())
            continue;
        for (qsizetype i = 0; i < tracked->store().size(); ++i) {
            if (Result<> done = collectRelationsOf(tracked->store().at(i)); !done)
                return done;
        }
    }
    return {};
}

Result<> Flush::collectRelationsOf(Entry &entry)
{
    if (entry.state != ObjectState::Pending && entry.state != ObjectState::Persistent)
        return {};
    for (const RelationshipInfo &relation : entry.store->model().relationships) {
        if (!relation.isChanged(memberOf(entry, relation)))
            continue;
        if (Result<> done = collectRelation(entry, relation); !done)
            return done;
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
    if (Result<> checked = checkReferredColumns(entry.store->model(), relation); !checked)
        return checked;
    m_changedRelations.append({&entry, &relation, entry.state == ObjectState::Pending});
    const void *member = memberOf(entry, relation);
    // An object that takes the place of another, or of nobody knows whom, ends that relation.
    if (relation.kind != Kind::ManyToOne && !relation.isBeforeKnown(member)
        && entry.state == ObjectState::Persistent) {
        if (Result<> loaded = m_session.loadRelation({&entry}, relation); !loaded)
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
        else if (!hasMoved(*child, relation.column, entry))
            assign(*child, relation.column, nullptr);
    }
}

void Flush::collectLinks(Entry &entry, const RelationshipInfo &relation, const QList<void *> &now,
    const QList<void *> &before)
{
    ModelStore &related = m_session.tracked(relation.related()).store();
    const QSet<void *> stay(now.cbegin(), now.cend());
    const QSet<void *> were(before.cbegin(), before.cend());
    const bool mayExist
        = entry.state == ObjectState::Persistent && !relation.isLoaded(memberOf(entry, relation));
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
        m_links.append({&relation, &entry, other, adds, mayExist});
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
Entry *Flush::parentIn(const Entry &child, int column, bool snapshot)
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
        TrackedModel &parents = m_session.tracked(reference.referred());
        const int referred = referredColumn(model, column, parents.model());
        Entry *parent = isKey(parents.model(), referred) ? parents.identity().find({&view, 1})
                                                         : entryBy(parents, referred, view);
        if (parent)
            return parent;
    }
    return nullptr;
}

/// The object whose row holds the value in a unique column that is not the key.
Entry *Flush::entryBy(TrackedModel &target, int column, const ValueView &value)
{
    const auto [found, isNew] = m_byColumn.try_emplace({&target, column});
    for (qsizetype i = 0; isNew && i < target.store().size(); ++i) {
        Entry &entry = target.store().at(i);
        ValueBuffer buffer;
        ValueView held;
        if (entry.state != ObjectState::Pending && entry.state != ObjectState::Detached
            && entry.store->writeSnapshot(entry, column, buffer, held))
            found->second.try_emplace(RowKey {toValue(held)}, &entry);
    }
    const auto entry = found->second.find(RowKey {toValue(value)});
    return entry == found->second.end() ? nullptr : entry->second;
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
        if (Result<> done = writeLink(change); !done)
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
    const QString name = dml.quote(link.name());
    const QString ofOwner = u" WHERE %1.%2 = ?"_s.arg(name, key);
    const QString ofBoth = ofOwner + u" AND %1.%2 = ?"_s.arg(name, linked);
    if (change.other)
        values.append(toValue(referredValue(link, relation.linkedColumn, *change.other, buffer)));
    if (change.adds && change.mayExist) {
        const Result<RowSet> known
            = (*executor)->query(u"SELECT 1 FROM %1%2 LIMIT 1"_s.arg(name, ofBoth), values);
        if (!known || !known->isEmpty())
            return known ? Result<>() : fail(explained(*change.owner, known.error()));
    }
    QString sql = dml.insertInto(link.table) + u" (%1, %2) VALUES (?, ?)"_s.arg(key, linked);
    if (!change.adds)
        sql = u"DELETE FROM "_s + name + (change.other ? ofBoth : ofOwner);
    const Result<qint64> done = (*executor)->execute(sql, values);
    return done ? Result<>() : fail(explained(*change.owner, done.error()));
}

} // namespace joinery
