// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/data/rowkey.h"
#include "joinery/mapping/modelstore.h"

#include <QHash>

#include <unordered_map>

namespace joinery {

/// The objects of one model by the key of their row: a row is one object in a session. What was
/// inserted is entered only when somebody looks, so that adding a million costs nothing here.
class IdentityMap
{
public:
    explicit IdentityMap(ModelStore &store);

    /// The entry for the row with this key; nullptr when there is none. `key` are the values of the
    /// key's columns, in their order.
    Entry *find(RowView key);
    /// Enters it under the key of its snapshot.
    void insert(Entry *entry) { m_waiting.push_back(entry); }
    /// As insert(), when the key is at hand.
    void insertNow(Entry *entry, RowView key);
    /// Takes it out, by the key of its snapshot.
    void remove(Entry *entry);

    /// The key of the entry's row, as the database has it. Good until the buffer is cleared.
    void keyOf(const Entry &entry, ValueBuffer &buffer, std::vector<ValueView> &key) const;

private:
    void enterWaiting();

    ModelStore &m_store;
    bool m_integer; ///< the key is one column of integers
    QHash<qint64, Entry *> m_integers {};
    std::unordered_map<RowKey, Entry *, RowKeyHash> m_others {};
    std::vector<Entry *> m_waiting {};
    ValueBuffer m_buffer {};
};

} // namespace joinery
