// SPDX-License-Identifier: MPL-2.0
// How a project begins: pull, adopt, init.
#include "joinery/project/modelsource.h"
#include "joinery/project/revisionwriter.h"
#include "joinery/project/workflows.h"
#include "joinery/serialization/revisionfile.h"
#include "joinery/serialization/safefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Result<> requireNoRevisions(const ProjectContext &context)
{
    const Result<ScriptDirectory> scripts = ScriptDirectory::load(context.project.versionsFolder());
    if (!scripts)
        return fail(scripts.error());
    if (scripts->isEmpty())
        return {};
    return fail(ErrorCode::Conflict,
        u"Database is already initialized. Use joinery db makemigrations to create schema change "
        u"scripts "
        "and joinery db migrate to apply migrations to a new or existing database."_s);
}

Result<> requireUnrecorded(const ProjectContext &context, Executor &live)
{
    const Result<QList<AppliedRevision>> rows = VersionTable(*context.dialect, live).read(false);
    if (!rows)
        return fail(rows.error());
    if (rows->isEmpty())
        return {};
    return fail(ErrorCode::Conflict,
        u"this database has a history already: it is at revision %1"_s.arg(rows->last().revision),
        u"use the project its revisions came from"_s);
}

QList<Operation> createOperations(const MetaData &metaData, const Dialect &dialect)
{
    const Result<Difference> all
        = compare({}, metaData, dialect.comparePolicy(), dialect.replayPolicy());
    return all ? all->operations : QList<Operation> {};
}

/// The entry of a revision file that was just written.
Result<HistoryEntry> entryOf(const QString &path, const Revision &revision)
{
    const Result<QByteArray> text = readFile(path);
    if (!text)
        return fail(text.error());
    return HistoryEntry {.revision = revision,
        .fileName = QFileInfo(path).fileName(),
        .text = QString::fromUtf8(*text),
        .hash = revisionHash(*text)};
}

} // namespace

Result<SavedModels> pull(const Project &project, const MetaData &metaData)
{
    if (project.file.compiledModels)
        return fail(ErrorCode::Conflict,
            u"%1 says that the models are compiled into a program; there is no models/ to fill"_s
                .arg(project.filePath()),
            u"`joinery generate cpp --out DIR` writes headers of what the revisions hold"_s);
    return saveModels(project.modelsFolder(), metaData);
}

Result<AdoptOutcome> adopt(const ProjectContext &context, const QString &message)
{
    if (auto none = requireNoRevisions(context); !none)
        return fail(none.error());
    const Result<std::unique_ptr<Executor>> live = connect(context, Access::Change);
    if (!live)
        return fail(live.error());
    if (auto none = requireUnrecorded(context, **live); !none)
        return fail(none.error());
    const Result<MetaData> schema = context.dialect->inspector().reflect(**live);
    if (!schema)
        return fail(schema.error());
    const Revision revision = draftRevision({}, message.isEmpty() ? u"baseline"_s : message,
        createOperations(*schema, *context.dialect), History());
    const Result<QString> path = writeRevisionFiles(context, revision, {}, false);
    if (!path)
        return fail(path.error());
    const auto undo = [&](const Error &error) {
        QFile::remove(*path);
        return fail(error);
    };
    if (const auto saved = keepModels(context, *schema); !saved)
        return undo(saved.error());
    const Result<HistoryEntry> entry = entryOf(*path, revision);
    if (!entry)
        return undo(entry.error());
    if (auto recorded = recordStamp(**live, *context.dialect, {.recorded = {*entry}}); !recorded)
        return undo(recorded.error());
    return AdoptOutcome {
        .revision = revision.id, .path = *path, .objectCount = objects(*schema).size()};
}

Result<InitOutcome> initMigrations(const ProjectContext &context, const QString &message)
{
    if (auto none = requireNoRevisions(context); !none)
        return fail(none.error());
    if (auto verified = verifyModelSource(context); !verified)
        return fail(verified.error());
    const Result<MetaData> models = projectModels(context);
    if (!models)
        return fail(models.error());
    InitOutcome outcome;
    if (!QDir().mkpath(context.project.versionsFolder()))
        return fail(
            ErrorCode::Io, u"the folder %1 cannot be made"_s.arg(context.project.versionsFolder()));
    if (models->isEmpty())
        return outcome;
    const Result<MakeOutcome> made
        = makeMigrations(context, {.message = message.isEmpty() ? u"Initial revision"_s : message});
    if (!made)
        return fail(made.error());
    outcome.path = made->path;
    Result<MigrateOutcome> migrated = migrateDatabase(context, {});
    if (!migrated) {
        QFile::remove(made->path);
        QFile::remove(companionPath(made->path, context.dialect->name()));
        return fail(migrated.error());
    }
    outcome.migrated = *std::move(migrated);
    return outcome;
}

} // namespace joinery
