// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/rowstore.h"

#include "joinery/base/overloaded.h"

#include <cstring>

namespace joinery {

namespace {

enum Tag : char
{
    NullTag,
    IntegerTag,
    RealTag,
    TextTag,
    BlobTag
};

template <typename T> void appendRaw(QByteArray &bytes, T value)
{
    bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
}

template <typename T> T takeRaw(const char *&at)
{
    T value;
    std::memcpy(&value, at, sizeof value);
    at += sizeof value;
    return value;
}

void appendBytes(QByteArray &bytes, Tag tag, QByteArrayView content)
{
    bytes.append(tag);
    appendRaw(bytes, content.size());
    bytes.append(content.data(), content.size());
}

Value takeValue(const char *&at)
{
    const char tag = *at++;
    if (tag == IntegerTag)
        return takeRaw<qint64>(at);
    if (tag == RealTag)
        return takeRaw<double>(at);
    if (tag == NullTag)
        return {};
    const auto size = takeRaw<qsizetype>(at);
    const char *content = at;
    at += size;
    if (tag == TextTag)
        return QString::fromUtf8(content, size);
    return QByteArray(content, size);
}

} // namespace

void RowChunk::append(RowView row)
{
    m_starts.push_back(m_bytes.size());
    for (const ValueView &value : row) {
        std::visit(overloaded {
                       [&](std::monostate) { m_bytes.append(NullTag); },
                       [&](qint64 number) {
                           m_bytes.append(IntegerTag);
                           appendRaw(m_bytes, number);
                       },
                       [&](double number) {
                           m_bytes.append(RealTag);
                           appendRaw(m_bytes, number);
                       },
                       [&](const TextView &text) { appendBytes(m_bytes, TextTag, text.utf8); },
                       [&](const BlobView &blob) { appendBytes(m_bytes, BlobTag, blob.bytes); },
                   },
            value);
    }
}

void RowChunk::squeeze()
{
    m_bytes.squeeze();
    m_starts.shrink_to_fit();
}

qsizetype RowChunk::byteCount() const
{
    return m_bytes.size() + qsizetype(m_starts.size() * sizeof(qsizetype));
}

QList<Value> RowChunk::row(qsizetype index) const
{
    const auto at = size_t(index);
    const char *from = m_bytes.constData() + m_starts[at];
    const char *const end
        = m_bytes.constData() + (at + 1 < m_starts.size() ? m_starts[at + 1] : m_bytes.size());
    QList<Value> values;
    while (from < end)
        values.append(takeValue(from));
    return values;
}

void RowStore::append(const RowChunkPtr &chunk)
{
    if (chunk->rowCount() == 0)
        return;
    m_parts.push_back({m_rowCount, chunk});
    m_rowCount += chunk->rowCount();
    m_byteCount += chunk->byteCount();
}

void RowStore::clear()
{
    *this = RowStore();
}

const QList<Value> &RowStore::row(qsizetype index) const
{
    if (index != m_lastIndex) {
        const auto behind = std::upper_bound(m_parts.cbegin(), m_parts.cend(), index,
            [](qsizetype wanted, const Part &part) { return wanted < part.first; });
        const Part &part = *std::prev(behind);
        m_lastRow = part.chunk->row(index - part.first);
        m_lastIndex = index;
    }
    return m_lastRow;
}

} // namespace joinery
