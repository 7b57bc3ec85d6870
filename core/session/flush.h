// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/sessioncore.h"

#include <QHash>
#include <QSet>

#include <map>
#include <span>
#include <unordered_map>
#include <unordered_set>

namespace joinery {

struct RowChange;
struct RowStatement;
struct TableChanges;

inline void *memberOf(Entry &entry, const RelationshipInfo &relation)
{
    return relation.member(entry.store->object(entry));
}

/// One flush: what has changed among the objects of a session, written in an order in which it can
/// be. Inserts come parents first; updates and deletes are those of row edits (core/data), with
/// their order and their comparison with what was read. Used once: collect(), then write().
class Flush
{
public:
    explicit Flush(SessionCore &session);

    /// Finds what there is to write; false when there is nothing. What is related to new objects is
    /// added, what belongs to removed ones is removed.
    [[nodiscard]] Result<bool> collect();
    /// Writes it, in the transaction that is under way. Errors name model, key or values; the
    /// caller then undoes what was done.
    [[nodiscard]] Result<> write();
    /// After an error: what was to be written is to be written again.
    void keepForLater();

private:
    /// A foreign key that becomes the key of another object, or NULL.
    struct Assignment
    {
        Entry *child;
        int column; ///< of the child's model
        Entry *parent; ///< nullptr: NULL
        Entry *before; ///< the parent until now, where the session knows it
    };
    /// A row of a link model that comes or goes.
    struct LinkChange
    {
        const RelationshipInfo *relation;
        Entry *owner;
        Entry *other; ///< nullptr: all that the owner has
        bool adds;
        bool mayExist = false; ///< what the owner has is not loaded
    };
    struct ChangedRelation
    {
        Entry *entry;
        const RelationshipInfo *relation;
        bool isNew; ///< the entry has no row yet
    };
    /// An object of a list that was in it before, and should not be deleted with its relation for
    /// nothing.
    struct Orphan
    {
        Entry *owner;
        const RelationshipInfo *relation;
        Entry *child;
    };
    /// What comes to a loaded list, and goes from it, because of what the other side says.
    struct ListChange
    {
        QList<void *> come {};
        QSet<void *> gone {};
        const QSet<void *> *deleted = nullptr; ///< also these, which many lists share

        bool takes(void *object) const
        {
            return gone.contains(object) || (deleted && deleted->contains(object));
        }
    };
    struct Prepared
    {
        const InsertShape *shape;
        size_t rows; ///< that it writes at once
        std::unique_ptr<BulkStatement> statement;
    };
    using Writer = std::vector<Prepared>;

    // flushremovals.cpp: what goes with what
    [[nodiscard]] Result<> collectRemovals();
    /// Those that the program has removed, each once.
    QList<Entry *> removedByProgram();
    void collectRemoved(Entry &entry);
    void collectRemovedList(Entry &owner, const RelationshipInfo &relation);
    void removeAlong(Entry &entry);
    [[nodiscard]] Result<> loadForRemoval(const QList<Entry *> &entries);
    void collectOrphans();
    bool hasMoved(const Entry &child, int column, const Entry &parent) const;

    // flushrelations.cpp: from what is related to foreign keys
    void adoptNewObjects();
    void adoptFrom(Entry &entry);
    [[nodiscard]] Result<> collectRelations();
    [[nodiscard]] Result<> collectRelationsOf(Entry &entry);
    [[nodiscard]] Result<> collectRelation(Entry &entry, const RelationshipInfo &relation);
    void collectList(Entry &entry, const RelationshipInfo &relation, const QList<void *> &now,
        const QList<void *> &before);
    [[nodiscard]] Result<Entry *> relative(
        const Entry &entry, const RelationshipInfo &relation, void *object) const;
    Entry *parentIn(const Entry &child, int column, bool snapshot);
    Entry *entryBy(TrackedModel &target, int column, const ValueView &value);
    void noteMoved(Entry &entry, const QList<int> &changed);
    void collectLinks(Entry &entry, const RelationshipInfo &relation, const QList<void *> &now,
        const QList<void *> &before);
    void assign(Entry &child, int column, Entry *parent);
    [[nodiscard]] Result<> apply(const Assignment &assignment);
    [[nodiscard]] Result<> writeLinks(bool adds);
    [[nodiscard]] Result<> writeLink(const LinkChange &change);

    // flushsettling.cpp: both sides of relations say what was written
    void settleRelations();
    void settle(const Assignment &assignment);
    void noteInLists(const Assignment &assignment);
    void noteInLinks(const LinkChange &change);
    void noteDeleted();
    void noteUnlinked(ModelStore &owners, const RelationshipInfo &relation);
    void settleLists();
    QList<void *> remaining(const RelationshipInfo &relation, const void *member) const;

