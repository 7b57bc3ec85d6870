// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/workbench.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace joinery {

namespace {

Result<Location> ofProject(const QString &folder, bool readOnly)
{
    const Result<Project> project = openProject(folder);
    if (!project)
        return fail(project.error());
    Result<Url> url = databaseUrl(*project, {});
    if (!url)
        return fail(url.error());
    return Location {.url = *std::move(url), .project = *project, .readOnly = readOnly};
}

bool isFileOf(const Project &project, const QString &file)
{
    const Result<Url> url = databaseUrl(project, {});
    return url && QFileInfo(url->database) == QFileInfo(file);
}

/// The project that keeps the history of a database file: "<name>.joinery" beside it, or the one in
/// whose folder it lies.
std::optional<Project> projectOf(const QString &file)
{
    const QFileInfo info(file);
    const QDir folder = info.absoluteDir();
    for (const QString &candidate : {folder.filePath(info.completeBaseName() + u".joinery"_s),
             folder.filePath(info.fileName() + u".joinery"_s), folder.path()}) {
        if (!QFileInfo::exists(candidate + u"/joinery.yaml"_s))
            continue;
        const Result<Project> project = openProject(candidate);
        if (project && isFileOf(*project, file))
            return *project;
    }
    return std::nullopt;
}

} // namespace

Workbench::Workbench(const QString &settingsFile)
    : m_dialects(m_provider)
    , m_settings(settingsFile)
{ }

Workbench::~Workbench()
{
    while (!m_databases.isEmpty())
        close(m_databases.first());
}

Result<Location> Workbench::locate(const QString &text, bool readOnly) const
{
    const QFileInfo info(text);
    if (info.isDir())
        return ofProject(info.absoluteFilePath(), readOnly);
    if (info.fileName() == u"joinery.yaml" && info.exists())
        return ofProject(info.absolutePath(), readOnly);
    Result<Url> url = parseLocation(text);
    if (!url)
        return fail(url.error());
    Location location {.url = url->resolvedAgainst(QDir::currentPath()), .readOnly = readOnly};
    const QString file = location.url.database;
    if (QFileInfo::exists(file))
        location.project = projectOf(file);
    return location;
}

Result<OpenDatabase *> Workbench::open(const QString &text, bool readOnly)
{
    Result<Location> location = locate(text, readOnly);
    if (!location)
        return fail(location.error());
    if (const auto dialect = m_dialects.find(location->url.dialect); !dialect)
        return fail(dialect.error());
    for (OpenDatabase *database : std::as_const(m_databases)) {
        if (!location->url.isMemory() && database->location().url == location->url
            && database->isReadOnly() == readOnly) {
            return database;
        }
    }
    auto *database = new OpenDatabase(*this, *std::move(location));
    m_databases.append(database);
    Q_EMIT databaseAdded(database);
    database->refresh();
    return database;
}

void Workbench::close(OpenDatabase *database)
{
    m_databases.removeOne(database);
    const std::unique_ptr<OpenDatabase> closing(database);
    Q_EMIT databaseClosing(database);
}

} // namespace joinery
