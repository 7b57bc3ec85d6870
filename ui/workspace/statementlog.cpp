// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/statementlog.h"

namespace joinery {

void StatementLog::append(LoggedStatement entry)
{
    if (!entry.at.isValid())
        entry.at = QDateTime::currentDateTime();
    if (m_entries.size() == maxEntries) {
        // In large steps: removing one at a time would move the whole list each time.
        const qsizetype gone = maxEntries / 10;
        m_entries.remove(0, gone);
        Q_EMIT trimmed(gone);
    }
    m_entries.append(std::move(entry));
    Q_EMIT appended();
}

void StatementLog::clear()
{
    m_entries.clear();
    Q_EMIT cleared();
}

} // namespace joinery
