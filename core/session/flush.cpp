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
    return hasChanges();
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
    if (const Result<> done = applyKnown(); !done)
        return done;
    if (const Result<> done = writeLinks(false); !done)
        return done;
    if (insertsFirst) {
        if (const Result<> done = insertAll(); !done)
            return done;
    }
    if (const Result<> done = writeChanges(true); !done)
        return done;
    if (!insertsFirst) {
        if (const Result<> done = insertAll(); !done)
            return done;
    }
    if (m_late) {
        if (const Result<> done = writeChanges(false); !done)
            return done;
    }
    if (const Result<> done = writeLinks(true); !done)
        return done;
    if (const Result<> done = readComputed(); !done)
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
        if (const Result<> done = apply(assignment); !done)
            return done;
    }
    return {};
}

Result<> Flush::insertAll()
{
    for (TrackedModel *target : m_order) {
        if (m_inserts.contains(target)) {
            if (const Result<> done = insertInto(*target); !done)
                return done;
        }
    }
    return {};
}

/// The order of the rows of one model: as they were added, but parents before children where the
/// model refers to itself.
QList<qsizetype> Flush::rowOrder(const std::vector<Entry *> &entries) const
{
    QHash<const Entry *, qsizetype> place;
    for (size_t i = 0; i < entries.size(); ++i)
        place[entries[i]] = qsizetype(i);
    QList<QList<qsizetype>> dependencies(place.size());
    for (const Assignment &assignment : m_assignments) {
        const auto child = place.constFind(assignment.child);
        const auto parent = place.constFind(assignment.parent);
        if (child != place.cend() && parent != place.cend())
            dependencies[*child].append(*parent);
    }
    return topologicalOrder(dependencies);
}

Result<> Flush::insertInto(TrackedModel &target)
{
    const std::vector<Entry *> &entries = m_inserts[&target];
    const ModelInfo &model = target.model();
    const bool refersToItself = !m_waiting.empty()
        && std::any_of(model.references.cbegin(), model.references.cend(),
            [&](const ReferenceInfo &reference) { return &reference.referred() == &model; });
    Writer writer;
    std::vector<ValueView> row(static_cast<size_t>(model.columns.size()));
    if (!refersToItself) {
        for (Entry *entry : entries) {
            if (const Result<> done = insert(target, *entry, writer, row); !done)
                return done;
        }
        return {};
    }
    for (const qsizetype i : rowOrder(entries)) {
        if (const Result<> done = insert(target, *entries[static_cast<size_t>(i)], writer, row);
            !done)
            return done;
    }
    return {};
}

Result<> Flush::insert(
    TrackedModel &target, Entry &entry, Writer &writer, std::vector<ValueView> &row)
{
    const ModelInfo &model = target.model();
    void *object = target.store().object(entry);
    m_buffer.clear();
    if (const int column = model.write(object, m_buffer, row.data()); column >= 0)
        return fail(misfit(model, column, row[static_cast<size_t>(column)]));
    if (model.versionColumn >= 0) {
        ValueView &number = row[static_cast<size_t>(model.versionColumn)];
        if (!std::holds_alternative<qint64>(number) || std::get<qint64>(number) == 0) {
            number = qint64(1);
            static_cast<void>(model.readColumn(object, model.versionColumn, number));
        }
    }
    const InsertShape &shape = target.shapeFor(row.data());
    const Result<BulkStatement *> statement = statementFor(&shape, writer);
    if (!statement)
        return fail(statement.error());
    m_values.clear();
    for (const int column : shape.given)
        m_values.push_back(row[static_cast<size_t>(column)]);
    if (const Result<> done = runInsert(target, entry, shape, **statement); !done)
        return done;
    m_session.undoLog().inserted(&entry, &shape);
    entry.state = ObjectState::Persistent;
    entry.epoch = m_session.epoch();
    target.store().takeSnapshot(entry);
    target.identity().insert(&entry);
    if (target.hasComputed())
        m_written.push_back(&entry);
    return m_waiting.empty() ? Result<>() : inserted(entry);
}

Result<BulkStatement *> Flush::statementFor(const InsertShape *shape, Writer &writer)
{
    for (const auto &[known, statement] : writer) {
        if (known == shape)
            return statement.get();
    }
    const Result<Executor *> executor = m_session.connected();
    if (!executor)
        return fail(executor.error());
    Result<std::unique_ptr<BulkStatement>> statement = (*executor)->bulk(shape->sql);
    if (!statement)
        return fail(statement.error());
    writer.emplace_back(shape, *std::move(statement));
    return writer.back().second.get();
}

Result<> Flush::runInsert(
    TrackedModel &target, Entry &entry, const InsertShape &shape, BulkStatement &statement)
{
    const ModelInfo &model = target.model();
    void *object = target.store().object(entry);
    if (shape.keyFromStatement || (shape.returned.empty() && !model.hiddenKey)) {
        const Result<qint64> rows = statement.run(m_values);
        if (!rows)
            return fail(explained(entry, rows.error()));
        if (*rows != 1) [[unlikely]]
            return notWritten(entry, *rows, false);
        if (!shape.keyFromStatement)
            return {};
        const qint64 key = statement.lastInsertedKey();
        if (model.hiddenKey)
            entry.hiddenKey = key;
        else if (!model.readColumn(object, shape.returned.front(), ValueView(key)))
            return fail(misfit(model, shape.returned.front(), ValueView(key)));
        return {};
    }
    Result<> read;
    const Result<bool> rows = statement.runReturning(m_values, [&](RowView row) {
        size_t at = 0;
        if (model.hiddenKey)
            entry.hiddenKey = std::get_if<qint64>(&row[at]) ? std::get<qint64>(row[at]) : 0;
        at += model.hiddenKey ? 1 : 0;
        for (const int column : shape.returned) {
            if (!model.readColumn(object, column, row[at]) && read)
                read = fail(misfit(model, column, row[at]));
            ++at;
        }
        return true;
    });
    if (!rows)
        return fail(explained(entry, rows.error()));
    return *rows ? read : notWritten(entry, 0, false);
}

/// Who waited for the key of the entry gets it.
Result<> Flush::inserted(Entry &entry)
{
    const auto [first, last] = m_waiting.equal_range(&entry);
    for (auto waiting = first; waiting != last; ++waiting) {
        const Assignment &assignment = m_assignments[waiting->second];
        m_late = m_late || assignment.child->state == ObjectState::Persistent;
        if (const Result<> done = apply(assignment); !done)
            return done;
    }
    return {};
}

} // namespace joinery
