// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/relationloading.h"

#include "joinery/dialects/dmlcompiler.h"
#include "joinery/session/relationshipjoin.h"

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

using Kind = RelationshipInfo::Kind;

/// How many keys one statement asks for; SQLAlchemy's select-in loader takes as many.
constexpr qsizetype keysPerStatement = 500;

QString marks(qsizetype count)
{
    return QStringList(count, u"?"_s).join(u", ");
}

} // namespace

RelationLoading::RelationLoading(SessionCore &session, const RelationshipInfo &relation)
    : m_session(session)
    , m_relation(relation)
    , m_related(session.tracked(relation.related()))
{ }

Result<> RelationLoading::load(const QList<Entry *> &entries)
{
    if (entries.isEmpty())
        return {};
    const ModelInfo &model = entries.first()->store->model();
    if (Result<> known = checkReferredColumns(model, m_relation); !known)
        return known;
    if (m_relation.kind == Kind::ManyToOne)
        return loadReferred(entries);
    const ModelInfo &holder
        = m_relation.kind == Kind::ManyToMany ? m_relation.link() : m_relation.related();
    const int referred = referredColumn(holder, m_relation.column, model);
    for (Entry *entry : entries) {
        if (m_found.contains(entry))
            continue;
        if (const Value key = valueOf(*entry, referred); !isNull(key))
            m_owners.emplace(RowKey {key}, entry);
        m_found[entry];
    }
    QList<Value> keys;
    for (const auto &[key, owner] : m_owners)
        keys.append(key.first());
    Result<> done = inBatches(keys, [this](const QList<Value> &batch) {
        return m_relation.kind == Kind::ManyToMany ? loadLinked(batch) : loadReferring(batch);
    });
    if (!done)
        return done;
    for (auto found = m_found.cbegin(); found != m_found.cend(); ++found)
        settle(*found.key(), found.value());
    return {};
}

/// What the program has changed stays.
void RelationLoading::settle(Entry &owner, const QList<void *> &objects) const
{
    void *member = m_relation.member(owner.store->object(owner));
    if (m_relation.isChanged(member))
        m_relation.setBefore(member, objects);
    else
        m_relation.set(member, objects);
}

/// What the database holds there; -1 = the hidden key.
Value RelationLoading::valueOf(const Entry &entry, int column) const
{
    ValueBuffer buffer;
    ValueView view = entry.hiddenKey;
    if (column >= 0 && !entry.store->writeSnapshot(entry, column, buffer, view))
        view = {};
    return toValue(view);
}

QString RelationLoading::relatedColumn(int column) const
{
    return m_session.dml().quote(
        column < 0 ? m_related.keyColumns().first() : m_related.model().columnName(column));
}

Result<> RelationLoading::inBatches(
    const QList<Value> &keys, const std::function<Result<>(const QList<Value> &)> &load) const
{
    for (qsizetype at = 0; at < keys.size(); at += keysPerStatement) {
        if (Result<> done = load(keys.mid(at, keysPerStatement)); !done)
            return done;
    }
    return {};
}

/// Runs a query whose rows begin with a key (unless `keyed` is false) and go on with a related row.
Result<> RelationLoading::run(const QString &sql, const QList<Value> &keys,
    const std::function<void(const ValueView *key, Entry *related)> &handler, bool keyed)
{
    const Result<Executor *> executor = m_session.connected();
    if (!executor)
        return fail(executor.error());
    Result<> read;
    const Result<> done = (*executor)->streamViews(sql, keys, [&](RowView row) {
        const Result<Entry *> entry
            = m_session.materialize(m_related, row.data() + (keyed ? 1 : 0));
        if (entry)
            handler(row.data(), *entry);
        else
            read = fail(entry.error());
        return entry.has_value();
    });
    return done ? read : fail(contradicting(m_related.model(), done.error()));
}

void RelationLoading::note(const ValueView &key, Entry *related)
{
    const auto [first, last] = m_owners.equal_range(RowKey {toValue(key)});
    for (auto owner = first; owner != last; ++owner) {
        if (related->state == ObjectState::Persistent)
            m_found[owner->second].append(m_related.store().object(*related));
    }
}

