// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/connection/native/statement.h"

#include <list>

namespace joinery {

/// The prepared statements used last. A statement that is taken out is not in it, so that the same
/// text may run twice at a time.
class StatementCache
{
public:
    explicit StatementCache(int keptStatements)
        : m_kept(static_cast<size_t>(std::max(keptStatements, 0)))
    { }

    /// The prepared statement for the text, or none.
    Statement take(const QString &sql);
    /// Resets the statement and keeps it, unless the text is of a kind that must be prepared each
    /// time.
    void give(const QString &sql, Statement statement);
    void clear() { m_entries.clear(); }

private:
    struct Entry
    {
        QString sql;
        Statement statement;
    };
    size_t m_kept;
    std::list<Entry> m_entries {}; ///< the one used last comes first
};

} // namespace joinery
