// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/modelinfo.h"

#include <memory>
#include <vector>

namespace joinery {

class ModelStore;

/// Where an object is on its way between program and database; SQLAlchemy's states.
enum class ObjectState : quint8
{
    Pending, ///< added, not in the database yet
    Persistent, ///< stands for a row
    Removed, ///< stands for a row that the next flush deletes
    Deleted, ///< its row was deleted in this transaction
    Detached, ///< nobody's business any more; the object stays readable until the session ends
};

/// What a session knows of one of its objects.
struct Entry
{
    ModelStore *store = nullptr;
    qint64 hiddenKey = 0; ///< of models without a key of their own
    quint32 epoch = 0; ///< of the session when the row was read last; older ones are read anew
    ObjectState state = ObjectState::Pending;
};

/// What an object looked like; see ModelStore::saved().
struct SavedRow
{
    virtual ~SavedRow() = default;
};

/// The objects of one model in a session, each at an address that stays. Beside each lies what the
/// database holds of it (the snapshot), so that changes are found by comparing. Work that needs the
/// objects' type is done behind virtual functions. Belongs to the session's thread.
class ModelStore
{
public:
    explicit ModelStore(const ModelInfo &model);
    virtual ~ModelStore();
    ModelStore(const ModelStore &) = delete;
    ModelStore &operator=(const ModelStore &) = delete;

    const ModelInfo &model() const { return m_model; }

    /// A new entry with an object that is default-constructed, or taken over from `object`.
    virtual Entry *create(void *object = nullptr) = 0;
    /// The entry of an object of this store; nullptr for other addresses.
    virtual Entry *find(const void *object) const = 0;
    virtual void *object(Entry &entry) const = 0;
    const void *object(const Entry &entry) const { return object(const_cast<Entry &>(entry)); }

    virtual bool isChanged(const Entry &entry) const = 0;
    /// The columns in which the object differs from its snapshot.
    QList<int> changedColumns(const Entry &entry) const;
    virtual void takeSnapshot(Entry &entry) = 0;
    /// Gives the object the columns of its snapshot.
    virtual void restore(Entry &entry) = 0;
    /// A column of the snapshot, as ModelInfo::writeColumn.
    virtual bool writeSnapshot(
        const Entry &entry, int column, ValueBuffer &buffer, ValueView &out) const = 0;
    /// The snapshot, to be put back by undo.
    virtual std::unique_ptr<SavedRow> saved(const Entry &entry) const = 0;
    virtual void putBack(Entry &entry, const SavedRow &row) = 0;

    virtual qsizetype size() const = 0;
    virtual Entry &at(qsizetype index) const = 0;

protected:
    /// Writes the columns in which the object differs and returns how many these are. There is room
    /// for all columns.
    virtual qsizetype compare(const Entry &entry, int *changed) const = 0;

    /// Entries are kept in blocks that stay where they are. Notes that the next one begins there.
    void noteBlock(const void *begin);
    /// The number of the only block that can hold the address, the one that begins at or before it;
    /// -1 when there is none.
    qsizetype blockOf(const void *address) const;

private:
    struct Block
    {
        const void *begin;
        qsizetype number;
    };

    const ModelInfo &m_model;
    std::vector<Block> m_blocks {}; ///< by address
};

} // namespace joinery
