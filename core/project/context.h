// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "joinery/dialects/registry.h"
#include "joinery/migration/history.h"
#include "joinery/project/project.h"

namespace joinery {

/// A project together with the database that is meant and what is needed to work with both.
/// The provider and the registry must outlive it.
struct ProjectContext
{
    Project project; ///< the folder and what joinery.yaml says
    Url url; ///< of the database that is meant
    const Dialect *dialect = nullptr; ///< what that database speaks
    const DatabaseProvider *provider = nullptr; ///< opens it
    /// The models of the program itself, which take the place of the files of models/.
    std::optional<MetaData> compiledModels {};
};

/// Errors: those of databaseUrl and DialectRegistry::find.
[[nodiscard]] Result<ProjectContext> makeContext(const Project &project, const UrlChoice &choice,
    const DatabaseProvider &provider, const DialectRegistry &registry);

/// Opens the context's database.
[[nodiscard]] Result<std::unique_ptr<Executor>> connect(
    const ProjectContext &context, Access access);

/// Files and database joined. `live` may be nullptr: then nothing counts as applied.
[[nodiscard]] Result<History> loadHistory(const ProjectContext &context, Executor *live);

/// Errors: NotFound, "Database is not initialized, run joinery db init first."
[[nodiscard]] Result<> requireMigrations(const Project &project);

} // namespace joinery