    // flush.cpp
    bool hasChanges() const;
    void orderModels();
    [[nodiscard]] Result<> applyKnown();
    // flushinserts.cpp
    [[nodiscard]] Result<> insertAll();
    [[nodiscard]] Result<> insertInto(TrackedModel &target);
    QList<qsizetype> rowOrder(const std::vector<Entry *> &entries) const;
    [[nodiscard]] Result<bool> insertsInSequence(const TrackedModel &target);
    [[nodiscard]] Result<> insertInOrder(
        TrackedModel &target, const std::vector<Entry *> &entries, Writer &writer);
    [[nodiscard]] Result<size_t> insertMany(
        TrackedModel &target, const std::vector<Entry *> &entries, size_t first, Writer &writer);
    [[nodiscard]] Result<size_t> insertSingly(
        TrackedModel &target, std::span<Entry *const> entries, Writer &writer);
    [[nodiscard]] Result<size_t> settleMany(TrackedModel &target, std::span<Entry *const> entries,
        qint64 written, const BulkStatement &statement);
    [[nodiscard]] Result<> insert(TrackedModel &target, Entry &entry, Writer &writer);
    [[nodiscard]] Result<> writeColumns(TrackedModel &target, Entry &entry);
    void takeValues(const InsertShape &shape);
    [[nodiscard]] Result<BulkStatement *> statementFor(
        const InsertShape *shape, size_t rows, Writer &writer);
    [[nodiscard]] Result<> runInsert(
        TrackedModel &target, Entry &entry, const InsertShape &shape, BulkStatement &statement);
    [[nodiscard]] Result<> runReturning(
        Entry &entry, const InsertShape &shape, BulkStatement &statement);
    [[nodiscard]] Result<> takeKey(
        TrackedModel &target, Entry &entry, const InsertShape &shape, qint64 key);
    [[nodiscard]] Result<> settleInserted(
        TrackedModel &target, Entry &entry, const InsertShape &shape);
    [[nodiscard]] Result<> inserted(Entry &entry);
    // flushchanges.cpp
    [[nodiscard]] Result<> writeChanges(bool withDeletes);
    [[nodiscard]] Result<TableChanges> changesOf(TrackedModel &target, bool withDeletes);
    void collectDeletes(const TrackedModel &target, TableChanges &changes);
    [[nodiscard]] Result<> collectUpdates(TrackedModel &target, TableChanges &changes);
    void addChange(Entry &entry, RowChange change, TableChanges &changes);
    /// The row of an object that has a version gets the next one.
    void countVersion(Entry &entry, const RowChange &change);
    [[nodiscard]] Result<> writeRow(const RowStatement &statement);
    void updated(Entry &entry);
    void deleted(Entry &entry);
    [[nodiscard]] Result<> notWritten(Entry &entry, qint64 rows, bool deleting);
    [[nodiscard]] Result<> readComputed();
    Error explained(const Entry &entry, Error error) const;

    SessionCore &m_session;
    QList<TrackedModel *> m_order {}; ///< parents first
    std::unordered_map<TrackedModel *, std::vector<Entry *>> m_inserts {};
    std::vector<Entry *> m_removed {};
    std::vector<Entry *> m_rows {}; ///< by RowChange::id
    std::vector<Entry *> m_deleted {};
    QList<Orphan> m_orphans {};
    QList<Assignment> m_moved {}; ///< by the program setting a foreign key, not a relation
    QHash<std::pair<Entry *, const RelationshipInfo *>, ListChange> m_lists {};
    QHash<std::pair<const ModelInfo *, const void *>, Entry *> m_adopted {};
    std::vector<Entry *> m_written {}; ///< inserted or updated, of models with computed columns
    std::unordered_set<const Entry *> m_removing {};
    std::map<std::pair<TrackedModel *, int>, std::unordered_map<RowKey, Entry *, RowKeyHash>>
        m_byColumn {};
    std::vector<Entry *> m_along {}; ///< removed by this flush, not by the program
    std::map<const ModelInfo *, QSet<void *>> m_unlinked {}; ///< deleted objects that had links
    QList<Assignment> m_assignments {};
    QHash<std::pair<const Entry *, int>, qsizetype> m_assigned {}; ///< by child and column
    QSet<std::pair<std::pair<const Entry *, const Entry *>, std::pair<const ModelInfo *, bool>>>
        m_linked {}; ///< what m_links holds, whichever side says it
    std::unordered_multimap<const Entry *, qsizetype> m_waiting {}; ///< by parent
    QList<LinkChange> m_links {};
    QList<ChangedRelation> m_changedRelations {};
    ValueBuffer m_buffer {};
    std::vector<ValueView> m_values {};
    std::vector<ValueView> m_row {};
    const InsertShape *m_lastShape = nullptr; ///< of the row that was inserted last
    qint64 m_lastKey = 0; ///< that it was given, where the database gives keys
    /// It is one more than the key before it. Past the end of all integers SQLite tries any.
    bool m_keysCountUp = false;
    bool m_late = false; ///< a foreign key was set after its row had been inserted
};

} // namespace joinery
