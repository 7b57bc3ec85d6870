// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/mapping/modelstore.h"
#include "joinery/mapping/rowaccess.h"

#include <vector>

namespace joinery {

namespace mapping_detail {

template <typename Columns> struct SnapshotType;
template <typename... Parts> struct SnapshotType<std::tuple<Parts...>>
{
    using type = std::tuple<typename Parts::Member...>;
};
/// The members of T that are columns.
template <typename T>
using Snapshot = typename SnapshotType<std::remove_cvref_t<decltype(columnParts<T>)>>::type;

template <typename T> struct EntryOf : Entry
{
    EntryOf() = default;
    explicit EntryOf(T &&of)
        : object(std::move(of))
    { }

    T object {};
    Snapshot<T> snapshot {};
};

template <typename T> struct SavedSnapshot final : SavedRow
{
    explicit SavedSnapshot(const Snapshot<T> &of)
        : snapshot(of)
    { }
    Snapshot<T> snapshot;
};

/// Calls f(column, member, kept) for each column.
template <typename Object, typename Kept, typename F, size_t... Is>
void zipColumns(Object &object, Kept &kept, F &&f, std::index_sequence<Is...>)
{
    using T = std::remove_const_t<Object>;
    (f(int(Is), object.*(std::get<Is>(columnParts<T>).member), std::get<Is>(kept)), ...);
}

template <typename T> class StoreOf final : public ModelStore
{
public:
    explicit StoreOf(const ModelInfo &model)
        : ModelStore(model)
    { }

    Entry *create(void *object) override
    {
        if (m_blocks.empty() || m_blocks.back().size() == m_blocks.back().capacity())
            addBlock();
        std::vector<EntryOf<T>> &block = m_blocks.back();
        EntryOf<T> &entry = object ? block.emplace_back(std::move(*static_cast<T *>(object)))
                                   : block.emplace_back();
        ++m_size;
        entry.store = this;
        return &entry;
    }
    Entry *find(const void *object) const override
    {
        const qsizetype block = blockOf(object);
        if (block < 0)
            return nullptr;
        std::vector<EntryOf<T>> &entries = m_blocks[static_cast<size_t>(block)];
        const auto *bytes = static_cast<const char *>(object);
        const auto index
            = static_cast<size_t>((bytes - reinterpret_cast<const char *>(entries.data()))
                / qsizetype(sizeof(EntryOf<T>)));
        return index < entries.size() && &entries[index].object == object ? &entries[index]
                                                                          : nullptr;
    }
    using ModelStore::object;
    void *object(Entry &entry) const override { return &of(entry).object; }

    bool isChanged(const Entry &entry) const override
    {
        const EntryOf<T> &own = of(entry);
        bool changed = false;
        zip(own.object, own.snapshot, [&](int, const auto &now, const auto &before) {
            changed = changed || !(now == before);
        });
        return changed;
    }
    void takeSnapshot(Entry &entry) override
    {
        EntryOf<T> &own = of(entry);
        zip(own.object, own.snapshot, [](int, const auto &now, auto &kept) { kept = now; });
    }
    void restore(Entry &entry) override
    {
        EntryOf<T> &own = of(entry);
        zip(own.object, own.snapshot, [](int, auto &now, const auto &kept) { now = kept; });
    }
    bool writeSnapshot(
        const Entry &entry, int column, ValueBuffer &buffer, ValueView &out) const override
    {
        const EntryOf<T> &own = of(entry);
        bool fits = false;
        zip(own.object, own.snapshot, [&](int index, const auto &, const auto &kept) {
            if (index == column)
                fits = writeValue(kept, buffer, out);
        });
        return fits;
    }
    std::unique_ptr<SavedRow> saved(const Entry &entry) const override
    {
        return std::make_unique<SavedSnapshot<T>>(of(entry).snapshot);
    }
    void putBack(Entry &entry, const SavedRow &row) override
    {
        of(entry).snapshot = static_cast<const SavedSnapshot<T> &>(row).snapshot;
    }

    qsizetype size() const override { return m_size; }
    Entry &at(qsizetype index) const override
    {
        // Blocks double in size up to the largest: few before, then all alike.
        size_t block = 0;
        auto rest = static_cast<size_t>(index);
        for (; rest >= m_blocks[block].capacity() && m_blocks[block].capacity() < largestBlock;
             ++block)
            rest -= m_blocks[block].capacity();
        return m_blocks[block + rest / largestBlock][rest % largestBlock];
    }

protected:
    qsizetype compare(const Entry &entry, int *changed) const override
    {
        const EntryOf<T> &own = of(entry);
        qsizetype count = 0;
        zip(own.object, own.snapshot, [&](int column, const auto &now, const auto &before) {
            if (!(now == before))
                changed[count++] = column;
        });
        return count;
    }

private:
    static constexpr size_t smallestBlock = 16;
    static constexpr size_t largestBlock = 4096;

    static EntryOf<T> &of(Entry &entry) { return static_cast<EntryOf<T> &>(entry); }
    static const EntryOf<T> &of(const Entry &entry)
    {
        return static_cast<const EntryOf<T> &>(entry);
    }
    template <typename Object, typename Kept, typename F>
    static void zip(Object &object, Kept &kept, F &&f)
    {
        zipColumns(object, kept, std::forward<F>(f), std::make_index_sequence<columnCount<T>>());
    }
    void addBlock()
    {
        const size_t size = m_blocks.empty()
            ? smallestBlock
            : std::min(2 * m_blocks.back().capacity(), largestBlock);
        m_blocks.emplace_back().reserve(size);
        noteBlock(m_blocks.back().data());
    }

    mutable std::vector<std::vector<EntryOf<T>>>
        m_blocks {}; ///< none ever grows beyond its reserve
    qsizetype m_size = 0;
};

} // namespace mapping_detail

} // namespace joinery
