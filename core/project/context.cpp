// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/context.h"

using namespace Qt::StringLiterals;

namespace joinery {

Result<ProjectContext> makeContext(const Project &project, const UrlChoice &choice,
    const DatabaseProvider &provider, const DialectRegistry &registry)
{
    Result<Url> url = databaseUrl(project, choice);
    if (!url)
        return fail(url.error());
    const Result<const Dialect *> dialect = registry.find(url->dialect);
    if (!dialect)
        return fail(dialect.error());
    return ProjectContext {.project = project,
        .url = *std::move(url),
        .dialect = *dialect,
        .provider = &provider,
        .compiledModels = {}};
}

Result<std::unique_ptr<Executor>> connect(const ProjectContext &context, Access access)
{
    return context.provider->open(context.url, {.access = access});
}

Result<History> loadHistory(const ProjectContext &context, Executor *live)
{
    const Result<ScriptDirectory> scripts = ScriptDirectory::load(context.project.versionsFolder());
    if (!scripts)
        return fail(scripts.error());
    QList<AppliedRevision> applied;
    if (live) {
        Result<QList<AppliedRevision>> rows = VersionTable(*context.dialect, *live).read();
        if (!rows)
            return fail(rows.error());
        applied = *std::move(rows);
    }
    return History::load(*scripts, applied);
}

Result<> requireMigrations(const Project &project)
{
    if (project.hasMigrations())
        return {};
    return fail(ErrorCode::NotFound, u"Database is not initialized, run joinery db init first."_s,
        u"for a database that holds tables already: joinery db adopt"_s);
}

} // namespace joinery
