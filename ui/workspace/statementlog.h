// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/base/error.h"

#include <QDateTime>
#include <QList>
#include <QObject>

namespace joinery {

/// Who caused a statement.
enum class StatementSource
{
    Person, ///< typed on an SQL page
    Workbench, ///< a migration, a commit of row edits, an import
};

struct LoggedStatement
{
    QDateTime at {};
    StatementSource source = StatementSource::Workbench;
    QString database {}; ///< its display name
    QString sql {};
    qint64 milliseconds = -1; ///< -1 = not measured
    qint64 rows = -1; ///< read or changed; -1 = not known
    QString error {}; ///< empty = it went well

    bool operator==(const LoggedStatement &) const = default;
};

/// The statements that ran, oldest first; the last 10,000 are kept. UI thread.
class StatementLog : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    static constexpr qsizetype maxEntries = 10000;

    const QList<LoggedStatement> &entries() const { return m_entries; }
    void append(LoggedStatement entry);
    void clear();

Q_SIGNALS:
    void appended();
    void trimmed(qsizetype count); ///< so many of the oldest went
    void cleared();

private:
    QList<LoggedStatement> m_entries {};
};

} // namespace joinery