Result<> RelationLoading::loadReferring(const QList<Value> &keys)
{
    const DmlCompiler &dml = m_session.dml();
    const QString foreignKey
        = m_related.qualified(m_related.model().columnName(m_relation.column));
    QStringList order;
    for (const QString &column : m_related.keyColumns())
        order.append(m_related.qualified(column));
    return run(u"SELECT %1, %2 FROM %3 WHERE %1 IN (%4) ORDER BY %5"_s.arg(foreignKey,
                   m_related.columnList(), dml.quote(m_related.model().name()), marks(keys.size()),
                   order.join(u", ")),
        keys, [this](const ValueView *key, Entry *related) { note(*key, related); });
}

Result<> RelationLoading::loadLinked(const QList<Value> &keys)
{
    const DmlCompiler &dml = m_session.dml();
    const ModelInfo &link = m_relation.link();
    QStringList order;
    for (const QString &column : m_related.keyColumns())
        order.append(u"r."_s + dml.quote(column));
    return run(
        u"SELECT l.%1, %2 FROM %3 AS l JOIN %4 AS r ON r.%5 = l.%6 WHERE l.%1 IN (%7) ORDER BY %8"_s
            .arg(dml.quote(link.columnName(m_relation.column)), m_related.columnList(u"r."_s),
                dml.quote(link.name()), dml.quote(m_related.model().name()),
                relatedColumn(referredColumn(link, m_relation.linkedColumn, m_related.model())),
                dml.quote(link.columnName(m_relation.linkedColumn)), marks(keys.size()),
                order.join(u", ")),
        keys, [this](const ValueView *key, Entry *related) { note(*key, related); });
}

Value RelationLoading::settleKnown(Entry &entry, bool byKey) const
{
    void *object = entry.store->object(entry);
    void *member = m_relation.member(object);
    if (m_relation.isChanged(member))
        return {};
    ValueBuffer buffer;
    ValueView key;
    if (!entry.store->model().writeColumn(object, m_relation.column, buffer, key)
        || std::holds_alternative<std::monostate>(key)) {
        m_relation.set(member, {});
        return {};
    }
    Entry *known = byKey ? m_related.identity().find({&key, 1}) : nullptr;
    if (known && known->epoch == m_session.epoch() && known->state == ObjectState::Persistent) {
        m_relation.set(member, {m_related.store().object(*known)});
        return {};
    }
    return toValue(key);
}

/// Of what the session knows already nothing is asked for.
Result<> RelationLoading::loadReferred(const QList<Entry *> &entries)
{
    QList<Value> missing;
    Waiting waiting;
    const ModelInfo &model = entries.first()->store->model();
    const int referred = referredColumn(model, m_relation.column, m_related.model());
    const bool byKey = isKey(m_related.model(), referred);
    for (Entry *entry : entries) {
        const Value key = settleKnown(*entry, byKey);
        if (isNull(key))
            continue;
        QList<Entry *> &same = waiting[RowKey {key}];
        if (same.isEmpty())
            missing.append(key);
        same.append(entry);
    }
    Result<> done = inBatches(
        missing, [&](const QList<Value> &batch) { return loadByColumn(referred, batch, waiting); });
    if (!done)
        return done;
    for (const auto &[key, owners] : waiting) {
        for (Entry *owner : owners)
            m_relation.set(m_relation.member(owner->store->object(*owner)), {});
    }
    return {};
}

Result<> RelationLoading::loadByColumn(int column, const QList<Value> &keys, Waiting &waiting)
{
    return run(
        u"SELECT %1 FROM %2 WHERE %2.%3 IN (%4)"_s.arg(m_related.columnList(),
            m_session.dml().quote(m_related.model().name()), relatedColumn(column),
            marks(keys.size())),
        keys,
        [this, column, &waiting](const ValueView *, Entry *related) {
            const auto owners = waiting.find(RowKey {valueOf(*related, column)});
            if (owners == waiting.end() || related->state != ObjectState::Persistent)
                return;
            for (Entry *owner : owners->second)
                m_relation.set(m_relation.member(owner->store->object(*owner)),
                    {m_related.store().object(*related)});
            waiting.erase(owners);
        },
        false);
}

} // namespace joinery
