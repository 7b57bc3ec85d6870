// SPDX-License-Identifier: MPL-2.0
#include "app/cli/sides.h"

#include "joinery/project/modelsdirectory.h"
#include "joinery/serialization/safefile.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace joinery::cli {

namespace {

Result<Side> fromExecutor(const Dialect &dialect, Executor &executor)
{
    Result<MetaData> schema = dialect.inspector().reflect(executor);
    if (!schema)
        return fail(schema.error());
    Result<QStringList> statements = dialect.inspector().storedStatements(executor);
    if (!statements)
        return fail(statements.error());
    return Side {*std::move(schema), &dialect, *std::move(statements)};
}

Result<Side> fromDatabase(const Cli &cli, const QString &text)
{
    const Result<Url> url = locationArgument(text.toStdString());
    if (!url)
        return fail(url.error());
    const Result<const Dialect *> dialect = cli.registry().find(url->dialect);
    if (!dialect)
        return fail(dialect.error());
    const auto live = cli.provider().open(*url);
    if (!live)
        return fail(live.error());
    return fromExecutor(**dialect, **live);
}

/// A script says nothing of its dialect; it is read as the default one's.
Result<Side> fromScript(const Cli &cli, const QString &path)
{
    const Result<const Dialect *> dialect = cli.registry().find(u"sqlite"_s);
    if (!dialect)
        return fail(dialect.error());
    const Result<QByteArray> text = readFile(path);
    if (!text)
        return fail(text.error());
    const auto scratch = cli.provider().scratch((*dialect)->name());
    if (!scratch)
        return fail(scratch.error());
    if (auto loaded = (*scratch)->executeScript(QString::fromUtf8(*text)); !loaded)
        return failIn(path, loaded.error());
    return fromExecutor(**dialect, **scratch);
}

Result<Side> fromRevision(const Cli &cli, const QString &text)
{
    const Result<ProjectContext> context = cli.context();
    if (!context)
        return fail(ErrorCode::NotFound,
            u"\"%1\" is no URL, no file, no models directory, and there is no project to look for a revision in"_s
                .arg(text));
    const Result<History> history = loadHistory(*context, nullptr);
    if (!history)
        return fail(history.error());
    const Result<QStringList> ids = history->graph().resolve(text, {});
    if (!ids)
        return fail(ids.error());
    Result<MetaData> schema = history->replay(*ids, context->dialect->replayPolicy());
    if (!schema)
        return fail(schema.error());
    return Side {*std::move(schema), context->dialect};
}

} // namespace

Result<Side> loadSide(const Cli &cli, const QString &text)
{
    const QFileInfo file(text);
    if (cli.program.models && text == u"models"_s)
        return Side {*cli.program.models, nullptr};
    if (text.contains(u"://"_s))
        return fromDatabase(cli, text);
    if (file.isDir()) {
        Result<MetaData> models = loadModels(
            QFileInfo(text + u"/joinery.yaml"_s).isFile() ? text + u"/models"_s : text);
        if (!models)
            return fail(models.error());
        return Side {*std::move(models), nullptr};
    }
    if (file.isFile())
        return text.endsWith(u".sql"_s, Qt::CaseInsensitive) ? fromScript(cli, text)
                                                             : fromDatabase(cli, text);
    return fromRevision(cli, text);
}

} // namespace joinery::cli
