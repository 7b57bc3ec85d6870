// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/loaderoption.h"
#include "joinery/session/relationloading.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

/// Says no to load().
class RaisingLoader final : public RelationLoader
{
public:
    [[nodiscard]] Result<> load(void *owner, void *) override
    {
        const auto *entry = static_cast<const Entry *>(owner);
        return fail(ErrorCode::Usage,
            u"The query of this object of \"%1\" forbade to load the relation (raise)"_s.arg(
                entry->store->model().name()),
            u"Ask for it in the query: options(selectIn(…)) or options(joined(…))."_s);
    }
};

/// nullptr when the mapping does not mention the member.
const RelationshipInfo *relationOf(Entry &entry, const void *member)
{
    for (const RelationshipInfo &relation : entry.store->model().relationships) {
        if (relation.member(entry.store->object(entry)) == member)
            return &relation;
    }
    return nullptr;
}

RelationLoader *raisingLoader()
{
    static RaisingLoader loader;
    return &loader;
}

} // namespace

/// What the relation leads to, each once.
QList<Entry *> SessionCore::relativesOf(
    const QList<Entry *> &entries, const RelationshipInfo &relation)
{
    QList<Entry *> related;
    QSet<const void *> known;
    ModelStore &store = tracked(relation.related()).store();
    for (Entry *entry : entries) {
        for (void *object : relation.objects(relation.member(entry->store->object(*entry)))) {
            if (Entry *found = known.contains(object) ? nullptr : store.find(object))
                related.append(found);
            known.insert(object);
        }
    }
    return related;
}

Result<> SessionCore::loadBy(const LoaderOption &option, const QList<Entry *> &entries)
{
    if (option.relationship < 0 || entries.isEmpty())
        return {};
    const RelationshipInfo &relation = option.model->relationships[option.relationship];
    const auto member = [&](Entry *entry) { return relation.member(entry->store->object(*entry)); };
    if (option.strategy == LoaderOption::Strategy::Raise) {
        for (Entry *entry : entries)
            relation.attach(member(entry), raisingLoader(), entry);
        return {};
    }
    if (option.strategy == LoaderOption::Strategy::Lazy) {
        for (Entry *entry : entries)
            relation.attach(member(entry), this, entry);
        return {};
    }
    QList<Entry *> missing;
    for (Entry *entry : entries) {
        if (!relation.isLoaded(member(entry)))
            missing.append(entry);
    }
    if (Result<> done = loadRelation(missing, relation); !done)
        return done;
    const QList<Entry *> related = relativesOf(entries, relation);
    for (const LoaderOption &child : option.children) {
        if (Result<> done = loadBy(child, related); !done)
            return done;
    }
    return {};
}

Result<> SessionCore::loadDefaults(const QList<Entry *> &entries)
{
    if (entries.isEmpty())
        return {};
    for (const LoaderOption &option : defaultOptions(entries.first()->store->model())) {
        if (Result<> done = loadBy(option, entries); !done)
            return done;
    }
    return {};
}

Result<> SessionCore::loadRelation(const QList<Entry *> &entries, const RelationshipInfo &relation)
{
    return RelationLoading(*this, relation).load(entries);
}

Result<> SessionCore::loadRelation(
    const ModelInfo &model, const QList<const void *> &objects, const RelationshipInfo &relation)
{
    if (!relation.member)
        return fail(ErrorCode::Usage,
            u"The member is no relation that the mapping of \"%1\" mentions"_s.arg(model.name()),
            u"Add manyToOne(), oneToMany() or manyToMany() for it to the mapping."_s);
    QList<Entry *> entries;
    for (const void *object : objects) {
        const Result<Entry *> entry = entryOf(model, object);
        if (!entry)
            return fail(entry.error());
        entries.append(*entry);
    }
    Result<> done = loadRelation(entries, relation);
    return done ? loadDefaults(relativesOf(entries, relation)) : done;
}

Result<> SessionCore::load(void *owner, void *member)
{
    auto *entry = static_cast<Entry *>(owner);
    if (Result<> checked = checkThread(); !checked)
        return checked;
    if (entry->state == ObjectState::Detached || entry->state == ObjectState::Deleted)
        return fail(detachedError());
    if (entry->state == ObjectState::Pending) {
        if (Result<> flushed = flush(); !flushed)
            return flushed;
    }
    // Before the relation: what is loaded of an object is forgotten when its row is read anew.
    if (entry->state == ObjectState::Persistent && entry->epoch != m_epoch
        && !entry->store->isChanged(*entry)) {
        if (const Result<bool> read = reread(*entry); !read)
            return fail(read.error());
    }
    const RelationshipInfo *relation = relationOf(*entry, member);
    if (!relation)
        return fail(ErrorCode::Usage,
            u"A member of \"%1\" is a relation that its mapping does not mention"_s.arg(
                entry->store->model().name()),
            u"Add manyToOne(), oneToMany() or manyToMany() for it to the mapping."_s);
    Result<> loaded = loadRelation({entry}, *relation);
    if (loaded)
        loaded = loadDefaults(relativesOf({entry}, *relation));
    return loaded ? loaded
                  : failIn(u"loading a relation of \"%1\""_s.arg(entry->store->model().name()),
                      loaded.error());
}

} // namespace joinery
