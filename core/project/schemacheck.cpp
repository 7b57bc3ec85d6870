// SPDX-License-Identifier: MPL-2.0
#include "joinery/project/schemacheck.h"

#include "joinery/compare/compare.h"
#include "joinery/connection/provider.h"
#include "joinery/project/modelsource.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Result<> checkScripts(SchemaCheck &check, const ProjectContext &context, Executor &live)
{
    const Result<History> history = loadHistory(context, &live);
    if (!history)
        return fail(history.error());
    check.unappliedScripts = history->appliedHeads() != history->graph().resolvedHeads();
    return {};
}

Result<> checkModels(SchemaCheck &check, const ProjectContext &context, Executor &live)
{
    const Dialect &dialect = *context.dialect;
    const Result<MetaData> models = context.project.folder.isEmpty()
        ? Result<MetaData>(*context.compiledModels)
        : projectModels(context);
    if (!models)
        return fail(models.error());
    const Result<MetaData> reflected = dialect.inspector().reflect(live);
    if (!reflected)
        return fail(reflected.error());
    const Result<Difference> difference
        = compare(*reflected, *models, dialect.comparePolicy(), dialect.replayPolicy());
    if (!difference)
        return fail(difference.error());
    check.modelsDiffer = !difference->isEmpty();
    return {};
}

Result<SchemaCheck> checkDatabase(const ProjectContext &context)
{
    const Result<std::unique_ptr<Executor>> live = connect(context, Access::Look);
    if (!live)
        return fail(live.error());
    SchemaCheck check;
    if (!context.project.folder.isEmpty()) {
        if (auto checked = checkScripts(check, context, **live); !checked)
            return fail(checked.error());
    }
    if (check.unappliedScripts)
        return check;
    if (auto checked = checkModels(check, context, **live); !checked)
        return fail(checked.error());
    return check;
}

} // namespace

QString SchemaCheck::message(const QString &program) const
{
    if (!initialized)
        return u"Database is not initialized, run %1 db init first."_s.arg(program);
    if (unappliedScripts)
        return u"Target database is not up to date. Run %1 db migrate to update database."_s.arg(
            program);
    if (modelsDiffer)
        return u"Detected database schema changes. Run %1 db makemigrations to generate migration scripts."_s
            .arg(program);
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
    const Result<Project> project
        = findProject(projectFolder.isEmpty() ? QDir::currentPath() : projectFolder);
    if (!project && project.error().code != ErrorCode::NotFound)
        return fail(project.error());
    if (project && !project->hasMigrations())
        return SchemaCheck {.initialized = false};
    return checkDatabase({.project = project.value_or(Project {}),
        .url = parsed->resolvedAgainst(QDir::currentPath()),
        .dialect = *dialect,
        .provider = &provider,
        .compiledModels = metaData});
}

} // namespace joinery
