// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/db/url.h"
#include "joinery/serialization/projectfile.h"

namespace joinery {

/// A Joinery project on disk: joinery.yaml, models/, migrations/versions/, backups/.
struct Project
{
    QString folder; ///< absolute
    ProjectFile file {}; ///< what joinery.yaml says

    QString filePath() const; ///< joinery.yaml
    QString modelsFolder() const; ///< models/
    QString versionsFolder() const; ///< migrations/versions/
    QString backupsFolder() const; ///< backups/
    /// True once `db init` or `db adopt` has made migrations/versions.
    bool hasMigrations() const;
};

/// Which database is meant, in order of precedence.
struct UrlChoice
{
    QString url {}; ///< --url; a relative path counts from the current folder
    QString environment {}; ///< --env
};

/// Reads the project in the folder. Errors: NotFound when it has no joinery.yaml; Parse.
[[nodiscard]] Result<Project> openProject(const QString &folder);

/// Finds the project in the folder or the nearest one above it. Errors: as openProject.
[[nodiscard]] Result<Project> findProject(const QString &startFolder);

/// --url, else JOINERY_DB_URL (unless an environment is named), else the environment's or the
/// project's own database; ${NAME} expanded from the process environment, relative SQLite paths
/// made absolute. Errors: Usage (no database configured, an unknown environment, an unset
/// variable), Parse.
[[nodiscard]] Result<Url> databaseUrl(const Project &project, const UrlChoice &choice);

/// Where the models of a project are.
enum class ModelSource
{
    Files, ///< models/*.yaml
    Compiled ///< a program's own: joinery.yaml says so, and there is no models/
};

/// Makes the folder and a joinery.yaml in it; a password in the URL is left out.
/// Errors: Conflict when there is one already; Io.
[[nodiscard]] Result<Project> createProject(
    const QString &folder, const QString &url, ModelSource models = ModelSource::Files);

} // namespace joinery
