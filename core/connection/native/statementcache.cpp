// SPDX-License-Identifier: MPL-2.0
#include "joinery/connection/native/statementcache.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

constexpr qsizetype longestKeptText = 20000;

/// Some PRAGMAs take effect while they are prepared, and DDL runs once: only these are worth
/// keeping.
bool isWorthKeeping(const QString &sql)
{
    static const QStringList verbs {
        u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s, u"REPLACE"_s, u"WITH"_s, u"VALUES"_s};
    return sql.size() <= longestKeptText
        && std::any_of(verbs.cbegin(), verbs.cend(),
            [&](const QString &verb) { return sql.startsWith(verb, Qt::CaseInsensitive); });
}

} // namespace

Statement StatementCache::take(const QString &sql)
{
    const auto found = std::find_if(
        m_entries.begin(), m_entries.end(), [&](const Entry &entry) { return entry.sql == sql; });
    if (found == m_entries.end())
        return {};
    Statement statement = std::move(found->statement);
    m_entries.erase(found);
    return statement;
}

void StatementCache::give(const QString &sql, Statement statement)
{
    if (!statement || !isWorthKeeping(sql))
        return;
    sqlite3_reset(statement.get());
    sqlite3_clear_bindings(statement.get());
    m_entries.push_front({sql, std::move(statement)});
    if (m_entries.size() > m_kept)
        m_entries.pop_back();
}

} // namespace joinery
