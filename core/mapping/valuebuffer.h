// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/valueview.h"

#include <QStringView>

#include <memory>
#include <vector>

namespace joinery {

/// Holds the texts and bytes of a row while a statement looks at them: what a member's value has to
/// be converted to. Memory is kept from row to row. Belongs to one thread.
class ValueBuffer
{
public:
    ValueBuffer() = default;
    ValueBuffer(const ValueBuffer &) = delete;
    ValueBuffer &operator=(const ValueBuffer &) = delete;

    /// UTF-8 of the text, good until clear(). False when the text has a lone surrogate.
    [[nodiscard]] bool keepText(QStringView text, ValueView &out);
    /// A view of the value, its text or bytes copied, good until clear(). False as keepText().
    [[nodiscard]] bool keep(const Value &value, ValueView &out);
    /// Forgets everything.
    void clear()
    {
        m_used = 0;
        if (m_blocks.size() > 1)
            m_blocks.erase(m_blocks.begin(), m_blocks.end() - 1);
    }

private:
    char *room(qsizetype bytes);

    struct Block
    {
        std::unique_ptr<char[]> bytes;
        qsizetype size;
    };
    std::vector<Block> m_blocks {}; ///< the last one is in use
    qsizetype m_used = 0;
};

} // namespace joinery
