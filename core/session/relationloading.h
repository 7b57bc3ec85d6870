// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/sessioncore.h"

#include <QHash>

#include <unordered_map>

namespace joinery {

/// Loads one relation of many objects: one statement for each 500 keys, however many objects there
/// are; for one object it is what lazy loading does.
class RelationLoading
{
public:
    RelationLoading(SessionCore &session, const RelationshipInfo &relation);
    /// Errors: those of the database, and misfit().
    [[nodiscard]] Result<> load(const QList<Entry *> &entries);

private:
    /// Those who refer to a row that is not there yet, by what they refer to it by.
    using Waiting = std::unordered_map<RowKey, QList<Entry *>, RowKeyHash>;

    [[nodiscard]] Result<> loadReferred(const QList<Entry *> &entries);
    /// Sets what the entry refers to if no query is needed for it; else returns what it refers to
    /// it by.
    Value settleKnown(Entry &entry, bool byKey) const;
    [[nodiscard]] Result<> loadByColumn(int column, const QList<Value> &keys, Waiting &waiting);
    [[nodiscard]] Result<> loadReferring(const QList<Value> &keys);
    [[nodiscard]] Result<> loadLinked(const QList<Value> &keys);
    [[nodiscard]] Result<> inBatches(
        const QList<Value> &keys, const std::function<Result<>(const QList<Value> &)> &load) const;
    [[nodiscard]] Result<> run(const QString &sql, const QList<Value> &keys,
        const std::function<void(const ValueView *key, Entry *related)> &handler,
        bool keyed = true);
    void note(const ValueView &key, Entry *related);
    void settle(Entry &owner, const QList<void *> &objects) const;
    Value valueOf(const Entry &entry, int column) const;
    QString relatedColumn(int column) const;

    SessionCore &m_session;
    const RelationshipInfo &m_relation;
    TrackedModel &m_related;
    std::unordered_multimap<RowKey, Entry *, RowKeyHash> m_owners {};
    QHash<Entry *, QList<void *>> m_found {};
};

} // namespace joinery
