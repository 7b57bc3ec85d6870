// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/modelstore.h"

#include <algorithm>

namespace joinery {

ModelStore::ModelStore(const ModelInfo &model)
    : m_model(model)
{ }

ModelStore::~ModelStore() = default;

QList<int> ModelStore::changedColumns(const Entry &entry) const
{
    QList<int> columns(m_model.columns.size());
    columns.resize(compare(entry, columns.data()));
    return columns;
}

void ModelStore::noteBlock(const void *begin)
{
    const Block block {begin, qsizetype(m_blocks.size())};
    m_blocks.insert(std::ranges::upper_bound(m_blocks, begin, std::less<>(), &Block::begin), block);
}

qsizetype ModelStore::blockOf(const void *address) const
{
    const auto after = std::ranges::upper_bound(m_blocks, address, std::less<>(), &Block::begin);
    return after == m_blocks.begin() ? -1 : std::prev(after)->number;
}

} // namespace joinery
