// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/schemacheck.h"

#include "joinery/compare/compare.h"
#include "joinery/connection/provider.h"
#include "joinery/project/context.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Result<> checkScripts(SchemaCheck &check, const ProjectContext &context, Executor &live)
{
    check.initialized = context.project.hasMigrations();
    if (!check.initialized)
        return {};
    const Result<History> history = loadHistory(context, &live);
    if (!history)
        return fail(history.error());
    check.unappliedScripts = history->appliedHeads() != history->graph().resolvedHeads();
    return {};
}

Result<> checkModels(
    SchemaCheck &check, const MetaData &metaData, const Dialect &dialect, Executor &live)
{
    const Result<MetaData> reflected = dialect.inspector().reflect(live);
    if (!reflected)
        return fail(reflected.error());
    const Result<Difference> difference
        = compare(*reflected, metaData, dialect.comparePolicy(), dialect.replayPolicy());
    if (!difference)
        return fail(difference.error());
    check.modelsDiffer = !difference->isEmpty();
    return {};
}

} // namespace

QString SchemaCheck::message() const
{
    if (unappliedScripts)
        return u"Target database is not up to date. Run joinery db migrate to update database."_s;
    if (modelsDiffer)
        return u"Detected database schema changes. Run joinery db makemigrations to generate migration scripts."_s;
    return {};
}

Result<SchemaCheck> checkSchema(
    const QString &url, const MetaData &metaData, const QString &projectFolder)
{
    const ConnectionProvider provider;
    const DialectRegistry registry(provider);
    const Result<Url> parsed = parseLocation(url);
    if (!parsed)
        return fail(parsed.error());
    const Result<const Dialect *> dialect = registry.find(parsed->dialect);
    if (!dialect)
        return fail(dialect.error());
    const Url absolute = parsed->resolvedAgainst(QDir::currentPath());
    const Result<std::unique_ptr<Executor>> live = provider.open(absolute);
    if (!live)
        return fail(live.error());
    SchemaCheck check;
    const Result<Project> project
        = findProject(projectFolder.isEmpty() ? QDir::currentPath() : projectFolder);
    if (!project && project.error().code != ErrorCode::NotFound)
        return fail(project.error());
    if (project) {
        const ProjectContext context {*project, absolute, *dialect, &provider};
        if (auto checked = checkScripts(check, context, **live); !checked)
            return fail(checked.error());
        if (check.unappliedScripts)
            return check;
    }
    if (auto checked = checkModels(check, metaData, **dialect, **live); !checked)
        return fail(checked.error());
    return check;
}

} // namespace joinery
