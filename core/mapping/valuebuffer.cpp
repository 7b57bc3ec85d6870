// SPDX-License-Identifier: MPL-2.0
#include "joinery/mapping/valuebuffer.h"

#include "joinery/base/overloaded.h"

#include <QStringEncoder>

#include <algorithm>
#include <cstring>

namespace joinery {

namespace {

/// Copies texts of ASCII alone, eight letters at a time; returns how many were copied.
qsizetype copyAscii(QStringView text, char *out)
{
    const char16_t *from = text.utf16();
    qsizetype at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        char16_t seen = 0;
        for (int i = 0; i < 8; ++i)
            seen = static_cast<char16_t>(seen | from[at + i]);
        if (seen >= 0x80)
            return at;
        for (int i = 0; i < 8; ++i)
            out[at + i] = static_cast<char>(from[at + i]);
    }
    for (; at < text.size() && from[at] < 0x80; ++at)
        out[at] = static_cast<char>(from[at]);
    return at;
}

} // namespace

char *ValueBuffer::room(qsizetype bytes)
{
    if (m_blocks.empty() || m_blocks.back().size - m_used < bytes) {
        const qsizetype last = m_blocks.empty() ? 0 : m_blocks.back().size;
        const qsizetype size = std::max({qsizetype(512), 2 * last, bytes});
        m_blocks.push_back({std::make_unique<char[]>(static_cast<size_t>(size)), size});
        m_used = 0;
    }
    char *begin = m_blocks.back().bytes.get() + m_used;
    m_used += bytes;
    return begin;
}

bool ValueBuffer::keepText(QStringView text, ValueView &out)
{
    // A UTF-16 unit becomes three bytes at most; what is not needed is given back.
    char *begin = room(3 * text.size() + 1);
    const qsizetype ascii = copyAscii(text, begin);
    char *end = begin + ascii;
    bool valid = true;
    if (ascii < text.size()) {
        QStringEncoder encoder(QStringEncoder::Utf8, QStringEncoder::Flag::Stateless);
        end = encoder.appendToBuffer(end, text.sliced(ascii));
        valid = text.isValidUtf16();
    }
    m_used -= 3 * text.size() + 1 - (end - begin);
    out = TextView {QByteArrayView(begin, end - begin)};
    return valid;
}

bool ValueBuffer::keep(const Value &value, ValueView &out)
{
    return std::visit(overloaded {
                          [&](const QString &text) { return keepText(text, out); },
                          [&](const QByteArray &bytes) {
                              char *copy = room(std::max(bytes.size(), qsizetype(1)));
                              std::memcpy(
                                  copy, bytes.constData(), static_cast<size_t>(bytes.size()));
                              out = BlobView {QByteArrayView(copy, bytes.size())};
                              return true;
                          },
                          [&](const auto &number) {
                              out = number;
                              return true;
                          },
                      },
        value);
}

} // namespace joinery
