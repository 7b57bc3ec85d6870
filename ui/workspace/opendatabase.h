// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "joinery/connection/connection.h"
#include "joinery/project/context.h"

#include <QObject>

namespace joinery {

class RowEditsStore;
class SchemaEdits;
class Workbench;

/// What a person opened: where it is and what was found there.
struct Location
{
    Url url {};
    std::optional<Project> project {}; ///< the project it belongs to, if any
    bool readOnly = false;
};

/// How a project's files, models and database stand to each other: what the banner tells.
struct Standing
{
    bool hasHistory = false; ///< the project has migrations
    int unapplied = 0; ///< revisions that wait to be applied
    bool modelsDiffer = false; ///< the model files say more than the revisions
    QString current {}; ///< the revision the database is at; empty = base
    QString trouble {}; ///< why nothing of this could be found out, in words

    bool operator==(const Standing &) const = default;
};

/// An open database, with its project where it has one. Looks only: changing it takes a connection
/// of one's own. Lives in the UI thread and never blocks it.
class OpenDatabase : public QObject
{
    Q_OBJECT

public:
    enum class State
    {
        Opening,
        Open,
        Failed
    };

    OpenDatabase(Workbench &workbench, Location location);
    ~OpenDatabase() override;

    Workbench &workbench() const { return m_workbench; }
    const Location &location() const { return m_location; }
    const Dialect &dialect() const { return *m_dialect; }
    State state() const { return m_state; }
    /// Why it could not be opened.
    const Error &error() const { return m_error; }
    bool isReadOnly() const { return m_location.readOnly; }
    bool hasProject() const { return m_location.project.has_value(); }

    QString name() const; ///< short, for tabs and trees: "chinook.db" or the project's name
    QString fullName() const; ///< the path or URL, no password
    /// The same for the same database: for settings and journals.
    QString id() const;

    /// The schema as it was last read from the database.
    const MetaData &schema() const { return m_schema; }
    const QStringList &brokenObjects() const { return m_brokenObjects; }
    const Standing &standing() const { return m_standing; }

    /// For short reads of the catalog; grids and queries open their own.
    Connection &connection() { return *m_connection; }
    /// A connection of its own. Errors come from its jobs.
    std::unique_ptr<Connection> connectTo(Access access) const;
    /// The staged changes of its rows.
    RowEditsStore &rowEdits() const { return *m_rowEdits; }
    /// What the functions of core/project need. Only with a project.
    ProjectContext context() const;

    /// The unsaved changes to its schema; made when first asked for.
    SchemaEdits &schemaEdits();
    bool hasSchemaEdits() const { return m_schemaEdits != nullptr; }

    /// Gives the database a project (design: "Keep history"), or takes note of its changed files.
    void setProject(const Project &project);

    /// Reads schema and standing anew, in the background.
    void refresh();

Q_SIGNALS:
    void opened();
    void failed(const joinery::Error &error);
    void schemaChanged(); ///< schema() is another
    void standingChanged();
    void schemaEditsMade(); ///< somebody asked for schemaEdits() for the first time
    /// Rows of these tables changed here (a commit, an import); empty = any may have.
    void rowsChanged(const QStringList &tables);

private:
    struct Reading
    {
        MetaData schema {};
        QStringList broken {};
        Standing standing {};
    };
    [[nodiscard]] static Result<Reading> read(
        Executor &executor, const Dialect &dialect, const std::optional<ProjectContext> &context);
    void take(const Result<Reading> &reading);

    Workbench &m_workbench;
    Location m_location;
    const Dialect *m_dialect = nullptr;
    State m_state = State::Opening;
    Error m_error {};
    MetaData m_schema {};
    QStringList m_brokenObjects {};
    Standing m_standing {};
    int m_readings = 0; ///< asked for; only the last counts
    std::unique_ptr<Connection> m_connection {};
    SchemaEdits *m_schemaEdits = nullptr; ///< a child
    std::unique_ptr<RowEditsStore> m_rowEdits; ///< last: it uses all the others
};

} // namespace joinery
