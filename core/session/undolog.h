// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/session/trackedmodel.h"

namespace joinery {

/// What a transaction has made of the objects of a session, to be taken back when it, a savepoint
/// of it or a flush is rolled back.
class UndoLog
{
public:
    using Mark = size_t;

    Mark mark() const { return m_steps.size(); }
    bool isEmpty() const { return m_steps.empty(); }
    void clear() { m_steps.clear(); }

    /// The entry was inserted, and the database filled in what the shape says.
    void inserted(Entry *entry, const InsertShape *shape);
    /// Call it before the snapshot is replaced, or the entry is deleted.
    void changing(Entry *entry);
    /// Call it before the session itself sets a column of an object that has still to be flushed.
    void setting(Entry *entry, int column);

    /// The entries that were inserted, updated or deleted, in that order; some of them repeatedly.
    std::vector<Entry *> written() const;

    /// Takes back everything since the mark. Entries inserted since become `insertedBecome`.
    /// `reindex` gets entries whose identity changes: before and after.
    void undo(Mark mark, ObjectState insertedBecome,
        const std::function<void(Entry *entry, bool before)> &reindex);

private:
    struct Before
    {
        ObjectState state;
        std::unique_ptr<SavedRow> row {};
        int column = -1; ///< of the object, where that alone was set
        Value value {};
    };
    /// Small: there is one for each of a million insertions.
    struct Step
    {
        Entry *entry;
        const InsertShape *shape; ///< of an insertion
        std::unique_ptr<Before> before {}; ///< of everything else
    };
    using Reindex = std::function<void(Entry *entry, bool before)>;
    static void takeBackInsertion(const Step &step, ObjectState insertedBecome);
    static void takeBack(const Step &step);

    std::vector<Step> m_steps {};
};

} // namespace joinery
