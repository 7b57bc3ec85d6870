// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/connection/provider.h"
#include "joinery/dialects/registry.h"
#include "ui/workspace/currentcell.h"
#include "ui/workspace/navigator.h"
#include "ui/workspace/opendatabase.h"
#include "ui/workspace/settings.h"
#include "ui/workspace/statementlog.h"
#include "ui/workspace/tasks.h"

namespace joinery {

/// What all parts of the workbench share. One per program; UI thread.
class Workbench : public QObject
{
    Q_OBJECT

public:
    /// `settingsFile` empty: the user's own.
    explicit Workbench(const QString &settingsFile = {});
    ~Workbench() override;

    const DatabaseProvider &provider() const { return m_provider; }
    const DialectRegistry &dialects() const { return m_dialects; }
    Navigator &navigator() { return m_navigator; }
    Tasks &tasks() { return m_tasks; }
    StatementLog &log() { return m_log; }
    CurrentCell &currentCell() { return m_currentCell; }
    Settings &settings() { return m_settings; }

    /// Finds out what a person meant: a project folder or its joinery.yaml, a database file (with
    /// the project beside it, if there is one), a URL. Reads a few small files.
    /// Errors: NotFound, Parse, Unsupported, naming the place.
    [[nodiscard]] Result<Location> locate(const QString &text, bool readOnly) const;

    /// Opens it, or gives the one that is open already. Opening goes on in the background: see
    /// OpenDatabase::opened(). Owned by this.
    [[nodiscard]] Result<OpenDatabase *> open(const QString &text, bool readOnly = false);
    void close(OpenDatabase *database);
    const QList<OpenDatabase *> &databases() const { return m_databases; }

Q_SIGNALS:
    void databaseAdded(joinery::OpenDatabase *database);
    /// Comes before the database is deleted: drop everything that refers to it now.
    void databaseClosing(joinery::OpenDatabase *database);

private:
    ConnectionProvider m_provider {};
    DialectRegistry m_dialects;
    Settings m_settings;
    Navigator m_navigator {};
    Tasks m_tasks {};
    StatementLog m_log {};
    CurrentCell m_currentCell {};
    QList<OpenDatabase *> m_databases {};
};

} // namespace joinery
