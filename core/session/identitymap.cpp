// SPDX-License-Identifier: MPL-2.0
#include "joinery/session/identitymap.h"

namespace joinery {

namespace {

RowKey ownedKey(RowView key)
{
    RowKey owned;
    for (const ValueView &value : key)
        owned.append(toValue(value));
    return owned;
}

} // namespace

IdentityMap::IdentityMap(ModelStore &store)
    : m_store(store)
    , m_integer(store.model().hasGeneratedKey())
{ }

void IdentityMap::keyOf(const Entry &entry, ValueBuffer &buffer, std::vector<ValueView> &key) const
{
    const ModelInfo &model = m_store.model();
    key.clear();
    if (model.hiddenKey)
        key.emplace_back(entry.hiddenKey);
    for (const int column : model.key) {
        ValueView view;
        static_cast<void>(m_store.writeSnapshot(entry, column, buffer, view));
        key.push_back(view);
    }
}

void IdentityMap::insertNow(Entry *entry, RowView key)
{
    const qint64 *integer = m_integer ? std::get_if<qint64>(&key[0]) : nullptr;
    if (integer)
        m_integers.insert(*integer, entry);
    else
        m_others.insert_or_assign(ownedKey(key), entry);
}

void IdentityMap::enterWaiting()
{
    std::vector<ValueView> key;
    for (Entry *entry : m_waiting) {
        if (entry->state != ObjectState::Persistent && entry->state != ObjectState::Removed)
            continue; // it has no row any more, or is nobody's
        m_buffer.clear();
        keyOf(*entry, m_buffer, key);
        insertNow(entry, key);
    }
    m_waiting.clear();
}

Entry *IdentityMap::find(RowView key)
{
    if (!m_waiting.empty())
        enterWaiting();
    const qint64 *integer = m_integer ? std::get_if<qint64>(&key[0]) : nullptr;
    if (integer)
        return m_integers.value(*integer, nullptr);
    const auto found = m_others.find(ownedKey(key));
    return found == m_others.end() ? nullptr : found->second;
}

void IdentityMap::remove(Entry *entry)
{
    if (!m_waiting.empty())
        enterWaiting();
    std::vector<ValueView> key;
    m_buffer.clear();
    keyOf(*entry, m_buffer, key);
    const qint64 *integer = m_integer ? std::get_if<qint64>(&key[0]) : nullptr;
    if (integer) {
        if (m_integers.value(*integer) == entry)
            m_integers.remove(*integer);
        return;
    }
    const auto found = m_others.find(ownedKey(key));
    if (found != m_others.end() && found->second == entry) // else the key has changed hands
        m_others.erase(found);
}

} // namespace joinery
