// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

struct sqlite3;

namespace joinery::testing {

/// A database in memory behind SQLite's own interface, to hold our reading of SQL against SQLite's.
class MemoryDatabase
{
public:
    MemoryDatabase();
    ~MemoryDatabase();
    Q_DISABLE_COPY_MOVE(MemoryDatabase)

    /// Runs one statement; false when it fails, the reason then stands in error().
    bool execute(const QString &sql);
    /// Runs the statements of a script; the errors, one a failed statement.
    QStringList executeScript(const QString &script);
    /// The rows of a query as texts; NULL is a null QString.
    QList<QStringList> rows(const QString &sql);

    QString error() const;
    sqlite3 *handle() { return m_database; }

private:
    sqlite3 *m_database = nullptr;
};

} // namespace joinery::testing
